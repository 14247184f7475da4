"""How does one call reach Odoo? JSON-RPC through odoorpc, which serves Odoo 16 to 19; JSON-2 where an API key opens it.

Leaves to others: which calls may be repeated, for which companies they are made (connection), what they mean.
"""

from __future__ import annotations

import logging
import re
import threading
from collections.abc import Mapping, Sequence
from typing import Any, Protocol
from urllib.parse import SplitResult, urlsplit

import odoorpc

from idp.domain.errors import BadUse
from idp.erp.errors import SignInRefused, odoo_errors
from idp.erp.json2 import Json2Transport

_DEFAULT_PORTS = {"http": 80, "https": 443}
_FIRST_WITH_JSON2 = 19


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


def open_transport(url: str, database: str, user: str, password: str, *, timeout_seconds: float) -> Transport:
    """Signs in by the best way that server and password allow. Raises BadUse for a wrong address, else as `odoo_errors`."""
    silence_debug_logs()
    address = server_address(url)
    with odoo_errors("reaching Odoo"):
        odoo = odoorpc.ODOO(
            address.hostname or "",
            protocol="jsonrpc+ssl" if address.scheme == "https" else "jsonrpc",
            port=address.port or _DEFAULT_PORTS[address.scheme],
            timeout=timeout_seconds,
        )
    if _major(str(odoo.version)) >= _FIRST_WITH_JSON2:
        try:
            json2 = Json2Transport(url, database, user, password, timeout_seconds=timeout_seconds)
        except SignInRefused:  # a password, not an API key
            pass
        else:
            return KeyTransport(odoo, database, json2)
    with odoo_errors("signing in to Odoo"):
        odoo.login(database, user, password)
    return OdooRpcTransport(odoo, database)


class OdooRpcTransport:
    """A signed-in odoorpc client, for all threads: a call is one HTTP request that carries its own login."""

    def __init__(self, odoo: Any, database: str) -> None:
        """`odoo` is a signed-in odoorpc.ODOO."""
        self._odoo = odoo
        self._database = database
        self.uid = int(odoo.env.uid)
        self.time_zone = str(odoo.env.context.get("tz") or "UTC")

    def call(self, model: str, method: str, ids: Sequence[int] | None, params: Mapping[str, Any]) -> Any:
        args = [] if ids is None else [list(ids)]
        with odoo_errors(f"{model}.{method}"):
            return self._odoo.execute_kw(model, method, args, dict(params))

    def user_id(self, login: str, password: str) -> int | None:
        return _user_id(self._odoo, self._database, login, password)

    def version(self) -> str:
        return _series(self._odoo)


class KeyTransport:
    """Calls by JSON-2 with an API key. People sign in with passwords, which JSON-2 does not know: that goes by JSON-RPC."""

    def __init__(self, odoo: Any, database: str, json2: Json2Transport) -> None:
        """`odoo` is an odoorpc.ODOO that need not be signed in."""
        self._odoo = odoo
        self._database = database
        self.uid, self.time_zone, self.call = json2.uid, json2.time_zone, json2.call

    def user_id(self, login: str, password: str) -> int | None:
        return _user_id(self._odoo, self._database, login, password)

    def version(self) -> str:
        return _series(self._odoo)


def _user_id(odoo: Any, database: str, login: str, password: str) -> int | None:
    params = {"service": "common", "method": "login", "args": [database, login, password]}
    try:
        with odoo_errors("signing a person in"):
            answer = odoo.json("/jsonrpc", params)
    except SignInRefused:
        return None
    return int(answer["result"]) if answer.get("result") else None


def _series(odoo: Any) -> str:
    with odoo_errors("asking Odoo's version"):
        answer = odoo.json("/jsonrpc", {"service": "common", "method": "version", "args": []})
        return str(answer["result"]["server_serie"])


def _major(version: str) -> int:
    """The 19 of "19.0", of "saas~19.2" and of "19.0-20250918"."""
    digits = re.search(r"\d+", version)
    return int(digits.group()) if digits else 0


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
