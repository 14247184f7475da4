"""A dropped file is taken when it is complete, once, and put away only after it was taken in."""

import contextlib
import io
import os
import zipfile
from pathlib import Path

import pytest

from idp.domain.errors import SourceUnavailable
from idp.intake.drop import FAILED, PROCESSED, WORK, Drop, Patience
from idp.intake.folder import LocalFolder
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
