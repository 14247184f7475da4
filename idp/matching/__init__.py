"""Compares a document with what the ERP and our own store know: pure, (document, facts, policy, history) → match."""

from __future__ import annotations

from idp.matching.decide import match
from idp.matching.index import OrderIndex, index_orders

__all__ = ["OrderIndex", "index_orders", "match"]
