"""Scans: turned and tilted pages, the cascade of engines, marks, bands."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from idp.domain.errors import ToolUnavailable
from idp.domain.geometry import Box
from idp.domain.page import InkKind, Quality, Word
from idp.reading import Engines, read_file, render_page
from idp.reading.agreement import with_finer_words
from idp.reading.cascade import installed_engines, is_doubtful, read_words
from idp.reading.mark import marks, rules_beside, ruling_lines
from idp.reading.quality import scan_band
from idp.reading.tesseract import ProgramTesseract, data_folder
from idp.reading.upright import find_tilt, straightened
from tests.unit.reading import paper

SENTENCES = tuple((60, 760 - 20 * i, f"Line {i:02d} of the delivery note with some more words 12{i:02d}.50") for i in range(20))


def word(text: str, left: float, right: float, confidence: float = 0.95, line: int | None = None, top: float = 0.5) -> Word:
    return Word(text=text, box=Box(left, top, right, top + 0.02), confidence=confidence, line=line)


class OcrThatReads:
    """An engine with a fixed answer that counts its calls."""

    def __init__(self, name: str, words: tuple[Word, ...]) -> None:
        self.name = name
        self.calls = 0
        self._words = words

    def read(self, png: bytes, *, languages: tuple[str, ...]) -> tuple[Word, ...]:
        self.calls += 1
        return self._words


class OcrThatIsMissing:
    name = "missing"

    def read(self, png: bytes, *, languages: tuple[str, ...]) -> tuple[Word, ...]:
        raise ToolUnavailable("The program is not there.")


PAGE = np.asarray(paper.picture(SENTENCES, dpi=72))
SURE = tuple(word(f"word{i}", 0.1, 0.2, 0.97, top=0.04 * i) for i in range(20))
UNSURE = tuple(word(f"w0rd{i}", 0.1, 0.2, 0.6, top=0.04 * i) for i in range(20))


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_turned_page_is_found_and_turned_back(turn: int) -> None:
    turned = np.ascontiguousarray(np.rot90(np.asarray(paper.picture(SENTENCES, dpi=150)), -turn // 90))
    tilt = find_tilt(turned)
    assert tilt.rotation_degrees == -turn % 360
    assert straightened(turned, tilt).shape == (1754, 1240, 3)


@pytest.mark.parametrize("skew", [-4.0, -0.7, 1.3, 6.0])
def test_a_tilted_page_is_levelled_to_a_tenth_of_a_degree(skew: float) -> None:
    tilted = paper.picture(SENTENCES, dpi=150).rotate(skew, expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC)
    tilt = find_tilt(np.asarray(tilted))
    assert tilt.skew_degrees == pytest.approx(skew, abs=0.1)


def test_the_shown_page_and_the_boxes_fit_each_other() -> None:
    """On the rendered page there is ink in each word's box, and next to none outside of all boxes."""
    tilted = paper.picture(SENTENCES).rotate(2.0, expand=True, fillcolor="white", resample=Image.Resampling.BICUBIC)
    content = paper.picture_bytes(tilted.rotate(-90, expand=True), dpi=(200, 200))
    page = read_file(content, name="a.png").pages[0]
    shown = np.asarray(Image.open(io.BytesIO(render_page(content, 0, 100))).convert("L")) < 128
    height, width = shown.shape
    assert width / height == pytest.approx(page.width_points / page.height_points, rel=0.01)
    outside = shown.copy()
    for found in page.words:
        rows = slice(int(found.box.top * height) - 2, int(found.box.bottom * height) + 3)
        columns = slice(int(found.box.left * width) - 2, int(found.box.right * width) + 3)
        assert shown[rows, columns].any()
        outside[rows, columns] = False
    assert outside.sum() < 0.03 * shown.sum()


def test_a_camera_picture_is_turned_as_its_exif_says() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    turned = paper.picture(SENTENCES, dpi=100).rotate(90, expand=True)
    content = paper.picture_bytes(turned, "JPEG", exif=exif, quality=95)
    page = read_file(content, name="a.jpg", engines=Engines(second=OcrThatReads("e", SURE))).pages[0]
    assert page.height_points > page.width_points
    assert page.rotation_degrees == 0


def test_the_second_engine_reads_only_what_the_first_is_unsure_of() -> None:
    first, second = OcrThatReads("first", SURE), OcrThatReads("second", SURE)
    assert read_words(PAGE, engines=Engines(first, second)).engine == "first"
    assert second.calls == 0
    doubtful = OcrThatReads("first", UNSURE)
    assert read_words(PAGE, engines=Engines(doubtful, second)).engine == "second"


def test_a_second_engine_that_finds_next_to_nothing_does_not_win() -> None:
    first = OcrThatReads("first", tuple(word(f"word{i}", 0.1, 0.2, 0.8, top=0.04 * i) for i in range(20)))
    assert read_words(PAGE, engines=Engines(first, OcrThatReads("second", SURE[:2]))).engine == "first"


@pytest.mark.parametrize(
    "engines", [Engines(OcrThatIsMissing(), OcrThatReads("other", SURE)), Engines(None, OcrThatReads("other", SURE))]
)
def test_one_engine_is_enough_and_the_page_says_so(engines: Engines) -> None:
    result = read_words(PAGE, engines=engines)
    assert result.engine == "other"
    assert result.notes


def test_no_engine_at_all_is_said_in_one_sentence() -> None:
    with pytest.raises(ToolUnavailable, match="neither Tesseract nor RapidOCR"):
        read_words(PAGE, engines=Engines())


def test_an_unsure_number_among_sure_words_is_doubtful() -> None:
    assert not is_doubtful((*SURE, word("12.50", 0.5, 0.6, 0.96)))
    assert is_doubtful((*SURE, word("12.50", 0.5, 0.6, 0.4)))


def test_blanks_of_one_engine_cut_the_words_of_the_other_and_change_no_letter() -> None:
    accurate = (word("OrderP00128", 0.1, 0.5, line=3),)
    fine = (word("0rder", 0.1, 0.28), word("P00I28", 0.3, 0.5))
    found = with_finer_words(accurate, fine)
    assert [(w.text, w.box.left, w.line) for w in found] == [("Order", 0.1, 3), ("P00128", 0.3, 3)]


def test_a_number_that_the_other_engine_surely_reads_otherwise_is_disputed() -> None:
    accurate = (word("277.34", 0.1, 0.2, 0.98),)
    assert with_finer_words(accurate, (word("277,34", 0.1, 0.2, 0.95),))[0].confidence == 0.5
    assert with_finer_words(accurate, (word("277,34", 0.1, 0.2, 0.4),))[0].confidence == 0.98
    assert with_finer_words(accurate, (word("277.34", 0.1, 0.2, 0.95),))[0].confidence == 0.98


@pytest.mark.parametrize("fine", [(), (word("Totally", 0.1, 0.3), word("different", 0.3, 0.5))])
def test_words_on_which_the_engines_do_not_agree_stay_whole(fine: tuple[Word, ...]) -> None:
    accurate = (word("OrderP00128", 0.1, 0.5),)
    assert with_finer_words(accurate, fine) == accurate


def test_every_installed_engine_gives_confidences_and_boxes_in_range() -> None:
    engines = installed_engines()
    present = [engine for engine in (engines.first, engines.second) if engine is not None]
    assert present, "neither Tesseract nor RapidOCR is installed: pip install rapidocr"
    for engine in present:
        words = engine.read(paper.picture_bytes(paper.picture()), languages=("en", "de"))
        assert {"4711-26", "148.75"} <= {found.text for found in words}
        assert all(found.confidence is not None and 0 < found.confidence <= 1 for found in words)
        total = next(found for found in words if found.text == "148.75")
        assert total.box.overlap(Box(460 / 595, 1 - 609 / 842, 496 / 595, 1 - 600 / 842)) > 0.5


def test_the_program_tesseract_reads_and_turns_as_the_wheel_does() -> None:
    if shutil.which("tesseract") is None:
        pytest.skip("the program tesseract is not installed: apt-get install tesseract-ocr")
    program = ProgramTesseract(data_folder())
    words = program.read(paper.picture_bytes(paper.picture()), languages=("en",))
    assert {"4711-26", "148.75"} <= {found.text for found in words}
    assert all(found.confidence is not None and 0 < found.confidence <= 1 for found in words)
    assert len({found.line for found in words}) >= 5
    upside_down = np.asarray(paper.picture(SENTENCES, dpi=150).convert("L").rotate(180))
    turned = program.turn(upside_down)
    assert turned is not None
    assert turned[0] == 180


def test_double_wide_print_is_not_torn_apart() -> None:
    """`30621` in letters as wide as high, with small gaps; the words beside it, in ordinary print, keep their blanks."""
    image = paper.picture(SENTENCES[:3], dpi=150)
    wide = paper.picture([(10, 800, "30621")], dpi=150).crop((0, 50, 120, 120)).resize((300, 70))
    image.paste(wide, (120, 500))
    engine = installed_engines().second
    assert engine is not None, "RapidOCR is not installed: pip install rapidocr"
    texts = [found.text for found in engine.read(paper.picture_bytes(image), languages=())]
    assert "30621" in texts
    assert {"Line", "delivery", "note"} <= set(texts)


def signed(draw: Callable[[ImageDraw.ImageDraw], None]) -> tuple[Image.Image, tuple[Word, ...]]:
    image = paper.picture(SENTENCES[:10], dpi=150)
    draw(ImageDraw.Draw(image))
    printed = (
        Word(text="printed", box=Box(60 / 595, 1 - (y + 9) / 842, 400 / 595, 1 - (y - 3) / 842), confidence=0.99)
        for _, y, _ in SENTENCES[:10]
    )
    return image, (*printed, Word(text="foot", box=Box(0.1, 0.95, 0.15, 0.96), confidence=0.9))


def scribble(pen: ImageDraw.ImageDraw) -> None:
    points = [(200 + 12 * i, 1300 + (45 if i % 2 else 0) - (i % 5) * 6) for i in range(22)]
    pen.line(points, fill=(20, 30, 140), width=3)


def test_a_scribble_is_handwriting() -> None:
    image, words = signed(scribble)
    (mark,) = marks(np.asarray(image), words, ())
    assert mark.kind is InkKind.HANDWRITING
    assert mark.box.overlap(Box(200 / 1240, 1276 / 1754, 452 / 1240, 1345 / 1754)) > 0.6


def test_a_tilted_frame_is_a_stamp_and_a_level_one_is_not() -> None:
    def frame(pen: ImageDraw.ImageDraw) -> None:
        pen.line([(300, 1250), (650, 1215), (665, 1365), (315, 1400), (300, 1250)], fill=(30, 30, 30), width=5)
        pen.rectangle([800, 1250, 1100, 1400], outline=(30, 30, 30), width=4)

    image, words = signed(frame)
    found = marks(np.asarray(image), words, ruling_lines(np.asarray(image)))
    assert [mark.kind for mark in found] == [InkKind.STAMP]
    assert found[0].box.right < 0.6


def test_a_page_of_print_has_no_marks() -> None:
    image, words = signed(lambda pen: None)
    assert marks(np.asarray(image), words, ()) == ()


def test_rules_that_run_through_words_are_poor_print() -> None:
    words = (Word(text="struck", box=Box(0.1, 0.5, 0.4, 0.52), confidence=0.9),)
    through, below = Box(0.12, 0.509, 0.38, 0.511), Box(0.1, 0.525, 0.9, 0.527)
    assert rules_beside((through, below), (*words, Word(text="far", box=Box(0.85, 0.9, 0.9, 0.92), confidence=0.9))) == (below,)


def faded(image: Image.Image) -> Image.Image:
    return image.point(lambda value: 160 + value // 3)


def noisy(image: Image.Image) -> Image.Image:
    noise = np.random.default_rng(7).normal(0, 45, (image.height, image.width, 1))
    return Image.fromarray(np.clip(np.asarray(image, dtype=float) + noise, 0, 255).astype(np.uint8))


def blurred(image: Image.Image) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(3))


@pytest.mark.parametrize("spoil", [faded, noisy, blurred])
def test_a_faded_noisy_or_blurred_scan_is_poor_and_a_clean_one_is_not(spoil: Callable[[Image.Image], Image.Image]) -> None:
    page = paper.picture(SENTENCES)
    assert scan_band(np.asarray(page), SURE, engine="rapidocr 3") is Quality.CLEAN_SCAN
    assert scan_band(np.asarray(spoil(page)), SURE, engine="rapidocr 3") is Quality.POOR_SCAN


def test_a_scan_whose_words_are_unsure_is_poor() -> None:
    assert scan_band(np.asarray(paper.picture(SENTENCES)), UNSURE, engine="tesseract 5") is Quality.POOR_SCAN
