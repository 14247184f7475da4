from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from idp.domain.entry import BillEntry, BillEntryLine
from idp.domain.errors import ErpRejected
from idp.erp.bill_state import ROUNDING_SEQUENCE, BillState, ItemLine, TaxLine
from idp.erp.bill_total import missing_rounding, total_steps

D = Decimal
LINE = BillEntryLine("1", "Bolts", D(2), D("50"), D(0), None, 5, 9, (3,))
ENTRY = BillEntry(1, 7, False, "INV-1", date(2026, 1, 2), None, "EUR", (LINE,), D("100.00"), D("19.00"), D("119.00"), None)
BILL = BillState(
    id=4, name="/", state="draft", payment_state="not_paid", is_refund=False, vendor_id=7, company_id=1, number="INV-1",
    bill_date=date(2026, 1, 2), due_date=None, currency="EUR", untaxed=D(100), tax=D(19), total=D(119), bank_account_id=None,
    main_attachment_id=None, items=(ItemLine("Bolts", D(2), D(50), D(0), (3,), 9, 5),),
    tax_lines=(TaxLine(11, D(12)), TaxLine(12, D(7))), writers=frozenset({2}),
)  # fmt: skip


def test_an_equal_total_needs_nothing() -> None:
    assert total_steps(BILL, ENTRY) == []


def test_cents_go_into_the_largest_tax_line() -> None:
    printed = replace(ENTRY, tax_amount=D("19.02"), total=D("119.02"))
    assert total_steps(BILL, printed) == [(1, 11, {"amount_currency": 12.02})]


def test_on_a_credit_note_the_tax_line_is_negative() -> None:
    refund = replace(BILL, is_refund=True, tax_lines=(TaxLine(11, D(-19)),))
    printed = replace(ENTRY, is_refund=True, tax_amount=D("18.99"), total=D("118.99"))
    assert total_steps(refund, printed) == [(1, 11, {"amount_currency": -18.99})]


@pytest.mark.parametrize("total", ["119.06", "118.94", "238.00", "0.00"])
def test_more_than_five_cents_is_no_rounding(total: str) -> None:
    with pytest.raises(ErpRejected, match=r"TAX-AMOUNT: .*119\.00 EUR with tax 19\.00 EUR"):
        total_steps(BILL, replace(ENTRY, total=D(total), tax_amount=None))


def test_five_cents_exactly_are_rounding() -> None:
    assert total_steps(BILL, replace(ENTRY, total=D("119.05"), tax_amount=D("19.05")))


def test_an_equal_total_with_another_tax_is_no_rounding() -> None:
    with pytest.raises(ErpRejected, match="TAX-AMOUNT"):
        total_steps(BILL, replace(ENTRY, tax_amount=D("7.00")))


def test_a_currency_without_minor_unit_has_no_cents_but_units() -> None:
    yen = replace(BILL, currency="JPY")
    assert total_steps(yen, replace(ENTRY, currency="JPY", total=D(121), tax_amount=D(21)))
    with pytest.raises(ErpRejected):
        total_steps(yen, replace(ENTRY, currency="JPY", total=D(125), tax_amount=D(25)))


UNTAXED = replace(BILL, tax=D(0), total=D(100), tax_lines=())
ROUNDED = replace(
    UNTAXED, untaxed=D("100.01"), total=D("100.01"),
    items=(*BILL.items, ItemLine("Rounding", D(1), D("0.01"), D(0), (), None, None, id=8, sequence=ROUNDING_SEQUENCE)),
)  # fmt: skip
FREE = replace(ENTRY, tax_amount=None, total=D(100))


def test_cents_without_a_tax_to_put_them_into_are_a_line_of_their_own() -> None:
    printed = replace(FREE, total=D("100.01"))
    assert (total_steps(UNTAXED, printed), missing_rounding(UNTAXED, printed)) == ([], D("0.01"))
    assert (total_steps(ROUNDED, printed), missing_rounding(ROUNDED, printed)) == ([], None)


def test_a_line_of_rounding_gets_what_is_missing_without_it() -> None:
    assert missing_rounding(ROUNDED, replace(FREE, total=D("99.98"))) == D("-0.02")
    with pytest.raises(ErpRejected):
        missing_rounding(ROUNDED, replace(FREE, total=D("100.06")))


def test_a_line_of_rounding_that_nothing_asks_for_goes() -> None:
    assert (total_steps(ROUNDED, FREE), missing_rounding(ROUNDED, FREE)) == ([(2, 8, {})], None)
    taxed = replace(ROUNDED, tax=D(19), total=D("119.01"), tax_lines=(TaxLine(11, D(19)),))
    cents = replace(ENTRY, tax_amount=D("19.02"), total=D("119.02"))
    assert total_steps(taxed, cents) == [(2, 8, {}), (1, 11, {"amount_currency": 19.02})]
    assert missing_rounding(taxed, cents) is None


def test_a_line_of_rounding_is_no_difference_to_the_entry() -> None:
    assert ROUNDED.differences(ENTRY, price_digits=2) == ()


def test_a_bill_as_entered_has_no_differences() -> None:
    assert BILL.differences(ENTRY, price_digits=2) == ()


def test_what_odoo_rounds_is_no_difference() -> None:
    finer = replace(ENTRY, lines=(replace(LINE, unit_price=D("50.004"), quantity=D("2.004")),))
    assert BILL.differences(finer, price_digits=2) == ()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (replace(BILL, number="X"), ("number",)),
        (replace(BILL, bill_date=None), ("bill date",)),
        (replace(BILL, currency="USD", vendor_id=1), ("vendor", "currency")),
        (replace(BILL, items=()), ("lines",)),
        (replace(BILL, items=(replace(BILL.items[0], order_line_id=None),)), ("lines",)),
        (replace(BILL, items=(replace(BILL.items[0], tax_ids=()),)), ("lines",)),
        (replace(BILL, items=(replace(BILL.items[0], quantity=D(3)),)), ("lines",)),
    ],
)
def test_each_difference_is_named(changed: BillState, told: tuple[str, ...]) -> None:
    assert changed.differences(ENTRY, price_digits=2) == told


def test_the_fingerprint_survives_posting_and_payment_and_nothing_else() -> None:
    posted = replace(BILL, state="posted", name="BILL/1", payment_state="paid", writers=frozenset({9}), main_attachment_id=3)
    assert posted.fingerprint() == BILL.fingerprint()
    for changed in (
        replace(BILL, total=D("119.01")), replace(BILL, bank_account_id=1), replace(BILL, number="2"),
        replace(BILL, items=(replace(BILL.items[0], unit_price=D(49)),)),
    ):  # fmt: skip
        assert changed.fingerprint() != BILL.fingerprint()
