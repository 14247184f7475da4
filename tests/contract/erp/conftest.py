"""Where the contract of the Erp port is tested: the sandbox as each Odoo version, and a real Odoo where one is named."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from idp.erp import OdooErp
from idp.erp.sandbox import Sandbox
from tests.contract.erp.place import SISTER, Login, Place

WORLD = {
    "company": {
        "name": "Our Company",
        "currency": "EUR",
        "country": "DE",
        "vat": "DE136695976",
        "ibans": ["DE02120300000000202051"],
    },
    "companies": [{"name": SISTER, "currency": "USD", "country": "US"}],
    "currency_rates": {"USD": "0.80"},
    "partners": [],
    "purchase_orders": [],
}
REAL = {key: os.environ.get(f"IDP_TEST_ODOO_{key}") for key in ("URL", "DB", "USER", "PASSWORD")}  # noqa: TID251  the tests' own switch
KEY = {key: os.environ.get(f"IDP_TEST_ODOO_ROBOT_{key}") for key in ("LOGIN", "API_KEY")}  # noqa: TID251  likewise
"""An integration user with an API key, which cannot be made by RPC: with one Odoo 19 is spoken to by JSON-2."""
PLACES = [
    "sandbox-17",
    "sandbox-18",
    "sandbox-19",
    *([pytest.param("odoo", marks=pytest.mark.odoo)] if all(REAL.values()) else []),
]


@pytest.fixture(scope="session", params=PLACES)
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    if request.param == "odoo":
        real = Place(str(REAL["URL"]), str(REAL["DB"]), Login(str(REAL["USER"]), str(REAL["PASSWORD"]), 0))
        if all(KEY.values()):
            real.adopt_robot(str(KEY["LOGIN"]), str(KEY["API_KEY"]))
        yield real
        return
    sandbox = Sandbox.from_world({**WORLD, "odoo_version": int(request.param.removeprefix("sandbox-"))})
    sandbox.start()
    try:
        yield Place(sandbox.url, "idp", Login("admin", "admin", 0))
    finally:
        sandbox.stop()


@pytest.fixture
def erp(place: Place) -> OdooErp:
    return place.erp()
