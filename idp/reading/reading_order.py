"""In which visual line does a word stand, and in which order are words read? Where words come from is left to others."""

from __future__ import annotations

from dataclasses import dataclass, replace

from idp.domain.geometry import Box
from idp.domain.page import Word

_SAME_LINE = 0.5  # of the lower of two bands: with more in common they are one line
_TOUCHING = 0.08  # of the font height: closer pieces with nothing between them are one word
_SPACED_LETTERS = 4


@dataclass(frozen=True, slots=True)
class Placed:
    """A word and the band (page fractions) in which its line runs: from about the height of capitals to the base line.

    `upright` is False for text that runs in another direction than the page.
    """

    word: Word
    top: float
    bottom: float
    upright: bool = True


@dataclass(slots=True)
class _Line:
    """A line under construction; its band is that of its first word, so that it cannot creep down a slope."""

    top: float
    bottom: float
    members: list[Placed]


def in_reading_order(placed: list[Placed]) -> tuple[Word, ...]:
    """The words line by line from the top, in each line from the left, with `line` set; sideways text comes last."""
    lines = _lines([item for item in placed if item.upright])
    rows = [_joined(sorted(line.members, key=lambda item: item.word.box.left)) for line in lines]
    rows += _sideways([item for item in placed if not item.upright])
    return tuple(replace(word, line=number) for number, row in enumerate(rows) for word in row)


def in_visual_lines(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """OCR's words by visual line from the top, each from the left, with `line` set.

    `line` as it comes is the engine's own: words that share it stand in one line, and lines side by side (columns) are one line
    of the page. Words without one are taken each for itself.
    """
    groups: dict[int, list[Word]] = {}
    for position, word in enumerate(words):
        groups.setdefault(word.line if word.line is not None else -1 - position, []).append(word)
    pieces: dict[int, list[Word]] = {}
    placed: list[Placed] = []
    for members in groups.values():
        box = Box.around(word.box for word in members)
        item = Placed(word=replace(members[0], box=box), top=box.top, bottom=box.bottom)
        pieces[id(item)] = members
        placed.append(item)
    rows = [[word for item in line.members for word in pieces[id(item)]] for line in _lines(placed)]
    return tuple(
        replace(word, line=number) for number, row in enumerate(rows) for word in sorted(row, key=lambda word: word.box.left)
    )


def with_added(words: tuple[Word, ...], added: tuple[Word, ...]) -> tuple[Word, ...]:
    """`words`, whose lines are known, with `added` ones; those that share a `line` of their own stay together."""
    rows: dict[int, list[Word]] = {}
    for word in words:
        rows.setdefault(word.line or 0, []).append(word)
    lines = [rows[number] for number in sorted(rows)]
    groups: dict[int, list[Word]] = {}
    for word in added:
        groups.setdefault(word.line or 0, []).append(word)
    for group in groups.values():
        _add_row(lines, group)
    return tuple(
        replace(word, line=number) for number, row in enumerate(lines) for word in sorted(row, key=lambda word: word.box.left)
    )


def _add_row(lines: list[list[Word]], group: list[Word]) -> None:
    """Puts a group of words into the line that it stands in, else before the first line that starts below its middle."""
    own = Box.around(word.box for word in group)
    for row in lines:
        box = Box.around(word.box for word in row)
        shared = min(box.bottom, own.bottom) - max(box.top, own.top)
        if (
            shared > 0
            and shared >= _SAME_LINE * min(box.height, own.height)
            and abs(box.middle_y - own.middle_y) < own.height / 2
        ):
            row.extend(group)
            return
    below = (n for n, row in enumerate(lines) if Box.around(word.box for word in row).top > own.middle_y)
    lines.insert(next(below, len(lines)), group)


def _lines(placed: list[Placed]) -> list[_Line]:
    lines: list[_Line] = []
    for item in sorted(placed, key=lambda item: (item.bottom, item.word.box.left)):
        line = _line_of(item, lines)
        if line is not None:
            line.members.append(item)
        else:
            lines.append(_Line(item.top, item.bottom, [item]))
    return sorted(lines, key=lambda line: line.bottom)


def _line_of(item: Placed, lines: list[_Line]) -> _Line | None:
    """The line with which the word has most in common, the upper of equal ones; None where it starts a line."""
    best: _Line | None = None
    most = 0.0
    highest = item.bottom - _SAME_LINE * (item.bottom - item.top)
    # lines are sorted by base line, so only the last few can still reach down to this word
    for line in lines[-12:]:
        if line.bottom >= highest:
            common = _common(line, item)
            if common >= _SAME_LINE and common > most:
                best, most = line, common
    return best


def _common(line: _Line, item: Placed) -> float:
    """Share of the lower band that both have in common, 0 where their base lines are too far apart."""
    lower = min(line.bottom - line.top, item.bottom - item.top)
    if lower <= 0 or abs(line.bottom - item.bottom) > _SAME_LINE * lower:
        return 0.0
    return (min(line.bottom, item.bottom) - max(line.top, item.top)) / lower


def _joined(row: list[Placed]) -> list[Word]:
    """The row's words, with pieces that were drawn apart but touch put together, and spaced-out letters as one word."""
    words: list[Word] = []
    for item in row:
        if words and _touches(words[-1], item.word):
            words[-1] = _glued([words[-1], item.word])
        else:
            words.append(item.word)
    return _without_spacing(words)


def _touches(left: Word, right: Word) -> bool:
    """Sizes are heights in page fractions; the gap is measured in page widths, near enough for a twelfth of a letter."""
    if left.size is None or right.size is None or abs(left.size - right.size) > 0.1 * right.size:
        return False
    gap = right.box.left - left.box.right
    return -0.2 * right.size <= gap <= _TOUCHING * right.size and left.bold == right.bold


def _without_spacing(words: list[Word]) -> list[Word]:
    """`I N V O I C E` set with wide, even gaps becomes one word."""
    result: list[Word] = []
    position = 0
    while position < len(words):
        end = _spaced_until(words, position)
        if end - position >= _SPACED_LETTERS:
            result.append(_glued(words[position:end]))
            position = end
        else:
            result.append(words[position])
            position += 1
    return result


def _spaced_until(words: list[Word], start: int) -> int:
    end = start
    gaps: list[float] = []
    while end < len(words) and len(words[end].text) == 1 and words[end].text.isalpha():
        if end > start:
            size = words[end].size or words[end].box.height
            gaps.append(words[end].box.left - words[end - 1].box.right)
            if max(gaps) > size or max(gaps) - min(gaps) > 0.3 * size:
                break
        end += 1
    return end


def _glued(words: list[Word]) -> Word:
    return replace(words[0], text="".join(w.text for w in words), box=Box.around(w.box for w in words))


def _sideways(placed: list[Placed]) -> list[list[Word]]:
    """Sideways text in drawing order; a step to another column of writing starts a line."""
    rows: list[list[Word]] = []
    for item in placed:
        if rows and abs(rows[-1][-1].box.middle_x - item.word.box.middle_x) < 0.5 * (item.word.size or item.word.box.width):
            rows[-1].append(item.word)
        else:
            rows.append([item.word])
    return rows
