from __future__ import annotations

import http.client
import json
import urllib.error
from email.message import Message

import odoorpc
import pytest
from odoorpc.rpc.error import ConnectorError

from idp.domain.errors import ErpRejected, ErpUnavailable
from idp.erp.errors import AnswerLost, OdooFault, SignInRefused, odoo_errors


def fault(name: str, message: str = "Something") -> odoorpc.error.RPCError:
    return odoorpc.error.RPCError(
        message, {"code": 200, "message": "Odoo Server Error", "data": {"name": name, "message": message}}
    )


@pytest.mark.parametrize(
    "name",
    [
        "odoo.exceptions.UserError", "odoo.exceptions.ValidationError", "odoo.exceptions.AccessError", "odoo.exceptions.MissingError",
        "builtins.ValueError", "builtins.KeyError", "psycopg2.errors.InvalidTextRepresentation", "psycopg2.errors.UniqueViolation", "",
    ],
)  # fmt: skip
def test_what_repeating_does_not_cure_is_rejected(name: str) -> None:
    with pytest.raises(OdooFault) as raised, odoo_errors("posting"):
        raise fault(name)
    assert raised.value.name == name
    assert isinstance(raised.value, ErpRejected)


@pytest.mark.parametrize(
    "name",
    [
        "psycopg2.OperationalError", "psycopg2.InterfaceError", "psycopg2.errors.SerializationFailure",
        "psycopg2.errors.DeadlockDetected", "psycopg2.errors.LockNotAvailable", "odoo.sql_db.PoolError",
        "odoo.http.SessionExpiredException", "odoo.exceptions.LockError",
    ],
)  # fmt: skip
def test_what_passes_by_itself_is_unavailable(name: str) -> None:
    with pytest.raises(ErpUnavailable), odoo_errors("posting"):
        raise fault(name)


def test_a_refused_login_is_told_apart_with_and_without_details() -> None:
    for error in (fault("odoo.exceptions.AccessDenied"), odoorpc.error.RPCError("Wrong login ID or password", False)):
        with pytest.raises(SignInRefused, match="refuses the login"), odoo_errors("signing in"):
            raise error


@pytest.mark.parametrize(
    "error",
    [
        urllib.error.URLError(ConnectionRefusedError()), ConnectionResetError(), http.client.RemoteDisconnected(),
        http.client.IncompleteRead(b""), BrokenPipeError(),
    ],
)  # fmt: skip
def test_a_broken_connection_may_be_asked_again_at_once(error: Exception) -> None:
    with pytest.raises(AnswerLost), odoo_errors("reading"):
        raise error


@pytest.mark.parametrize(
    "error",
    [
        TimeoutError(), urllib.error.URLError(TimeoutError()), urllib.error.HTTPError("u", 502, "Bad Gateway", Message(), None),
        KeyError("result"), json.JSONDecodeError("no JSON", "<html>", 0), ConnectorError("no"), odoorpc.error.InternalError("no"),
    ],
)  # fmt: skip
def test_a_silent_or_strange_server_is_unavailable_but_not_asked_again_at_once(error: BaseException) -> None:
    with pytest.raises(ErpUnavailable) as raised, odoo_errors("reading"):
        raise error
    assert not isinstance(raised.value, AnswerLost)


def test_an_error_of_our_own_passes_unchanged() -> None:
    with pytest.raises(ZeroDivisionError), odoo_errors("reading"):
        raise ZeroDivisionError


def test_a_long_message_becomes_one_line_for_a_person() -> None:
    with pytest.raises(OdooFault) as raised, odoo_errors("posting"):
        raise fault("odoo.exceptions.UserError", "First line.\n\n\tSecond " + "x" * 500)
    assert str(raised.value).startswith("First line. Second xxx")
    assert len(str(raised.value)) == 300
