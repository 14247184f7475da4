"""How does one call reach Odoo? JSON-RPC through odoorpc, which serves Odoo 16 to 19.

Leaves to others: which calls may be repeated, for which companies they are made (connection), what they mean.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from urllib.parse import SplitResult, urlsplit

import odoorpc

from idp.domain.errors import BadUse
from idp.erp.errors import SignInRefused, odoo_errors

_DEFAULT_PORTS = {"http": 80, "https": 443}


class Transport(Protocol):
    """Carries calls of one login to one database. Raises what `idp.erp.errors.odoo_errors` raises."""

    uid: int
    time_zone: str

    def call(self, model: str, method: str, ids: Sequence[int] | None, params: Mapping[str, Any]) -> Any:
        """The answer of a method, None from one that answers nothing; `ids` are the records, None for a method of the model."""

    def user_id(self, login: str, password: str) -> int | None:
        """The id of another user, None where login and password do not fit."""

    def version(self) -> str:
        """The series, such as "18.0", asked of the server now."""


class OdooRpcTransport:
    """One signed-in odoorpc client, for all threads: a call is one HTTP request that carries its own login."""

    def __init__(self, url: str, database: str, user: str, password: str, *, timeout_seconds: float) -> None:
        """Reaches the server and signs in. Raises BadUse for a wrong address, else as `odoo_errors`."""
        silence_debug_logs()
        self._database = database
        address = server_address(url)
        with odoo_errors("signing in to Odoo"):
            self._odoo = odoorpc.ODOO(
                address.hostname or "",
                protocol="jsonrpc+ssl" if address.scheme == "https" else "jsonrpc",
                port=address.port or _DEFAULT_PORTS[address.scheme],
                timeout=timeout_seconds,
            )
            self._odoo.login(database, user, password)
            self.uid = int(self._odoo.env.uid)
            self.time_zone = str(self._odoo.env.context.get("tz") or "UTC")

    def call(self, model: str, method: str, ids: Sequence[int] | None, params: Mapping[str, Any]) -> Any:
        args = [] if ids is None else [list(ids)]
        with odoo_errors(f"{model}.{method}"):
            return self._odoo.execute_kw(model, method, args, dict(params))

    def user_id(self, login: str, password: str) -> int | None:
        args = [self._database, login, password]
        try:
            with odoo_errors("signing a person in"):
                answer = self._odoo.json("/jsonrpc", {"service": "common", "method": "login", "args": args})
        except SignInRefused:
            return None
        return int(answer["result"]) if answer.get("result") else None

    def version(self) -> str:
        with odoo_errors("asking Odoo's version"):
            answer = self._odoo.json("/jsonrpc", {"service": "common", "method": "version", "args": []})
            return str(answer["result"]["server_serie"])


def server_address(url: str) -> SplitResult:
    """The parts of Odoo's address. Raises BadUse for anything but http(s)://host[:port]."""
    address = urlsplit(url)
    try:
        good = address.scheme in _DEFAULT_PORTS and address.hostname and (address.port is None or address.port > 0)
    except ValueError:  # a port that is no number
        good = False
    if not good or address.path.strip("/"):
        raise BadUse(f"Odoo's address must be like https://odoo.example.com or http://127.0.0.1:8069, not {url!r}")
    return address


class _NoDebug(logging.Filter):
    """Drops debug records: odoorpc puts the whole call into them, and /jsonrpc carries the password in each."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.levelno > logging.DEBUG


_NO_DEBUG = _NoDebug()
_silencing = threading.Lock()


def silence_debug_logs() -> None:
    """Keeps odoorpc's calls, and with them the password, out of every log, whatever level is set for it."""
    with _silencing:
        for name in ("odoorpc", "odoorpc.rpc.jsonrpclib"):
            logging.getLogger(name).addFilter(_NO_DEBUG)  # adding the same filter again changes nothing
