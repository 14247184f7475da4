from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

import pytest

from idp.domain.errors import ErpUnavailable
from idp.erp.errors import OdooFault, SignInRefused
from idp.erp.json2 import Json2Transport


class Answers(BaseHTTPRequestHandler):
    """Answers each method by a table of (status, body), as an Odoo 19 did."""

    table: ClassVar[dict[str, tuple[int, Any]]]
    seen: ClassVar[list[tuple[str, dict[str, str], Any]]]

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.seen.append((self.path, dict(self.headers), body))
        status, answer = self.table[self.path.rpartition("/")[2]]
        payload = answer.encode() if isinstance(answer, str) else json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, *_: object) -> None:
        pass


def fault(name: str) -> dict[str, Any]:
    return {"name": name, "message": "Odoo says no", "arguments": [], "context": {}, "debug": ""}


@pytest.fixture
def server() -> Iterator[tuple[str, type[Answers]]]:
    class Own(Answers):
        table: ClassVar[dict[str, tuple[int, Any]]] = {"search_read": (200, [{"id": 9, "tz": "Europe/Paris"}])}
        seen: ClassVar[list[tuple[str, dict[str, str], Any]]] = []

    http = ThreadingHTTPServer(("127.0.0.1", 0), Own)
    threading.Thread(target=http.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{http.server_address[1]}", Own
    http.shutdown()
    http.server_close()


def transport(server: tuple[str, type[Answers]], **answers: tuple[int, Any]) -> Json2Transport:
    server[1].table |= answers
    return Json2Transport(server[0], "db", "robot", "secret-key", timeout_seconds=5)


def test_a_call_names_its_database_and_carries_ids_beside_its_arguments(server: tuple[str, type[Answers]]) -> None:
    made = transport(server, write=(200, True))
    assert (made.uid, made.time_zone) == (9, "Europe/Paris")
    assert made.call("account.move", "write", [4], {"vals": {"ref": "x"}, "context": {}}) is True
    path, headers, body = server[1].seen[-1]
    assert (path, body) == ("/json/2/account.move/write", {"vals": {"ref": "x"}, "context": {}, "ids": [4]})
    assert (headers["Authorization"], headers["X-Odoo-Database"]) == ("bearer secret-key", "db")


@pytest.mark.parametrize(
    ("status", "name"),
    [(422, "odoo.exceptions.UserError"), (403, "odoo.exceptions.AccessError"), (404, "odoo.exceptions.MissingError"),
     (500, "builtins.ValueError")],
)  # fmt: skip
def test_a_fault_is_a_refusal_by_its_name_whatever_the_status(
    server: tuple[str, type[Answers]], status: int, name: str
) -> None:
    with pytest.raises(OdooFault, match="Odoo says no") as raised:
        transport(server, load=(status, fault(name))).call("account.move", "load", None, {})
    assert raised.value.name == name


@pytest.mark.parametrize("answer", [(409, fault("odoo.exceptions.LockError")), (502, "<html>Bad gateway</html>"), (503, "")])
def test_what_passes_by_itself_is_unavailable(server: tuple[str, type[Answers]], answer: tuple[int, Any]) -> None:
    with pytest.raises(ErpUnavailable):
        transport(server, load=answer).call("account.move", "load", None, {})


def test_a_key_that_is_none_is_told_apart(server: tuple[str, type[Answers]]) -> None:
    with pytest.raises(SignInRefused):
        transport(server, search_read=(401, fault("werkzeug.exceptions.Unauthorized")))


def test_a_key_of_somebody_else_is_refused(server: tuple[str, type[Answers]]) -> None:
    with pytest.raises(SignInRefused, match="robot"):
        transport(server, search_read=(200, []))


def test_the_key_is_in_no_representation(server: tuple[str, type[Answers]]) -> None:
    assert "secret-key" not in repr(transport(server))
