"""Which model behaves how? The explicit table of everything beyond plain columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from idp.erp.sandbox import (
    activity,
    attachment,
    bill,
    bill_action,
    bill_line,
    fault,
    message,
    money,
    partner,
    payment_term,
    product,
    purchase,
    purchase_line,
    sale,
    stock,
    transfer,
    transfer_wizard,
    warehouse,
)
from idp.erp.sandbox.access import Operation, require, visible
from idp.erp.sandbox.env import Behaviour, Env, Method
from idp.erp.sandbox.store import Row, Value
from idp.erp.sandbox.tax import TAX
from idp.erp.sandbox.unit import UOM


def check_object_reference(env: Env, _model: str, module: str, xml_id: str, raise_on_access_error: bool = False) -> Value:
    """``[model, id]`` of an external id; for every user, unlike a search of ``ir.model.data``."""
    row = env.first("ir.model.data", name=xml_id, module=module)
    if row is None:
        raise fault.value_error(f"External ID not found in the system: {module}.{xml_id}")
    if env.exists(row["model"], row["res_id"]) and visible(env, row["model"], env.row(row["model"], row["res_id"])):
        require(env, row["model"], Operation.READ)
        return [row["model"], row["res_id"]]
    if raise_on_access_error:
        raise fault.access_error(f'Not enough access rights on the external ID "{module}.{xml_id}"')
    return [row["model"], False]


_MODEL_DATA = Behaviour(
    label=lambda _env, row: f"{row['module']}.{row['name']}",
    computed={
        "complete_name": lambda _env, row: f"{row['module']}.{row['name']}",
        "reference": lambda _env, row: f"{row['model']},{row['res_id']}",
    },
    methods={"check_object_reference": check_object_reference},
    order="module, model, name",
)


def _account_label(env: Env, row: Row) -> str:
    return str(row["name"]) if env.version >= 19 else f"{row['code']} {row['name']}"


_CARRIERS = frozenset(
    {
        "account.move",
        "product.product",
        "product.template",
        "purchase.order",
        "res.partner",
        "sale.order",
        "stock.picking",
    }
)


def _with_chatter(behaviour: Behaviour) -> Behaviour:
    """A model whose records carry messages and activities."""
    computed = {"message_ids": message.messages_of, "activity_ids": activity.activities_of, **behaviour.computed}
    methods: dict[str, Method] = {
        "message_post": message.message_post,
        "activity_schedule": activity.activity_schedule,
        **behaviour.methods,
    }
    return replace(behaviour, computed=computed, methods=methods)


_PLAIN: Mapping[str, Behaviour] = {
    "account.account": Behaviour(label=_account_label, order="code"),
    "account.journal": Behaviour(order="sequence, type, code"),
    "account.move": bill.MOVE,
    "account.move.line": bill_line.LINE,
    "account.move.reversal": bill_action.REVERSAL,
    "account.payment.register": bill_action.PAYMENT,
    "account.payment.term": payment_term.TERM,
    "account.payment.term.line": payment_term.TERM_LINE,
    "account.tax": TAX,
    "ir.attachment": attachment.ATTACHMENT,
    "ir.model": Behaviour(order="model"),
    "ir.model.data": _MODEL_DATA,
    "mail.activity": activity.ACTIVITY,
    "mail.message": message.MESSAGE,
    "product.product": product.PRODUCT,
    "product.supplierinfo": product.SELLER,
    "product.template": product.TEMPLATE,
    "purchase.order": purchase.ORDER,
    "purchase.order.line": purchase_line.LINE,
    "res.company": partner.COMPANY,
    "res.country": Behaviour(order="name"),
    "res.currency": money.CURRENCY,
    "res.currency.rate": money.CURRENCY_RATE,
    "res.groups": partner.GROUPS,
    "res.partner": partner.PARTNER,
    "res.partner.bank": partner.BANK,
    "res.users": partner.USERS,
    "res.users.apikeys.description": partner.API_KEYS,
    "sale.order": sale.ORDER,
    "sale.order.line": sale.LINE,
    "stock.backorder.confirmation": transfer_wizard.BACKORDER,
    "stock.location": warehouse.LOCATION,
    "stock.move": stock.MOVE,
    "stock.move.line": stock.MOVE_LINE,
    "stock.picking": transfer.PICKING,
    "stock.picking.type": warehouse.PICKING_TYPE,
    "stock.quant": stock.QUANT,
    "stock.return.picking": transfer_wizard.RETURN,
    "stock.return.picking.line": transfer_wizard.RETURN_LINE,
    "stock.warehouse": warehouse.WAREHOUSE,
    "uom.uom": UOM,
}
BEHAVIOURS: Mapping[str, Behaviour] = {
    model: _with_chatter(behaviour) if model in _CARRIERS else behaviour for model, behaviour in _PLAIN.items()
}
