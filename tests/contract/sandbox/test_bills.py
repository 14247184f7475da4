"""Bills as a client makes them: exactly once, with the printed cents, in one transaction or not at all."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import odoorpc
import pytest

from tests.contract.sandbox.conftest import BILL_COLUMNS, Client, bill_rows


def vendor(odoo: odoorpc.ODOO) -> int:
    (found,) = odoo.env["res.partner"].search([("name", "=", "Acme GmbH")])
    return int(found)


def draft(odoo: odoorpc.ODOO, **vals: Any) -> int:
    line = {"name": "Bolts", "quantity": 3, "price_unit": 3.33, "tax_ids": [(6, 0, purchase_tax(odoo))]}
    head = {"move_type": "in_invoice", "partner_id": vendor(odoo), "invoice_date": "2026-11-20"}
    return int(odoo.env["account.move"].create({**head, "invoice_line_ids": [(0, 0, line)], **vals}))


def purchase_tax(odoo: odoorpc.ODOO) -> list[int]:
    return list(odoo.env["account.tax"].search([("amount", "=", 19), ("type_tax_use", "=", "purchase")]))


def test_five_racing_loads_make_one_bill(client: Client) -> None:
    clients = [client() for _ in range(5)]
    rows = bill_rows("raced", vendor(clients[0]))
    start = threading.Barrier(5)

    def run(odoo: odoorpc.ODOO) -> Any:
        start.wait()
        return odoo.execute("account.move", "load", list(BILL_COLUMNS), rows)

    with ThreadPoolExecutor(5) as pool:
        answers = list(pool.map(run, clients))
    won = {tuple(a["ids"]) for a in answers if a["ids"]}
    assert len(won) == 1
    for lost in (a for a in answers if not a["ids"]):
        assert lost["messages"][0]["type"] == "error"
        assert "could not serialize access" in lost["messages"][0]["message"]
    moves = clients[0].env["account.move"].search_read([("ref", "=", "raced")], ["invoice_line_ids"])
    assert [len(m["invoice_line_ids"]) for m in moves] == [2]
    again = clients[4].execute("account.move", "load", list(BILL_COLUMNS), rows)
    assert tuple(again["ids"]) in won


def test_a_load_that_fails_in_one_row_changes_nothing(client: Client) -> None:
    odoo = client()
    rows = [*bill_rows("good", vendor(odoo)), *bill_rows("bad", 999999)]
    answer = odoo.execute("account.move", "load", list(BILL_COLUMNS), rows)
    assert answer["ids"] is False
    assert [m["field"] for m in answer["messages"]] == ["partner_id"]
    assert odoo.env["account.move"].search_count([("ref", "in", ["good", "bad"])]) == 0
    with pytest.raises(odoorpc.error.RPCError):
        odoo.execute("ir.model.data", "check_object_reference", "idp", "good")


def test_an_external_id_is_found_by_people_who_may_not_search_for_it(client: Client) -> None:
    clerk = client("clara")
    (bill,) = clerk.execute("account.move", "load", list(BILL_COLUMNS), bill_rows("looked", vendor(clerk)))["ids"]
    assert clerk.execute("account.move", "get_external_id", [bill]) == {str(bill): "idp.looked"}
    assert clerk.execute("ir.model.data", "check_object_reference", "idp", "looked") == ["account.move", bill]
    with pytest.raises(odoorpc.error.RPCError, match="not allowed"):
        clerk.execute("ir.model.data", "search", [["name", "=", "looked"]])


def test_an_activity_is_loaded_without_reading_the_models(client: Client) -> None:
    clerk = client("clara")
    bill = draft(clerk)
    columns = ["id", "res_model_id/id", "res_id", "summary", "user_id/.id"]
    row = ["idp.act", "account.model_account_move", str(bill), "Approve", str(clerk.env.uid)]
    first = clerk.execute("mail.activity", "load", columns, [row])
    assert first["ids"] == clerk.execute("mail.activity", "load", columns, [row])["ids"]
    (activity,) = clerk.execute("mail.activity", "read", first["ids"], ["res_model", "res_id", "summary"])
    assert (activity["res_model"], activity["res_id"], activity["summary"]) == ("account.move", bill, "Approve")


def test_cents_are_corrected_on_the_tax_line_and_a_later_line_change_wipes_them(client: Client) -> None:
    odoo = client()
    bill = draft(odoo)
    moves, lines = odoo.env["account.move"], odoo.env["account.move.line"]
    (tax,) = lines.search_read([("move_id", "=", bill), ("display_type", "=", "tax")], ["amount_currency"])
    assert tax["amount_currency"] == 1.9
    moves.write([bill], {"line_ids": [(1, tax["id"], {"amount_currency": 1.91})]})
    (read,) = moves.read([bill], ["amount_untaxed", "amount_tax", "amount_total", "amount_residual"])
    assert (read["amount_untaxed"], read["amount_tax"], read["amount_total"]) == (9.99, 1.91, 11.9)
    balance = lines.search_read([("move_id", "=", bill)], ["debit", "credit"])
    assert round(sum(r["debit"] - r["credit"] for r in balance), 2) == 0
    (item,) = lines.search([("move_id", "=", bill), ("display_type", "=", "product")])
    lines.write([item], {"quantity": 4})
    assert moves.read([bill], ["amount_tax"])[0]["amount_tax"] == 2.53


def test_drafts_count_as_billed_and_refunds_count_back(client: Client) -> None:
    odoo = client()
    line = {"product_id": 1, "quantity": 10, "price_unit": 2.5, "purchase_line_id": 1}
    bill = draft(odoo, invoice_line_ids=[(0, 0, line)])
    refund = draft(odoo, move_type="in_refund", invoice_line_ids=[(0, 0, {**line, "quantity": 4})])

    def billed() -> float:
        return float(odoo.env["purchase.order.line"].read([1], ["qty_invoiced"])[0]["qty_invoiced"])

    assert billed() == 6.0
    odoo.env["account.move"].button_cancel([bill])
    assert billed() == -4.0
    odoo.env["account.move"].unlink([refund])
    assert billed() == 0.0


def test_a_batch_with_one_bad_record_creates_none(client: Client) -> None:
    odoo = client()
    before = odoo.env["account.move"].search_count([])
    good = {"move_type": "in_invoice", "partner_id": vendor(odoo)}
    with pytest.raises(odoorpc.error.RPCError):
        odoo.execute("account.move", "create", [good, {**good, "move_type": "nonsense"}])
    assert odoo.env["account.move"].search_count([]) == before
    numbers = odoo.execute("account.move", "create", [good, good])
    assert len(numbers) == 2


def test_the_trusted_account_is_put_on_the_bill(client: Client) -> None:
    odoo = client()
    bill = draft(odoo)
    (read,) = odoo.env["account.move"].read([bill], ["partner_bank_id"])
    assert read["partner_bank_id"][1] == "DE02120300000000202051"


def test_parallel_posts_give_unique_numbers_without_gaps(client: Client) -> None:
    odoo = client()
    bills = [draft(odoo, ref=f"N{n}") for n in range(6)]
    clients = [client() for _ in range(6)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda pair: pair[0].execute("account.move", "action_post", [pair[1]]), zip(clients, bills, strict=True)))
    names = sorted(m["name"] for m in odoo.env["account.move"].read(bills, ["name"]))
    assert names == [f"BILL/2026/11/{n:04d}" for n in range(1, 7)]


def test_an_equal_reference_is_shown_and_not_refused(client: Client) -> None:
    odoo = client()
    first, second = draft(odoo, ref="R-1"), draft(odoo, ref="R-1")
    other = draft(odoo, ref="r-1")
    moves = odoo.env["account.move"]
    assert moves.read([second], ["duplicated_ref_ids"])[0]["duplicated_ref_ids"] == [first]
    assert moves.read([other], ["duplicated_ref_ids"])[0]["duplicated_ref_ids"] == []
    moves.action_post([first])
    moves.action_post([second])


def test_a_payment_settles_a_posted_bill(client: Client) -> None:
    odoo = client("fiona")
    bill = draft(odoo)
    odoo.env["account.move"].action_post([bill])
    context = {"context": {"active_model": "account.move", "active_ids": [bill]}}
    wizard = odoo.execute_kw("account.payment.register", "create", [{}], context)
    odoo.execute_kw("account.payment.register", "action_create_payments", [[wizard]], context)
    (read,) = odoo.env["account.move"].read([bill], ["payment_state", "amount_residual"])
    assert (read["payment_state"], read["amount_residual"]) == ("paid", 0.0)


def test_a_copied_bill_is_a_draft_with_the_lines_and_no_reference(client: Client) -> None:
    odoo = client()
    line = {"product_id": 1, "quantity": 10, "price_unit": 2.5, "purchase_line_id": 1}
    bill = draft(odoo, ref="R-9", invoice_line_ids=[(0, 0, line)])
    odoo.env["account.move"].action_post([bill])
    answer: Any = odoo.execute("account.move", "copy", bill)
    (copy,) = answer if isinstance(answer, list) else [answer]
    fields = ["state", "ref", "amount_total", "invoice_line_ids"]
    (old, new) = odoo.env["account.move"].read([bill, copy], fields)
    assert (new["state"], new["ref"], new["amount_total"]) == ("draft", False, old["amount_total"])
    assert len(new["invoice_line_ids"]) == 1
    assert odoo.env["purchase.order.line"].read([1], ["qty_invoiced"])[0]["qty_invoiced"] == 10.0


def test_prices_are_kept_to_the_precision_of_the_database(client: Client) -> None:
    odoo = client()
    (precision,) = odoo.env["decimal.precision"].search([("name", "=", "Product Price")])
    odoo.env["decimal.precision"].write([precision], {"digits": 4})
    bill = draft(odoo, invoice_line_ids=[(0, 0, {"name": "x", "quantity": 1000, "price_unit": "0.12345"})])
    (line,) = odoo.env["account.move.line"].search_read(
        [("move_id", "=", bill), ("display_type", "=", "product")], ["price_unit", "price_subtotal"]
    )
    kept = 0.12345 if odoo.version.startswith("19") else 0.1235
    assert (line["price_unit"], line["price_subtotal"]) == (kept, round(kept * 1000, 2))


def test_a_vendor_with_documents_is_not_deleted(client: Client) -> None:
    odoo = client()
    with pytest.raises(odoorpc.error.RPCError) as caught:
        odoo.env["res.partner"].unlink([vendor(odoo)])
    assert caught.value.info["data"]["name"] == "odoo.exceptions.ValidationError"
