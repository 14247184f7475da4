"""What happens when Odoo is away, slow, something else, or does not know us; and what never gets into a log."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from idp.domain.errors import BadUse, ErpRejected, ErpUnavailable
from idp.erp import OdooErp, connect
from tests.contract.erp.cutting_proxy import CuttingProxy
from tests.contract.erp.place import Place
from tests.contract.erp.sample import PAPER, bill_entry, entry_order, hints, simple_order


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def test_the_version_is_asked_of_the_server(place: Place, erp: OdooErp) -> None:
    assert erp.version() == f"{place.version}.0"


def test_connecting_does_not_reach_out(free_port: int) -> None:
    connect(f"http://127.0.0.1:{free_port}", "db", "user", "secret", timeout_seconds=1)


@pytest.mark.parametrize("address", ["127.0.0.1:8069", "ftp://odoo", "http://", "http://odoo:port", "http://odoo/web", ""])
def test_an_address_that_cannot_be_one_is_refused_at_once(address: str) -> None:
    with pytest.raises(BadUse, match="address"):
        connect(address, "db", "user", "secret", timeout_seconds=1)


def test_a_server_that_is_down_is_unavailable_and_back_when_it_is_back(place: Place) -> None:
    proxy = CuttingProxy(place.url)
    erp = place.erp(url=proxy.url, timeout_seconds=5)
    with proxy:
        assert erp.version()
        known = erp.companies()
    with pytest.raises(ErpUnavailable):
        erp.version()
    with pytest.raises(ErpUnavailable):
        erp.sign_in("somebody", "x")
    assert erp.companies() == known, "what is known already is told while Odoo is away"


def test_a_server_that_was_down_at_the_start_is_used_once_it_is_there(place: Place, free_port: int) -> None:
    erp = place.erp(url=f"http://127.0.0.1:{free_port}")
    with pytest.raises(ErpUnavailable):
        erp.companies()
    with CuttingProxy(place.url, port=free_port):
        assert erp.companies()


def test_a_wrong_password_of_ours_is_unavailable_and_says_so(place: Place) -> None:
    erp = connect(place.url, place.database, place.robot.login, "wrong", timeout_seconds=30)
    with pytest.raises(ErpUnavailable, match="refuses the login"):
        erp.companies()


def test_a_database_that_is_not_there_is_no_crash(place: Place) -> None:
    erp = connect(place.url, "no_such_database", place.robot.login, place.robot.password, timeout_seconds=30)
    with pytest.raises((ErpUnavailable, ErpRejected)):
        erp.companies()


def test_our_password_changed_in_odoo_is_noticed(place: Place) -> None:
    robot = place.user()
    erp = connect(place.url, place.database, robot.login, robot.password, timeout_seconds=30)
    assert erp.companies()
    place.do("res.users", "write", [robot.id], {"password": "another"})
    with pytest.raises(ErpUnavailable, match="refuses the login"):
        erp.facts(hints(ibans=("DE00",)))


def test_a_right_that_is_missing_is_told_in_odoos_words(place: Place) -> None:
    ordered = simple_order(place)
    robot = place.user("stock.group_stock_user")
    erp = connect(place.url, place.database, robot.login, robot.password, timeout_seconds=30)
    with pytest.raises(ErpRejected, match=r"not allowed"):
        erp.enter(entry_order(bill_entry(place, ordered)), PAPER)


class NotOdoo(BaseHTTPRequestHandler):
    """Answers every question with a friendly page."""

    def do_POST(self) -> None:
        body = b"<html>Welcome to our intranet</html>"
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def intranet() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), NotOdoo)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_something_else_at_the_address_is_unavailable(intranet: str) -> None:
    with pytest.raises(ErpUnavailable, match="does not speak"):
        connect(intranet, "db", "user", "secret", timeout_seconds=5).companies()


def test_a_server_that_never_answers_is_given_up_after_the_timeout() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        erp = connect(f"http://127.0.0.1:{silent.getsockname()[1]}", "db", "user", "secret", timeout_seconds=0.2)
        with pytest.raises(ErpUnavailable, match="in time"):
            erp.companies()


def test_many_threads_sign_in_once(place: Place) -> None:
    with CuttingProxy(place.url) as proxy:
        erp = place.erp(url=proxy.url)
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(lambda _: erp.companies(), range(8)))
        assert len(set(answers)) == 1
        assert proxy.seen(b'"quantity_done"') == 1, "field names are asked for once a connection"


def test_no_password_is_ever_logged(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        for name in ("odoorpc", "odoorpc.rpc", "odoorpc.rpc.jsonrpclib"):
            logging.getLogger(name).setLevel(logging.DEBUG)
        erp = place.erp()
        erp.facts(hints(names=("Somebody",)))
        person = place.user()
        caplog.clear()  # the test's own client may have said something before the service silenced the library
        erp.sign_in(person.login, person.password)
        erp.sign_in(person.login, "a wrong secret")
        with pytest.raises(ErpUnavailable) as refused:
            connect(place.url, place.database, place.robot.login, "another secret", timeout_seconds=30).companies()
    told = caplog.text + repr(erp) + repr(erp._connection) + str(refused.value) + repr(refused.value)
    for secret in (place.robot.password, person.password, "a wrong secret", "another secret"):
        assert secret not in told
