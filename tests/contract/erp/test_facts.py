"""Facts: everything that matching needs is there, and right, in few calls."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from idp.domain.document import DocumentType
from idp.domain.purchase import Facts, OrderState, PurchaseOrder, Vendor
from idp.erp import OdooErp
from idp.matching.computed import TaxedLine, compute
from tests.contract.erp.counting import counted_calls
from tests.contract.erp.place import Order, Place, iban, token
from tests.contract.erp.sample import bill_entry, entry_order, hints, simple_order


def order_in(facts: Facts, order: Order) -> PurchaseOrder:
    return next(o for o in facts.orders if o.id == order.id)


def vendor_in(facts: Facts, vendor_id: int) -> Vendor:
    return next(v for v in facts.vendors if v.id == vendor_id)


def test_the_company_is_told_with_its_currency(place: Place, erp: OdooErp) -> None:
    company = erp.companies()[0]
    assert (company.id, company.currency) == (place.company_id, place.currency)


def test_a_vendor_comes_with_its_released_and_its_other_accounts(place: Place, erp: OdooErp) -> None:
    vat, released, other = f"DE{token()}", iban(), iban()
    vendor_id = place.vendor(vat=vat, email="ar@vendor.example.org")
    place.account(vendor_id, released, trusted=True)
    place.account(vendor_id, other, trusted=False)
    vendor = vendor_in(erp.facts(hints(vats=(vat,))), vendor_id)
    assert {a.iban: a.trusted for a in vendor.bank_accounts} == {released: True, other: False}
    assert (vendor.vat, vendor.email, vendor.active) == (vat, "ar@vendor.example.org", True)


def test_a_vendor_entered_after_the_first_question_is_there_for_the_next(place: Place, erp: OdooErp) -> None:
    erp.facts(hints(names=("Nobody",)))
    account = iban()
    vendor_id = place.vendor()
    place.account(vendor_id, account, trusted=True)
    assert vendor_in(erp.facts(hints(ibans=(account,))), vendor_id).bank_accounts[0].trusted


def test_an_account_released_after_the_first_question_is_released_for_the_next(place: Place, erp: OdooErp) -> None:
    account = iban()
    vendor_id = place.vendor()
    account_id = place.account(vendor_id, account, trusted=False)
    assert not vendor_in(erp.facts(hints(ibans=(account,))), vendor_id).bank_accounts[0].trusted
    place.do("res.partner.bank", "write", [account_id], {"allow_out_payment": True})
    assert vendor_in(place.erp().facts(hints(ibans=(account,))), vendor_id).bank_accounts[0].trusted


def test_an_archived_vendor_is_told_as_such(place: Place, erp: OdooErp) -> None:
    vat = f"FR{token()}"
    vendor_id = place.vendor(vat=vat)
    place.do("res.partner", "write", [vendor_id], {"active": False})
    assert not vendor_in(erp.facts(hints(vats=(vat,))), vendor_id).active


def test_an_order_is_found_by_its_number_with_everything_on_its_lines(place: Place, erp: OdooErp) -> None:
    vendor_id = place.vendor()
    product_id = place.product(vendor_id, vendor_code="V-77", default_code=f"OUR-{token()}", barcode=f"40{token()}")
    placed = place.order(vendor_id, (product_id, "10", "12.50"), partner_ref=f"OC-{token()}")
    order = order_in(erp.facts(hints(order_numbers=(placed.name,))), placed)
    assert (order.vendor_id, order.company_id, order.currency) == (vendor_id, place.company_id, place.currency)
    assert order.state is OrderState.CONFIRMED
    (line,) = order.lines
    assert (line.quantity, line.unit_price, line.discount_percent) == (Decimal(10), Decimal("12.5"), Decimal(0))
    assert (line.received, line.returned, line.billed) == (0, 0, 0)
    assert [t.percent for t in line.taxes] == [place.tax_percent]
    assert str(line.planned_date) == "2026-12-01"
    assert line.unit.factor == 1
    assert line.product is not None
    assert (line.product.id, line.product.vendor_codes) == (product_id, ("V-77",))


def test_an_order_is_found_by_the_vendors_own_number(place: Place, erp: OdooErp) -> None:
    vendor_id, own = place.vendor(), f"OC-{token()}"
    placed = place.order(vendor_id, (place.product(), "1", "1.00"), partner_ref=own)
    assert order_in(erp.facts(hints(order_numbers=(own,))), placed).vendor_reference == own


def test_an_order_number_that_was_misread_still_finds_the_order(place: Place, erp: OdooErp) -> None:
    placed = simple_order(place)
    misread = placed.name.replace("0", "O")
    assert order_in(erp.facts(hints(order_numbers=(misread,))), placed).name == placed.name


def test_the_open_orders_of_a_recognised_vendor_come_without_any_number(place: Place, erp: OdooErp) -> None:
    vat = f"IT{token()}"
    vendor_id = place.vendor(vat=vat)
    placed = place.order(vendor_id, (place.product(), "1", "1.00"))
    assert order_in(erp.facts(hints(vats=(vat,))), placed).lines


def test_an_order_on_a_contact_belongs_to_the_vendor(place: Place, erp: OdooErp) -> None:
    vendor_id = place.vendor()
    contact_id = place.make("res.partner", name=f"Contact {token()}", parent_id=vendor_id, type="invoice")
    placed = place.order(contact_id, (place.product(), "1", "1.00"))
    facts = erp.facts(hints(order_numbers=(placed.name,)))
    assert order_in(facts, placed).vendor_id == vendor_id
    assert contact_id in vendor_in(facts, vendor_id).contact_ids


def test_draft_and_cancelled_orders_are_told_apart(place: Place, erp: OdooErp) -> None:
    vendor_id = place.vendor()
    draft = place.order(vendor_id, (place.product(), "1", "1.00"), confirm=False)
    cancelled = place.order(vendor_id, (place.product(), "1", "1.00"))
    place.do("purchase.order", "button_cancel", [cancelled.id])
    facts = erp.facts(hints(order_numbers=(draft.name, cancelled.name)))
    assert order_in(facts, draft).state is OrderState.DRAFT
    assert order_in(facts, cancelled).state is OrderState.CANCELLED


def test_a_locked_order_is_locked(place: Place, erp: OdooErp) -> None:
    placed = simple_order(place)
    place.do("purchase.order", "button_lock" if place.version >= 19 else "button_done", [placed.id])
    assert order_in(erp.facts(hints(order_numbers=(placed.name,))), placed).state is OrderState.LOCKED


def test_received_is_net_of_what_went_back(place: Place, erp: OdooErp) -> None:
    placed = simple_order(place)
    picking_id = place.receive(placed, "6")
    place.send_back(picking_id, "2")
    facts = erp.facts(hints(order_numbers=(placed.name,)))
    (line,) = order_in(facts, placed).lines
    assert (line.received, line.returned) == (Decimal(4), Decimal(2))
    states = sorted((p.state, p.is_return, sum(li.done for li in p.lines)) for p in facts.pickings if p.order_id == placed.id)
    assert states == [("assigned", False, 0), ("done", False, 6), ("done", True, 2)]


def test_what_is_only_expected_is_not_received(place: Place, erp: OdooErp) -> None:
    placed = simple_order(place)
    facts = erp.facts(hints(order_numbers=(placed.name,)))
    (picking,) = [p for p in facts.pickings if p.order_id == placed.id]
    assert (picking.state, picking.done_date) == ("assigned", None)
    assert [(li.demand, li.done, str(li.expected_date)) for li in picking.lines] == [(10, 0, "2026-12-01")]


def test_receipts_in_another_unit_are_told_in_the_units_of_the_order(place: Place, erp: OdooErp) -> None:
    dozen = place.rows("uom.uom", [("name", "=", "Dozens")], "id", order="id")
    if not dozen:  # Odoo 19 keeps some units archived
        dozen = place.do("uom.uom", "search_read", [("name", "=", "Dozens")], ["id"], context={"active_test": False})
        place.do("uom.uom", "write", [dozen[0]["id"]], {"active": True})
    placed = place.order(place.vendor(), (place.product(), "2", "24.00"), unit_id=dozen[0]["id"])
    quantity = place.moves(placed, "product_uom_qty")[0]["product_uom_qty"]
    place.receive(placed, str(quantity))
    facts = erp.facts(hints(order_numbers=(placed.name,)))
    (line,) = order_in(facts, placed).lines
    (picking,) = [p for p in facts.pickings if p.order_id == placed.id]
    assert (line.quantity, line.received, line.unit.factor) == (2, 2, 12)
    assert [(li.demand, li.done) for li in picking.lines] == [(2, 2)]


def test_a_service_billed_on_the_order_expects_no_receipt(place: Place, erp: OdooErp) -> None:
    service = place.product(service=True, purchase_method="purchase")
    goods = place.product(purchase_method="receive")
    placed = place.order(place.vendor(), (service, "1", "30.00"), (goods, "1", "5.00"))
    lines = order_in(erp.facts(hints(order_numbers=(placed.name,))), placed).lines
    assert [(line.receipt_expected, line.product is not None and line.product.is_service) for line in lines] == [
        (False, True),
        (True, False),
    ]


def test_billed_counts_drafts_and_subtracts_credit_notes(place: Place, erp: OdooErp) -> None:
    placed = simple_order(place)
    place.bill(placed, "5", "12.50")
    place.bill(placed, "2", "12.50", kind="in_refund")
    cancelled = place.bill(placed, "4", "12.50")
    place.do("account.move", "button_cancel", [cancelled])
    facts = erp.facts(hints(order_numbers=(placed.name,)))
    (line,) = order_in(facts, placed).lines
    assert line.billed == 3
    bills = [b for b in facts.bills if b.vendor_id == placed.vendor_id]
    assert sorted((b.is_refund, b.state, b.total, [li.quantity for li in b.lines]) for b in bills) == [
        (False, "cancel", Decimal(50), [Decimal(4)]),
        (False, "draft", Decimal("62.5"), [Decimal(5)]),
        (True, "draft", Decimal(25), [Decimal(2)]),
    ]
    assert {b.ours for b in bills} == {None}


def test_our_own_draft_is_told_by_its_document(place: Place, erp: OdooErp) -> None:
    placed = simple_order(place)
    order = entry_order(bill_entry(place, placed))
    made = erp.enter(order, b"%PDF-1.4")
    facts = erp.facts(hints(order_numbers=(placed.name,)))
    (bill,) = [b for b in facts.bills if b.id == made.id]
    assert (bill.ours, bill.origin) == (order.document_id, placed.name)
    assert [(li.order_line_id, li.quantity, li.unit_price) for li in bill.lines] == [
        (placed.line_ids[0], Decimal(2), Decimal("12.5")),
        (placed.line_ids[0], Decimal(1), Decimal("3.25")),
    ]


def test_a_bill_with_the_same_number_is_found_whoever_it_is_from(place: Place, erp: OdooErp) -> None:
    number = f"TWIN-{token()}"
    bill_id = place.bill(simple_order(place), "1", "1.00", ref=number)
    facts = erp.facts(hints(references=(number.lower(),)))
    assert [b.number for b in facts.bills if b.id == bill_id] == [number]


@pytest.mark.parametrize("document_type", [DocumentType.INVOICE, DocumentType.PROOF_OF_DELIVERY])
def test_a_document_costs_at_most_six_calls_once_master_data_are_known(
    place: Place, erp: OdooErp, document_type: DocumentType
) -> None:
    vat = f"ES{token()}"
    vendor_id = place.vendor(vat=vat)
    placed = place.order(vendor_id, (place.product(vendor_id, vendor_code="X"), "3", "2.00"))
    place.receive(placed, "1")
    place.bill(placed, "1", "2.00")
    asked = hints(document_type=document_type, vats=(vat,), order_numbers=(placed.name,), references=("R-1",))
    erp.facts(asked)
    with counted_calls(erp) as calls:
        facts = erp.facts(asked)
    assert order_in(facts, placed).lines[0].billed == 1
    assert len(calls) <= 6, calls


def test_facts_for_an_unknown_document_are_empty_but_for_the_master_data(place: Place, erp: OdooErp) -> None:
    facts = erp.facts(hints(order_numbers=(f"NO-{token()}",), vats=(f"XX{token()}",)))
    assert (facts.orders, facts.pickings) == ((), ())
    assert facts.units
    assert facts.taxes
    assert dict(facts.rates)[place.currency] == 1
    assert facts.price_digits >= 2


def test_an_old_order_of_a_vendor_with_hundreds_of_open_ones_is_found(place: Place, erp: OdooErp) -> None:
    vendor = place.vendor(vat=f"X{token()}")
    old = place.order(vendor, (place.product(vendor), "3", "7.00"), date_order="2025-01-02 10:00:00")
    names = {"partner_id": vendor, "date_order": "2026-10-01 10:00:00"}
    made = place.do("purchase.order", "create", [names] * 305)
    assert len(made) == 305
    orders = place.erp().facts(hints(vendor_ids=(vendor,))).orders
    assert len(orders) == 306
    assert [str(line.unit_price) for line in next(o for o in orders if o.id == old.id).lines] == ["7"]


def test_a_bill_is_compared_at_the_rate_of_its_date(place: Place, erp: OdooErp) -> None:
    foreign = "CHF"
    (currency,) = place.do("res.currency", "search_read", [("name", "=", foreign)], ["id"], context={"active_test": False})
    place.do("res.currency", "write", [currency["id"]], {"active": True})
    for day, rate in (("2019-03-01", 2.0), ("2019-04-01", 4.0)):
        domain = [("name", "=", day), ("currency_id", "=", currency["id"]), ("company_id", "=", place.company_id)]
        if not place.rows("res.currency.rate", domain, "name"):
            place.make("res.currency.rate", name=day, currency_id=currency["id"], company_id=place.company_id, rate=rate)
    fresh = place.erp()

    def rate_on(day: str | None, printed: str = foreign) -> Decimal | None:
        asked = hints(currency=printed, rate_date=date.fromisoformat(day) if day else None)
        own = next(c for c in fresh.facts(asked).companies if c.id == place.company_id)
        return next((rate for code, rate in own.rates if code == foreign), None)

    march, april = rate_on("2019-03-15"), rate_on("2019-04-01")
    assert march is not None
    assert april == pytest.approx(march * 2)
    bill = place.make(
        "account.move", move_type="in_invoice", partner_id=place.vendor(), invoice_date="2019-03-15", currency_id=currency["id"],
        invoice_line_ids=[(0, 0, {"name": "x", "quantity": 1.0, "price_unit": 100.0, "tax_ids": [(6, 0, [])]})],
    )  # fmt: skip
    (booked,) = place.rows("account.move", [("id", "=", bill)], "amount_total_signed")
    assert abs(booked["amount_total_signed"]) == pytest.approx(float(100 / march), abs=0.01)  # Odoo's own figure
    assert rate_on(None) == rate_on("2999-01-01") == rate_on("2019-03-15", place.currency)


@pytest.mark.parametrize("is_included", [False, True])
@pytest.mark.parametrize("is_affected", [True, False])
def test_taxes_on_taxes_come_to_what_odoo_computes(place: Place, is_included: bool, is_affected: bool) -> None:
    first = place.tax(
        "10", include_base_amount=True, sequence=1, price_include=is_included, **_price_included(place, is_included)
    )
    second = place.tax("20", is_base_affected=is_affected, sequence=2)
    bill = place.make(
        "account.move", move_type="in_invoice", partner_id=place.vendor(), invoice_date="2026-11-20",
        invoice_line_ids=[(0, 0, {"name": "x", "quantity": 3.0, "price_unit": 37.41, "tax_ids": [(6, 0, [first, second])]})],
    )  # fmt: skip
    (booked,) = place.rows("account.move", [("id", "=", bill)], "amount_untaxed", "amount_tax")
    known = {tax.id: tax for tax in place.erp().facts(hints()).taxes}
    ours = compute([TaxedLine(Decimal("112.23"), Decimal(3), (known[first], known[second]))], place.currency)
    assert float(ours.untaxed) == booked["amount_untaxed"]
    assert float(ours.tax_by_line) == pytest.approx(booked["amount_tax"], abs=0.001)


def _price_included(place: Place, is_included: bool) -> dict[str, str]:
    """From 18 on a tax says so with a word of its own."""
    if not place.has("account.tax", "price_include_override"):
        return {}
    return {"price_include_override": "tax_included" if is_included else "tax_excluded"}
