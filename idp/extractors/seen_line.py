"""Which lines does the layout model see? Words that it takes for cells, put together from one beginning of a line to the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from idp.domain.geometry import Box
from idp.domain.page import Word
from idp.extractors.cell import read_cell
from idp.extractors.item import Item
from idp.extractors.layout import Layout, Row
from idp.extractors.number import Decimals
from idp.extractors.tags import TaggedWord, Tags
from idp.ports import LINE_BEGINS

_LINE = "line."
_LIKELY = 0.5
_FARTHEST = 5.0
"""Heights of a row: what stands further below belongs to no line above."""
_TEXT = "description"
_SURE_TEXT = 0.6

Place = tuple[str, float, float]
SeenWords = Mapping[Place, TaggedWord]


@dataclass(slots=True)
class _Open:
    """An item being gathered: its words by column, row by row."""

    row: Row
    last: Row
    words: dict[str, list[tuple[Word, ...]]] = field(default_factory=dict)


def seen_items(layout: Layout, tags: Tags, decimals: Decimals) -> tuple[Item, ...]:
    """The items in reading order. A cell that goes over several rows is its first row; texts keep all their rows."""
    items: list[_Open] = []
    for row, cells, begins in _rows(layout, tags):
        open_item = items[-1] if items else None
        if open_item is None or begins or _is_far(open_item.last, row):
            if not begins and _TEXT not in cells and "quantity" not in cells:
                continue  # what is left of a table of sums
            open_item = _Open(row, row)
            items.append(open_item)
        open_item.last = row
        for column, words in cells.items():
            open_item.words.setdefault(column, []).append(words)
    return tuple(item for item in (_item(found, decimals) for found in items) if item is not None)


def _rows(layout: Layout, tags: Tags) -> Iterator[tuple[Row, Mapping[str, tuple[Word, ...]], bool]]:
    """Rows with words of lines: these by column, and whether a line begins there."""
    seen_words = _by_place(tags)
    for row in layout.rows:
        known = seen_words.get(row.page, {})
        cells: dict[str, list[Word]] = {}
        begins = 0.0
        for word in row.words:
            seen = known.get(_place(word))
            column = _column(seen) if seen is not None else None
            if seen is not None and column is not None:
                cells.setdefault(column, []).append(word)
                begins = max(begins, seen.labels.get(LINE_BEGINS, 0.0))
        if cells:
            yield row, {column: tuple(words) for column, words in cells.items()}, begins >= _LIKELY


def _by_place(tags: Tags) -> Mapping[int, SeenWords]:
    """The model's words of each page by text and place, to be found from the reader's words."""
    return {index: {_place(word): word for word in page.words} for index, page in tags.pages.items()}


def _place(word: Word | TaggedWord) -> Place:
    return word.text, round(word.box.left, 4), round(word.box.top, 4)


def _column(word: TaggedWord) -> str | None:
    """The column that the word most probably belongs to."""
    ranked = [(p, label) for label, p in word.labels.items() if label.startswith(_LINE) and label != LINE_BEGINS]
    best = max(ranked, default=(0.0, ""))
    return best[1].removeprefix(_LINE) if best[0] >= _LIKELY else None


def _is_far(last: Row, row: Row) -> bool:
    return row.page != last.page or row.box.top - last.box.bottom > _FARTHEST * max(row.height, 0.006)


def _item(found: _Open, decimals: Decimals) -> Item | None:
    texts = tuple(found.words.get(_TEXT, ()))
    cells = {column: read_cell(rows[0], decimals) for column, rows in found.words.items() if column != _TEXT}
    if texts:
        cells[_TEXT] = read_cell([word for row in texts for word in row], decimals)
    if not ({_TEXT, "product_code"} & cells.keys()) or not ({"quantity", "amount", "quantity_delivered"} & cells.keys()):
        return None
    return Item(found.row.page, found.row.index, cells, texts, frozenset(cells))


def with_seen_texts(items: Sequence[Item], layout: Layout, tags: Tags) -> tuple[Item, ...]:
    """The items with the rows right below their texts that the model is sure belong to them: words wrapped so shortly that rules doubt."""
    seen_words = _by_place(tags)
    tops = [_top(item) for item in items]
    found = []
    for place, item in enumerate(items):
        following = next(
            (top for other, top in zip(items[place + 1 :], tops[place + 1 :], strict=True) if other.page == item.page), 1.0
        )
        more = tuple(_texts_below(item, following, layout, seen_words.get(item.page, {})))
        found.append(replace(item, description=(*item.description, *more)) if more else item)
    return tuple(found)


def _texts_below(item: Item, following: float, layout: Layout, known: SeenWords) -> Iterator[tuple[Word, ...]]:
    if not item.description:
        return
    last = Box.around(word.box for word in item.description[-1])
    for row in layout.rows:
        if row.page != item.page or row.box.middle_y <= last.bottom or row.box.middle_y >= following - 0.2 * row.height:
            continue
        if row.box.top - last.bottom > 1.6 * max(row.height, 0.006):
            return
        words = tuple(word for word in row.words if _is_text(known.get(_place(word))))
        if not words:
            return
        yield words
        last = Box.around(word.box for word in words)


def _is_text(seen: TaggedWord | None) -> bool:
    return (
        seen is not None and seen.labels.get(_LINE + _TEXT, 0.0) >= _SURE_TEXT and seen.labels.get(LINE_BEGINS, 0.0) < _LIKELY
    )


def _top(item: Item) -> float:
    words = [word for row in item.description for word in row] + [word for cell in item.cells.values() for word in cell.words]
    return min(word.box.top for word in words)
