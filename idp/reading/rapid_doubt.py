"""How sure is RapidOCR of each word: as sure as of the word's most doubtful letter."""

from __future__ import annotations

from typing import Any

from rapidocr.cal_rec_boxes import CalRecBoxes


class LetterScores(CalRecBoxes):
    """RapidOCR's own step from letters to words, but for the scores: it gives the word in place k the score of the line's letter k."""

    def cal_ocr_word_box(
        self, rec_txt: str, bbox: Any, word_info: Any, return_single_char_box: bool = False
    ) -> tuple[list[str], list[Any], list[float]]:
        words, boxes, scores = super().cal_ocr_word_box(rec_txt, bbox, word_info, return_single_char_box)
        return words, boxes, word_scores(words, rec_txt, scores)


def word_scores(words: list[str], line: str, scores: list[float]) -> list[float]:
    """The lowest score, 0–1, of each word's letters. `scores` has one for each letter and blank of `line`, `words` no blanks."""
    letters = iter([score for letter, score in zip(line, scores, strict=False) if not letter.isspace()])
    return [min((score for _, score in zip(word, letters, strict=False)), default=0.0) for word in words]
