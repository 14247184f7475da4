"""Which of our roles does a person have, going by the Odoo groups? One table, for sign-in and for whom to ask.

| Odoo group (external id)          | name in Odoo                     | role               |
|-----------------------------------|----------------------------------|--------------------|
| account.group_account_invoice     | Invoicing / Billing              | clerk              |
| account.group_account_user        | Show Full Accounting Features    | finance            |
| account.group_account_manager     | Invoicing / Administrator        | finance, approver  |
| account.group_account_readonly    | Accounting / Read-only           | auditor            |
| purchase.group_purchase_user      | Purchase / User                  | buyer              |
| purchase.group_purchase_manager   | Purchase / Administrator         | buyer              |
| stock.group_stock_user            | Inventory / User                 | warehouse          |
| stock.group_stock_manager         | Inventory / Administrator        | warehouse          |
| base.group_system                 | Administration / Settings        | admin              |
| idp.group_<role>                  | groups made for this service     | that role          |

Groups named ``idp.group_<role>`` (an administrator may import them) say roles outright: once a person is in one of them,
these alone count. That is how a company whose approvers are not Odoo's accounting administrators sets its own line.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from idp.domain.code import Role
from idp.erp.connection import Connection, Row
from idp.erp.external_id import MODULE

GROUP_ROLES: Mapping[str, frozenset[Role]] = {
    "account.group_account_invoice": frozenset({Role.CLERK}),
    "account.group_account_user": frozenset({Role.FINANCE}),
    "account.group_account_manager": frozenset({Role.FINANCE, Role.APPROVER}),
    "account.group_account_readonly": frozenset({Role.AUDITOR}),
    "purchase.group_purchase_user": frozenset({Role.BUYER}),
    "purchase.group_purchase_manager": frozenset({Role.BUYER}),
    "stock.group_stock_user": frozenset({Role.WAREHOUSE}),
    "stock.group_stock_manager": frozenset({Role.WAREHOUSE}),
    "base.group_system": frozenset({Role.ADMIN}),
}
_OWN_GROUP = f"{MODULE}.group_"
_KEPT_SECONDS = 300.0


@dataclass(frozen=True, slots=True)
class Groups:
    """Odoo's groups by id: external id, and the groups that each implies."""

    names: Mapping[int, str]
    implied: Mapping[int, tuple[int, ...]]

    def roles(self, group_ids: Iterable[int]) -> frozenset[Role]:
        """The roles of somebody in these groups and in all that they imply."""
        return roles_of(self.reached_names(group_ids))

    def reached_names(self, group_ids: Iterable[int]) -> frozenset[str]:
        """External ids of these groups and of all that they imply."""
        return frozenset(self.names.get(i, "") for i in self._reached(group_ids))

    def _reached(self, group_ids: Iterable[int]) -> set[int]:
        reached: set[int] = set()
        frontier = list(group_ids)
        while frontier:
            group_id = frontier.pop()
            if group_id not in reached:
                reached.add(group_id)
                frontier += self.implied.get(group_id, ())
        return reached


_ROLE_NAMES = frozenset(role.value for role in Role if role is not Role.SYSTEM)


def roles_of(group_names: Iterable[str]) -> frozenset[Role]:
    """The roles of somebody in the groups with these external ids."""
    names = frozenset(group_names)
    own = {Role(n.removeprefix(_OWN_GROUP)) for n in names if n.removeprefix(_OWN_GROUP) in _ROLE_NAMES}
    return frozenset(own) or frozenset().union(*(GROUP_ROLES.get(name, frozenset()) for name in names))


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who works with this Odoo; `groups` are the external ids of all groups they are in."""

    id: int
    login: str
    company_ids: tuple[int, ...]
    roles: frozenset[Role]
    groups: frozenset[str]


class GroupReader:
    """Reads groups when first needed and keeps them for some minutes; one for all threads."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._groups: Groups | None = None
        self._read_at = 0.0
        self._people_rows: list[Row] = []
        self._people_read_at = -_KEPT_SECONDS

    def groups(self) -> Groups:
        """All groups. Raises ErpUnavailable, ErpRejected."""
        with self._lock:
            if self._groups is None or time.monotonic() - self._read_at > _KEPT_SECONDS:
                self._groups = self._read()
                self._read_at = time.monotonic()
            return self._groups

    def members(self, role: Role, company_id: int) -> tuple[int, ...]:
        """Ids of the people with the role who may work in the company, by id; the integration user is nobody to ask."""
        return tuple(person.id for person in self.people() if role in person.roles and company_id in person.company_ids)

    def people(self) -> tuple[Person, ...]:
        """Everybody who works with this Odoo but the integration user, by id."""
        groups = self.groups()
        with self._lock:
            if time.monotonic() - self._people_read_at > _KEPT_SECONDS:
                fields = ["login", "company_ids", self._connection.names.user_groups]
                self._people_rows = self._connection.rows("res.users", [("share", "=", False)], fields)
                self._people_read_at = time.monotonic()
            rows = self._people_rows
        return tuple(self._person(row, groups) for row in rows if row["id"] != self._connection.uid)

    def _person(self, row: Row, groups: Groups) -> Person:
        held = groups.reached_names(row[self._connection.names.user_groups])
        return Person(row["id"], str(row["login"]), tuple(row["company_ids"]), roles_of(held), held)

    def _read(self) -> Groups:
        rows = self._connection.rows("res.groups", [], ["implied_ids"])
        ids = [int(row["id"]) for row in rows]
        names = self._connection.read("res.groups", "get_external_id", ids)
        return Groups(
            names={int(i): str(name or "") for i, name in names.items()},
            implied={int(row["id"]): tuple(row["implied_ids"]) for row in rows},
        )
