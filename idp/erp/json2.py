"""How does one call reach Odoo 19 and later? JSON-2: one address a method, an API key as bearer, arguments by keyword.

Its answer is the bare result, its errors have real HTTP codes and the same fault data as JSON-RPC. /jsonrpc, which odoorpc speaks,
is deprecated since 19 and announced to go with 22; it accepts passwords, JSON-2 accepts API keys only.
"""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from idp.erp.errors import SignInRefused, from_fault, odoo_errors

_FAULTS = frozenset({"name", "message"})


class Json2Transport:
    """Calls of one API key on one database; one HTTP request each, for all threads."""

    def __init__(self, url: str, database: str, user: str, key: str, *, timeout_seconds: float) -> None:
        """Signs in. Raises SignInRefused where `key` is not an API key of `user`, else as `odoo_errors`."""
        self._url = url.rstrip("/")
        self._headers = {"Authorization": f"bearer {key}", "X-Odoo-Database": database, "Content-Type": "application/json"}
        self._timeout_seconds = timeout_seconds
        domain = [["login", "=", user]]
        rows = self.call("res.users", "search_read", None, {"domain": domain, "fields": ["tz"], "context": {}})
        if not rows:
            raise SignInRefused(f"signing in to Odoo: the API key is not one of {user}")
        self.uid = int(rows[0]["id"])
        self.time_zone = str(rows[0]["tz"] or "UTC")

    def call(self, model: str, method: str, ids: Sequence[int] | None, params: Mapping[str, Any]) -> Any:
        """The answer of a method, None from one that answers nothing."""
        what = f"{model}.{method}"
        body = dict(params) if ids is None else {**params, "ids": list(ids)}
        request = urllib.request.Request(  # noqa: S310  http(s) only: `server_address` refused anything else
            f"{self._url}/json/2/{model}/{method}", data=json.dumps(body).encode(), headers=self._headers
        )
        with odoo_errors(what):
            try:
                with urllib.request.urlopen(request, timeout=self._timeout_seconds) as answer:  # noqa: S310
                    return json.load(answer)
            except urllib.error.HTTPError as error:
                raise _fault(error, what) from error

    def __repr__(self) -> str:
        return f"Json2Transport({self._url!r})"


def _fault(error: urllib.error.HTTPError, what: str) -> Exception:
    """Our error for Odoo's answer; the HTTP error itself where the answer is not Odoo's."""
    if error.code == HTTPStatus.UNAUTHORIZED:
        return SignInRefused(f"{what}: Odoo refuses the login of the integration user (its API key)")
    try:
        data = json.loads(error.read())
    except (ValueError, OSError):
        return error
    if not isinstance(data, dict) or not data.keys() >= _FAULTS:
        return error
    return from_fault({"data": data}, str(data["message"]), what)
