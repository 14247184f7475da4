"""Who is at the workbench?"""

from __future__ import annotations

from dataclasses import dataclass

from idp.domain.code import Role


@dataclass(frozen=True, slots=True)
class User:
    """A person who signed in with the Odoo login."""

    login: str
    name: str
    roles: frozenset[Role]
    company_ids: tuple[int, ...] = ()
