"""What does a failure of Odoo or of the way to it mean for us: try again later, or a person looks?

One table from foreign errors to ours. Faults are told apart by the exception's name that Odoo sends (``data.name``), never by
their text, which is translated and reworded with every version. HTTP and transport errors are all "try again later".
"""

from __future__ import annotations

import http.client
import json
import urllib.error
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import odoorpc
from odoorpc.rpc.error import ConnectorError

from idp.domain.errors import ErpRejected, ErpUnavailable

_LATER_NAMES = (
    "psycopg2.",  # the database is away, starts up, or gave up a transaction
    "odoo.http.SessionExpired",
    "odoo.sql_db.PoolError",
    "odoo.exceptions.LockError",
    "builtins.ConnectionError",
    "builtins.MemoryError",
)
_DATA_ERRORS = ("psycopg2.errors.", "psycopg2.DataError", "psycopg2.IntegrityError", "psycopg2.ProgrammingError")
_TRANSIENT_DATA_ERRORS = ("Serialization", "Deadlock", "LockNotAvailable", "QueryCanceled", "AdminShutdown", "InFailedSql")
_SIGN_IN_REFUSED = "odoo.exceptions.AccessDenied"
ACCESS_ERROR = "odoo.exceptions.AccessError"
"""A right that the integration user lacks."""
MISSING_ERROR = "odoo.exceptions.MissingError"
"""A record that is named was deleted."""


class OdooFault(ErpRejected):
    """Odoo answered with a fault that repeating does not cure. `name` is the exception's name on the server."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(message)
        self.name = name


class SignInRefused(ErpUnavailable):
    """Odoo does not accept the login and password of the integration user: entering pauses until an operator mends it."""


class AnswerLost(ErpUnavailable):
    """The connection broke: the call may have been carried out or not. Reads may be repeated at once."""


@contextmanager
def odoo_errors(what: str) -> Iterator[None]:
    """Turns what odoorpc, urllib and Odoo raise into our errors; `what` says what was tried, for the operator.

    Raises:
        AnswerLost: the connection could not be made or broke.
        SignInRefused: the integration user's login.
        ErpUnavailable: no answer in time, or Odoo answered that it cannot now.
        OdooFault: Odoo refused.
    """
    try:
        yield
    except odoorpc.error.RPCError as exc:
        raise from_fault(exc.info, str(exc), what) from exc
    except urllib.error.HTTPError as exc:
        raise ErpUnavailable(f"{what}: Odoo's web server answered HTTP {exc.code}") from exc
    except urllib.error.URLError as exc:
        lost = ErpUnavailable if isinstance(exc.reason, TimeoutError) else AnswerLost
        raise lost(f"{what}: Odoo cannot be reached ({exc.reason})") from exc
    except TimeoutError as exc:  # not AnswerLost: who waited this long once shall not wait three times
        raise ErpUnavailable(f"{what}: no answer from Odoo in time") from exc
    except (http.client.HTTPException, OSError) as exc:
        raise AnswerLost(f"{what}: the connection to Odoo broke ({type(exc).__name__})") from exc
    except (json.JSONDecodeError, UnicodeDecodeError, KeyError, TypeError) as exc:
        raise ErpUnavailable(f"{what}: what answers there does not speak Odoo's JSON-RPC") from exc
    except (ConnectorError, odoorpc.error.InternalError) as exc:  # ConnectorError is a BaseException
        raise ErpUnavailable(f"{what}: {exc}") from exc


def from_fault(info: Mapping[str, Any] | bool | None, message: str, what: str) -> ErpUnavailable | OdooFault:
    """Our error for a fault; `info` is the ``error`` object of the answer, falsy where odoorpc made the error itself."""
    data = info.get("data") or {} if isinstance(info, Mapping) else {}
    name = str(data.get("name") or "")
    if not info or name == _SIGN_IN_REFUSED:
        return SignInRefused(f"{what}: Odoo refuses the login of the integration user")
    text = _one_line(message)
    if _is_transient(name):
        return ErpUnavailable(f"{what}: Odoo cannot do it now ({name}: {text})")
    return OdooFault(name, text or f"{what}: {name}")


def _is_transient(name: str) -> bool:
    if name.startswith(_DATA_ERRORS):
        return any(word in name for word in _TRANSIENT_DATA_ERRORS)
    return name.startswith(_LATER_NAMES)


def _one_line(text: str) -> str:
    """The message in one line of at most 300 characters; Odoo sends whole paragraphs."""
    line = " ".join(text.split())
    return line if len(line) <= 300 else line[:299] + "…"
