"""Which names do this server's fields have? Read from ``fields_get`` once a connection, never from the version number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

_ASKED: Mapping[str, tuple[str, ...]] = {
    "purchase.order": ("locked",),
    "purchase.order.line": ("product_uom", "product_uom_id", "taxes_id", "tax_ids", "discount"),
    "stock.move": ("quantity", "quantity_done", "picked", "has_tracking"),
    "stock.picking": ("carrier_tracking_ref",),
    "stock.picking.type": ("create_backorder",),
    "res.users": ("groups_id", "group_ids"),
    "uom.uom": ("category_id", "factor_inv", "relative_uom_id", "relative_factor"),
    "res.partner.bank": ("allow_out_payment",),
    "account.payment.term.line": ("delay_type", "days_next_month"),
    "sale.order.line": ("product_uom", "product_uom_id"),
}


@dataclass(frozen=True, slots=True)
class Names:
    """Field names that differ between versions; None where the version has no such field.

    `user_groups` holds a user's groups (in 19 without those that they imply). `unit_category` is 16–18's grouping of
    units, `unit_reference` 19's chain to the unit that a unit is a multiple of. `has_due_rules` is False where payment terms are of
    the older form (16); `sale_unit` is None where sales are not installed.
    `move_picked` came with 17; `move_tracking` tells whether a move asks for lots, `backorder_rule` whether a kind of transfer makes
    back-orders.
    """

    order_locked: str | None
    line_unit: str
    line_taxes: str
    line_discount: str | None
    move_done: str
    move_picked: str | None
    move_tracking: str | None
    backorder_rule: str | None
    tracking_reference: str | None
    user_groups: str
    unit_category: str | None
    unit_reference: str | None
    bank_trust: str | None
    has_due_rules: bool
    day_of_next_month: str | None
    sale_unit: str | None


def read_names(fields_of: Callable[[str, tuple[str, ...]], frozenset[str]]) -> Names:
    """The names, asked of `fields_of(model, candidates)`, which answers those that exist; none where there is no such model."""
    have = {model: fields_of(model, candidates) for model, candidates in _ASKED.items()}

    def first(model: str, *candidates: str) -> str | None:
        return next((name for name in candidates if name in have[model]), None)

    return Names(
        order_locked=first("purchase.order", "locked"),
        line_unit=first("purchase.order.line", "product_uom_id", "product_uom") or "product_uom",
        line_taxes=first("purchase.order.line", "tax_ids", "taxes_id") or "taxes_id",
        line_discount=first("purchase.order.line", "discount"),
        move_done=first("stock.move", "quantity", "quantity_done") or "quantity",
        move_picked=first("stock.move", "picked"),
        move_tracking=first("stock.move", "has_tracking"),
        backorder_rule=first("stock.picking.type", "create_backorder"),
        tracking_reference=first("stock.picking", "carrier_tracking_ref"),
        user_groups=first("res.users", "group_ids", "groups_id") or "groups_id",
        unit_category=first("uom.uom", "category_id"),
        unit_reference=first("uom.uom", "relative_uom_id"),
        bank_trust=first("res.partner.bank", "allow_out_payment"),
        has_due_rules=first("account.payment.term.line", "delay_type") is not None,
        day_of_next_month=first("account.payment.term.line", "days_next_month"),
        sale_unit=first("sale.order.line", "product_uom_id", "product_uom"),
    )
