"""How fast are native pages read? Prints pages a second of our reading and extraction beside pdfplumber's words alone, on the same pages.

python -m benchmarks.reading FILE-OR-FOLDER…        (default: the native PDFs of sample_docs)
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber

from idp.domain.errors import IdpError
from idp.domain.page import Quality
from idp.extractors.extract import extract
from idp.reading import Engines, read_file

SAMPLES = Path(__file__).resolve().parent.parent / "sample_docs"
ROUNDS = 3


def native_files(names: list[str]) -> list[Path]:
    """The files that are read from their text layer throughout; scans would compare OCR with nothing."""
    given = [Path(name) for name in names] or [SAMPLES]
    paths = [path for place in given for path in (sorted(place.rglob("*.pdf")) if place.is_dir() else [place])]
    return [path for path in paths if is_native(path)]


def is_native(path: Path) -> bool:
    try:
        pages = read_file(path.read_bytes(), name=path.name, engines=Engines()).pages
    except IdpError:
        return False
    return all(page.quality is Quality.NATIVE for page in pages)


def reading_alone(path: Path) -> int:
    """Safety check, words, visual lines, ruling lines, marks."""
    return len(read_file(path.read_bytes(), name=path.name, engines=Engines()).pages)


def whole(path: Path) -> int:
    """Reading, then documents with their fields and lines: what `idp extract` does with a file, in one process."""
    reading = read_file(path.read_bytes(), name=path.name, engines=Engines())
    extract(reading)
    return len(reading.pages)


def pdfplumber_words(path: Path) -> int:
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_words(x_tolerance_ratio=0.15)
        return len(pdf.pages)


def fastest(read: Callable[[Path], int], path: Path) -> tuple[float, int]:
    """Processor seconds of the fastest of some rounds, and pages."""
    best, pages = float("inf"), 0
    for _ in range(ROUNDS):
        start = time.process_time()
        pages = read(path)
        best = min(best, time.process_time() - start)
    return best, pages


def main() -> None:
    readers = {"reading": reading_alone, "reading + extraction": whole, "pdfplumber's words": pdfplumber_words}
    total = dict.fromkeys(readers, 0.0)
    pages = 0
    for path in native_files(sys.argv[1:]):
        for name, read in readers.items():
            seconds, count = fastest(read, path)
            total[name] += seconds
        pages += count
    for name, seconds in total.items():
        ratio = total["pdfplumber's words"] / seconds
        print(f"{name:22s}{pages / seconds:7.1f} pages/s {ratio:6.2f}  ({pages} pages, processor time, best of {ROUNDS})")


if __name__ == "__main__":
    main()
