"""Which value stands at a place, given what kind it is and what form it had? Read as printed; what has not that kind is none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from rapidfuzz import fuzz

from idp.domain.document import FIELD_KINDS, Kind, Value
from idp.domain.geometry import Box
from idp.extractors import identifier
from idp.extractors.candidate import Spot, lowest
from idp.extractors.date import AmbiguousDate, Order, find_dates, read_date
from idp.extractors.layout import Layout, Row
from idp.extractors.memory_place import AROUND, shape_of
from idp.extractors.number import AmbiguousNumber, Decimals, read_number
from idp.extractors.token import fold

_MOST_WORDS = 8
_ALIKE = 60
"""From this likeness of two shapes on (0–100) an identifier looks as it looked before."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How dates and decimals are written where the value stands."""

    order: Order
    decimals: Decimals


def kind_of(target: str) -> Kind:
    """The kind of a field, or of a column (`lines.quantity`)."""
    return FIELD_KINDS.get(target.removeprefix("lines."), Kind.TEXT)


def can_be_placed(target: str) -> bool:
    """Whether such values are printed texts that can be found by their place."""
    return kind_of(target) not in (Kind.CURRENCY, Kind.BOOLEAN)


def value_at(row: Row, first: int, last: int, *, kind: Kind, shape: str, manner: Manner) -> tuple[Value, Spot] | None:
    """The value that begins at the word `first` and ends at `last` at the latest; None where nothing of that kind does."""
    options = []
    for end in range(first, min(last, first + _MOST_WORDS - 1) + 1):
        raw = " ".join(w.text for w in row.words[first : end + 1])
        value = _parsed(raw.strip(AROUND), kind, manner)
        likeness = fuzz.ratio(shape, shape_of(raw.strip(AROUND)))
        if value is not None and (kind not in (Kind.IDENTIFIER, Kind.IDENTIFIERS) or _is_alike(shape, raw, likeness)):
            options.append((likeness if kind in (Kind.IDENTIFIER, Kind.IDENTIFIERS) else 0.0, end, value))
    if not options:
        return None
    _, end, value = max(options, key=lambda option: (option[0], option[1]))
    return value, _spot(row, first, end)


def _is_alike(shape: str, raw: str, likeness: float) -> bool:
    """An identifier has digits where it had digits, and its signs in a similar order."""
    return likeness >= _ALIKE and ("9" in shape) == any(c.isdigit() for c in raw)


def _parsed(text: str, kind: Kind, manner: Manner) -> Value | None:
    if kind is Kind.DATE:
        dates = find_dates(text)
        if len(dates) != 1 or (dates[0].begin, dates[0].end) != (0, len(text)):
            return None
        try:
            return read_date(dates[0], manner.order).isoformat()
        except AmbiguousDate:
            return None
    if kind in (Kind.AMOUNT, Kind.QUANTITY):
        try:
            number = read_number(text, manner.decimals)
        except AmbiguousNumber:
            return None
        return None if number is None else f"{number:f}"
    if kind is Kind.IDENTIFIERS:
        return (text,) if text else None
    if kind is Kind.TEXT:
        return text if sum(c.isalpha() for c in text) >= 2 else None
    return text or None


def _spot(row: Row, first: int, last: int) -> Spot:
    words = row.words[first : last + 1]
    raw = " ".join(w.text for w in words)
    return Spot(row.index, first, last, row.page, Box.around(w.box for w in words), raw, lowest(words))


def is_same(kind: Kind, one: Value, two: Value) -> bool:
    """Whether two values say the same: numbers by amount, identifiers without their signs, names without case and accents."""
    if isinstance(one, tuple) and isinstance(two, tuple):
        return len(one) == len(two) and all(is_same(Kind.IDENTIFIER, a, b) for a, b in zip(one, two, strict=True))
    if isinstance(one, str) and isinstance(two, str) and kind in (Kind.AMOUNT, Kind.QUANTITY):
        return Decimal(one) == Decimal(two)
    if kind is Kind.TEXT:
        return fold(str(one)).split() == fold(str(two)).split()
    return identifier.compact(str(one)) == identifier.compact(str(two)) if kind is Kind.IDENTIFIER else one == two


def manners_of(kind: Kind, raw: str, value: Value) -> tuple[str, str]:
    """Date order and decimal sign that the printed text shows, given which value it means; "" where both would do or neither does."""
    text = raw.strip(AROUND)
    orders = [
        order for order in (Order.DAY_FIRST, Order.MONTH_FIRST) if _reads(text, kind, value, Manner(order, Decimals.UNKNOWN))
    ]
    signs = [sign for sign in (Decimals.POINT, Decimals.COMMA) if _reads(text, kind, value, Manner(Order.UNKNOWN, sign))]
    dated, counted = kind is Kind.DATE and len(orders) == 1, kind in (Kind.AMOUNT, Kind.QUANTITY) and len(signs) == 1
    return orders[0].value if dated else "", signs[0].value if counted else ""


def _reads(text: str, kind: Kind, value: Value, manner: Manner) -> bool:
    read = _parsed(text, kind, manner)
    return read is not None and is_same(kind, read, value)


def places_of_value(layout: Layout, target: str, value: Value) -> list[Spot]:
    """Everywhere a value that somebody typed is printed: the shortest text at each word that reads as it."""
    kind = kind_of(target)
    manners = [
        Manner(order, sign) for order in (Order.DAY_FIRST, Order.MONTH_FIRST) for sign in (Decimals.POINT, Decimals.COMMA)
    ]
    wanted = (value,) if kind is Kind.IDENTIFIERS and isinstance(value, str) else value
    if isinstance(wanted, tuple) and len(wanted) != 1:
        return []
    return list(_printed(layout, kind, wanted, manners))


def _printed(layout: Layout, kind: Kind, value: Value, manners: list[Manner]) -> Iterator[Spot]:
    for row in layout.rows:
        for segment in row.segments:
            end, first = segment.start + len(segment.words) - 1, segment.start
            while first <= end:
                last = next(
                    (n for n in range(first, min(end, first + 7) + 1) if _says(row, first, n, kind, value, manners)), None
                )
                if last is not None:
                    yield _spot(row, first, last)
                first = first + 1 if last is None else last + 1


def _says(row: Row, first: int, last: int, kind: Kind, value: Value, manners: list[Manner]) -> bool:
    text = " ".join(w.text for w in row.words[first : last + 1]).strip(AROUND)
    return any(_reads(text, kind, value, manner) for manner in manners)
