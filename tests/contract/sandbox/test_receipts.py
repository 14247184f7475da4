"""Receipts, back-orders, returns and dates, as the warehouse makes them."""

from __future__ import annotations

from typing import Any

import odoorpc
import pytest

from tests.contract.sandbox.conftest import Client


def confirmed(odoo: odoorpc.ODOO, quantity: float = 10) -> tuple[int, int, int]:
    """Order line, receipt and move of a fresh confirmed order."""
    line = {"product_id": 1, "name": "Bolt", "product_qty": quantity, "price_unit": 2, "date_planned": "2026-12-01 12:00:00"}
    order = odoo.env["purchase.order"].create({"partner_id": 1, "order_line": [(0, 0, line)]})
    odoo.env["purchase.order"].button_confirm([order])
    (read,) = odoo.env["purchase.order"].read([order], ["order_line", "picking_ids"])
    (picking,) = read["picking_ids"]
    (move,) = odoo.env["stock.move"].search([("picking_id", "=", picking)])
    return read["order_line"][0], picking, move


def received(odoo: odoorpc.ODOO, line: int) -> float:
    return float(odoo.env["purchase.order.line"].read([line], ["qty_received"])[0]["qty_received"])


def test_goods_count_as_received_only_once_validated(client: Client) -> None:
    odoo = client()
    line, picking, move = confirmed(odoo)
    assert odoo.env["stock.move"].read([move], ["quantity", "picked", "state"])[0] == {
        "id": move,
        "quantity": 10.0,
        "picked": False,
        "state": "assigned",
    }
    assert received(odoo, line) == 0
    assert odoo.env["stock.picking"].button_validate([picking]) is True
    assert received(odoo, line) == 10


def test_a_partial_receipt_asks_and_the_wizard_makes_the_backorder(client: Client) -> None:
    odoo = client()
    line, picking, move = confirmed(odoo)
    odoo.env["stock.move"].write([move], {"quantity": 6, "picked": True})
    action: Any = odoo.env["stock.picking"].button_validate([picking])
    assert action["res_model"] == "stock.backorder.confirmation"
    assert received(odoo, line) == 0
    context = {"context": action["context"]}
    wizard = odoo.execute_kw("stock.backorder.confirmation", "create", [{}], context)
    odoo.execute_kw("stock.backorder.confirmation", "process", [[wizard]], context)
    assert received(odoo, line) == 6
    (rest,) = odoo.env["stock.picking"].search_read([("backorder_id", "=", picking)], ["state", "move_ids"])
    (left,) = odoo.env["stock.move"].read(rest["move_ids"], ["product_uom_qty"])
    assert (rest["state"], left["product_uom_qty"]) == ("assigned", 4.0)


def test_a_rest_that_is_not_expected_makes_the_receipt_full(client: Client) -> None:
    odoo = client()
    line, picking, move = confirmed(odoo)
    odoo.env["stock.move"].write([move], {"quantity": 3, "picked": True})
    context = {"context": {"skip_backorder": True, "picking_ids_not_to_backorder": [picking]}}
    odoo.execute_kw("stock.picking", "button_validate", [[picking]], context)
    assert received(odoo, line) == 3
    assert odoo.env["stock.picking"].search([("backorder_id", "=", picking)]) == []
    (order,) = odoo.env["purchase.order"].search_read([("order_line", "in", [line])], ["receipt_status"])
    assert order["receipt_status"] == "full"


def test_goods_sent_back_are_not_received_any_more(client: Client) -> None:
    odoo = client()
    line, picking, _ = confirmed(odoo)
    odoo.env["stock.picking"].button_validate([picking])
    context = {"context": {"active_id": picking, "active_model": "stock.picking"}}
    wizard = odoo.execute_kw("stock.return.picking", "create", [{"picking_id": picking}], context)
    method = "create_returns" if odoo.version.startswith("17") else "action_create_returns"
    action: Any = odoo.execute("stock.return.picking", method, [wizard])
    assert received(odoo, line) == 10
    odoo.env["stock.picking"].button_validate([action["res_id"]])
    assert received(odoo, line) == 0


def test_an_expected_date_leaves_the_agreed_date_alone(client: Client) -> None:
    odoo = client()
    line, picking, move = confirmed(odoo)
    odoo.env["stock.move"].write([move], {"date": "2026-12-15 12:00:00"})
    (read,) = odoo.env["stock.picking"].read([picking], ["scheduled_date", "date_deadline"])
    assert (read["scheduled_date"], read["date_deadline"]) == ("2026-12-15 12:00:00", "2026-12-01 12:00:00")
    planned = odoo.env["purchase.order.line"].read([line], ["date_planned"])[0]["date_planned"]
    assert planned == "2026-12-01 12:00:00"


def test_a_cancelled_move_is_not_changed(client: Client) -> None:
    odoo = client()
    _, picking, move = confirmed(odoo)
    odoo.env["stock.picking"].action_cancel([picking])
    with pytest.raises(odoorpc.error.RPCError, match="cancelled stock move"):
        odoo.env["stock.move"].write([move], {"quantity": 5})
