"""Compares a document with what the ERP and our own store know: pure, (document, facts, policy, history) → match."""

from __future__ import annotations

from idp.matching.decide import match

__all__ = ["match"]
