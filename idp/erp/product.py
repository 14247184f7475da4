"""Which products are on the orders, and what do vendors call them? Read when first needed, kept for some minutes."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from idp.domain.purchase import Product
from idp.erp.connection import Connection, Row
from idp.erp.value import id_of, name_of, text

_KEPT_SECONDS = 300.0
_FIELDS = ("name", "default_code", "barcode", "categ_id", "type", "purchase_method", "product_tmpl_id")
_VENDOR_FIELDS = ("partner_id", "product_id", "product_tmpl_id", "product_code", "product_name")
_ARCHIVED_TOO = {"active_test": False}


@dataclass(frozen=True, slots=True)
class _Entry:
    """A product's row with its vendors' rows and when they were read (monotonic seconds)."""

    row: Row
    vendor_rows: tuple[Row, ...]
    read_at: float


class Catalogue:
    """Products by id as one document needs them; `vendor_of` leads from a partner to the vendor it belongs to."""

    def __init__(self, entries: Mapping[int, _Entry], vendor_of: Mapping[int, int]) -> None:
        self._entries = entries
        self._vendor_of = vendor_of

    def product(self, product_id: int | None, vendor_id: int) -> Product | None:
        """The product with the codes and names that this vendor uses for it; None for no or an unreadable product."""
        entry = self._entries.get(product_id or 0)
        if entry is None:
            return None
        own = [r for r in entry.vendor_rows if self._vendor(r) == vendor_id and id_of(r["product_id"]) in {None, product_id}]
        row = entry.row
        return Product(
            id=row["id"],
            name=str(row["name"] or ""),
            code=text(row["default_code"]),
            barcode=text(row["barcode"]),
            vendor_codes=_distinct(text(r["product_code"]) for r in own),
            vendor_names=_distinct(text(r["product_name"]) for r in own),
            category=name_of(row["categ_id"]) or None,
            is_service=row["type"] == "service",
        )

    def is_billed_on_order(self, product_id: int) -> bool:
        """Whether bills of the product are controlled against what was ordered, not what was received."""
        entry = self._entries.get(product_id)
        return entry is not None and entry.row["purchase_method"] == "purchase"

    def _vendor(self, row: Row) -> int:
        partner_id = id_of(row["partner_id"]) or 0
        return self._vendor_of.get(partner_id, partner_id)


class ProductCache:
    """Products read so far, shared by all threads."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._entries: dict[int, _Entry] = {}

    def catalogue(self, product_ids: Iterable[int], vendor_of: Mapping[int, int]) -> Catalogue:
        """The products asked for; two calls where some are unknown or were read too long ago, else none."""
        wanted = set(product_ids)
        oldest = time.monotonic() - _KEPT_SECONDS
        with self._lock:
            known = {i: e for i in wanted if (e := self._entries.get(i)) and e.read_at > oldest}
        missing = wanted - known.keys()
        if missing:
            fresh = self._read(sorted(missing))
            known |= fresh
            with self._lock:
                self._entries |= fresh
        return Catalogue(known, vendor_of)

    def _read(self, product_ids: list[int]) -> dict[int, _Entry]:
        rows = self._connection.rows("product.product", [("id", "in", product_ids)], _FIELDS, context=_ARCHIVED_TOO)
        templates = sorted({id_of(row["product_tmpl_id"]) or 0 for row in rows})
        domain = [("product_tmpl_id", "in", templates)]
        sellers = self._connection.rows("product.supplierinfo", domain, _VENDOR_FIELDS, order="sequence, id") if rows else []
        by_template: dict[int, tuple[Row, ...]] = {}
        for seller in sellers:
            template = id_of(seller["product_tmpl_id"]) or 0
            by_template[template] = (*by_template.get(template, ()), seller)
        now = time.monotonic()
        return {r["id"]: _Entry(r, by_template.get(id_of(r["product_tmpl_id"]) or 0, ()), now) for r in rows}


def _distinct(values: Iterable[str | None]) -> tuple[str, ...]:
    """Price tiers repeat a vendor's code; each is wanted once."""
    return tuple(dict.fromkeys(value for value in values if value))
