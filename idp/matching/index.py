"""Where among thousands of orders is the one that is meant? Look-up tables over the orders, built once for many documents."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from idp.domain.purchase import Product, PurchaseOrder
from idp.matching.number import bare, digits, folded

Orders = tuple[PurchaseOrder, ...]
Key = TypeVar("Key", str, int)


@dataclass(frozen=True, slots=True)
class OrderIndex:
    """The orders by number as printed (`bare`), by number with OCR's confusions made equal, by digits, by the vendor's reference.

    `products_by_code` leads from a bare product code (the vendor's, ours, the barcode) to the ids of the products that have it.
    """

    orders: Orders
    by_name: Mapping[str, Orders]
    by_folded: Mapping[str, Orders]
    by_digits: Mapping[str, Orders]
    by_reference: Mapping[str, Orders]
    by_vendor: Mapping[int, Orders]
    products_by_code: Mapping[str, frozenset[int]]


def index_orders(orders: Orders) -> OrderIndex:
    """The tables over these orders; one pass."""
    codes: dict[str, set[int]] = {}
    for order in orders:
        for line in order.lines:
            if line.product is not None:
                for code in known_codes(line.product):
                    codes.setdefault(bare(code), set()).add(line.product.id)
    return OrderIndex(
        orders=orders,
        by_name=_grouped((bare(o.name), o) for o in orders),
        by_folded=_grouped((folded(o.name), o) for o in orders),
        by_digits=_grouped((digits(o.name), o) for o in orders),
        by_reference=_grouped((bare(o.vendor_reference), o) for o in orders if o.vendor_reference),
        by_vendor=_grouped((o.vendor_id, o) for o in orders),
        products_by_code={code: frozenset(ids) for code, ids in codes.items()},
    )


def _grouped(pairs: Iterable[tuple[Key, PurchaseOrder]]) -> dict[Key, Orders]:
    groups: dict[Key, list[PurchaseOrder]] = {}
    for key, order in pairs:
        groups.setdefault(key, []).append(order)
    return {key: tuple(members) for key, members in groups.items()}


def known_codes(product: Product) -> tuple[str, ...]:
    """Every code that paper may use for a product: the vendor's, ours, the barcode."""
    return tuple(c for c in (*product.vendor_codes, product.code, product.barcode) if c)
