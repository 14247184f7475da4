from __future__ import annotations

from idp.domain.code import Role
from idp.erp.role import Groups

GROUPS = Groups(
    names={
        1: "base.group_user", 2: "account.group_account_invoice", 3: "account.group_account_manager", 4: "purchase.group_purchase_user",
        5: "idp.group_approver", 6: "idp.group_unknown", 7: "",
    },
    implied={3: (2,), 2: (1,)},
)  # fmt: skip


def test_a_group_gives_its_roles_and_those_of_what_it_implies() -> None:
    assert GROUPS.roles([3]) == {Role.FINANCE, Role.APPROVER, Role.CLERK}


def test_groups_without_a_meaning_give_none() -> None:
    assert GROUPS.roles([1, 6, 7, 99]) == set()


def test_groups_of_this_service_say_roles_outright() -> None:
    assert GROUPS.roles([2, 4, 5]) == {Role.APPROVER}


def test_groups_that_imply_each_other_end() -> None:
    circle = Groups(names={1: "stock.group_stock_user", 2: ""}, implied={1: (2,), 2: (1,)})
    assert circle.roles([2]) == {Role.WAREHOUSE}
