"""How well and how fast are worn pages read? Recall of numbers and seconds of our reading beside RapidOCR alone, on the same pages.

    python -m benchmarks.ocr [FOLDER] [--pages 6] [--wear clean --wear fax …]

Pages are printed from PDFs with a text layer (FOLDER's, else generated ones) and worn, so the truth is the text layer. RapidOCR alone is
the package with its defaults on one thread with a memory arena, as our engine has it; ours is all that a scan goes through: turning,
levelling, both engines, ruling lines, marks, quality band. Times are processor seconds.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from rapidocr import RapidOCR

from benchmarks.worn_page import WEARS, worn_pages
from idp.reading.scan import read_scan

Reader = Callable[[Any], tuple[str, ...]]
NAMES = ("ours", "rapidocr alone")


def rapidocr_alone() -> Reader:
    runtime = "EngineConfig.onnxruntime."
    engine: Any = RapidOCR(
        params={
            "Global.log_level": "error",
            f"{runtime}intra_op_num_threads": 1,
            f"{runtime}inter_op_num_threads": 1,
            f"{runtime}enable_cpu_mem_arena": True,
        }
    )

    def read(pixels: Any) -> tuple[str, ...]:
        found = engine(np.ascontiguousarray(pixels[:, :, ::-1]), return_word_box=True)
        return tuple(piece for line in found.word_results or () for word in line for piece in word[0].split())

    return read


def ours(pixels: Any) -> tuple[str, ...]:
    return tuple(word.text for word in read_scan(pixels, engines=None).words)


def numbers(words: tuple[str, ...]) -> Counter[str]:
    """Tokens with a digit, each as often as it stands there."""
    return Counter(word for word in words if any(letter.isdigit() for letter in word))


class Tally:
    """Found and printed tokens, and processor seconds, of one reader."""

    def __init__(self) -> None:
        self.numbers = self.printed_numbers = self.words = self.printed_words = 0
        self.seconds = 0.0

    def add(self, found: tuple[str, ...], printed: tuple[str, ...], seconds: float) -> None:
        self.numbers += sum((numbers(found) & numbers(printed)).values())
        self.printed_numbers += sum(numbers(printed).values())
        self.words += sum((Counter(found) & Counter(printed)).values())
        self.printed_words += len(printed)
        self.seconds += seconds


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("folder", nargs="?", type=Path)
    arguments.add_argument("--pages", type=int, default=6)
    arguments.add_argument("--wear", action="append", choices=list(WEARS))
    given = arguments.parse_args()
    cv2.setNumThreads(1)
    readers = dict(zip(NAMES, (ours, rapidocr_alone()), strict=True))
    tallies: defaultdict[tuple[str, str], Tally] = defaultdict(Tally)
    pages = worn_pages(given.folder, given.pages, tuple(given.wear or WEARS))
    warm = np.full((300, 300, 3), 255, np.uint8)
    cv2.putText(warm, "Warm 12", (20, 150), cv2.FONT_HERSHEY_SIMPLEX, 1.5, (0, 0, 0), 3)
    for read in readers.values():
        read(warm)
    for page in pages:
        for name, read in readers.items():
            began = time.process_time()
            found = read(page.pixels)
            took = time.process_time() - began
            for group in (page.wear, "all"):
                tallies[group, name].add(found, page.words, took)
    report(tallies)


def report(tallies: dict[tuple[str, str], Tally]) -> None:
    print("                          numbers found        words found         seconds")
    print("wear      numbers       ours     alone      ours     alone      ours     alone   ratio")
    for group in dict.fromkeys(group for group, _ in tallies):
        own, alone = (tallies[group, name] for name in NAMES)
        found = [tally.numbers / max(1, tally.printed_numbers) for tally in (own, alone)]
        words = [tally.words / max(1, tally.printed_words) for tally in (own, alone)]
        print(
            f"{group:8}{own.printed_numbers:9}{found[0]:11.3f}{found[1]:10.3f}{words[0]:10.3f}{words[1]:10.3f}"
            f"{own.seconds:10.1f}{alone.seconds:10.1f}{own.seconds / alone.seconds:8.2f}"
        )


if __name__ == "__main__":
    main()
