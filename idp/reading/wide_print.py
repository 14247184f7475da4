"""Double-wide print (totals of matrix printers) comes with a blank between any two letters; which of them are real?"""

from __future__ import annotations

from dataclasses import replace

from idp.domain.geometry import Box
from idp.domain.page import Word

_WIDE, _WIDE_GAP = 0.7, 0.4  # of a letter: ordinary letters are half as wide as their line is high, blanks half a letter


def joined_wide(words: tuple[Word, ...], aspect: float) -> tuple[Word, ...]:
    """The words, line by line, with neighbours put together that are letters of double width with a small gap between them.

    `aspect` is the picture's width by height, so that widths and heights of boxes compare.
    """
    joined: list[Word] = []
    for word in words:
        if joined and joined[-1].line == word.line and _continues(joined[-1], word, aspect):
            box = Box.around([joined[-1].box, word.box])
            sure = min(joined[-1].confidence or 0.0, word.confidence or 0.0)
            joined[-1] = replace(joined[-1], text=joined[-1].text + word.text, box=box, confidence=sure)
        else:
            joined.append(word)
    return tuple(joined)


def _continues(left: Word, right: Word, aspect: float) -> bool:
    wide = all(_letter_width(word) * aspect >= _WIDE * word.box.height for word in (left, right))
    return wide and right.box.left - left.box.right < _WIDE_GAP * _letter_width(right)


def _letter_width(word: Word) -> float:
    return word.box.width / len(word.text)
