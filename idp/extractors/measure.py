"""How much do the goods weigh, and how many packages are there? The total of a column, or a number by its label."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from idp.extractors.candidate import Amount
from idp.extractors.fields import Fields
from idp.extractors.label import Label
from idp.extractors.paper import Paper
from idp.extractors.relation import Run, below, right_of
from idp.extractors.table import Column, Table

_TOTAL = frozenset({"total", "subtotal"})


def read_measures(found: Fields) -> None:
    """Total weight and number of packages: in a total row under their columns, else by their labels."""
    for name, role, columns in (
        ("total_weight", "weight", ("weight",)),
        ("package_count", "packages", ("quantity", "packages")),
    ):
        option = _in_total_row(found.paper, columns) or choose_amount(_by_label(found.paper, role))
        if option is not None and option.value is not None:
            found.put(name, f"{option.value:f}", option.spot, 0.85, ("the total of its column or label",))


def _in_total_row(paper: Paper, columns: Sequence[str]) -> Amount | None:
    """The number under the columns in a row that begins with a total."""
    bodies = [
        body
        for table in paper.tables
        for column in table.columns
        if column.name in columns
        for body in [_body(paper, table, column)]
    ]
    for table in paper.tables:
        wanted = [c for c in table.columns if c.name in columns]
        for index in range(table.first, table.last + 1) if wanted else ():
            if not _is_total_row(paper, index):
                continue
            for amount in _under(paper, index, wanted[0]):
                settled = _settled(amount, bodies, paper)
                if settled is not None:
                    return settled
    return None


def _body(paper: Paper, table: Table, column: Column) -> list[Amount]:
    """The amounts of a column, total rows aside."""
    rows = [index for index in range(table.first, table.last + 1) if not _is_total_row(paper, index)]
    return [a for index in rows for a in _under(paper, index, column)]


def _is_total_row(paper: Paper, index: int) -> bool:
    return any(label.name in _TOTAL for label in paper.around.labels_of_row.get(index, ()))


def _settled(amount: Amount, bodies: Sequence[Sequence[Amount]], paper: Paper) -> Amount | None:
    """The amount with one value: "1,213" as most columns of several numbers add up to it, else grouped where all others are whole."""
    if amount.value is not None or len(amount.readings) < 2:
        return amount if amount.value is not None else None
    hits = [sum(len(body) > 1 and _sum(body, way) == amount.readings[way] for body in bodies) for way in (0, 1)]
    if hits[0] != hits[1]:
        return replace(amount, value=amount.readings[0 if hits[0] > hits[1] else 1])
    known = [a.value for body in bodies for a in body if a.value is not None]
    whole = all(value == value.to_integral_value() for value in known)
    return replace(amount, value=amount.readings[0]) if whole and (known or paper.habits.language == "en") else None


def _sum(body: Sequence[Amount], way: int) -> Decimal:
    """What the amounts add up to with every open number grouped (`way` 0) or with decimals (1)."""
    return sum((a.value if a.value is not None else a.readings[way] for a in body), Decimal(0))


def _under(paper: Paper, row: int, column: Column) -> list[Amount]:
    return [a for a in paper.candidates.amounts if a.spot.row == row and column.left <= a.spot.box.middle_x < column.right]


def _by_label(paper: Paper, role: str) -> Iterator[tuple[float, Amount]]:
    for label in paper.labels:
        if label.name != role or _heads_several(paper, label):
            continue
        right = right_of(label, paper.around)
        for run in ([right] if right is not None else []) + below(label, paper.around, rows=2):
            for amount in _amounts_in(run, paper.candidates.amounts):
                yield run.closeness + (0.3 if label.length > 1 else 0.0), amount
                break


def _heads_several(paper: Paper, label: Label) -> bool:
    """Whether the label is the heading of a column of several amounts, the first of which is no total."""
    return any(
        table.head_first <= label.row <= table.head_last
        and column.left <= label.box.middle_x <= column.right
        and len(_body(paper, table, column)) > 1
        for table in paper.tables
        for column in table.columns
    )


def _amounts_in(run: Run, amounts: Iterable[Amount]) -> list[Amount]:
    return [a for a in amounts if a.spot.row == run.row.index and run.first <= a.spot.first <= run.last and a.value is not None]


def choose_amount(options: Iterable[tuple[float, Amount]]) -> Amount | None:
    """The amount with most points; among equals the largest, for a total is never below its parts."""
    return max(options, key=lambda o: (round(o[0], 1), abs(o[1].value or Decimal(0))), default=(0.0, None))[1]
