"""The virus scanner: a real clamd with a signature of our own, and what a scanner may answer besides."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from idp.domain.errors import BadUse, ToolUnavailable
from idp.domain.lifecycle import State
from idp.intake.clamd import Clamd, ClamdAddress, clamd_address
from idp.services.advance import advance
from idp.services.ingest import Delivery, ingest
from tests.fakes.means import make_means, ubl_invoice
from tests.servers import await_start, own_folder, shared, start_guarded

_MARKER = b"idp test malware"


@pytest.fixture(scope="session")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Clamd:
    """The run's clamd, which knows one signature."""
    if shutil.which("clamd", path="/usr/sbin:/usr/local/sbin:/usr/bin") is None:
        pytest.skip("needs ClamAV: apt-get install clamav-daemon")
    return Clamd(ClamdAddress(path=shared(tmp_path_factory, "clamd", _start)))


def _start() -> str:
    folder = own_folder("idp-clamd-")
    (folder / "test.ndb").write_text(f"Idp.Test.Malware:0:*:{_MARKER.hex()}\n")
    (folder / "test.ndb").chmod(0o644)
    path, configuration = folder / "clamd.sock", folder / "clamd.conf"
    configuration.write_text(f"LocalSocket {path}\nDatabaseDirectory {folder}\nForeground yes\nStreamMaxLength 1M\n")
    program = shutil.which("clamd", path="/usr/sbin:/usr/local/sbin:/usr/bin") or "clamd"
    start_guarded(folder, [program, "-c", str(configuration), "--foreground"])
    scanner = Clamd(ClamdAddress(path=str(path)))
    await_start(lambda: scanner.scan(b"ready?"), ToolUnavailable, folder)
    return str(path)


def test_malware_is_named_and_anything_else_passes(clamd: Clamd) -> None:
    assert clamd.scan(b"") is None
    assert clamd.scan(ubl_invoice("KA-1")) is None
    assert clamd.scan(b"x" * 200_000 + _MARKER) == "Idp.Test.Malware.UNOFFICIAL"


def test_a_file_larger_than_the_scanner_takes_is_trouble_that_says_what_to_do(clamd: Clamd) -> None:
    with pytest.raises(ToolUnavailable, match="StreamMaxLength"):
        clamd.scan(bytes(3_000_000))


def test_a_document_with_malware_is_quarantined_and_never_opened(clamd: Clamd, tmp_path: Path) -> None:
    means = replace(make_means(tmp_path), scanner=clamd)
    content = ubl_invoice("KA-1").replace(b"</Invoice>", b"<!-- " + _MARKER + b" --></Invoice>")
    (row,) = ingest(means, Delivery(channel="upload", key="1", name="KA-1.xml", content=content))
    assert row.document_id is not None
    assert advance(means, row.document_id, holder="test") is State.QUARANTINED
    with means.store.view() as work:
        record = work.documents.require(row.document_id)
    assert (record.failure_code, record.failure) == ("ING-VIRUS", "The virus scanner found Idp.Test.Malware.UNOFFICIAL.")
    assert means.blobs.get(record.sha256) == content


def test_while_the_scanner_is_down_a_document_waits(tmp_path: Path) -> None:
    means = replace(make_means(tmp_path), scanner=Clamd(ClamdAddress(path=str(tmp_path / "no.sock"))))
    (row,) = ingest(means, Delivery(channel="upload", key="1", name="KA-1.xml", content=ubl_invoice("KA-1")))
    assert row.document_id is not None
    assert advance(means, row.document_id, holder="test") is State.RECEIVED
    with means.store.view() as work:
        record = work.documents.require(row.document_id)
    assert record.failure is not None
    assert record.failure.startswith("the virus scanner does not answer")
    assert record.next_attempt_at is not None


@pytest.fixture
def answering(request: pytest.FixtureRequest) -> Iterator[ClamdAddress]:
    """A server that says one thing to whoever connects and hangs up."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        line, _ = listener.accept()
        with line:
            line.recv(10)
            line.sendall(request.param)

    thread = threading.Thread(target=serve)
    thread.start()
    yield ClamdAddress(host="127.0.0.1", port=listener.getsockname()[1])
    thread.join()
    listener.close()


@pytest.mark.parametrize("answering", [b"", b"COMMAND UNAVAILABLE\0", b"\xff\xfe", b"x" * 10_000], indirect=True)
def test_an_answer_that_is_none_is_trouble_and_never_a_clean_file(answering: ClamdAddress) -> None:
    with pytest.raises(ToolUnavailable):
        Clamd(answering, timeout_seconds=10).scan(b"a file")


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("unix:/run/clamd.ctl", ClamdAddress(path="/run/clamd.ctl")),
        ("unix:///run/clamd.ctl", ClamdAddress(path="/run/clamd.ctl")),
        ("tcp://scanner:3311", ClamdAddress(host="scanner", port=3311)),
        ("tcp://scanner", ClamdAddress(host="scanner", port=3310)),
    ],
)
def test_an_address_is_a_socket_or_a_host(text: str, address: ClamdAddress) -> None:
    assert clamd_address(text) == address


@pytest.mark.parametrize("text", ["", "scanner:3310", "http://scanner", "tcp://", "tcp://scanner:port", "unix:run"])
def test_another_address_is_refused(text: str) -> None:
    with pytest.raises(BadUse, match="IDP_CLAMD"):
        clamd_address(text)
