"""A running sandbox with one vendor, one open order and people of several roles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import odoorpc
import pytest

from idp.erp.sandbox import Sandbox

WORLD: dict[str, Any] = {
    "company": {"name": "Northwind Supply", "currency": "EUR", "country": "DE", "ibans": ["DE89370400440532013000"]},
    "currency_rates": {"USD": "0.80"},
    "users": [
        {"login": "clara", "password": "clara-pw", "groups": ["clerk"]},
        {"login": "fiona", "password": "fiona-pw", "groups": ["finance"]},
        {"login": "berta", "password": "berta-pw", "groups": ["buyer"]},
        {"login": "walter", "password": "walter-pw", "groups": ["warehouse"]},
        {"login": "otto", "password": "otto-pw", "groups": ["auditor"]},
    ],
    "partners": [
        {
            "name": "Acme GmbH",
            "vat": "DE811569869",
            "trusted_ibans": ["DE02120300000000202051"],
            "ibans": ["DE75512108001245126199"],
        }
    ],
    "products": [
        {"code": "HB8", "name": "Hex bolt", "vendor_codes": [{"partner": "Acme GmbH", "code": "A-1", "name": "BOLT M8"}]}
    ],
    "purchase_orders": [
        {
            "name": "P00100",
            "partner": "Acme GmbH",
            "date_order": "2026-10-01",
            "date_planned": "2026-10-10",
            "lines": [
                {
                    "product": "HB8",
                    "description": "Hex bolt M8",
                    "quantity": 100,
                    "price": "2.50",
                    "tax_percent": 19,
                    "received": [
                        {"date": "2026-10-09", "quantity": 60, "picking": "WH/IN/00007"},
                        {"date": "2026-10-12", "quantity": 30},
                    ],
                    "returned": [{"date": "2026-10-13", "quantity": 5}],
                },
                {"description": "Freight", "quantity": 1, "price": 30, "tax_percent": 19},
            ],
        }
    ],
}

Client = Callable[..., odoorpc.ODOO]


@pytest.fixture(params=[17, 18, 19])
def sandbox(request: pytest.FixtureRequest) -> Iterator[Sandbox]:
    running = Sandbox.from_world({**WORLD, "odoo_version": request.param})
    running.start()
    try:
        yield running
    finally:
        running.stop()


@pytest.fixture
def client(sandbox: Sandbox) -> Client:
    def connect(login: str = "admin", password: str | None = None) -> odoorpc.ODOO:
        odoo = odoorpc.ODOO("127.0.0.1", protocol="jsonrpc", port=sandbox.port, timeout=20)
        odoo.login("idp", login, password or ("admin" if login == "admin" else f"{login}-pw"))
        return odoo

    return connect


BILL_COLUMNS = (
    "id",
    "move_type",
    "partner_id/.id",
    "ref",
    "invoice_date",
    "invoice_line_ids/id",
    "invoice_line_ids/name",
    "invoice_line_ids/quantity",
    "invoice_line_ids/price_unit",
    "invoice_line_ids/purchase_line_id/.id",
)


def bill_rows(name: str, vendor: int, *, quantity: str = "2") -> list[list[str]]:
    """A bill of two lines as `load` takes it."""
    head = [f"idp.{name}", "in_invoice", str(vendor), name, "2026-11-20"]
    lines = [
        [f"idp.{name}_l1", "one", "1", "12.50", "1"],
        [f"idp.{name}_l2", "two", quantity, "3.25", "1"],
    ]
    return [[*head, *lines[0]], ["", "", "", "", "", *lines[1]]]
