"""A dropped file is taken when it is complete, once, and put away only after it was taken in."""

import contextlib
import hashlib
import io
import os
import subprocess
import threading
import time
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from idp.domain.errors import SourceUnavailable
from idp.intake.drop import FAILED, PROCESSED, WORK, Drop, Patience
from idp.intake.folder import LocalFolder, LocalVisit
from idp.intake.poller import Poller

_PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF\n"


class Desk:
    """Takes deliveries in; dies on demand, before or after it has stored one."""

    def __init__(self) -> None:
        self.taken: dict[str, bytes] = {}
        self.dies_after_storing = False
        self.dies_at = ""
        self.beside: dict[str, tuple[tuple[str, bytes], ...]] = {}
        self.folders: dict[str, str] = {}
        self.refuses: dict[str, str] = {}

    def take(
        self, key: str, name: str, content: bytes, *, beside: tuple[tuple[str, bytes], ...] = (), folder: str = ""
    ) -> str | None:
        if name == self.dies_at:
            raise KeyboardInterrupt(name)
        self.taken[key] = content
        self.beside[name] = beside
        self.folders[name] = folder
        if self.dies_after_storing:
            raise KeyboardInterrupt(name)
        return self.refuses.get(name)


class Clock:
    """Stands still until it is moved; seconds since 1970."""

    def __init__(self, now: float = 1_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


_AT_ONCE = Patience(no_end=0.0, partner=0.0)


def _drop(
    folder: Path, desk: Desk, *, clock: Clock | None = None, patience: Patience = _AT_ONCE, poller: Poller | None = None,
    subfolders: bool = False,
) -> Drop:  # fmt: skip
    place = LocalFolder(folder, subfolders=subfolders)
    return Drop(place, desk.take, channel="folder", now=clock or Clock(), patience=patience, poller=poller)


def _write(path: Path, content: bytes, *, at: float) -> None:
    path.write_bytes(content)
    os.utime(path, (at, at))


def test_a_file_is_taken_at_the_second_poll_that_sees_it_unchanged(tmp_path: Path) -> None:
    desk = Desk()
    drop = _drop(tmp_path, desk)
    _write(tmp_path / "a.pdf", _PDF, at=100)
    assert drop.poll() == 0
    assert drop.poll() == 1
    assert list(desk.taken.values()) == [_PDF]
    assert [p.name[13:] for p in (tmp_path / PROCESSED).iterdir()] == ["a.pdf"]
    assert drop.poll() == 0


def test_a_file_that_still_grows_waits(tmp_path: Path) -> None:
    desk = Desk()
    drop = _drop(tmp_path, desk)
    for step in range(1, 5):
        _write(tmp_path / "a.pdf", _PDF[: step * 5], at=100 + step)
        assert drop.poll() == 0
    assert desk.taken == {}


def test_a_pdf_without_its_end_waits_even_when_it_rests_and_is_taken_after_patience(tmp_path: Path) -> None:
    desk, clock = Desk(), Clock()
    _write(tmp_path / "a.pdf", _PDF[:15], at=100)
    drop = _drop(tmp_path, desk, clock=clock)
    assert [drop.poll(), drop.poll()] == [0, 0]
    clock.now += 120
    assert drop.poll() == 0
    clock.now += 1
    assert drop.poll() == 1
    assert list(desk.taken.values()) == [_PDF[:15]]


def test_patience_begins_again_when_the_file_changes(tmp_path: Path) -> None:
    desk, clock = Desk(), Clock()
    drop = _drop(tmp_path, desk, clock=clock)
    for step in range(1, 4):
        _write(tmp_path / "a.pdf", _PDF[: step * 5], at=100 + step)
        assert [drop.poll(), drop.poll()] == [0, 0]
        clock.now += 110


@pytest.mark.parametrize("kept", [300, 60])
def test_a_zip_without_its_directory_waits(tmp_path: Path, kept: int) -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.pdf", _PDF * 10)
    whole, desk = stream.getvalue(), Desk()
    drop = _drop(tmp_path, desk)
    _write(tmp_path / "a.zip", whole[:kept], at=100)
    assert [drop.poll(), drop.poll()] == [0, 0]
    _write(tmp_path / "a.zip", whole, at=200)
    assert [drop.poll(), drop.poll()] == [0, 1]
    assert list(desk.taken.values()) == [whole]


@pytest.mark.parametrize("name", ["a.pdf.part", "a.filepart", ".hidden.pdf", "a.pdf~", "A.TMP"])
def test_names_of_unfinished_uploads_are_left_alone(tmp_path: Path, name: str) -> None:
    desk = Desk()
    drop = _drop(tmp_path, desk)
    _write(tmp_path / name, _PDF, at=100)
    assert [drop.poll(), drop.poll(), drop.poll()] == [0, 0, 0]


def test_a_process_that_dies_after_storing_leaves_nothing_lost_and_nothing_twice(tmp_path: Path) -> None:
    desk, clock = Desk(), Clock()
    desk.dies_after_storing = True
    drop = _drop(tmp_path, desk, clock=clock)
    _write(tmp_path / "a.pdf", _PDF, at=100)
    drop.poll()
    with pytest.raises(KeyboardInterrupt):
        drop.poll()
    assert [p.name for p in (tmp_path / WORK).glob("*/*")] == ["a.pdf"]
    desk.dies_after_storing = False
    other = _drop(tmp_path, desk, clock=clock)
    assert other.poll() == 0  # it may live yet
    clock.now += 301
    assert other.poll() == 1
    assert len(desk.taken) == 1
    assert not list((tmp_path / WORK).iterdir())
    assert len(list((tmp_path / PROCESSED).iterdir())) == 1


def test_what_could_not_be_taken_in_is_tried_again_at_once_and_holds_up_no_other(tmp_path: Path) -> None:
    desk, clock = Desk(), Clock()
    desk.dies_at = "1.pdf"
    drop = _drop(tmp_path, desk, clock=clock)
    for number in (1, 2):
        _write(tmp_path / f"{number}.pdf", _PDF + b"%d" % number, at=100)
    drop.poll()
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            drop.poll()
    assert list(desk.taken.values()) == [_PDF + b"2"]
    desk.dies_at = ""
    assert drop.poll() == 1
    assert sorted(desk.taken.values()) == [_PDF + b"1", _PDF + b"2"]


def test_a_file_that_is_written_to_after_its_claim_comes_again_as_it_is_then(tmp_path: Path) -> None:
    taken: list[bytes] = []

    def take(
        key: str, name: str, content: bytes, *, beside: tuple[tuple[str, bytes], ...] = (), folder: str = ""
    ) -> str | None:
        taken.append(content)
        if len(taken) == 1:
            with next((tmp_path / WORK).glob("*/a.pdf")).open("ab") as writer:
                writer.write(b"more")
        return None

    drop = Drop(LocalFolder(tmp_path), take, channel="folder", patience=_AT_ONCE)
    _write(tmp_path / "a.pdf", _PDF, at=100)
    assert drop.poll() == 0
    drop.poll()
    drop.poll()
    assert taken == [_PDF, _PDF + b"more"]
    assert [p.read_bytes() for p in (tmp_path / PROCESSED).iterdir()] == [_PDF + b"more"]


def test_two_unfinished_files_of_one_name_do_not_meet(tmp_path: Path) -> None:
    desk, clock = Desk(), Clock()
    desk.dies_at = "a.pdf"
    drop = _drop(tmp_path, desk, clock=clock)
    for content in (_PDF, _PDF + b"\n"):
        _write(tmp_path / "a.pdf", content, at=100)
        for _ in range(3):
            with contextlib.suppress(KeyboardInterrupt):
                drop.poll()
    assert desk.taken == {}
    desk.dies_at = ""
    assert drop.poll() == 2
    assert sorted(desk.taken.values()) == [_PDF, _PDF + b"\n"]


def test_a_name_as_long_as_names_can_be_is_taken_and_put_away(tmp_path: Path) -> None:
    desk = Desk()
    drop = _drop(tmp_path, desk)
    _write(tmp_path / ("ü" * 125 + ".pdf"), _PDF, at=100)
    assert [drop.poll(), drop.poll()] == [0, 1]
    assert [p.suffix for p in (tmp_path / PROCESSED).iterdir()] == [".pdf"]


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    desk = Desk()
    outside, folder = tmp_path / "secret.pdf", tmp_path / "drop"
    _write(outside, _PDF, at=100)
    folder.mkdir()
    (folder / "a.pdf").symlink_to(outside)
    drop = _drop(folder, desk)
    assert [drop.poll(), drop.poll(), drop.poll()] == [0, 0, 0]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceUnavailable, match="there is no such folder"):
        _drop(tmp_path / "typo", Desk()).poll()
    assert not (tmp_path / "typo").exists()


def test_the_same_name_with_other_content_is_another_delivery(tmp_path: Path) -> None:
    desk = Desk()
    drop = _drop(tmp_path, desk)
    for at, content in ((100.0, _PDF), (200.0, _PDF + b"\n")):
        _write(tmp_path / "a.pdf", content, at=at)
        drop.poll()
        drop.poll()
    assert sorted(desk.taken.values()) == sorted([_PDF, _PDF + b"\n"])
    assert len(list((tmp_path / PROCESSED).iterdir())) == 2


# --- what belongs together -----------------------------------------------------------------------------------------------

_XML = b'<?xml version="1.0"?><Invoice><ID>1</ID></Invoice>'
_PATIENT = Patience(no_end=30.0, partner=20.0)


def test_an_xml_and_a_pdf_of_one_name_are_one_delivery_whichever_comes_first(tmp_path: Path) -> None:
    for first, second in (("a.pdf", "A.xml"), ("b.xml", "b.PDF")):
        desk, clock = Desk(), Clock()
        drop = _drop(tmp_path, desk, clock=clock, patience=_PATIENT)
        contents = {name: _XML if name.endswith("xml") else _PDF for name in (first, second)}
        _write(tmp_path / first, contents[first], at=100)
        assert [drop.poll(), drop.poll()] == [0, 0]
        clock.now += 15
        _write(tmp_path / second, contents[second], at=115)
        assert [drop.poll(), drop.poll()] == [0, 1]
        (pdf,) = (name for name in contents if name.lower().endswith("pdf"))
        (xml,) = (name for name in contents if name.endswith("xml"))
        assert desk.beside == {pdf: ((xml, _XML),)}
        assert not [path for path in tmp_path.iterdir() if path.is_file()]
        assert not list((tmp_path / WORK).iterdir())


def test_a_pdf_whose_xml_does_not_come_is_taken_alone_after_a_while(tmp_path: Path) -> None:
    desk, clock = Desk(), Clock()
    drop = _drop(tmp_path, desk, clock=clock, patience=_PATIENT)
    _write(tmp_path / "a.pdf", _PDF, at=100)
    assert [drop.poll(), drop.poll()] == [0, 0]
    clock.now += 21
    assert drop.poll() == 1
    assert desk.beside == {"a.pdf": ()}


def test_a_pdf_waits_for_its_xml_while_that_is_written(tmp_path: Path) -> None:
    desk, clock = Desk(), Clock()
    drop = _drop(tmp_path, desk, clock=clock, patience=_PATIENT)
    _write(tmp_path / "a.pdf", _PDF, at=100)
    for step in range(1, 5):
        _write(tmp_path / "a.xml", _XML[: step * 10], at=100 + step)
        assert drop.poll() == 0
        clock.now += 20
    _write(tmp_path / "a.xml", _XML, at=200)
    assert [drop.poll(), drop.poll()] == [0, 1]
    assert desk.beside == {"a.pdf": (("a.xml", _XML),)}


def test_a_pair_is_one_delivery_wherever_its_poller_dies(tmp_path: Path) -> None:
    for step in range(1, 12):
        folder = tmp_path / str(step)
        folder.mkdir()
        desk, clock = Desk(), Clock()
        _write(folder / "a.pdf", _PDF, at=100)
        _write(folder / "a.xml", _XML, at=100)
        place = DyingFolder(folder, dies_at=step)
        drop = Drop(place, desk.take, channel="folder", now=clock, patience=_PATIENT)
        for _ in range(2):
            with contextlib.suppress(KeyboardInterrupt):
                drop.poll()
        clock.now += 301
        survivor = _drop(folder, desk, clock=clock, patience=_PATIENT)
        for _ in range(4):
            survivor.poll()
            clock.now += 60
        assert desk.beside == {"a.pdf": (("a.xml", _XML),)} or desk.beside["a.pdf"] == (), step
        assert len(desk.taken) == 1, step
        assert "a.xml" not in desk.beside, step
        assert len(list((folder / PROCESSED).iterdir())) == 2, step
        assert not list((folder / WORK).iterdir()), step


class DyingFolder(LocalFolder):
    """The process dies at the n-th step that changes something."""

    def __init__(self, folder: Path, *, dies_at: int) -> None:
        super().__init__(folder)
        self._left, self._at = dies_at, folder

    @contextlib.contextmanager
    def visit(self) -> Iterator[LocalVisit]:
        visit = DyingVisit(self._at, self)
        visit.prepare()
        yield visit

    def step(self) -> None:
        self._left -= 1
        if self._left == 0:
            raise KeyboardInterrupt


class DyingVisit(LocalVisit):
    def __init__(self, folder: Path, place: DyingFolder) -> None:
        super().__init__(folder)
        self._place = place

    def claim(self, name: str, claim: str) -> bool:
        self._place.step()
        got = super().claim(name, claim)
        self._place.step()
        return got

    def put_away(self, claim: str, name: str, as_name: str) -> None:
        self._place.step()
        super().put_away(claim, name, as_name)
        self._place.step()

    def end(self, claim: str) -> None:
        self._place.step()
        super().end(claim)


# --- what cannot be used, subfolders, dead pollers -----------------------------------------------------------------------


def test_what_cannot_be_used_lies_in_the_failed_folder_with_its_reason_beside_it(tmp_path: Path) -> None:
    desk = Desk()
    desk.refuses["a.docx"] = "The file is an office document."
    drop = _drop(tmp_path, desk)
    _write(tmp_path / "a.docx", b"PK\x03\x04 PK\x05\x06", at=100)
    assert [drop.poll(), drop.poll()] == [0, 1]
    put, reason = sorted((tmp_path / FAILED).iterdir(), key=lambda path: len(path.name))
    assert (put.read_bytes(), put.name[13:]) == (b"PK\x03\x04 PK\x05\x06", "a.docx")
    assert reason.name == f"{put.name}.reason.txt"
    assert reason.read_text() == "The file is an office document.\n"
    assert not list((tmp_path / PROCESSED).iterdir())


def test_a_file_that_is_too_large_is_not_read_but_told_and_kept(tmp_path: Path) -> None:
    desk, told = Desk(), []

    def refuse(key: str, name: str, size: int) -> str:
        told.append((key, name, size))
        return "too large"

    drop = Drop(
        LocalFolder(tmp_path), desk.take, channel="folder", now=Clock(), patience=_AT_ONCE, refuse=refuse, most_bytes=100
    )
    _write(tmp_path / "a.pdf", b"x" * 101, at=100)
    assert [drop.poll(), drop.poll(), drop.poll()] == [0, 1, 0]
    assert told == [("a.pdf:101:100", "a.pdf", 101)]
    assert desk.taken == {}
    assert len(list((tmp_path / FAILED).iterdir())) == 2


def test_subfolders_are_polled_where_that_is_wanted_and_named_to_the_desk(tmp_path: Path) -> None:
    for name in ("Brennhoff", "Nordwerk"):
        (tmp_path / name).mkdir()
        _write(tmp_path / name / "a.pdf", _PDF + name.encode(), at=100)
    desk = Desk()
    left_alone = _drop(tmp_path, desk)
    assert [left_alone.poll(), left_alone.poll()] == [0, 0]
    drop = _drop(tmp_path, desk, subfolders=True)
    assert [drop.poll(), drop.poll(), drop.poll()] == [0, 2, 0]
    assert sorted(desk.taken) == sorted(
        f"{name}/a.pdf:{hashlib.sha256(_PDF + name.encode()).hexdigest()}:100" for name in ("Brennhoff", "Nordwerk")
    )
    assert len(list((tmp_path / PROCESSED).iterdir())) == 2
    assert not list((tmp_path / WORK).iterdir())


def test_the_claim_of_a_process_that_is_seen_to_be_dead_is_taken_up_at_once(tmp_path: Path) -> None:
    desk = Desk()
    gone = subprocess.Popen(["sleep", "0"])
    gone.wait()
    dead = replace(Poller.here(), process=gone.pid, started=1)
    desk.dies_at = "a.pdf"
    _write(tmp_path / "a.pdf", _PDF, at=100)
    dying = _drop(tmp_path, desk, poller=dead)
    dying.poll()
    with pytest.raises(KeyboardInterrupt):
        dying.poll()
    desk.dies_at = ""
    assert _drop(tmp_path, desk).poll() == 1


def test_a_poller_of_another_machine_or_still_alive_is_left_its_lease() -> None:
    here = Poller.here()
    claim = here.new_claim(1000)
    assert here.made(claim)
    assert not Poller.here().made(claim)
    assert not Poller.here().is_left_over(claim, now=1300, lease_seconds=300)
    assert Poller.here().is_left_over(claim, now=1301, lease_seconds=300)
    elsewhere = replace(here, machine="another", process=999_999_999).new_claim(1000)
    assert not here.is_left_over(elsewhere, now=1300, lease_seconds=300)
    assert not here.is_left_over("somebody's folder", now=1e12, lease_seconds=300)


def test_a_folder_tells_at_once_that_something_came(tmp_path: Path) -> None:
    place, stopping = LocalFolder(tmp_path), Event()
    place.wait(0.05, stopping)
    threading.Timer(0.1, lambda: (tmp_path / "a.pdf").write_bytes(_PDF)).start()
    begun = time.monotonic()
    place.wait(30, stopping)
    assert time.monotonic() - begun < 10
    threading.Timer(0.1, stopping.set).start()
    place.wait(30, stopping)
    place.wait(30, stopping)
    assert time.monotonic() - begun < 20


def test_what_came_between_two_waits_ends_the_second_at_once(tmp_path: Path) -> None:
    place, stopping = LocalFolder(tmp_path), Event()
    place.wait(0.01, stopping)
    (tmp_path / "a.pdf").write_bytes(_PDF)
    begun = time.monotonic()
    place.wait(30, stopping)
    assert time.monotonic() - begun < 10


def test_a_folder_that_cannot_be_watched_is_waited_for_by_time(tmp_path: Path) -> None:
    LocalFolder(tmp_path / "typo").wait(0.01, Event())
