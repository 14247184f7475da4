"""Fixes the heads of all event chains from time to time, so that a whole chain cannot be swapped unnoticed."""

from __future__ import annotations

from idp.services.means import Means


def checkpoint(means: Means) -> str:
    """Stores a hash over the heads of all documents and returns it."""
    with means.store.begin() as work:
        return work.audit.checkpoint(at=means.clock.now())
