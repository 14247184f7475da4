"""To which item does a row of text belong? Drawn lines, counting numbers and gaps part the items of a table."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from idp.extractors.row import TableRow, are_tight
from idp.extractors.ruling import band_of


def owners_of(lines: Sequence[TableRow], anchors: Sequence[int], row_lines: Sequence[float] = ()) -> list[int]:
    """For every row the anchor it belongs to, -1 for none. `row_lines` are the y of the lines drawn across the table.

    Where drawn lines part the anchors, rows belong to the anchor between the same lines. Where the text of an item begins above
    its numbers, the widest gap between two anchors parts them; elsewhere rows belong to the anchor above.
    """
    begins = _begins(lines, anchors)
    owners: list[int] = []
    place = -1
    bands = [band_of(row_lines, line.row.box) for line in lines]
    banded = _parted(bands, anchors)
    for index in range(len(lines)):
        while place + 1 < len(anchors) and begins[place + 1] <= index:
            place += 1
        owners.append(anchors[place] if place >= 0 else -1)
    if banded:
        by_band = {bands[anchor]: anchor for anchor in anchors}
        owners = [_in_band(lines, index, owners[index], by_band.get(bands[index])) for index in range(len(lines))]
    return owners


def _in_band(lines: Sequence[TableRow], index: int, owner: int, banded: int | None) -> int:
    if banded is not None and lines[banded].row.page == lines[index].row.page:
        return banded
    return owner if owner < index else -1


def _parted(bands: Sequence[int], anchors: Sequence[int]) -> bool:
    """Lines part the table where no two anchors stand between the same ones, and there are two anchors or text around the only one."""
    each = [bands[anchor] for anchor in anchors]
    return len(set(each)) == len(each) and len(each) > 1


def _begins(lines: Sequence[TableRow], anchors: Sequence[int]) -> list[int]:
    """Where the item of each anchor begins: at the anchor itself, or in a row above it."""
    if not _text_leads(lines, anchors):
        return list(anchors)
    begins = [_top(lines, -1, anchors[0])]
    for before, anchor in pairwise(anchors):
        begins.append(_top(lines, before, anchor))
    return begins


def _top(lines: Sequence[TableRow], before: int, anchor: int) -> int:
    """The row below the widest gap between two anchors; where the gaps are alike, the row nearest to this anchor's side."""
    if before >= 0 and lines[before].row.page != lines[anchor].row.page:
        before = max(i for i in range(before, anchor) if lines[i].row.page != lines[anchor].row.page)
        return before + 1
    if before < 0:
        return _first_tight(lines, anchor)
    before = max((i for i in range(before + 1, anchor) if _closes(lines[i])), default=before)
    if before == anchor - 1:
        return anchor
    gaps = [(_gap(lines[i - 1], lines[i]), i) for i in range(before + 1, anchor + 1) if i - 1 >= max(before, 0)]
    widest, at = max(gaps)
    others = [gap for gap, i in gaps if i != at]
    if not others or widest > 1.25 * max(*others, 0.001):
        return at
    return min(
        range(before + 1, anchor + 1),
        key=lambda i: abs(
            (lines[i - 1].row.box.middle_y - lines[before].row.box.middle_y)
            - (lines[anchor].row.box.middle_y - lines[i].row.box.middle_y)
        ),
    )


def _closes(line: TableRow) -> bool:
    """A row of a list under a line ("- 2 x Cable gland") is the line's above; the text of the next one begins after it."""
    words = line.row.words
    return len(words) > 1 and words[0].text in _BULLETS


_BULLETS = frozenset({"-", "–", "•", "·", "*", "▪", "+"})


def _first_tight(lines: Sequence[TableRow], anchor: int) -> int:
    first = anchor
    while first > 0 and lines[first - 1].row.page == lines[anchor].row.page and _is_near(lines[first - 1], lines[first]):
        first -= 1
    return first


def _is_near(one: TableRow, two: TableRow) -> bool:
    return are_tight(one, two) or _gap(one, two) < 0.8 * max(one.row.height, two.row.height)


def _gap(one: TableRow, two: TableRow) -> float:
    return two.row.box.top - one.row.box.bottom if one.row.page == two.row.page else 1.0


def _text_leads(lines: Sequence[TableRow], anchors: Sequence[int]) -> bool:
    """Text stands above the first numbers, and in most items the row of the numbers does not begin the text."""
    before = [line for line in lines[: anchors[0]] if line.text]
    if not before:
        return False
    bare = sum(is_bare(lines[a], lines) for a in anchors)
    if bare * 2 >= len(anchors):
        return True
    if not (len(before) <= 2 and are_tight(before[-1], lines[anchors[0]])):
        return False
    return _leading_votes(lines, anchors) >= 0


def is_bare(line: TableRow, lines: Sequence[TableRow]) -> bool:
    """Whether the row says nothing of the goods: no text, or a lone short word (a unit) far right of where the texts begin."""
    if not line.text:
        return True
    left = min(other.text[0].box.left for other in lines if other.text)
    word = line.text[0]
    return len(line.text) == 1 and word.text.isalpha() and len(word.text) <= 6 and word.box.left - left > _INDENT


_INDENT = 0.08


def _leading_votes(lines: Sequence[TableRow], anchors: Sequence[int]) -> int:
    """For each pair of anchors with text between: +1 where the text clings to the lower one, -1 where to the upper one."""
    votes = 0
    for before, anchor in pairwise(anchors):
        if anchor - before > 1 and lines[before].row.page == lines[anchor].row.page:
            above, below = _gap(lines[before], lines[before + 1]), _gap(lines[anchor - 1], lines[anchor])
            votes += (below < above - 0.001) - (above < below - 0.001)
    return votes
