"""The documents that the workbench is tested on, by the names that tests use."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from tests.fakes.sample import Sample
from tests.fakes.sample_invoices import bank, clean, entered, failed, locked, price
from tests.fakes.sample_papers import confirmation, delivery


@cache
def samples() -> Mapping[str, Sample]:
    """A doubtful date with a price over the order, a changed bank account, a late confirmation on two pages, a signed delivery
    with damage, a random check, a failure, a quarantined file, a done one."""
    made = {
        "price": price(), "bank": bank(), "confirmation": confirmation(), "delivery": delivery(),
        "clean": clean(), "failed": failed(), "locked": locked(), "entered": entered(),
    }  # fmt: skip
    return MappingProxyType(made)
