"""The second engine's doubt stays with the word that it is about."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from idp.reading.rapid import rapid_engine
from idp.reading.rapid_doubt import word_scores
from idp.reading.raster import png_of


def test_a_word_is_as_sure_as_its_most_doubtful_letter() -> None:
    assert word_scores(["No.", "47"], "No. 47", [0.9, 0.8, 0.7, 0.1, 0.6, 0.99]) == [0.7, 0.6]


def test_an_empty_line_has_no_words() -> None:
    assert word_scores([], "", [0.0]) == []


@pytest.mark.xdist_group("ocr")
def test_of_two_numbers_the_overprinted_one_is_doubted() -> None:
    engine = rapid_engine()
    assert engine is not None, "RapidOCR is not installed: pip install rapidocr"
    font = ImageFont.load_default(40)
    page = Image.new("RGB", (900, 120), "white")
    draw = ImageDraw.Draw(page)
    draw.text((20, 30), "Invoice number 2026 is 5 21", fill="black", font=font)
    left = 20 + int(font.getlength("Invoice number 2026 is 5"))
    draw.text((left, 30), "4", fill="black", font=font)
    draw.text((left, 30), "9", fill="black", font=font)
    words = {word.text: word.confidence or 0.0 for word in engine.read(png_of(np.asarray(page)), languages=("en",))}
    overprinted = next(text for text in words if text.startswith("5"))
    assert words[overprinted] < words["2026"] - 0.01, words
