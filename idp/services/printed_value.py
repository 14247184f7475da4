"""Which value does a person mean who points at a printed number or date? Read as the document writes, never guessed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from idp.domain.document import FIELD_KINDS, Extracted, ExtractedDocument, Kind
from idp.domain.errors import BadUse
from idp.extractors.date import AmbiguousDate, Order, find_dates, order_of, read_date
from idp.extractors.number import AmbiguousNumber, Decimals, decimals_of, read_number


@dataclass(frozen=True, slots=True)
class Writing:
    """How a document writes decimals and dates, as far as its own values show it."""

    decimals: Decimals = Decimals.UNKNOWN
    order: Order = Order.UNKNOWN


def writing_of(document: ExtractedDocument) -> Writing:
    """The habits that the printed texts of the document's values show. Other languages than English write the day first."""
    texts = tuple(_printed(document))
    numbers = (text for kind, text in texts if kind in {Kind.AMOUNT, Kind.QUANTITY})
    dates = (printed for kind, text in texts if kind is Kind.DATE for printed in find_dates(text))
    order = order_of(dates)
    if order is Order.UNKNOWN and document.language not in {None, "en"}:
        order = Order.DAY_FIRST
    return Writing(decimals_of(numbers).decimals, order)


def printed_number(text: str, writing: Writing) -> str | None:
    """Canonical decimal text of a printed number; None where it is none. Raises BadUse where it has two readings."""
    try:
        number = read_number(text, writing.decimals)
    except AmbiguousNumber as doubt:
        raise BadUse(f"{doubt}; write it like 1234.50") from doubt
    return None if number is None else format(number, "f")


def printed_date(text: str, writing: Writing) -> str | None:
    """The ISO form of the one date in `text`; None where there is none or several. Raises BadUse where it has two readings."""
    found = find_dates(text)
    if len(found) != 1:
        return None
    try:
        return read_date(found[0], writing.order).isoformat()
    except AmbiguousDate as doubt:
        raise BadUse(f"{doubt}; write it like 2026-04-05") from doubt


def _printed(document: ExtractedDocument) -> Iterator[tuple[Kind, str]]:
    values: list[tuple[str, Extracted]] = [*document.fields.items()]
    for line in document.lines:
        values.extend(line.cells.items())
    for name, found in values:
        if found.raw and not found.is_typed:
            yield FIELD_KINDS.get(name, Kind.TEXT), found.raw
