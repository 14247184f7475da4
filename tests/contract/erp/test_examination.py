"""What is told of an Odoo as it is set up: what is missing, and for whom it matters."""

from __future__ import annotations

import pytest

from idp.erp import connect
from idp.ports import Check, Verdict
from tests.contract.erp.place import Login, Place


def examined(place: Place, robot: Login) -> dict[str, list[Check]]:
    erp = connect(place.url, place.database, robot.login, robot.password, timeout_seconds=60)
    found: dict[str, list[Check]] = {}
    for check in erp.examine():
        found.setdefault(check.name, []).append(check)
    return found


@pytest.fixture(scope="module")
def approver(place: Place) -> Login:
    return place.user("account.group_account_manager", email="boss@example.org")


def test_an_odoo_that_is_set_up_has_no_trouble(place: Place, approver: Login) -> None:
    found = examined(place, place.robot)
    trouble = [check for checks in found.values() for check in checks if check.verdict is Verdict.TROUBLE]
    assert trouble == []
    assert found["version"][0].text == f"Odoo {place.version}.0"
    for name in ("version", "modules", "rights", "external ids"):
        assert found[name][0].verdict is Verdict.GOOD, found[name]


def test_rights_that_are_missing_are_named(place: Place) -> None:
    (rights,) = [c for c in examined(place, place.user("stock.group_stock_user"))["rights"] if c.verdict is Verdict.TROUBLE]
    assert "create account.move" in rights.text
    assert "Invoicing / Billing" in rights.text


def test_an_integration_user_without_an_address_is_trouble(place: Place) -> None:
    (user,) = examined(place, place.user("account.group_account_invoice", email=""))["integration user"]
    assert (user.verdict, "no e-mail address" in user.text) == (Verdict.TROUBLE, True)


def test_an_administrator_as_integration_user_is_told(place: Place) -> None:
    told = examined(place, place.admin)["integration user"]
    assert [check.verdict for check in told][-1] is Verdict.ADVICE


def test_clerks_who_may_post_are_named(place: Place) -> None:
    clerk = place.user("account.group_account_invoice", email="clara@example.org")
    (told,) = examined(place, place.robot)["clerks"]
    assert told.verdict is Verdict.ADVICE
    assert clerk.login in told.text or "more" in told.text


def test_an_odoo_that_cannot_be_reached_is_one_trouble() -> None:
    (told,) = connect("http://127.0.0.1:9", "db", "user", "secret", timeout_seconds=2).examine()
    assert (told.name, told.verdict) == ("connection", Verdict.TROUBLE)
    assert "secret" not in told.text
