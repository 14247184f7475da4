"""Where does a value stand, told by the words around it? The same words find the place again on the supplier's next paper.

Beside it: the words left of it in its row, back to a number or a gap. Above it: the words over it in the nearest row that has any there.
Words with digits are values, never anchors, so nothing of one document's values is kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from idp.domain.geometry import Box
from idp.domain.memory import Anchor, Place
from idp.domain.page import Word
from idp.extractors.layout import Layout, Row
from idp.extractors.token import pieces

AROUND = " .,:;()[]|#*"
"""Signs around a value that are none of it."""
_MOST_WORDS = 6
_WIDEST_GAP = 0.45
"""How far left of a value, in page widths, its label may stand."""
_HIGHEST_GAP = 4.5
"""How far above a value, in heights of its row, its heading may stand."""
_LEAST_LIKENESS = 85
"""Of anchor words, 0–100; engines confuse letters. Short words must be equal."""
_ALIGNED = 0.03
"""How much left edge, right edge or middle of a value may differ from where it stood, as seen from its anchor, in page widths."""
_SAME_SPOT_X, _SAME_SPOT_Y = 0.015, 0.012
"""The same without an anchor, on the page."""


@dataclass(frozen=True, slots=True)
class Spotted:
    """A word at which the value may begin, the last word of its segment, and how far off it is (page widths).

    `exact`: the anchor reads letter by letter the same; `both`: beside and above agree; `close`: it stands at the same spot of the page.
    """

    row: Row
    first: int
    last: int
    off: float
    exact: bool
    both: bool
    close: bool


def shape_of(text: str) -> str:
    """Runs of letters as A, of digits as 9, blanks as one blank, signs as they are."""
    letters = re.sub(r"[^\W\d_]+", "A", text.strip())
    return re.sub(r"\s+", " ", re.sub(r"\d+", "9", letters))


def place_of(layout: Layout, row: Row, first: int, last: int) -> Place:
    """The place of the words `first` to `last` of a row."""
    words = row.words[first : last + 1]
    box = Box.around(w.box for w in words)
    order = [page.index for page in layout.pages]
    page = order.index(row.page)
    beside, above = _beside(row, first), _above(layout, row, box)
    return Place(
        page=page,
        page_from_end=page - len(order),
        left=box.left,
        top=box.top,
        right=box.right,
        bottom=box.bottom,
        shape=shape_of(" ".join(w.text for w in words).strip(AROUND)),
        beside=_anchor(beside, box),
        above=_anchor(above, box),
    )


def words_in(layout: Layout, page_index: int, box: Box) -> tuple[Row, int, int] | None:
    """The row and its words `first` to `last` that lie in the box; None where there are none, or they are of several rows."""
    found: tuple[Row, int, int] | None = None
    for row in layout.rows:
        if row.page != page_index:
            continue
        inside = [i for i, word in enumerate(row.words) if _lies_in(word.box, box)]
        if inside and found is not None:
            return None
        if inside:
            found = (row, inside[0], inside[-1])
    return found


def _lies_in(word: Box, box: Box) -> bool:
    return box.left - 0.002 <= word.middle_x <= box.right + 0.002 and box.top - 0.002 <= word.middle_y <= box.bottom + 0.002


def find_place(layout: Layout, place: Place) -> list[Spotted]:
    """Where the value may begin on these pages, on the first page that has any. More than one: the anchors do not tell.

    The page is the remembered one, counted from the end for what stood in the lower half, else from the start. Without anchors it is the
    remembered position on the page; with them that position decides only between several.
    """
    order = [page.index for page in layout.pages]
    wanted = [max(0, len(order) + place.page_from_end), min(place.page, len(order) - 1)]
    for page in dict.fromkeys(wanted if place.middle_y >= 0.5 else reversed(wanted)):
        found = _on_page(layout, order[page], place)
        if found:
            return found
    return []


def _on_page(layout: Layout, page_index: int, place: Place) -> list[Spotted]:
    found = [
        best
        for row in layout.rows
        if row.page == page_index
        and (best := min(_beginnings(layout, row, place), key=lambda s: (not s.exact, s.off), default=None))
    ]
    better: tuple[Callable[[Spotted], bool], ...] = (lambda s: s.exact, lambda s: s.both, lambda s: s.close)
    for is_better in better:
        if len(found) > 1:
            found = [s for s in found if is_better(s)] or found
    return found


def _beginnings(layout: Layout, row: Row, place: Place) -> Iterator[Spotted]:
    for segment in row.segments:
        end = segment.start + len(segment.words) - 1
        for first in range(segment.start, end + 1):
            spotted = _spotted(layout, row, first, end, place)
            if spotted is not None:
                yield spotted


def _spotted(layout: Layout, row: Row, first: int, end: int, place: Place) -> Spotted | None:
    """The word as the beginning of the value, None where the words around are others or stand elsewhere."""
    lasts = {first, min(end, first + place.shape.count(" ")), end}
    boxes = [Box.around(w.box for w in row.words[first : last + 1]) for last in lasts]
    across = min(min(abs(b.left - place.left), abs(b.right - place.right)) for b in boxes)
    close = across <= _SAME_SPOT_X and abs(boxes[0].middle_y - place.middle_y) <= _SAME_SPOT_Y
    main = place.beside or place.above
    if main is None:
        return Spotted(row, first, end, across, exact=True, both=True, close=True) if close else None
    words = _beside(row, first) if place.beside is not None else _above(layout, row, row.words[first].box)
    fit = _likeness(main.words, _text(words))
    if fit is None:
        return None
    off = min(_deviation(main, Box.around(w.box for w in words), box) for box in boxes)
    over = _text(_above(layout, row, row.words[first].box))
    both = _likeness(place.above.words, over) is not None if place.above is not None else not over
    return Spotted(row, first, end, off, exact=fit >= 100, both=both, close=close) if off <= _ALIGNED else None


def _deviation(anchor: Anchor, words: Box, value: Box) -> float:
    """How far `value` stands from where it stood as seen from the anchor's `words`: by the edge or the middle that fits best."""
    left, right = value.left - words.left, value.right - words.left
    middle = abs((left + right) / 2 - (anchor.left + anchor.right) / 2)
    return min(abs(left - anchor.left), abs(right - anchor.right), middle)


def anchor_words(layout: Layout, row: Row, first: int, place: Place) -> tuple[Word, ...]:
    """The printed words by which the place was found again, () where it was by its position."""
    if place.beside is not None:
        return _beside(row, first)
    return _above(layout, row, row.words[first].box) if place.above is not None else ()


def _likeness(remembered: str, printed: str) -> float | None:
    if remembered == printed:
        return 100.0
    if min(len(remembered), len(printed)) < 4:
        return None
    ratio = fuzz.ratio(_as_seen(remembered), _as_seen(printed))
    return min(99.0, ratio) if ratio >= _LEAST_LIKENESS else None


_CONFUSED = (("rn", "m"), ("vv", "w"), ("1", "l"), ("i", "l"), ("0", "o"), ("5", "s"), ("8", "b"))


def _as_seen(text: str) -> str:
    """The text with letters and digits that engines take for each other as one."""
    for one, other in _CONFUSED:
        text = text.replace(one, other)
    return text


def _beside(row: Row, first: int) -> tuple[Word, ...]:
    """The words left of `first`: those of its own segment, else the end of the segment before; back to a word with digits."""
    segment = next(s for s in row.segments if s.start <= first < s.start + len(s.words))
    begin, words = segment.start, _label_before(row, segment.start, first)
    while not _text(words) and begin > 0 and first and not _is_value(row.words[begin - 1]):
        before = next(s for s in row.segments if s.start + len(s.words) == begin)
        if row.words[first].box.left - before.box.right > _WIDEST_GAP:
            return ()
        begin, words = before.start, _label_before(row, before.start, first)
    return words if _text(words) and row.words[first].box.left - words[-1].box.right <= _WIDEST_GAP else ()


def _label_before(row: Row, begin: int, first: int) -> tuple[Word, ...]:
    words: list[Word] = []
    for word in reversed(row.words[begin:first]):
        if _is_value(word) or len(words) == _MOST_WORDS:
            break
        words.insert(0, word)
    return tuple(words)


def _above(layout: Layout, row: Row, box: Box) -> tuple[Word, ...]:
    """The words over the box in the nearest row above that has any there; none where one of them has digits."""
    reach = _HIGHEST_GAP * max(row.height, 0.008)
    for index in range(row.index - 1, max(-1, row.index - 6), -1):
        upper = layout.rows[index]
        if upper.page != row.page or box.top - upper.box.bottom > reach:
            return ()
        over = [
            i for i, word in enumerate(upper.words) if word.box.right > box.left - 0.01 and word.box.left < box.right + 0.01
        ]
        if not over:
            continue
        if any(_is_value(upper.words[i]) for i in over):
            return ()
        return _whole(upper, over)
    return ()


def _whole(row: Row, over: list[int]) -> tuple[Word, ...]:
    """The words `over` the box with their neighbours of the same segments, back and on to a word with digits."""
    first, last = over[0], over[-1]
    starts = {segment.start for segment in row.segments}
    while first not in starts and not _is_value(row.words[first - 1]) and last - first < _MOST_WORDS:
        first -= 1
    while (
        last + 1 < len(row.words)
        and last + 1 not in starts
        and not _is_value(row.words[last + 1])
        and last - first < _MOST_WORDS
    ):
        last += 1
    return row.words[first : last + 1]


def _is_value(word: Word) -> bool:
    """Whether a word has digits; one among many letters is a letter misread."""
    digits = sum(c.isdigit() for c in word.text)
    return digits > 0 and 3 * digits >= sum(c.isalpha() for c in word.text)


def _text(words: tuple[Word, ...]) -> str:
    """The anchor's comparable words; "" where there are hardly letters."""
    text = " ".join(filter(None, (_comparable(pieces(word.text)) for word in words)))
    return text if sum(c.isalpha() for c in text) >= 2 else ""


def _comparable(parts: tuple[str, ...]) -> str:
    """A word's pieces; with a digit among them it is one word with a letter misread."""
    return ("" if any(part.isdigit() for part in parts) else " ").join(parts)


def _anchor(words: tuple[Word, ...], value: Box) -> Anchor | None:
    text = _text(words)
    if not text:
        return None
    left = min(w.box.left for w in words)
    return Anchor(text, value.left - left, value.right - left)
