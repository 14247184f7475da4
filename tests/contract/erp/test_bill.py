"""Draft bills: what the supplier printed stands in Odoo, with links, taxes and cents, and finance is asked."""

from __future__ import annotations

import base64
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from idp.domain.errors import ErpRejected
from idp.erp import OdooErp
from idp.ports import Outcome
from tests.contract.erp.place import Order, Place, iban, token
from tests.contract.erp.sample import PAPER, bill_entry, entry_order, hints, simple_order


def bill_row(place: Place, bill_id: int, *fields: str) -> dict[str, Any]:
    return place.rows("account.move", [("id", "=", bill_id)], *fields)[0]


def item_rows(place: Place, bill_id: int, *fields: str) -> list[dict[str, Any]]:
    domain = [("move_id", "=", bill_id), ("display_type", "=", "product")]
    return place.rows("account.move.line", domain, *fields, order="sequence, id")


def bills_of(place: Place, order: Order) -> list[int]:
    return [row["id"] for row in place.rows("account.move", [("partner_id", "=", order.vendor_id)], "id")]


def test_the_bill_is_a_draft_with_the_printed_head_and_lines(place: Place, erp: OdooErp) -> None:
    ordered = simple_order(place)
    entry = bill_entry(place, ordered)
    made = erp.enter(entry_order(entry), PAPER)
    assert made.model == "account.move"
    row = bill_row(
        place, made.id, "state", "move_type", "partner_id", "ref", "invoice_date", "invoice_date_due", "currency_id",
        "amount_untaxed", "amount_tax", "amount_total", "invoice_origin", "company_id",
    )  # fmt: skip
    assert (row["state"], row["move_type"], row["partner_id"][0]) == ("draft", "in_invoice", ordered.vendor_id)
    assert (row["ref"], row["invoice_date"], row["invoice_date_due"]) == (entry.number, "2026-11-20", "2026-12-31")
    assert (row["currency_id"][1], row["company_id"][0], row["invoice_origin"]) == (
        entry.currency,
        place.company_id,
        ordered.name,
    )
    assert [Decimal(str(row[k])) for k in ("amount_untaxed", "amount_total")] == [Decimal("28.25"), entry.total]
    lines = item_rows(place, made.id, "name", "quantity", "price_unit", "product_id", "purchase_line_id", "tax_ids")
    assert [(li["name"], li["quantity"], li["price_unit"]) for li in lines] == [("Printed 1", 2, 12.5), ("Printed 2", 1, 3.25)]
    assert {li["product_id"][0] for li in lines} == {ordered.product_ids[0]}
    assert {li["purchase_line_id"][0] for li in lines} == {ordered.line_ids[0]}
    assert [li["tax_ids"] for li in lines] == [[place.tax_id], [place.tax_id]]
    assert place.rows("purchase.order.line", [("id", "in", ordered.line_ids)], "qty_invoiced")[0]["qty_invoiced"] == 3


def test_the_paper_is_the_main_attachment(place: Place, erp: OdooErp) -> None:
    made = erp.enter(entry_order(bill_entry(place, simple_order(place))), PAPER)
    (paper,) = place.rows(
        "ir.attachment", [("res_model", "=", "account.move"), ("res_id", "=", made.id)], "name", "mimetype", "datas"
    )
    assert bill_row(place, made.id, "message_main_attachment_id")["message_main_attachment_id"][0] == paper["id"]
    assert (paper["name"], paper["mimetype"]) == ("invoice.pdf", "application/pdf")
    assert base64.b64decode(paper["datas"]) == PAPER


def test_the_note_is_in_the_chatter_and_no_markup_comes_through(place: Place, erp: OdooErp) -> None:
    made = erp.enter(entry_order(bill_entry(place, simple_order(place))), PAPER)
    domain = [("model", "=", "account.move"), ("res_id", "=", made.id), ("body", "ilike", "idp entry")]
    (note,) = place.rows("mail.message", domain, "body", "subtype_id")
    assert "<p>Passed without a person.</p>" in note["body"]
    assert "&lt;b&gt;bold&lt;/b&gt;" in note["body"]
    assert note["subtype_id"][1] == "Note"


def test_somebody_of_the_approvers_is_asked(place: Place, erp: OdooErp) -> None:
    approver = place.user("account.group_account_manager", email="boss@example.org")
    made = erp.enter(entry_order(bill_entry(place, simple_order(place))), PAPER)
    (activity,) = place.rows(
        "mail.activity",
        [("res_model", "=", "account.move"), ("res_id", "=", made.id)],
        "summary",
        "user_id",
        "activity_type_id",
    )
    assert (activity["summary"], bool(activity["activity_type_id"])) == ("Approve this bill", True)
    assert activity["user_id"][0] != place.robot.id
    assert approver.id in erp._groups.members("approver", place.company_id)  # type: ignore[arg-type]  # a StrEnum's value


def test_no_activity_is_made_where_none_is_wanted(place: Place, erp: OdooErp) -> None:
    made = erp.enter(entry_order(bill_entry(place, simple_order(place)), approver_role=None), PAPER)
    assert place.left_on("account.move", made.id) == (1, 1, 0)


def test_a_line_without_taxes_does_not_get_the_products(place: Place, erp: OdooErp) -> None:
    entry = bill_entry(place, simple_order(place))
    untaxed = tuple(replace(line, tax_ids=()) for line in entry.lines)
    made = erp.enter(entry_order(replace(entry, lines=untaxed, tax_amount=Decimal(0), total=Decimal("28.25"))), PAPER)
    assert [li["tax_ids"] for li in item_rows(place, made.id, "tax_ids")] == [[], []]


def test_a_free_line_stands_beside_ordered_ones(place: Place, erp: OdooErp) -> None:
    entry = bill_entry(place, simple_order(place))
    freight = replace(entry.lines[1], description="Freight", product_id=None, order_line_id=None)
    made = erp.enter(entry_order(replace(entry, lines=(entry.lines[0], freight))), PAPER)
    lines = item_rows(place, made.id, "name", "product_id", "purchase_line_id")
    assert (lines[1]["name"], lines[1]["product_id"], lines[1]["purchase_line_id"]) == ("Freight", False, False)


def test_a_discount_is_entered_as_printed(place: Place, erp: OdooErp) -> None:
    entry = bill_entry(place, simple_order(place))
    line = replace(entry.lines[0], discount_percent=Decimal(10))
    tax = round(Decimal("22.50") * place.tax_percent / 100, 2)
    entry = replace(entry, lines=(line,), subtotal=Decimal("22.50"), tax_amount=tax, total=Decimal("22.50") + tax)
    made = erp.enter(entry_order(entry), PAPER)
    assert Decimal(str(bill_row(place, made.id, "amount_total")["amount_total"])) == entry.total


@pytest.mark.parametrize("is_refund", [False, True])
@pytest.mark.parametrize("cents", ["0.01", "-0.02", "0.05"])
def test_cents_of_rounding_go_into_the_tax(place: Place, erp: OdooErp, *, is_refund: bool, cents: str) -> None:
    entry = bill_entry(place, simple_order(place), is_refund=is_refund)
    printed = replace(entry, tax_amount=(entry.tax_amount or Decimal(0)) + Decimal(cents), total=entry.total + Decimal(cents))
    made = erp.enter(entry_order(printed), PAPER)
    row = bill_row(place, made.id, "amount_untaxed", "amount_tax", "amount_total", "move_type")
    assert row["move_type"] == ("in_refund" if is_refund else "in_invoice")
    assert [Decimal(str(row[k])) for k in ("amount_untaxed", "amount_tax", "amount_total")] == [
        Decimal("28.25"),
        printed.tax_amount,
        printed.total,
    ]


@pytest.mark.parametrize("cents", ["0.01", "-0.02"])
def test_without_tax_cents_of_rounding_are_a_line_of_their_own(place: Place, erp: OdooErp, cents: str) -> None:
    entry = bill_entry(place, simple_order(place))
    lines = tuple(replace(line, tax_ids=()) for line in entry.lines)
    printed = replace(entry, lines=lines, tax_amount=Decimal(0), total=Decimal("28.25") + Decimal(cents))
    order = entry_order(printed)
    made = erp.enter(order, PAPER)
    assert erp.enter(order, PAPER) == made
    assert Decimal(str(bill_row(place, made.id, "amount_total")["amount_total"])) == printed.total
    names = [li["name"] for li in item_rows(place, made.id, "name")]
    assert names == ["Printed 1", "Printed 2", "Rounding"]
    assert erp.outcome(order.document_id, made) is Outcome.OPEN, "the line is ours, not a person's change"


@pytest.mark.parametrize("cents", ["0.00", "-0.02"])
def test_a_corrected_bill_keeps_at_most_one_line_of_rounding(place: Place, erp: OdooErp, cents: str) -> None:
    entry = bill_entry(place, simple_order(place))
    lines = tuple(replace(line, tax_ids=()) for line in entry.lines)
    order = entry_order(replace(entry, lines=lines, tax_amount=Decimal(0), total=Decimal("28.26")))
    made = erp.enter(order, PAPER)
    corrected = replace(
        entry, lines=lines, tax_amount=Decimal(0), total=Decimal("28.25") + Decimal(cents), number=f"N-{token()}"
    )
    assert erp.enter(replace(order, entry=corrected), PAPER) == made
    assert Decimal(str(bill_row(place, made.id, "amount_total")["amount_total"])) == corrected.total
    rounding = [li["price_unit"] for li in item_rows(place, made.id, "name", "price_unit") if li["name"] == "Rounding"]
    assert rounding == ([] if cents == "0.00" else [-0.02])
    assert erp.outcome(order.document_id, made) is Outcome.OPEN


def test_a_line_of_rounding_goes_where_taxes_come(place: Place, erp: OdooErp) -> None:
    entry = bill_entry(place, simple_order(place))
    lines = tuple(replace(line, tax_ids=()) for line in entry.lines)
    order = entry_order(replace(entry, lines=lines, tax_amount=Decimal(0), total=Decimal("28.26")))
    made = erp.enter(order, PAPER)
    cent = Decimal("0.01")
    taxed = replace(entry, tax_amount=(entry.tax_amount or Decimal(0)) + cent, total=entry.total + cent)
    assert erp.enter(replace(order, entry=taxed), PAPER) == made
    row = bill_row(place, made.id, "amount_untaxed", "amount_tax")
    assert [Decimal(str(row[k])) for k in ("amount_untaxed", "amount_tax")] == [Decimal("28.25"), taxed.tax_amount]
    assert [li["name"] for li in item_rows(place, made.id, "name")] == ["Printed 1", "Printed 2"]


def test_a_group_of_a_fixed_and_a_percentage_tax_is_computed_as_one(place: Place, erp: OdooErp) -> None:
    fixed = place.tax("0.50", "fixed", include_base_amount=True, sequence=1)
    percent = place.tax("10", sequence=2)
    group = place.tax("0", "group", children_tax_ids=[(6, 0, [fixed, percent])])
    entry = bill_entry(place, simple_order(place))
    line = replace(entry.lines[0], tax_ids=(group,))  # 2 × 12.50 + 2 × 0.50 = 26.00, and 10 % of that
    printed = replace(entry, lines=(line,), subtotal=Decimal(25), tax_amount=Decimal("3.60"), total=Decimal("28.60"))
    made = erp.enter(entry_order(printed), PAPER)
    row = bill_row(place, made.id, "amount_untaxed", "amount_tax")
    assert [Decimal(str(row[k])) for k in ("amount_untaxed", "amount_tax")] == [25, Decimal("3.6")]


@pytest.mark.parametrize("difference", ["0.06", "-1.00", "20.00"])
def test_a_total_that_is_more_than_rounding_away_is_refused_and_leaves_nothing(
    place: Place, erp: OdooErp, difference: str
) -> None:
    ordered = simple_order(place)
    entry = bill_entry(place, ordered)
    with pytest.raises(ErpRejected, match="TAX-AMOUNT"):
        erp.enter(entry_order(replace(entry, total=entry.total + Decimal(difference))), PAPER)
    assert bills_of(place, ordered) == []
    assert place.rows("purchase.order.line", [("id", "in", ordered.line_ids)], "qty_invoiced")[0]["qty_invoiced"] == 0


def test_a_total_that_agrees_by_chance_with_a_wrong_tax_is_refused(place: Place, erp: OdooErp) -> None:
    ordered = simple_order(place)
    entry = bill_entry(place, ordered)
    with pytest.raises(ErpRejected, match="TAX-AMOUNT"):
        erp.enter(entry_order(replace(entry, tax_amount=(entry.tax_amount or Decimal(0)) - 1)), PAPER)
    assert bills_of(place, ordered) == []


def test_the_printed_account_is_paid_where_it_is_released(place: Place, erp: OdooErp) -> None:
    ordered = simple_order(place)
    place.account(ordered.vendor_id, iban(), trusted=True)
    second = place.account(ordered.vendor_id, iban(), trusted=True)
    made = erp.enter(entry_order(bill_entry(place, ordered, bank_account_id=second)), PAPER)
    assert bill_row(place, made.id, "partner_bank_id")["partner_bank_id"][0] == second


def test_an_account_whose_release_was_withdrawn_since_the_decision_is_refused(place: Place, erp: OdooErp) -> None:
    ordered = simple_order(place)
    account = place.account(ordered.vendor_id, iban(), trusted=True)
    erp.facts(hints(order_numbers=(ordered.name,)))
    place.do("res.partner.bank", "write", [account], {"allow_out_payment": False})
    with pytest.raises(ErpRejected, match="not released"):
        erp.enter(entry_order(bill_entry(place, ordered, bank_account_id=account)), PAPER)
    assert bills_of(place, ordered) == []


def test_odoos_own_choice_of_an_account_that_is_not_released_is_taken_out(place: Place, erp: OdooErp) -> None:
    ordered = simple_order(place)
    place.account(ordered.vendor_id, iban(), trusted=False)
    made = erp.enter(entry_order(bill_entry(place, ordered)), PAPER)
    assert bill_row(place, made.id, "partner_bank_id")["partner_bank_id"] is False


def test_a_currency_that_is_not_active_is_refused(place: Place, erp: OdooErp) -> None:
    ordered = simple_order(place)
    with pytest.raises(ErpRejected, match="XAU is not active"):
        erp.enter(entry_order(bill_entry(place, ordered, currency="XAU")), PAPER)
    assert bills_of(place, ordered) == []


def test_a_vendor_that_is_gone_is_refused_with_odoos_words(place: Place, erp: OdooErp) -> None:
    ordered = simple_order(place)
    with pytest.raises(ErpRejected, match="99999999"):
        erp.enter(entry_order(bill_entry(place, ordered, vendor_id=99999999)), PAPER)


def test_long_prices_and_quantities_go_over_the_wire_exactly(place: Place, erp: OdooErp) -> None:
    entry = bill_entry(place, simple_order(place))
    line = replace(entry.lines[0], quantity=Decimal("1E+3"), unit_price=Decimal("0.10"), tax_ids=())
    printed = replace(entry, lines=(line,), subtotal=Decimal(100), tax_amount=Decimal(0), total=Decimal(100))
    made = erp.enter(entry_order(printed), PAPER)
    assert [(li["quantity"], li["price_unit"]) for li in item_rows(place, made.id, "quantity", "price_unit")] == [(1000, 0.1)]


def test_a_changed_entry_updates_our_unchanged_draft(place: Place, erp: OdooErp) -> None:
    ordered = simple_order(place)
    order = entry_order(bill_entry(place, ordered))
    made = erp.enter(order, PAPER)
    corrected = replace(order, entry=replace(bill_entry(place, ordered), number=f"NEW-{token()}", bill_date=date(2026, 11, 18)))
    assert erp.enter(corrected, PAPER).id == made.id
    row = bill_row(place, made.id, "ref", "invoice_date")
    assert (row["ref"], row["invoice_date"]) == (corrected.entry.number, "2026-11-18")  # type: ignore[union-attr]
    assert len(item_rows(place, made.id, "id")) == 2
    assert place.left_on("account.move", made.id) == (1, 2, 1)
    assert erp.enter(order, PAPER).id == made.id
    assert bill_row(place, made.id, "ref")["ref"] == order.entry.number  # type: ignore[union-attr]
    assert place.left_on("account.move", made.id) == (1, 3, 1)


def test_a_draft_that_a_person_changed_is_not_touched(place: Place, erp: OdooErp) -> None:
    ordered = simple_order(place)
    order = entry_order(bill_entry(place, ordered))
    made = erp.enter(order, PAPER)
    place.do("account.move", "write", [made.id], {"ref": "typed by a person"})
    with pytest.raises(ErpRejected, match="was changed in Odoo"):
        erp.enter(replace(order, entry=bill_entry(place, ordered)), PAPER)
    assert bill_row(place, made.id, "ref")["ref"] == "typed by a person"
    assert erp.enter(order, PAPER).id == made.id  # this very entry was made; what became of it is for the outcome to tell
    assert bill_row(place, made.id, "ref")["ref"] == "typed by a person"


def test_a_posted_bill_is_not_touched(place: Place, erp: OdooErp) -> None:
    ordered = simple_order(place)
    order = entry_order(bill_entry(place, ordered))
    made = erp.enter(order, PAPER)
    place.do("account.move", "action_post", [made.id])
    assert erp.enter(order, PAPER).id == made.id
    with pytest.raises(ErpRejected, match="is posted in Odoo"):
        erp.enter(replace(order, entry=bill_entry(place, ordered)), PAPER)
    row = bill_row(place, made.id, "ref", "state")
    assert (row["ref"], row["state"]) == (order.entry.number, "posted")  # type: ignore[union-attr]
