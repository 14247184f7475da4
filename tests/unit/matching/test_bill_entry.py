from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from idp.domain.code import Code
from idp.domain.entry import BillEntry, ConfirmationEntry, ShippingEntry
from idp.domain.match import Match
from idp.domain.money import Money
from idp.domain.policy import Policy
from idp.matching import match
from tests.golden.matching.world import document_of, facts_of, history_of

ORDER = {"purchase_orders": [{"name": "P00001", "lines": [{"product": "FURN-7888", "quantity": 1000, "price": 25}]}]}


def decide(document: dict[str, Any], world: dict[str, Any] | None = None) -> Match:
    world = world or ORDER
    facts = facts_of(world)
    return match(document_of(document, world), facts, Policy(), history=history_of({}, facts))


def bill_of(found: Match) -> BillEntry:
    assert isinstance(found.entry, BillEntry)
    return found.entry


def odoo_amount(entry: BillEntry, *, digits: int = 2) -> Decimal:
    """What Odoo makes of the lines: price cut to its precision, times quantity, less discount, rounded per line."""
    step = Decimal(1).scaleb(-digits)
    return sum(
        (
            Money(x.quantity * x.unit_price.quantize(step) * (100 - x.discount_percent) / 100, entry.currency).rounded().amount
            for x in entry.lines
        ),
        Decimal(0),
    )  # fmt: skip


def test_lines_are_as_printed_and_linked_to_the_order() -> None:
    entry = bill_of(
        decide({"lines": [{"product_code": "AZ-100", "description": "Stuhl, schwarz", "quantity": 40, "unit_price": "25.00"}]})
    )
    (line,) = entry.lines
    assert (line.description, line.quantity, line.unit_price) == ("Stuhl, schwarz", Decimal(40), Decimal("25.00"))
    assert (line.order_line_id, line.product_id, line.unit_id) == (100, 1, 1)
    assert len(line.tax_ids) == 1
    assert (entry.number, entry.total, entry.order_names) == ("INV-2026-0417", Decimal("1190.00"), ("P00001",))


def test_the_printed_overcharge_is_entered_as_printed() -> None:
    entry = bill_of(decide({"lines": [{"product_code": "AZ-100", "quantity": 40, "unit_price": "29.00"}]}))
    assert entry.lines[0].unit_price == Decimal("29.00")


def test_a_printed_unit_that_converts_stays_the_lines_unit() -> None:
    entry = bill_of(decide({"lines": [{"product_code": "AZ-100", "quantity": 5, "uom": "DZN", "unit_price": "300.00"}]}))
    assert (entry.lines[0].quantity, entry.lines[0].unit_id) == (Decimal(5), 2)


def test_a_line_over_two_order_lines_becomes_two_entry_lines_of_the_same_worth() -> None:
    world = {"purchase_orders": [{"lines": [{"product": "FURN-7888", "quantity": q, "price": 25} for q in (100, 40)]}]}
    entry = bill_of(decide({"lines": [{"product_code": "AZ-100", "quantity": 140, "unit_price": "25.00"}]}, world))
    assert [(x.key, x.quantity, x.order_line_id) for x in entry.lines] == [("0.0", 100, 100), ("0.1", 40, 101)]
    assert odoo_amount(entry) == entry.subtotal


def test_a_price_per_hundred_comes_to_the_printed_amount() -> None:
    world = {"purchase_orders": [{"lines": [{"product": "SCREW-M8", "quantity": 500, "price": "0.12"}]}]}
    row = {"description": "Hex screw M8x40 galvanised", "quantity": 500, "unit_price": "12.00", "price_base": 100}
    entry = bill_of(decide({"lines": [row]}, world))
    assert entry.lines[0].unit_price == Decimal("0.12")
    assert odoo_amount(entry) == Decimal("60.00")


def test_only_a_trusted_account_goes_into_the_entry() -> None:
    lines = [{"product_code": "AZ-100", "quantity": 40, "unit_price": "25.00"}]
    trusted = bill_of(decide({"lines": lines, "fields": {"supplier_iban": "DE89 3704 0044 0532 0130 00"}}))
    other = bill_of(decide({"lines": lines, "fields": {"supplier_iban": "GB29NWBK60161331926819"}}))
    assert trusted.bank_account_id == 10
    assert other.bank_account_id is None
    assert bill_of(decide({"lines": lines})).bank_account_id is None


def test_a_bill_whose_lines_were_not_read_keeps_its_sum() -> None:
    entry = bill_of(decide({"fields": {"subtotal": "100.00", "tax_amount": "19.00", "total": "119.00"}}))
    assert [(x.quantity, x.unit_price, x.order_line_id) for x in entry.lines] == [(1, Decimal("100.00"), None)]


def test_a_credit_note_is_a_refund_with_positive_amounts_however_it_is_printed() -> None:
    world = ORDER | {
        "bills": [
            {"number": "INV-1", "total": "29750.00", "lines": [{"po": "P00001", "po_line": 0, "quantity": 1000, "price": 25}]}
        ]
    }
    entries = [
        bill_of(
            decide(
                {"type": "credit_note", "lines": [{"product_code": "AZ-100", "quantity": q, "unit_price": p, "amount": a}]},
                world,
            )
        )
        for q, p, a in (("10", "25.00", "250.00"), ("-10", "25.00", "-250.00"), ("10", "-25.00", "-250.00"))
    ]
    for entry in entries:
        assert entry.is_refund
        assert [(x.quantity, x.unit_price) for x in entry.lines] == [(10, Decimal("25.00"))]
        assert (entry.subtotal, entry.total) == (Decimal("250.00"), Decimal("297.50"))


def test_a_confirmation_brings_expected_dates_and_never_prices() -> None:
    row = {"product_code": "AZ-100", "quantity": 1000, "unit_price": "26.00", "promised_date": "2026-05-20"}
    entry = decide({"type": "order_confirmation", "lines": [row]}).entry
    assert isinstance(entry, ConfirmationEntry)
    assert [(x.order_line_id, x.expected.isoformat()) for x in entry.expected] == [(100, "2026-05-20")]
    assert [o.name for o in entry.orders] == ["P00001"]


def test_a_shipping_paper_goes_to_the_transfer_of_its_quantities() -> None:
    moves = [
        {"date": "2026-04-01", "quantity": 60, "picking": "WH/IN/A"},
        {"date": "2026-04-08", "quantity": 40, "picking": "WH/IN/B"},
    ]
    world = {"purchase_orders": [{"lines": [{"product": "FURN-7888", "quantity": 200, "price": 25, "received": moves}]}]}

    def targets(quantity: int) -> list[str]:
        entry = decide({"type": "delivery_note", "lines": [{"product_code": "AZ-100", "quantity": quantity}]}, world).entry
        assert isinstance(entry, ShippingEntry)
        return [t.name for t in entry.targets]

    assert targets(40) == ["WH/IN/B"]
    assert targets(60) == ["WH/IN/A"]
    assert targets(100) == ["WH/IN/0019"]


prices = st.integers(1, 9_999_999).map(lambda n: Decimal(n) / 10_000)


@settings(deadline=None)
@given(st.integers(1, 5000), prices, st.sampled_from((0, 0, 3, 5, 12.5)), st.sampled_from((2, 4)))
def test_odoos_amount_is_the_printed_one_and_a_price_that_loses_digits_is_told(
    quantity: int, price: Decimal, discount: float, digits: int
) -> None:
    share = (100 - Decimal(str(discount))) / 100
    amount = Money(quantity * price * share, "EUR").rounded().amount
    assume(amount > 0)
    world = ORDER | {"price_decimals": digits}
    row = {
        "product_code": "AZ-100",
        "quantity": quantity,
        "unit_price": str(price),
        "discount": discount,
        "amount": str(amount),
    }
    found = decide({"lines": [row]}, world)
    assert odoo_amount(bill_of(found), digits=digits) == amount
    kept = price.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    lost = abs(quantity * (kept - price) * share)
    assert (Code.PST_PRECISION in {f.code for f in found.findings}) == (lost > Decimal("0.02"))


@pytest.mark.parametrize(("amount", "rest"), [
    ("37715.12", ("Stuhl: rounding", "-0.01")), ("37700.40", ("Stuhl: discount", "-1.79")), ("37715.13", None),
])  # fmt: skip
def test_what_price_and_discount_cannot_say_is_a_line_of_its_own(amount: str, rest: tuple[str, str] | None) -> None:
    discount = (1 - Decimal(amount) / Decimal("43103.00")) * 100
    row = {"product_code": "AZ-100", "description": "Stuhl", "quantity": 100, "unit_price": "431.03", "amount": amount}
    entry = bill_of(decide({"lines": [row | {"discount": str(round(discount, 6))}]}))
    assert odoo_amount(entry) == Decimal(amount)
    assert [(x.description, str(x.unit_price)) for x in entry.lines[1:]] == ([] if rest is None else [rest])
    assert entry.lines[0].quantity == 100
    assert all(x.order_line_id is None for x in entry.lines[1:])


def test_hundreds_of_a_unit_that_odoo_lacks_are_entered_in_pieces() -> None:
    world = {"purchase_orders": [{"lines": [{"product": "SCREW-M8", "quantity": 500, "price": "0.42"}]}]}
    row = {"description": "Hex screw M8x40 galvanised", "quantity": 5, "uom": "CEN", "unit_price": "42.00"}
    entry = bill_of(decide({"lines": [row]}, world))
    assert [(x.quantity, x.unit_price, x.unit_id) for x in entry.lines] == [(Decimal(500), Decimal("0.42"), 1)]
    assert odoo_amount(entry) == Decimal("210.00")


def test_a_price_printed_with_tax_is_entered_so_that_the_printed_total_comes_out() -> None:
    lines = [{"product_code": "AZ-100", "quantity": 7, "unit_price": "9.99"}]
    sums = {"subtotal": "58.76", "tax_amount": "11.17", "total": "69.93"}
    world = {"purchase_orders": [{"lines": [{"product": "FURN-7888", "quantity": 7, "price": "8.40"}]}]}
    assert odoo_amount(bill_of(decide({"lines": lines, "fields": sums}, world))) == Decimal("58.76")
    included = world | {"taxes": [{"name": "19 % incl.", "amount": 19, "price_include": True}]}
    entry = bill_of(decide({"lines": lines, "fields": sums}, included))
    assert [(x.quantity, x.unit_price, x.tax_ids) for x in entry.lines] == [(Decimal(7), Decimal("9.99"), (200,))]
