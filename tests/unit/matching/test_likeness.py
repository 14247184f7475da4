"""The bound that is looked at before pairs of lines are: what it leaves out would not have fitted."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from idp.domain.purchase import OrderLine, OrderState, Product, PurchaseOrder, Unit
from idp.matching.likeness import Wordings, fit, is_another_price
from idp.matching.line import PrintedLine
from idp.matching.target import Target

_UNITS = Unit(1, "Units", "count", Decimal(1))
_WORDS = ("bolt", "bolts", "nut", "pump", "seal", "kit", "m8", "m8x40", "a2", "steel", "hex", "pumpe", "100", "1")
TEXTS = st.lists(st.sampled_from(_WORDS), min_size=0, max_size=6).map(" ".join)
PRICES = st.sampled_from([1.0, 1.1, 1.3, 2.0, 10.0])


def target(name: str, vendor_name: str, price: float) -> Target:
    product = Product(1, name or "x", "SCR-1", vendor_names=(vendor_name,) if vendor_name else ())
    line = OrderLine(1, 1, name or "x", product, Decimal(10), _UNITS, Decimal(str(price)))
    return Target(PurchaseOrder(1, "P00001", 1, 1, "EUR", OrderState.CONFIRMED, None, (line,)), line, Decimal(0))


@given(TEXTS, st.lists(st.tuples(TEXTS, TEXTS, PRICES), min_size=1, max_size=5), PRICES, st.sampled_from([(), ("X9",)]))
@settings(max_examples=200, deadline=None)
def test_what_the_words_and_the_price_leave_out_would_not_have_fitted(
    words: str, ordered: list[tuple[str, str, float]], price: float, codes: tuple[str, ...]
) -> None:
    targets = tuple(target(*row) for row in ordered)
    line = PrintedLine(0, words, words, codes=codes, quantity=Decimal(10), unit_price=Decimal(str(price)))
    near = Wordings(targets).may_fit(line)
    for position, one in enumerate(targets):
        found = fit(line, one, price=price, factor=Decimal(1), shares_code=False, claimed=False)
        assert position in near or not is_another_price(price, one) or not found.is_possible


def test_words_within_others_may_fit_at_another_price() -> None:
    long_name = "bolt steel hex a2 seal kit pump nut m8 100"
    line = PrintedLine(0, "hex bolt", "hex bolt", quantity=Decimal(1), unit_price=Decimal(5))
    assert Wordings((target(long_name, "", 1.0), target("pump", "", 1.0))).may_fit(line) == {0}
