"""What the match panel and later papers are told of a printed line, in the order line's unit."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from idp.domain.policy import Policy
from idp.matching import match
from tests.golden.matching.world import document_of, facts_of, history_of


def lines_of(world: dict[str, Any], row: dict[str, Any]) -> list[tuple[Decimal | None, Decimal | None]]:
    facts = facts_of(world)
    document = document_of({"type": "proof_of_delivery", "lines": [row]}, world)
    found = match(document, facts, Policy(), history=history_of({}, facts))
    return [(pair.quantity, pair.delivered) for pair in found.lines]


def chairs(*quantities: int) -> dict[str, Any]:
    return {"purchase_orders": [{"lines": [{"product": "FURN-7888", "quantity": q, "price": 25} for q in quantities]}]}


def test_what_was_handed_over_in_dozens_is_told_in_units() -> None:
    row = {"product_code": "AZ-100", "description": "Office chair black", "uom": "DZN", "quantity": 5, "quantity_delivered": 4}
    assert lines_of(chairs(60), row) == [(60, 48)]


def test_what_was_handed_over_fills_the_first_order_line_first() -> None:
    row = {"product_code": "AZ-100", "description": "Office chair black", "quantity": 140, "quantity_delivered": 120}
    assert lines_of(chairs(100, 40), row) == [(100, 100), (40, 20)]


def test_without_a_column_for_it_nothing_is_told() -> None:
    assert lines_of(chairs(40), {"product_code": "AZ-100", "description": "Office chair black", "quantity": 40}) == [(40, None)]
