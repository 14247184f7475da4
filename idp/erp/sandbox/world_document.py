"""How do the orders, receipts, bills and sales of a world file come about?

Each document is made as a person would make it, at the time the file says: the call's clock is set to it meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal

from idp.erp.sandbox import bill_action, purchase_action, purchase_receipt, sale, seed, stock, transfer, transfer_wizard
from idp.erp.sandbox.amount import exact, wire
from idp.erp.sandbox.bill_total import recompute_totals
from idp.erp.sandbox.env import Env
from idp.erp.sandbox.store import Row
from idp.erp.sandbox.unit import converted
from idp.erp.sandbox.world import Bill, BillLine, Order, SaleOrder, WorldError
from idp.erp.sandbox.world_names import Names

_CENTS = Decimal("0.05")


@contextmanager
def _at(env: Env, moment: str | None) -> Iterator[None]:
    before, env.now = env.now, moment or env.now
    try:
        yield
    finally:
        env.now = before


# -- purchase orders --------------------------------------------------------------------------------------------------


def load_order(env: Env, names: Names, order: Order, path: str) -> None:
    """A purchase order in its state, with what was received and returned.

    Raises:
        WorldError: an unknown name, or receipts on an order that was never confirmed.
    """
    if env.first("purchase.order", name=order.name):
        raise WorldError(f"{path}.name: a second purchase order {order.name!r}")
    company = names.company(order.company, f"{path}.company")
    with _at(env, order.date_order):
        lines = [(0, 0, _order_line(env, names, order, company, n, path)) for n in range(len(order.lines))]
        columns = {
            "name": order.name,
            "partner_id": names.partner(order.partner, f"{path}.partner"),
            "company_id": company,
            "currency_id": names.currency(order.currency, company),
            "date_order": env.now,
            "date_planned": order.date_planned,
            "payment_term_id": names.payment_term(order.payment_term, f"{path}.payment_term") if order.payment_term else None,
        }
        order_id = env.create("purchase.order", {**columns, "order_line": lines})
        env.flush()
        if order.state == "purchase":
            purchase_action.button_confirm(env, "purchase.order", [order_id])
            env.flush()
        elif order.state == "cancel":
            purchase_action.button_cancel(env, "purchase.order", [order_id])
    line_ids = env.store.find("purchase.order.line", "order_id", order_id)
    _receive(env, order, order_id, line_ids, path)
    _send_back(env, order, line_ids)
    if order.locked:
        purchase_action.button_done(env, "purchase.order", [order_id])
    _leave_dates_open(env, order, order_id, line_ids)
    env.flush()


def _leave_dates_open(env: Env, order: Order, order_id: int, line_ids: Sequence[int]) -> None:
    """A date that the world does not state stays unknown: the day of loading would make every paper older than its order."""
    if order.date_order is None:
        env.write("purchase.order", [order_id], {"date_order": False})
    undated = [
        i for i, line in zip(line_ids, order.lines, strict=True) if line.date_planned is None and order.date_planned is None
    ]
    if undated:
        env.write("purchase.order.line", undated, {"date_planned": False})


def _order_line(env: Env, names: Names, order: Order, company: int, number: int, path: str) -> Row:
    line = order.lines[number]
    here = f"{path}.lines[{number}]"
    product = names.product(line.product, f"{here}.product") if line.product else None
    unit = names.unit(line.uom, f"{here}.uom") if line.uom else None
    if unit is None:
        unit = env.get("product.product", product, "uom_id") if product else names.unit("Units", here)
    if product is None and not line.description:
        raise WorldError(f"{here}: a line needs a product or a description")
    taxes = [seed.tax(env, company, line.tax_percent, "purchase")] if line.tax_percent is not None else []
    columns = {
        "sequence": 10 + number,
        "product_id": product,
        "product_qty": wire(line.quantity),
        "product_uom": unit,
        "price_unit": wire(line.price),
        "discount": wire(line.discount),
        "taxes_id": [(6, 0, taxes)],
        "date_planned": line.date_planned or order.date_planned or env.now,
    }
    return {**columns, **({"name": line.description} if line.description else {})}


def _receive(env: Env, order: Order, order_id: int, line_ids: Sequence[int], path: str) -> None:
    receipts: dict[tuple[str, str | None], list[tuple[int, Decimal]]] = {}
    for line_id, line in zip(line_ids, order.lines, strict=True):
        if line.received and order.state != "purchase":
            raise WorldError(f"{path}.lines[{order.lines.index(line)}].received: the order is {order.state}")
        for receipt in line.received:
            key = (receipt.date or order.date_planned or env.now, receipt.picking)
            receipts.setdefault(key, []).append((line_id, receipt.quantity))
    for (moment, picking), quantities in sorted(receipts.items(), key=lambda item: (item[0][0], item[0][1] or "")):
        with _at(env, moment):
            _receive_once(env, order_id, picking, quantities)


def _receive_once(env: Env, order_id: int, name: str | None, quantities: Sequence[tuple[int, Decimal]]) -> None:
    goods = [(i, q) for i, q in quantities if env.row("purchase.order.line", i)["qty_received_method"] == "stock_moves"]
    for line_id, quantity in quantities:
        line = env.row("purchase.order.line", line_id)
        if line["qty_received_method"] == "manual":
            total = exact(line.get("qty_received")) + quantity
            env.write("purchase.order.line", [line_id], {"qty_received": wire(total)})
    if not goods:
        env.flush()
        return
    picking = purchase_receipt.receipt(env, env.row("purchase.order", order_id))
    if name:
        _rename(env, picking, name)
    for line_id, quantity in goods:
        _pick(env, picking, env.row("purchase.order.line", line_id), quantity)
    env.flush()
    transfer.button_validate(env.with_context(skip_backorder=True), "stock.picking", [picking])
    env.flush()


def _rename(env: Env, picking: int, name: str) -> None:
    """Gives a transfer the world's name; one that was numbered so by chance gets the next number."""
    for other in env.store.find("stock.picking", "name", name):
        if other != picking:
            kind = env.row("stock.picking", other)["picking_type_id"]
            env.set("stock.picking", other, {"name": env.next_number(f"stock.picking.{kind}", "stock.picking")})
    env.set("stock.picking", picking, {"name": name})


def _pick(env: Env, picking: int, line: Row, quantity: Decimal) -> None:
    """Enters a received quantity on the line's open move, or on an extra one when everything was received before."""
    unit = env.get("product.product", line["product_id"], "uom_id")
    amount = converted(env, quantity, line.get("product_uom"), unit)
    moves = [m for m in env.find("stock.move", "purchase_line_id", line["id"]) if m["state"] in stock.OPEN]
    here = [m for m in moves if m["picking_id"] == picking]
    if here:
        picked = exact(here[0]["quantity"]) if here[0].get("picked") else Decimal(0)
        env.write("stock.move", [here[0]["id"]], {"quantity": wire(picked + amount), "picked": True})
        return
    extra = stock.new_move(env, picking, line["product_id"], amount, purchase_line_id=line["id"])
    env.write("stock.move", [extra], {"picked": True})


def _send_back(env: Env, order: Order, line_ids: Sequence[int]) -> None:
    for line_id, line in zip(line_ids, order.lines, strict=True):
        for returned in line.returned:
            with _at(env, returned.date):
                _return_once(env, line_id, returned.quantity)


def _return_once(env: Env, line_id: int, quantity: Decimal) -> None:
    line = env.row("purchase.order.line", line_id)
    if line["qty_received_method"] == "manual":
        total = exact(line.get("qty_received")) - quantity
        env.write("purchase.order.line", [line_id], {"qty_received": wire(total)})
        return
    unit = env.get("product.product", line["product_id"], "uom_id")
    left = converted(env, quantity, line.get("product_uom"), unit)
    for move in _received_moves(env, line_id):
        back = min(left, _still_here(env, move))
        if back > 0:
            picking = transfer_wizard.send_back(env, move["picking_id"], [(move["id"], back)])
            transfer.button_validate(env, "stock.picking", [picking])
            env.flush()
            left -= back
    if left > 0:
        raise WorldError(f"{line['name']}: {quantity} returned of a line that received less")


def _received_moves(env: Env, line_id: int) -> list[Row]:
    """The done receipts of an order line, without what went back; latest first."""
    moves = env.find("stock.move", "purchase_line_id", line_id)
    return [m for m in reversed(moves) if m["state"] == "done" and not m.get("origin_returned_move_id")]


def _still_here(env: Env, move: Row) -> Decimal:
    """What a receipt brought less what was sent back of it, in the product's unit."""
    back = [m for m in env.find("stock.move", "origin_returned_move_id", move["id"]) if m["state"] == "done"]
    return exact(move["quantity"]) - sum((exact(m["quantity"]) for m in back), Decimal(0))


# -- bills ------------------------------------------------------------------------------------------------------------


def load_bill(env: Env, names: Names, bill: Bill, path: str) -> None:
    """A bill or refund whose lines point to order lines, in its state and with its total."""
    orders = [names.order(r.po, f"{path}.lines[{n}].po") for n, r in enumerate(bill.lines) if r.po]
    named = names.company(bill.company, f"{path}.company")
    company = env.row("purchase.order", orders[0])["company_id"] if orders and not bill.company else named
    currency = env.row("purchase.order", orders[0])["currency_id"] if orders and not bill.currency else None
    lines = [(0, 0, _bill_line(env, names, row, company, f"{path}.lines[{n}]")) for n, row in enumerate(bill.lines)]
    if not lines:
        lines = [(0, 0, {"name": bill.number or "Bill", "quantity": 1.0, "price_unit": wire(bill.total or Decimal(0))})]
    with _at(env, f"{bill.date} 12:00:00" if bill.date else None):
        columns = {
            "move_type": bill.type,
            "partner_id": names.partner(bill.partner, f"{path}.partner"),
            "company_id": company,
            "currency_id": currency or names.currency(bill.currency, company),
            "ref": bill.number,
            "invoice_date": bill.date or env.today,
            "invoice_origin": ", ".join(dict.fromkeys(row.po for row in bill.lines if row.po)) or None,
        }
        move = env.create("account.move", {**columns, "invoice_line_ids": lines})
        env.flush()
        if bill.total is not None and bill.lines:
            _reach_total(env, move, bill.total)
        if bill.state == "posted":
            bill_action.action_post(env, "account.move", [move])
        elif bill.state == "cancel":
            bill_action.button_cancel(env, "account.move", [move])
    env.flush()


def _bill_line(env: Env, names: Names, row: BillLine, company: int, path: str) -> Row:
    if row.po is None:
        return _coded_line(env, names, row, company, path)
    order = names.order(row.po, f"{path}.po")
    lines = env.store.find("purchase.order.line", "order_id", order)
    number = row.po_line or 0
    if number >= len(lines):
        raise WorldError(f"{path}.po_line: {row.po} has {len(lines)} lines, counted from 0")
    line = env.row("purchase.order.line", lines[number])
    return {
        "product_id": line.get("product_id"),
        "name": line["name"],
        "quantity": wire(row.quantity),
        "price_unit": wire(row.price) if row.price is not None else line["price_unit"],
        "discount": (line.get("discount") or 0.0) if row.price is None else 0.0,
        "product_uom_id": line.get("product_uom"),
        "tax_ids": [(6, 0, list(line.get("taxes_id") or []))],
        "purchase_line_id": line["id"],
    }


def _coded_line(env: Env, names: Names, row: BillLine, company: int, path: str) -> Row:
    taxes = [seed.tax(env, company, row.tax_percent, "purchase")] if row.tax_percent is not None else []
    account = {"account_id": names.account(row.account, f"{path}.account")} if row.account else {}
    amounts = {"quantity": wire(row.quantity), "price_unit": wire(row.price or Decimal(0)), "tax_ids": [(6, 0, taxes)]}
    return {"name": row.description, **amounts, **account}


def _reach_total(env: Env, move: int, total: Decimal) -> None:
    """Cents go to the tax line as an accountant would put them; more than cents are charges that were not ordered."""
    difference = total - exact(env.row("account.move", move)["amount_total"])
    if not difference:
        return
    taxes = [r for r in env.find("account.move.line", "move_id", move) if r["display_type"] == "tax"]
    if taxes and abs(difference) <= _CENTS:
        amount = exact(taxes[0]["amount_currency"])
        changed = amount + (difference if amount >= 0 else -difference)
        env.write("account.move.line", [taxes[0]["id"]], {"amount_currency": wire(changed)})
    else:
        charge = {"name": "Other charges", "quantity": 1.0, "price_unit": wire(difference), "tax_ids": []}
        env.write("account.move", [move], {"invoice_line_ids": [(0, 0, charge)]})
    env.mark(recompute_totals, move)
    env.flush()


# -- sales ------------------------------------------------------------------------------------------------------------


def load_sale(env: Env, names: Names, order: SaleOrder, path: str) -> None:
    """A confirmed sales order with its deliveries."""
    company = names.company(order.company, f"{path}.company")
    lines = [
        (0, 0, {"product_id": product, "product_uom_qty": wire(row.quantity), "price_unit": wire(row.price)})
        for n, row in enumerate(order.lines)
        for product in [names.product(row.product, f"{path}.lines[{n}].product")]
    ]
    partner = names.partner(order.partner, f"{path}.partner")
    columns = {"name": order.name, "partner_id": partner, "company_id": company}
    order_id = env.create(
        "sale.order", {**columns, "commitment_date": order.commitment_date, "order_line": lines, "state": "sale"}
    )
    env.flush()
    rows = [env.row("sale.order.line", i) for i in env.store.find("sale.order.line", "order_id", order_id)]
    deliveries = order.pickings or (None,)
    for number, delivery in enumerate(deliveries):
        share = rows[number :: len(deliveries)] or rows[:1]
        if not share:
            continue
        picking = sale.deliver(env, env.row("sale.order", order_id), share)
        env.set("stock.picking", picking, {"priority": str(order.priority or "0")})
        if delivery is not None:
            _deliver(env, picking, delivery.name, delivery.state)
    env.flush()


def _deliver(env: Env, picking: int, name: str | None, state: str) -> None:
    if name:
        _rename(env, picking, name)
    if state == "done":
        transfer.button_validate(env, "stock.picking", [picking])
    elif state == "cancel":
        transfer.action_cancel(env, "stock.picking", [picking])
    elif state != "assigned":
        moves = env.store.find("stock.move", "picking_id", picking)
        for move in moves:
            env.set("stock.move", move, {"state": state, "quantity": 0.0})
