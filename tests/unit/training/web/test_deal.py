"""Invented deals add up, whatever was chosen."""

from decimal import Decimal

import pytest

from idp.training.content import to_cents
from idp.training.web.bargain import invent_deal
from idp.training.web.choices import Choices
from idp.training.web.deal import ZERO, Deal

KINDS = ("invoice", "credit_note", "order_confirmation", "purchase_order")
DEALS = [invent_deal(KINDS[seed % 4], Choices(f"deal {seed}")) for seed in range(160)]


@pytest.mark.parametrize("deal", DEALS[:40], ids=lambda deal: deal.number)
def test_net_and_tax_come_to_the_total(deal: Deal) -> None:
    sums = deal.sums()
    adjustments = sum((a.amount for a in deal.adjustments), ZERO)
    assert sums.goods == sum((item.amount for item in deal.items), ZERO)
    assert sums.net + sums.tax + sums.rounding + deal.misprint == sums.total
    assert sums.net == (sums.goods + adjustments - sums.tax if deal.is_inclusive else sums.goods + adjustments)
    assert sums.due == sums.total - sums.withheld - sums.deposit


def test_rows_are_quantity_times_price_less_discount() -> None:
    for item in (item for deal in DEALS for item in deal.items):
        assert item.amount == to_cents(item.quantity * item.price / item.base * (100 - item.discount) / 100)


def test_each_rate_is_taxed_on_what_stands_under_it() -> None:
    for deal in DEALS:
        sums = deal.sums()
        assert sum((row.base for row in sums.taxes), ZERO) == sums.net
        for row in sums.taxes:
            cents_a_row = Decimal("0.005") * max(1, len(deal.items)) if deal.rounds_by_line else Decimal("0.01")
            assert abs(row.amount - row.base * row.percent / 100) <= cents_a_row


def test_the_kinds_of_sums_that_suppliers_have_all_occur() -> None:
    assert any(deal.is_inclusive for deal in DEALS)
    assert any(deal.deposit_share for deal in DEALS)
    assert any(deal.withholding for deal in DEALS)
    assert any(len(deal.rates) > 1 for deal in DEALS)
    assert any(deal.tax_note for deal in DEALS)
    assert any(item.base > 1 for deal in DEALS for item in deal.items)
    assert {deal.language for deal in DEALS} == {"en", "de", "fr", "es", "it", "nl"}


def test_the_same_seed_is_the_same_deal() -> None:
    assert invent_deal("invoice", Choices("one")) == invent_deal("invoice", Choices("one"))
    assert invent_deal("invoice", Choices("one")) != invent_deal("invoice", Choices("other"))
