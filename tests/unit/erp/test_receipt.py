from __future__ import annotations

from decimal import Decimal

import pytest

from idp.domain.purchase import Unit
from idp.erp.receipt import _state_of, converted

UNIT = Unit(1, "Units", "Unit", Decimal(1))
DOZEN = Unit(2, "Dozens", "Unit", Decimal(12))
KILO = Unit(3, "kg", "Weight", Decimal(1))


def test_quantities_convert_within_a_category() -> None:
    assert converted(Decimal(24), UNIT, DOZEN) == 2
    assert converted(Decimal(2), DOZEN, UNIT) == 24
    assert converted(Decimal(1), UNIT, DOZEN) == Decimal("0.08333333")


def test_what_does_not_convert_stays_as_it_is() -> None:
    assert converted(Decimal(5), KILO, UNIT) == converted(Decimal(5), None, UNIT) == converted(Decimal(5), UNIT, None) == 5


@pytest.mark.parametrize(
    ("moves", "picking"),
    [
        (["done", "done"], "done"),
        (["done", "cancel"], "done"),
        (["done", "assigned"], "assigned"),
        (["partially_available"], "assigned"),
        (["waiting", "assigned"], "waiting"),
        (["cancel"], "cancel"),
    ],
)
def test_a_picking_is_as_far_as_the_least_of_its_moves(moves: list[str], picking: str) -> None:
    assert _state_of([{"state": state} for state in moves]) == picking
