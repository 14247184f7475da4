"""Who is this person? Signs in with the Odoo login and password, and tells the roles that the Odoo groups give."""

from __future__ import annotations

from idp.erp.connection import Connection
from idp.erp.role import GroupReader
from idp.ports import User


def sign_in(connection: Connection, groups: GroupReader, *, login: str, password: str) -> User | None:
    """The person, None where login and password do not fit. Raises ErpUnavailable, ErpRejected.

    The password goes to Odoo and is kept nowhere. What the person may see is read by the integration user, so that a portal user,
    who could not read it, is told apart: such a user has no roles.
    """
    if not login or not password:
        return None
    user_id = connection.user_id(login, password)
    if user_id is None:
        return None
    return _person(connection, groups, [("id", "=", user_id)])


def find_person(connection: Connection, groups: GroupReader, *, login: str) -> User | None:
    """The active user with this login, None where there is none. Raises ErpUnavailable, ErpRejected."""
    return _person(connection, groups, [("login", "=", login)])


def _person(connection: Connection, groups: GroupReader, domain: list[tuple[str, str, object]]) -> User | None:
    field = connection.names.user_groups
    rows = connection.rows("res.users", domain, ["login", "name", "company_ids", "share", field], limit=1)
    if not rows:
        return None
    (row,) = rows
    roles = frozenset() if row["share"] else groups.groups().roles(row[field])
    return User(login=str(row["login"]), name=str(row["name"]), roles=roles, company_ids=tuple(row["company_ids"]))
