"""When is a bill due? Payment terms as agreed: parts of the amount, each due some days after the bill or a month's end."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum


class DueRule(StrEnum):
    """From when the days of a part count. Values are Odoo's `delay_type`."""

    DAYS_AFTER = "days_after"
    AFTER_END_OF_MONTH = "days_after_end_of_month"
    AFTER_END_OF_NEXT_MONTH = "days_after_end_of_next_month"
    ON_DAY_OF_NEXT_MONTH = "days_end_of_month_on_the"


@dataclass(frozen=True, slots=True)
class TermPart:
    """A part of the amount: `percent` of it (100 = all), due `days` later by `rule`.

    `day_of_month` serves ON_DAY_OF_NEXT_MONTH alone: the days are counted first, then the day of the month after (0: that month's end).
    """

    days: int
    rule: DueRule = DueRule.DAYS_AFTER
    percent: Decimal = Decimal(100)
    day_of_month: int = 0

    def due(self, dated: date) -> date:
        """The day on which this part of a bill of `dated` is due, as Odoo counts it."""
        later = timedelta(days=self.days)
        if self.rule is DueRule.AFTER_END_OF_MONTH:
            return _month_end(dated) + later
        if self.rule is DueRule.AFTER_END_OF_NEXT_MONTH:
            return _month_end(_month_end(dated) + timedelta(days=1)) + later
        if self.rule is DueRule.ON_DAY_OF_NEXT_MONTH:
            end = _month_end(dated + later)
            return end if not self.day_of_month else _day_of_next_month(end, self.day_of_month)
        return dated + later


@dataclass(frozen=True, slots=True)
class PaymentTerm:
    """Odoo's account.payment.term. `discount_percent` may be taken off when paid within `discount_days` (early payment discount)."""

    id: int
    name: str
    parts: tuple[TermPart, ...]
    discount_percent: Decimal = Decimal(0)
    discount_days: int = 0

    def due(self, dated: date) -> date:
        """The day on which a bill of `dated` must be paid in full: the last of its parts. Without parts, at once."""
        return max((part.due(dated) for part in self.parts), default=dated)


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _day_of_next_month(month_end: date, day_of_month: int) -> date:
    first = month_end + timedelta(days=1)
    return first.replace(day=min(day_of_month, _month_end(first).day))
