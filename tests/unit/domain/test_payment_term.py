from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from idp.domain.payment_term import DueRule, PaymentTerm, TermPart


@pytest.mark.parametrize(
    ("part", "due"),
    [
        (TermPart(30), date(2026, 3, 2)),
        (TermPart(0), date(2026, 1, 31)),
        (TermPart(10, DueRule.AFTER_END_OF_MONTH), date(2026, 2, 10)),
        (TermPart(5, DueRule.AFTER_END_OF_NEXT_MONTH), date(2026, 3, 5)),
        (TermPart(0, DueRule.ON_DAY_OF_NEXT_MONTH, day_of_month=10), date(2026, 2, 10)),
        (TermPart(0, DueRule.ON_DAY_OF_NEXT_MONTH, day_of_month=31), date(2026, 2, 28)),
        (TermPart(1, DueRule.ON_DAY_OF_NEXT_MONTH, day_of_month=0), date(2026, 2, 28)),
    ],
)
def test_a_part_is_due_as_odoo_counts(part: TermPart, due: date) -> None:
    assert part.due(date(2026, 1, 31)) == due


def test_a_bill_must_be_paid_in_full_when_its_last_part_is_due() -> None:
    term = PaymentTerm(1, "half now", (TermPart(0, percent=Decimal(50)), TermPart(60, percent=Decimal(50))))
    assert term.due(date(2026, 4, 1)) == date(2026, 5, 31)
    assert PaymentTerm(2, "nothing", ()).due(date(2026, 4, 1)) == date(2026, 4, 1)
