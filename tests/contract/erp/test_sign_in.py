"""People sign in with their Odoo login, and their Odoo groups say what they may do here."""

from __future__ import annotations

import pytest

from idp.domain.code import Role
from idp.erp import OdooErp
from tests.contract.erp.place import Place, token


@pytest.mark.parametrize(
    ("group", "roles"),
    [
        ("account.group_account_invoice", {Role.CLERK}),
        ("account.group_account_manager", {Role.CLERK, Role.FINANCE, Role.APPROVER}),
        ("purchase.group_purchase_user", {Role.BUYER}),
        ("stock.group_stock_user", {Role.WAREHOUSE}),
        ("base.group_user", set()),
    ],
)
def test_odoos_groups_give_roles(place: Place, erp: OdooErp, group: str, roles: set[Role]) -> None:
    person = place.user(group, email="p@example.org")
    user = erp.sign_in(person.login, person.password)
    assert user is not None
    assert (user.login, user.roles, user.company_ids) == (person.login, frozenset(roles), (place.company_id,))


def test_an_administrator_is_told(place: Place, erp: OdooErp) -> None:
    user = erp.sign_in(place.admin.login, place.admin.password)
    assert user is not None
    assert Role.ADMIN in user.roles


def test_a_wrong_password_is_nobody(place: Place, erp: OdooErp) -> None:
    person = place.user()
    assert erp.sign_in(person.login, person.password + "x") is None
    assert erp.sign_in(person.login, "") is None
    assert erp.sign_in(f"nobody-{token()}", "x") is None


def test_a_password_changed_in_odoo_counts_at_once(place: Place, erp: OdooErp) -> None:
    person, new = place.user(), f"pw-{token()}"
    place.do("res.users", "write", [person.id], {"password": new})
    assert erp.sign_in(person.login, person.password) is None
    assert erp.sign_in(person.login, new) is not None


def test_an_archived_person_is_nobody(place: Place, erp: OdooErp) -> None:
    person = place.user()
    place.do("res.users", "write", [person.id], {"active": False})
    assert erp.sign_in(person.login, person.password) is None


def test_a_person_who_is_signed_in_is_known_with_the_roles_of_now_until_archived(place: Place, erp: OdooErp) -> None:
    person = place.user("account.group_account_invoice", email="p@example.org")
    known = erp.person(person.login)
    assert known == erp.sign_in(person.login, person.password)
    assert known is not None
    assert known.roles == {Role.CLERK}
    place.do("res.users", "write", [person.id], {"active": False})
    assert erp.person(person.login) is None
    assert erp.person(f"nobody-{token()}") is None
