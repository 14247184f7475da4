"""Which printed amounts stand by the label of a sum? Subtotals, taxes, totals and what stands between them, before any choice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from idp.extractors.candidate import Amount, Candidates, Spot
from idp.extractors.label import Label
from idp.extractors.relation import Surroundings, below

CENT = Decimal("0.01")


ROLES = frozenset(
    {"subtotal", "tax_amount", "total", "amount_due", "discount", "freight", "paid", "rounding", "previous_balance"}
)


@dataclass(frozen=True, slots=True)
class Sum:
    """A printed amount in a role. `points` say how well label and place fit; `rate` is a printed tax rate in its row."""

    role: str
    value: Decimal
    spot: Spot
    points: float
    label: Label
    rates: tuple[Decimal, ...] = ()
    open: bool = False


def find_sums(labels: Sequence[Label], around: Surroundings, candidates: Candidates, heading_rows: frozenset[int]) -> list[Sum]:
    """Every amount that stands by a label of a role, outside the headings of tables."""
    by_row: dict[int, list[Amount]] = {}
    for amount in candidates.amounts:
        by_row.setdefault(amount.spot.row, []).append(amount)
    found: list[Sum] = []
    for label in labels:
        if label.name in ROLES and label.row not in heading_rows and not _qualifies(label, around, by_row):
            found.extend(_sums_by(label, around, by_row))
    return _with_column_sums(found)


def _with_column_sums(sums: list[Sum]) -> list[Sum]:
    """In a column of sums below one label the last that adds up the others is the one that counts."""
    columns: dict[tuple[int, int, str], list[Sum]] = {}
    for found in sums:
        if found.spot.row > found.label.row and not found.open:
            columns.setdefault((found.label.row, found.label.first, found.role), []).append(found)
    adding = {
        id(last)
        for column in columns.values()
        for last in column[2:]
        if abs(sum((s.value for s in column if s.spot.row < last.spot.row), Decimal(0)) - last.value) <= CENT and last.value
    }
    return [replace(s, points=s.points + 0.8) if id(s) in adding else s for s in sums]


def _qualifies(label: Label, around: Surroundings, by_row: dict[int, list[Amount]]) -> bool:
    """Whether the label only describes one before it in the same segment: "Total amount (incl. VAT)" is no tax."""
    before = [
        o
        for o in around.labels_of_row.get(label.row, ())
        if o.name in ROLES and o.last < label.first and not _separate(o, label, around)
    ]
    if not before:
        return False
    nearest = max(before, key=lambda o: o.last)
    between = [a for a in by_row.get(label.row, ()) if nearest.last < a.spot.first < label.first and not a.percent]
    return not between


def _sums_by(label: Label, around: Surroundings, by_row: dict[int, list[Amount]]) -> Iterator[Sum]:
    right = _amounts_right(label, around, by_row)
    rates = tuple(a.value for a in by_row.get(label.row, ()) if a.percent and a.value is not None)
    strength = 0.5 if label.weak else 1.0
    if right:
        for place, amount in enumerate(reversed(right)):
            points = strength * (1.0 if place == 0 else 0.45) * _money_like(amount)
            yield from _readings(label, amount, points, rates)
        return
    by_order = _by_order(label, around, by_row)
    if by_order is not None:
        yield from _readings(label, by_order, strength * 0.65 * _money_like(by_order), ())
    for place, run in enumerate(below(label, around, rows=6)):
        inside = [a for a in by_row.get(run.row.index, ()) if run.first <= a.spot.first <= run.last and not a.percent]
        if not inside:
            break
        for amount in inside:
            fit = max(0.4, run.closeness) if place else run.closeness
            yield from _readings(label, amount, strength * (0.75 - 0.02 * place) * fit * _money_like(amount), ())


def _by_order(label: Label, around: Surroundings, by_row: dict[int, list[Amount]]) -> Amount | None:
    """The amount under the label in a table of sums whose columns do not line up: the third of as many cells as there are headings."""
    row = around.layout.rows[label.row]
    place = next(i for i, s in enumerate(row.segments) if s.start <= label.first < s.start + len(s.words))
    if len(row.segments) < 3 or label.row + 1 >= len(around.layout.rows) or by_row.get(label.row):
        return None
    following = around.layout.rows[label.row + 1]
    if following.page != row.page or len(following.segments) != len(row.segments):
        return None
    cell = following.segments[place]
    inside = [
        a
        for a in by_row.get(following.index, ())
        if cell.start <= a.spot.first < cell.start + len(cell.words) and not a.percent
    ]
    return inside[0] if len(inside) == 1 else None


def _amounts_right(label: Label, around: Surroundings, by_row: dict[int, list[Amount]]) -> list[Amount]:
    """The amounts after the label, before the next label of a role; percentages aside."""
    stop = min(
        (
            o.first
            for o in around.labels_of_row.get(label.row, ())
            if o.first > label.last and o.name in ROLES and _separate(o, label, around)
        ),
        default=10_000,
    )
    return [a for a in by_row.get(label.row, ()) if label.last < a.spot.first < stop and not a.percent]


def _separate(other: Label, label: Label, around: Surroundings) -> bool:
    row = around.layout.rows[label.row]
    return any(
        s.start <= other.first < s.start + len(s.words) and not s.start <= label.first < s.start + len(s.words)
        for s in row.segments
    )


def _money_like(amount: Amount) -> float:
    if amount.marked or amount.decimals == 2 or amount.value is None:
        return 1.0
    return 0.55 if amount.decimals == 0 else 0.75


def _readings(label: Label, amount: Amount, points: float, rates: tuple[Decimal, ...]) -> Iterator[Sum]:
    if amount.value is not None:
        yield Sum(label.name, amount.value, amount.spot, points, label, rates)
    for reading in amount.readings:
        yield Sum(label.name, reading, amount.spot, points * 0.8, label, rates, open=True)
