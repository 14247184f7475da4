"""What each role of the world file may do, as Odoo's groups say."""

from __future__ import annotations

from typing import Any

import odoorpc
import pytest

from tests.contract.sandbox.conftest import Client


def attempt(odoo: odoorpc.ODOO, model: str, method: str, *args: Any) -> str:
    """``done``, or the class of the fault."""
    try:
        odoo.execute(model, method, *args)
    except odoorpc.error.RPCError as exc:
        return str(exc.info["data"]["name"]).rsplit(".", 1)[-1]
    return "done"


def bill(odoo: odoorpc.ODOO) -> int:
    line = {"name": "x", "quantity": 1, "price_unit": 1}
    vals = {"move_type": "in_invoice", "partner_id": 1, "invoice_date": "2026-11-20", "invoice_line_ids": [(0, 0, line)]}
    return int(odoo.env["account.move"].create(vals))


def test_a_clerk_drafts_and_does_not_post(client: Client) -> None:
    clerk = client("clara")
    draft = bill(clerk)
    assert attempt(clerk, "account.move", "action_post", [draft]) == "AccessError"
    assert attempt(clerk, "account.move", "write", [draft], {"ref": "A"}) == "done"
    assert attempt(clerk, "res.partner", "create", {"name": "x"}) == "AccessError"
    assert attempt(clerk, "res.partner.bank", "create", {"acc_number": "1", "partner_id": 1}) == "AccessError"
    assert attempt(clerk, "ir.model", "search", []) == "AccessError"


def test_finance_posts_and_owns_bank_accounts(client: Client) -> None:
    finance = client("fiona")
    assert attempt(finance, "account.move", "action_post", [bill(finance)]) == "done"
    assert attempt(finance, "res.partner.bank", "create", {"acc_number": "DE1", "partner_id": 1}) == "done"


def test_the_warehouse_receives_and_does_not_bill(client: Client) -> None:
    keeper = client("walter")
    (picking,) = keeper.env["stock.picking"].search([("state", "=", "assigned")])
    assert attempt(keeper, "stock.picking", "button_validate", [picking]) == "done"
    assert attempt(keeper, "account.move", "search", []) == "AccessError"


def test_an_auditor_reads_and_changes_nothing(client: Client) -> None:
    bill(client())
    auditor = client("otto")
    assert auditor.env["account.move"].search_count([]) == 1
    for model, method, args in (
        ("account.move", "create", ({"move_type": "in_invoice"},)),
        ("account.move", "write", ([1], {"ref": "x"})),
        ("account.move", "unlink", ([1],)),
        ("purchase.order", "button_confirm", ([1],)),
        ("stock.picking", "button_validate", ([1],)),
    ):
        assert attempt(auditor, model, method, *args) == "AccessError", (model, method)


def test_the_groups_of_a_role_are_asked_for(client: Client) -> None:
    clerk = client("clara")
    version = int(clerk.version.split(".")[0])
    call = (
        (lambda g: clerk.execute("res.users", "has_group", g))
        if version == 17
        else (lambda g: clerk.execute("res.users", "has_group", [clerk.env.uid], g))
    )
    assert call("purchase.group_purchase_user")
    assert call("idp.group_clerk")
    assert not call("account.group_account_invoice")


def test_a_user_of_one_company_does_not_see_the_others_orders(client: Client) -> None:
    admin = client()
    other = admin.env["res.company"].create({"name": "Second", "currency_id": 1})
    if not admin.version.startswith("17"):
        assert attempt(admin, "purchase.order", "create", {"partner_id": 1, "company_id": other}) == "ValidationError"
        admin.env["stock.warehouse"].create({"name": "Second", "code": "S2", "company_id": other})
    order = admin.env["purchase.order"].create({"partner_id": 1, "company_id": other})
    buyer = client("berta")
    assert buyer.env["purchase.order"].search([("id", "=", order)]) == []
    with pytest.raises(odoorpc.error.RPCError) as caught:
        buyer.execute("purchase.order", "read", [order], ["name"])
    assert caught.value.info["data"]["name"] == "odoo.exceptions.AccessError"
    assert attempt(buyer, "purchase.order", "create", {"partner_id": 1, "company_id": other}) == "AccessError"
    narrowed = {"context": {"allowed_company_ids": [1]}}
    assert admin.execute_kw("purchase.order", "search", [[["id", "=", order]]], narrowed) == []
    with pytest.raises(odoorpc.error.RPCError, match="unauthorized"):
        admin.execute_kw("purchase.order", "search", [[]], {"context": {"allowed_company_ids": [99]}})
