"""Which lines does the document bill, ship or confirm? Rows of the table become items: numbers anchor them, wrapped text joins them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from idp.extractors.block import owners_of
from idp.extractors.body import read_body
from idp.extractors.cell import Cell
from idp.extractors.counted import find_counted
from idp.extractors.headless import find_headless
from idp.extractors.item import Item, item_of, style_of
from idp.extractors.keyed import find_keyed, multiplies
from idp.extractors.label import Label
from idp.extractors.layout import Layout
from idp.extractors.number import Decimals
from idp.extractors.role import with_proven_columns
from idp.extractors.row import is_anchor
from idp.extractors.ruling import row_lines
from idp.extractors.settle import with_settled_columns
from idp.extractors.summed import is_proven, without_unsummed
from idp.extractors.table import Table


def find_items(
    layout: Layout,
    tables: Sequence[Table],
    labels: Mapping[int, Sequence[Label]],
    decimals: Decimals,
    told: Callable[[Table], Table] | None = None,
) -> tuple[Item, ...]:
    """The items of all tables, continued over pages; where none of them multiplies, those of rows that do, whatever heads them.

    `told` names columns that a person has named, whatever stands in them.
    """
    groups = _groups(layout, tables, labels, decimals, told)
    if not any(is_proven(item) for group in groups for item in group):
        headless = _groups(layout, find_headless(layout, decimals), labels, decimals)
        groups = headless if any(is_proven(item) for group in headless for item in group) else groups
    for listed in (find_counted(layout, labels, decimals), find_keyed(layout, labels, decimals)):
        found = [item for group in groups for item in group]
        if listed and (not found or sum(map(multiplies, listed)) > sum(map(multiplies, found))):
            groups = [list(listed)]
    return tuple(without_unsummed(groups, layout, labels, decimals))


def _groups(
    layout: Layout,
    tables: Sequence[Table],
    labels: Mapping[int, Sequence[Label]],
    decimals: Decimals,
    told: Callable[[Table], Table] | None = None,
) -> list[list[Item]]:
    """The items of each table with those of its continuations."""
    groups: list[list[Item]] = []
    typed: Table | None = None
    stopped = True
    for table in tables:
        if not {"description", "product_code"} & set(table.names) and not {"quantity", "unit_price"} <= set(table.names):
            continue
        if table.continued and (stopped or typed is None):
            continue
        names = (
            with_proven_columns(layout, with_settled_columns(layout, table), decimals)
            if not table.continued or typed is None
            else replace(table, columns=typed.columns)
        )
        names = told(names) if told is not None else names
        found, stopped = _items_of(layout, names, labels, decimals)
        found = _with_text_above(found, names, layout) if _is_repeated(table, tables) else found
        stopped = stopped or (table.continued and not found)
        typed = names
        if table.continued and groups:
            groups[-1].extend(found)
        else:
            groups.append(list(found))
    return groups


def _is_repeated(table: Table, tables: Sequence[Table]) -> bool:
    """Whether the heading stands again over the numbers of each line."""
    texts = [column.text for column in table.columns]
    return sum(not other.continued and [c.text for c in other.columns] == texts for other in tables) > 1


def _with_text_above(items: Sequence[Item], table: Table, layout: Layout) -> list[Item]:
    """The only line under a heading without a column of texts has its text in the row above the heading."""
    above = layout.rows[table.head_first - 1] if table.head_first else None
    head = layout.rows[table.head_first]
    if len(items) != 1 or items[0].description or "description" in table.names or above is None or above.page != head.page:
        return list(items)
    if head.box.top - above.box.bottom > _NEAR * max(head.height, above.height):
        return list(items)
    return [replace(items[0], description=(above.words,))]


_NEAR = 1.5
"""The widest gap, in heights of a row, between a heading and the text above it that belongs to its line."""


def _items_of(
    layout: Layout, table: Table, labels: Mapping[int, Sequence[Label]], decimals: Decimals
) -> tuple[list[Item], bool]:
    """The items of one table, and whether its totals were reached."""
    body = read_body(layout, table, labels, decimals)
    kept = body.rows
    anchors = [i for i, line in enumerate(kept) if is_anchor(line, table)]
    if not anchors:
        return [], body.stopped
    owners = owners_of(kept, anchors, _row_lines(layout, table))
    members = {anchor: [i for i, owner in enumerate(owners) if owner == anchor] for anchor in anchors}
    style = style_of(kept, members)
    found = [item_of(kept, anchor, members[anchor], table, style) for anchor in anchors]
    found = list(_without_charges(found, labels))
    return [_under_order(item, body.orders.get(item.row)) for item in found], body.stopped


def _without_charges(items: Sequence[Item], labels: Mapping[int, Sequence[Label]]) -> Iterator[Item]:
    """Without allowances and charges of the whole document that stand, without a number, below numbered lines."""
    numbered = False
    for item in items:
        own = "position" in item.cells
        charge = any(label.name in ("discount", "freight") and not label.weak for label in labels.get(item.row, ()))
        if own or not numbered or not charge or "unit_price" in item.cells:
            yield item
        numbered = numbered or own


def _row_lines(layout: Layout, table: Table) -> tuple[float, ...]:
    boxes = [column.heading for column in table.columns]
    return row_lines(layout.page(table.page), min(box.left for box in boxes), max(box.right for box in boxes))


def _under_order(item: Item, order: Cell | None) -> Item:
    return item if order is None or "po_number" in item.cells else replace(item, cells={**item.cells, "po_number": order})
