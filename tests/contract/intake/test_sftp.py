"""An SFTP drop on a real OpenSSH server: a file is taken when it is complete, whole, by one process, and then put away."""

from __future__ import annotations

import multiprocessing
import os
import random
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from idp.domain.errors import SourceUnavailable
from idp.intake.drop import PROCESSED, WORK, Drop
from idp.intake.sftp import SftpAddress, SftpFolder, sftp_address
from tests.contract.intake.desk import Desk, DeskIsClosed, refusing
from tests.contract.intake.line import Line
from tests.contract.intake.poller import AT_ONCE, poll_until
from tests.ssh_server import SftpDrop

_PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF\n"


def _address(drop: SftpDrop) -> SftpAddress:
    return sftp_address(drop.url(), key=drop.server.key, known_hosts=drop.server.known_hosts)


def _drop(drop: SftpDrop, desk: Desk) -> Drop:
    return Drop(SftpFolder(_address(drop)), desk.take, channel="sftp", patience=AT_ONCE)


def _in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir() if path.is_file())


@pytest.fixture
def line(sftp_drop: SftpDrop) -> Iterator[Line]:
    with Line(sftp_drop.server.port) as line:
        yield line


def test_a_file_at_rest_over_two_polls_is_claimed_taken_in_and_put_away(sftp_drop: SftpDrop) -> None:
    where: list[tuple[list[str], list[str]]] = []
    desk = Desk(lambda _: where.append((_in(sftp_drop.folder), [path.name for path in (sftp_drop.folder / WORK).glob("*/*")])))
    drop = _drop(sftp_drop, desk)
    (sftp_drop.folder / "a.pdf").write_bytes(_PDF)
    assert drop.poll() == 0
    assert drop.poll() == 1
    assert where == [([], ["a.pdf"])]
    assert [(name, content) for _, name, content in desk.deliveries] == [("a.pdf", _PDF)]
    (put_away,) = (sftp_drop.folder / PROCESSED).iterdir()
    assert put_away.name.endswith("-a.pdf")
    assert put_away.read_bytes() == _PDF
    assert not list((sftp_drop.folder / WORK).iterdir())
    assert drop.poll() == 0


def test_a_file_that_grows_waits_and_is_taken_whole(sftp_drop: SftpDrop) -> None:
    desk = Desk()
    drop = _drop(sftp_drop, desk)
    with (sftp_drop.folder / "a.bin").open("ab", buffering=0) as upload:
        for number in range(4):
            upload.write(b"%d" % number * 100)
            assert drop.poll() == 0
    assert drop.poll() == 1
    assert [len(content) for content in desk.contents] == [400]


def test_a_pdf_that_rests_without_its_end_waits(sftp_drop: SftpDrop) -> None:
    desk = Desk()
    drop = _drop(sftp_drop, desk)
    (sftp_drop.folder / "a.pdf").write_bytes(_PDF[:20] * 10_000)
    assert [drop.poll() for _ in range(3)] == [0, 0, 0]
    (sftp_drop.folder / "a.pdf").write_bytes(_PDF[:20] * 10_000 + b"%%EOF\n")
    assert [drop.poll(), drop.poll()] == [0, 1]
    assert desk.contents == [_PDF[:20] * 10_000 + b"%%EOF\n"]


@pytest.mark.parametrize("size", [1, 65_535, 65_536, 131_073, 9_000_001])
def test_a_file_of_any_size_comes_byte_for_byte(sftp_drop: SftpDrop, size: int) -> None:
    desk = Desk()
    content = random.Random(size).randbytes(size)
    (sftp_drop.folder / "a.bin").write_bytes(content)
    drop = _drop(sftp_drop, desk)
    assert [drop.poll(), drop.poll()] == [0, 1]
    assert desk.contents == [content]


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        (b"Rechnung 17 (final).pdf", "Rechnung 17 (final).pdf"),
        ("Übergrößenträger – 発票 🧾.pdf".encode(), "Übergrößenträger – 発票 🧾.pdf"),
        (b"Rechnung M\xe4rz.pdf", "Rechnung März.pdf"),
        (b"-rf *;'\"\\.pdf", "-rf *;'\"\\.pdf"),
        (b"two\nlines.pdf", "two\nlines.pdf"),
        ("ü".encode() * 125 + b".pdf", "ü" * 125 + ".pdf"),
    ],
    ids=["spaces", "any language", "no UTF-8", "shell", "line break", "254 bytes"],
)
def test_a_file_of_any_name_is_taken(sftp_drop: SftpDrop, raw: bytes, name: str) -> None:
    desk = Desk()
    with open(os.fsencode(sftp_drop.folder) + b"/" + raw, "wb") as file:  # noqa: PTH123  pathlib has no names in bytes
        file.write(_PDF)
    drop = _drop(sftp_drop, desk)
    assert [drop.poll(), drop.poll()] == [0, 1]
    assert desk.names == [name]
    assert len(_in(sftp_drop.folder / PROCESSED)) == 1
    assert _in(sftp_drop.folder) == []


def test_the_same_name_again_is_another_delivery_and_replaces_nothing(sftp_drop: SftpDrop) -> None:
    desk = Desk()
    drop = _drop(sftp_drop, desk)
    for content in (_PDF, _PDF + b"other\n%%EOF", _PDF):
        (sftp_drop.folder / "a.pdf").write_bytes(content)
        assert [drop.poll(), drop.poll()] == [0, 1]
    assert desk.contents == [_PDF, _PDF + b"other\n%%EOF", _PDF]
    assert len(_in(sftp_drop.folder / PROCESSED)) == 2


def test_folders_and_links_in_the_drop_are_left_alone(sftp_drop: SftpDrop) -> None:
    desk = Desk()
    (sftp_drop.folder / "sub").mkdir()
    (sftp_drop.folder / "link.pdf").symlink_to(sftp_drop.server.key)
    drop = _drop(sftp_drop, desk)
    assert [drop.poll(), drop.poll(), drop.poll()] == [0, 0, 0]


def test_what_could_not_be_taken_in_is_taken_at_the_next_poll_and_holds_up_no_other(sftp_drop: SftpDrop) -> None:
    desk = Desk(refusing(b"bad"))
    drop = _drop(sftp_drop, desk)
    for name in ("1 bad", "2 good", "3 bad", "4 good"):
        (sftp_drop.folder / name).write_bytes(name.encode())
    drop.poll()
    for _ in range(4):
        with pytest.raises(DeskIsClosed):
            drop.poll()
    assert desk.names == ["2 good", "4 good"]
    desk.while_taking = lambda _: None
    assert drop.poll() == 2
    assert sorted(desk.contents) == [b"1 bad", b"2 good", b"3 bad", b"4 good"]


def test_a_line_that_is_cut_within_a_file_loses_nothing(sftp_drop: SftpDrop, line: Line) -> None:
    desk = Desk()
    content = random.Random(1).randbytes(6_000_000)
    (sftp_drop.folder / "a.bin").write_bytes(content)
    behind = replace(_address(sftp_drop), port=line.port, known_hosts=_known_at(sftp_drop, line.port))
    drop = Drop(SftpFolder(behind), desk.take, channel="sftp", patience=AT_ONCE)
    assert drop.poll() == 0
    line.cut_answer(b"", after=3_000_000)
    with pytest.raises(SourceUnavailable, match="the connection broke"):
        drop.poll()
    assert line.cuts == 1
    assert desk.deliveries == []
    assert drop.poll() == 1
    assert desk.contents == [content]


def _known_at(drop: SftpDrop, port: int) -> Path:
    """The same host key at another port."""
    known = drop.folder.with_suffix(".known_hosts")
    known.write_text(drop.server.known_hosts.read_text().replace(f"]:{drop.server.port} ", f"]:{port} "))
    return known


def test_two_processes_at_one_drop_take_every_file_once(sftp_drop: SftpDrop) -> None:
    files = {f"{number:02}.pdf": _PDF + b"%d" % number for number in range(40)}
    for name, content in files.items():
        (sftp_drop.folder / name).write_bytes(content)
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        polls = [pool.submit(poll_until, _address(sftp_drop), seconds=60) for _ in range(2)]
    taken = [poll.result() for poll in polls]
    assert sorted(taken[0] + taken[1]) == sorted(files.items())
    assert _in(sftp_drop.folder) == []
    assert len(_in(sftp_drop.folder / PROCESSED)) == 40
    assert not list((sftp_drop.folder / WORK).iterdir())
