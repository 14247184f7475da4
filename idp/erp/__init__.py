"""Odoo: facts for matching, entries made exactly once, sign-in. RPC dictionaries and Odoo's errors end here."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from idp.erp.connection import Connection
from idp.erp.day import OdooClock
from idp.erp.odoo_erp import OdooErp
from idp.erp.transport import open_transport, server_address, silence_debug_logs
from idp.ports import Clock


def connect(
    url: str,
    database: str,
    user: str,
    password: str,
    *,
    timeout_seconds: float,
    company_ids: Sequence[int] | None = None,
    clock: Clock | None = None,
) -> OdooErp:
    """The Erp port on the Odoo at `url`, signed in as the integration user when it is first asked something.

    `company_ids` narrows the work to these companies; None means all of the user's. `clock` tells the day of a decision; without
    one it is today in the integration user's time zone. An API key may stand for the password; Odoo 19 and later are then spoken
    to by JSON-2. Raises BadUse for an address that cannot be one.
    """
    server_address(url)
    silence_debug_logs()
    sign_in = partial(open_transport, url, database, user, password, timeout_seconds=timeout_seconds)
    connection = Connection(sign_in, company_ids=company_ids)
    return OdooErp(connection, clock or OdooClock(connection))


__all__ = ["OdooErp", "connect"]
