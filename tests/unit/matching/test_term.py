from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from idp.domain.payment_term import PaymentTerm, TermPart
from idp.domain.policy import Policy
from idp.matching import match
from tests.golden.matching.world import document_of, facts_of, history_of


def early(days: int, percent: str = "2") -> PaymentTerm:
    return PaymentTerm(1, f"{percent} % in {days} days", (TermPart(30),), Decimal(percent), days)


@pytest.mark.parametrize(
    ("terms", "fields", "until"),
    [
        ([early(10)], {"invoice_date": "2026-04-15"}, date(2026, 4, 25)),
        ([early(0)], {"invoice_date": "2026-04-15"}, date(2026, 4, 15)),
        ([early(10, "0")], {"invoice_date": "2026-04-15"}, None),
        ([None], {"invoice_date": "2026-04-15"}, None),
        ([early(10), early(10)], {"invoice_date": "2026-04-15"}, date(2026, 4, 25)),
        ([early(10), early(14)], {"invoice_date": "2026-04-15"}, None),
    ],
)
def test_a_discount_lasts_as_long_as_all_orders_agree_on(
    terms: list[PaymentTerm | None], fields: dict[str, str], until: date | None
) -> None:
    order = {"lines": [{"product": "FURN-7888", "quantity": 40, "price": 25}]}
    names = [f"P0000{n + 1}" for n in range(len(terms))]
    world: dict[str, Any] = {"purchase_orders": [{"name": name, **order} for name in names]}
    facts = facts_of(world)
    orders = tuple(replace(o, payment_term=term) for o, term in zip(facts.orders, terms, strict=True))
    facts = replace(facts, orders=orders)
    line = {"product_code": "AZ-100", "quantity": 40, "unit_price": "25.00"}
    paper = {"fields": {**fields, "po_numbers": names}, "lines": [{**line, "po_number": name} for name in names]}
    found = match(document_of(paper, world), facts, Policy(), history=history_of({}, facts))
    assert found.discount_until == until


def test_a_credit_note_has_no_discount_to_lose() -> None:
    world: dict[str, Any] = {"purchase_orders": [{"lines": [{"product": "FURN-7888", "quantity": 40, "price": 25}]}]}
    facts = facts_of(world)
    facts = replace(facts, orders=tuple(replace(o, payment_term=early(10)) for o in facts.orders))
    paper = {"type": "credit_note", "lines": [{"product_code": "AZ-100", "quantity": 4, "unit_price": "25.00"}]}
    found = match(document_of(paper, world), facts, Policy(), history=history_of({}, facts))
    assert found.discount_until is None
