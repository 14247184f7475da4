"""On which records was a method called, and does the caller see them?"""

from __future__ import annotations

from collections.abc import Sequence

from idp.erp.sandbox import fault
from idp.erp.sandbox.access import Operation, require_visible
from idp.erp.sandbox.env import Env


def as_ids(ids: Sequence[int] | int) -> list[int]:
    """Odoo takes one id as well as a list."""
    return [ids] if isinstance(ids, int) else list(ids)


def require_rows(env: Env, model: str, ids: Sequence[int]) -> None:
    """Raises: OdooFault: MissingError, one of the records does not exist."""
    gone = [i for i in ids if not env.exists(model, i)]
    if gone:
        raise fault.missing_record(model, gone, env.uid)


def require_records(env: Env, model: str, ids: Sequence[int] | int) -> list[int]:
    """The records that a business method was called on.

    Raises:
        OdooFault: one of them does not exist, or belongs to a company that the call does not see.
    """
    wanted = as_ids(ids)
    require_rows(env, model, wanted)
    require_visible(env, model, wanted, Operation.WRITE)
    return wanted
