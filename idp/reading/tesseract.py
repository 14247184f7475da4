"""Tesseract as an OcrEngine: through the tesserocr wheel where language data are found, else through the system's program."""

from __future__ import annotations

import shutil
import subprocess
import threading
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from idp.domain.errors import ToolUnavailable
from idp.domain.geometry import Box
from idp.domain.page import Word
from idp.ports import OcrEngine

_CODES = {"en": "eng", "de": "deu", "fr": "fra", "es": "spa", "it": "ita", "nl": "nld"}
_DATA_FOLDERS = (
    "/usr/share/tesseract-ocr/5/tessdata", "/usr/share/tesseract-ocr/4.00/tessdata", "/usr/share/tessdata",
    "/usr/local/share/tessdata", "/opt/homebrew/share/tessdata",
)  # fmt: skip
_PROGRAM_SECONDS = 60.0
_PAGE_MODE = 3  # automatic segmentation: best of 3, 4, 6 and 11 over clean, skewed and noisy pages (MEASURED)


@cache
def data_folder() -> Path | None:
    """The folder with Tesseract's language data; None where there is none. Looked up once a process."""
    for folder in map(Path, (*_DATA_FOLDERS, _folder_of_program())):
        if (folder / "eng.traineddata").is_file():
            return folder
    return None


def _folder_of_program() -> str:
    """The folder that the system's program names (it knows TESSDATA_PREFIX), "" without a program."""
    if shutil.which("tesseract") is None:
        return ""
    shown = subprocess.run(["tesseract", "--list-langs"], capture_output=True, text=True, timeout=_PROGRAM_SECONDS, check=False)
    first = (shown.stdout or shown.stderr).partition("\n")[0]
    return first.partition('"')[2].partition('"')[0]


@cache
def tesseract_engine() -> OcrEngine | None:
    """The engine this machine offers, None where there is neither wheel with data nor program. One a process."""
    folder = data_folder()
    if folder is not None and _wheel() is not None:
        return WheelTesseract(folder)
    if shutil.which("tesseract") is not None:
        return ProgramTesseract(folder)
    return None


def _wheel() -> Any:
    """The tesserocr module, None where it is not installed (it has wheels for Linux only)."""
    try:
        import tesserocr  # noqa: PLC0415 - absent on some systems
    except ImportError:
        return None
    return tesserocr


class WheelTesseract:
    """Tesseract inside this process; keeps one recogniser per choice of languages. One thread at a time."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tesserocr = _wheel()
        self._recognisers: dict[str, Any] = {}
        self._lock = threading.Lock()
        version = str(self._tesserocr.tesseract_version()).split()[1]
        self.name = f"tesseract {version}"

    def read(self, png: bytes, *, languages: tuple[str, ...]) -> tuple[Word, ...]:
        image = Image.open(BytesIO(png)).convert("L")
        with self._lock:
            recogniser = self._recogniser(_data_names(self._folder, languages))
            recogniser.SetImage(image)
            recogniser.SetSourceResolution(300)
            try:
                recogniser.Recognize()
                return tuple(self._words(recogniser, image.size))
            finally:
                recogniser.Clear()

    def turn(self, grey: Any) -> tuple[int, float] | None:
        """Degrees to turn clockwise and how sure, see `detected_turn`."""
        if not (self._folder / "osd.traineddata").is_file():
            return None
        with self._lock:
            recogniser = self._recogniser("osd", mode=self._tesserocr.PSM.OSD_ONLY)
            recogniser.SetImage(Image.fromarray(grey))
            found = recogniser.DetectOrientationScript()
            recogniser.Clear()
        if found is None:
            return None
        # orient_deg is how far the page was turned clockwise; turning on completes the circle
        return (360 - int(found["orient_deg"])) % 360, float(found["orient_conf"])

    def _recogniser(self, languages: str, mode: int = _PAGE_MODE) -> Any:
        if languages not in self._recognisers:
            try:
                made = self._tesserocr.PyTessBaseAPI(path=f"{self._folder}/", lang=languages, psm=mode)
            except RuntimeError as exc:
                raise ToolUnavailable(f"Tesseract's language data in {self._folder} cannot be used ({languages}).") from exc
            self._recognisers[languages] = made
        return self._recognisers[languages]

    def _words(self, recogniser: Any, size: tuple[int, int]) -> list[Word]:
        level, text_line = self._tesserocr.RIL.WORD, self._tesserocr.RIL.TEXTLINE
        found: list[Word] = []
        number = -1
        iterator = recogniser.GetIterator()
        if iterator is None:
            return found
        for item in self._tesserocr.iterate_level(iterator, level):
            number += item.IsAtBeginningOf(text_line)
            if item.Empty(level):
                continue
            text, box = item.GetUTF8Text(level).strip(), item.BoundingBox(level)
            if text and box is not None:
                bold = bool((item.WordFontAttributes() or {}).get("bold"))
                found.append(_word(text, box, item.Confidence(level), size, line=number, bold=bold))
        return found


class ProgramTesseract:
    """The system's `tesseract` program through pytesseract: slower by its start, the same results."""

    def __init__(self, folder: Path | None) -> None:
        import pytesseract  # noqa: PLC0415 - imports pandas where installed; only needed without the wheel

        self._pytesseract = pytesseract
        self._folder = folder
        self.name = f"tesseract {pytesseract.get_tesseract_version()}"

    def read(self, png: bytes, *, languages: tuple[str, ...]) -> tuple[Word, ...]:
        image = Image.open(BytesIO(png)).convert("L")
        data = f'--tessdata-dir "{self._folder}"' if self._folder else ""
        try:
            table = self._pytesseract.image_to_data(
                image,
                lang=_data_names(self._folder, languages),
                config=f"--psm {_PAGE_MODE} --dpi 300 {data}",
                timeout=_PROGRAM_SECONDS,
                output_type=self._pytesseract.Output.DICT,
            )
        except (self._pytesseract.TesseractError, self._pytesseract.TesseractNotFoundError, RuntimeError) as exc:
            raise ToolUnavailable("The program tesseract failed or took too long.") from exc
        return tuple(_table_words(table, image.size))

    def turn(self, grey: Any) -> tuple[int, float] | None:
        """Degrees to turn clockwise and how sure, see `detected_turn`."""
        try:
            found = self._pytesseract.image_to_osd(
                Image.fromarray(grey), timeout=_PROGRAM_SECONDS, output_type=self._pytesseract.Output.DICT
            )
        except (self._pytesseract.TesseractError, RuntimeError):
            return None
        return int(found["rotate"]) % 360, float(found["orientation_conf"])


def detected_turn(grey: Any) -> tuple[int, float] | None:
    """Degrees to turn `(H, W) uint8` clockwise to stand upright, and Tesseract's own confidence (from 0, open above); None unknown."""
    engine = tesseract_engine()
    if isinstance(engine, WheelTesseract | ProgramTesseract):
        return engine.turn(grey)
    return None


def _data_names(folder: Path | None, languages: tuple[str, ...]) -> str:
    """Tesseract's names of the languages whose data are there, English where none is."""
    names = [_CODES[code] for code in languages if code in _CODES]
    present = [name for name in names if folder is not None and (folder / f"{name}.traineddata").is_file()]
    return "+".join(present) or "eng"


def _table_words(table: dict[str, list[Any]], size: tuple[int, int]) -> list[Word]:
    """The words of pytesseract's table; rows with a negative confidence are blocks and lines."""
    keys = ("text", "left", "top", "width", "height", "conf", "block_num", "par_num", "line_num")
    numbers: dict[tuple[int, ...], int] = {}
    found: list[Word] = []
    for text, left, top, width, height, percent, *place in zip(*(table[key] for key in keys), strict=True):
        if text.strip() and float(percent) >= 0:
            line = numbers.setdefault(tuple(place), len(numbers))
            found.append(_word(text.strip(), (left, top, left + width, top + height), float(percent), size, line=line))
    return found


def _word(
    text: str, pixels: tuple[int, int, int, int], percent: float, size: tuple[int, int], *, line: int, bold: bool = False
) -> Word:
    """Tesseract's pixels and percent as page fractions and 0–1."""
    left, top, right, bottom = pixels
    box = Box.clamped(left / size[0], top / size[1], right / size[0], bottom / size[1])
    return Word(text=text, box=box, confidence=min(1.0, max(0.0, percent / 100)), bold=bold, line=line)
