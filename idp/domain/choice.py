"""What a person chose for a document: its vendor, its orders, where a printed line belongs, how a line is booked and taxed.

A choice says what the printed values are compared with; it never changes one of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from idp.domain.finding import RecordRef
from idp.domain.purchase import AnalyticShare


class Topic(StrEnum):
    """What was chosen."""

    VENDOR = "vendor"
    ORDERS = "orders"
    LINE = "line"
    BOOKING = "booking"
    TAX = "tax"


_OF_A_LINE = frozenset({Topic.LINE, Topic.BOOKING, Topic.TAX})
_MAY_BE_NONE = frozenset({Topic.LINE, Topic.TAX})


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice, by whom (`login` and `name`) and when (UTC). `line` counts from 0, None for what is about the whole document.

    `records` are Odoo's: the vendor; the orders; of a line its order and its order line, none where it belongs on no order line or is a
    `charge` of that kind; of a booking its account; of a tax the taxes of the line, none where it has no tax. `analytic` and `tax_ids`
    belong to a booking, where they are what was suggested so far.
    """

    topic: Topic
    login: str
    name: str
    at: datetime
    line: int | None = None
    records: tuple[RecordRef, ...] = ()
    charge: str | None = None
    analytic: tuple[AnalyticShare, ...] = ()
    tax_ids: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if (self.topic in _OF_A_LINE) != (self.line is not None):
            raise ValueError(f"a choice of {self.topic} for line {self.line}")
        if self.topic not in _MAY_BE_NONE and not self.records:
            raise ValueError(f"a choice of no {self.topic}")
        if self.charge is not None and self.records:
            raise ValueError("a line is a charge or on an order line")

    @property
    def said(self) -> str:
        """What was chosen, in words: "vendor = Kestrel", "line 3 = P00012 line 2", "line 3 taxed with 19 % Input"."""
        what = self.topic.value if self.line is None else f"line {self.line + 1}"
        how = {Topic.BOOKING: " booked on", Topic.TAX: " taxed with"}.get(self.topic, " =")
        none = "no tax" if self.topic is Topic.TAX else "on no order line"
        shown = self.records[-1:] if self.topic is Topic.LINE else self.records
        named = ", ".join(record.name for record in shown)
        return f"{what}{how} {named or (f'charge ({self.charge})' if self.charge else none)}"


def chosen(choices: Iterable[Choice], topic: Topic, line: int | None = None) -> Choice | None:
    """The choice of this, None where nobody chose."""
    return next((choice for choice in choices if (choice.topic, choice.line) == (topic, line)), None)


def with_choice(choices: tuple[Choice, ...], new: Choice) -> tuple[Choice, ...]:
    """The choices with this one instead of an earlier one of the same thing."""
    return (*without_choice(choices, new.topic, new.line), new)


def without_lines(choices: tuple[Choice, ...], gone: frozenset[int]) -> tuple[Choice, ...]:
    """The choices after these lines of the document were taken out: theirs go, those of later lines follow their lines."""
    kept = (choice for choice in choices if choice.line not in gone)
    return tuple(c if c.line is None else replace(c, line=c.line - sum(n < c.line for n in gone)) for c in kept)


def without_choice(choices: tuple[Choice, ...], topic: Topic, line: int | None = None) -> tuple[Choice, ...]:
    """The choices but the one of this."""
    return tuple(choice for choice in choices if (choice.topic, choice.line) != (topic, line))
