"""Which bill does ``action_create_invoice`` make of an order?"""

from __future__ import annotations

from collections.abc import Sequence

from idp.erp.sandbox import fault
from idp.erp.sandbox.amount import exact
from idp.erp.sandbox.env import Env
from idp.erp.sandbox.product import default_taxes
from idp.erp.sandbox.store import Row, Value

_BILLS_EMPTY_LINES = 19
_LINE_UOM, _LINE_TAXES = "product_uom", "taxes_id"


def bills_of(env: Env, orders: Sequence[Row]) -> Value:
    """Bills what is open; 17.0 and 18.0 refuse when nothing is, 19.0 makes a bill of empty lines."""
    created: list[int] = []
    for order in orders:
        lines = env.find("purchase.order.line", "order_id", order["id"])
        chosen = [r for r in lines if exact(r.get("qty_to_invoice")) != 0 or env.version >= _BILLS_EMPTY_LINES]
        if not chosen:
            raise fault.user_error(
                "There is no invoiceable line. If a product has a control policy based on received quantity, please make "
                "sure that a quantity has been received."
            )
        created.append(env.create("account.move", _bill_of(env, order, chosen)))
        env.flush()
    return _bill_action(env, created)


def _bill_of(env: Env, order: Row, lines: Sequence[Row]) -> Row:
    address = next(
        (p for p in env.find("res.partner", "parent_id", order["partner_id"]) if p.get("type") == "invoice"),
        env.row("res.partner", order["partner_id"]),
    )
    vals = {
        "move_type": "in_invoice",
        "partner_id": address["id"],
        "company_id": order["company_id"],
        "currency_id": order["currency_id"],
        "invoice_origin": order["name"],
        "invoice_line_ids": [(0, 0, _bill_line(env, order, line)) for line in lines],
    }
    if env.version < _BILLS_EMPTY_LINES and order.get("partner_ref"):
        vals |= {"ref": order["partner_ref"], "payment_reference": order["partner_ref"]}
    return vals


def _bill_line(env: Env, order: Row, line: Row) -> Row:
    product = line.get("product_id")
    label = env.label("product.product", product) if product else ""
    taxes = list(line.get(_LINE_TAXES) or []) or (
        default_taxes(env, product, "supplier_taxes_id", order["company_id"]) if product else []
    )
    return {
        "product_id": product,
        "name": {17: f"{order['name']}: {line['name']}", 18: f"{label} {line['name']}"}.get(
            env.version, f"{label}\n{line['name']}"
        ).strip(),
        "quantity": line.get("qty_to_invoice") or 0.0,
        "price_unit": line.get("price_unit") or 0.0,
        "discount": line.get("discount") or 0.0,
        "product_uom_id": line.get(_LINE_UOM),
        "tax_ids": [(6, 0, taxes)],
        "purchase_line_id": line["id"],
    }


def _bill_action(env: Env, bills: Sequence[int]) -> Value:
    context: Value = {"default_move_type": "in_invoice", "display_account_trust": True}
    action = {
        "name": "Bills",
        "type": "ir.actions.act_window",
        "xml_id": "account.action_move_in_invoice_type",
        "res_model": "account.move",
        "context": context if env.version >= 19 else str(context),
        "domain": "[('move_type', 'in', ['in_invoice', 'in_refund'])]",
        "target": "current",
    }
    if len(bills) == 1:
        return {**action, "res_id": bills[0], "view_mode": "form"}
    return {**action, "domain": [["id", "in", list(bills)]], "view_mode": "list,form"}
