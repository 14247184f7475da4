"""What does a column hold whose heading leaves it open? What stands in it decides."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from idp.extractors.article import is_barcode
from idp.extractors.heading import mentions
from idp.extractors.layout import Layout
from idp.extractors.table import Column, Table
from idp.extractors.whose import is_buyers


def with_settled_columns(layout: Layout, table: Table) -> Table:
    """The table with doubtful column names settled by what stands in the columns."""
    texts = {column: [] for column in table.columns}  # type: dict[Column, list[str]]
    for index in range(table.first, min(table.last, table.first + 25) + 1):
        for column in table.columns:
            words = [w.text for w in layout.rows[index].words if column.left <= w.box.middle_x < column.right]
            if words:
                texts[column].append(" ".join(words))
    columns = list(table.columns)
    columns = [_settle_position(column, texts[column]) for column in columns]
    columns = [_settle_code(column, texts[old]) for column, old in zip(columns, table.columns, strict=True)]
    columns = _settle_description(columns, {c.heading: texts[o] for c, o in zip(columns, table.columns, strict=True)})
    columns = _settle_duplicates(columns, {c.heading: texts[o] for c, o in zip(columns, table.columns, strict=True)})
    return replace(table, columns=tuple(columns))


def _settle_position(column: Column, texts: Sequence[str]) -> Column:
    """ "Item no" heads counting numbers or product codes: the values tell."""
    if column.name in ("position", "product_code"):
        counting = [t for t in texts if re.fullmatch(r"0*\d{1,3}[.)]?", t)]
        firsts = [int(t.rstrip(".)")) for t in counting]
        if counting and len(counting) * 2 >= len(texts) and firsts == sorted(firsts) and firsts[0] <= 10:
            return replace(column, name="position")
        if column.name == "position" and texts and not counting and any(any(c.isdigit() for c in t) for t in texts):
            return replace(column, name="product_code")
    return column


def _settle_code(column: Column, texts: Sequence[str]) -> Column:
    """Barcodes and the buyer's own numbers are not the supplier's product codes."""
    if column.name == "product_code" and (is_buyers(column.text) or (texts and all(map(is_barcode, texts)))):
        return replace(column, name="other")
    return column


def _settle_description(columns: list[Column], texts: Mapping[object, Sequence[str]]) -> list[Column]:
    """Exactly one description: the column with most letters among those so named, or among the unnamed ones."""

    def letters(column: Column) -> int:
        return sum(sum(c.isalpha() for c in text) for text in texts[column.heading])

    named = [c for c in columns if c.name == "description"] or [
        c for c in columns if c.name in ("product_code", "other") and "description" in mentions(c.text)
    ]
    pool = named or [c for c in columns if c.name == "other"]
    if not pool:
        return columns
    chosen = max(pool, key=letters)
    settled = []
    for column in columns:
        if column is chosen:
            settled.append(replace(column, name="description"))
        elif column.name == "description":
            coded = any(any(c.isdigit() for c in text) for text in texts[column.heading])
            has_code = any(c.name == "product_code" for c in columns)
            settled.append(
                _settle_position(
                    replace(column, name="product_code" if coded and not has_code else "other"), texts[column.heading]
                )
            )
        else:
            settled.append(column)
    return settled


def _settle_duplicates(columns: list[Column], texts: Mapping[object, Sequence[str]]) -> list[Column]:
    """Of two columns of one name the fuller keeps it; of two amounts the last is the line's amount.

    Of two equally full quantities the later one counts the goods: ordered before shipped, pallets before pieces.
    """
    seen: dict[str, int] = {}
    for place, column in enumerate(columns):
        if column.name in ("other", "tax"):
            continue
        if column.name in seen:
            first = seen[column.name]
            keep_new = column.name == "amount" or len(texts[column.heading]) >= len(texts[columns[first].heading])
            if column.name == "quantity" and "packages" in mentions(column.text) - mentions(columns[first].text):
                columns[place] = replace(column, name="packages")
                continue
            loser = first if keep_new else place
            columns[loser] = replace(columns[loser], name="other")
            if not keep_new:
                continue
        seen[column.name] = place
    return columns
