"""What a world does not say stays unknown, and what every chart of accounts has is there."""

from __future__ import annotations

from typing import Any

import odoorpc
import pytest

from idp.erp.sandbox import Sandbox

_ORDER: dict[str, Any] = {
    "name": "P1", "partner": "V", "state": "purchase",
    "lines": [{"product": None, "description": "Disc", "quantity": 10, "price": "2.50"}],
}  # fmt: skip


def _odoo(order: dict[str, Any], *, country: str = "DE") -> Any:
    world = {
        "company": {"name": "We", "currency": "EUR", "country": country},
        "partners": [{"name": "V"}],
        "purchase_orders": [order],
    }
    sandbox = Sandbox.from_world(world)
    client = odoorpc.ODOO("127.0.0.1", port=sandbox.start())
    client.login("idp", "admin", "admin")
    return client


def test_an_order_without_dates_has_none() -> None:
    client = _odoo(_ORDER)
    [order] = client.execute("purchase.order", "search_read", [], ["date_order", "order_line"])
    [line] = client.execute("purchase.order.line", "read", order["order_line"], ["date_planned"])
    assert (order["date_order"], line["date_planned"]) == (False, False)


def test_a_stated_date_is_kept() -> None:
    client = _odoo(_ORDER | {"date_order": "2026-10-01", "date_planned": "2026-10-20"})
    [order] = client.execute("purchase.order", "search_read", [], ["date_order", "order_line"])
    [line] = client.execute("purchase.order.line", "read", order["order_line"], ["date_planned"])
    assert order["date_order"].startswith("2026-10-01")
    assert line["date_planned"].startswith("2026-10-20")


@pytest.mark.parametrize(("country", "there"), [("DE", True), ("US", False)])
def test_usual_purchase_taxes_are_there_where_the_chart_has_them(country: str, there: bool) -> None:
    client = _odoo(_ORDER, country=country)
    found = client.execute("account.tax", "search_count", [("type_tax_use", "=", "purchase"), ("amount", "=", 21)])
    assert bool(found) is there
