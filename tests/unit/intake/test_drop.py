"""A dropped file is taken when it is complete, once, and put away only after it was taken in."""

import os
from pathlib import Path

import pytest

from idp.intake.drop import PROCESSED, WORK, Drop
from idp.intake.folder import LocalFolder

_PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF\n"


class Desk:
    """Takes deliveries in; dies on demand, before or after it has stored one."""

    def __init__(self) -> None:
        self.taken: dict[str, bytes] = {}
        self.dies_after_storing = False

    def take(self, key: str, name: str, content: bytes) -> None:
        self.taken[key] = content
        if self.dies_after_storing:
            raise KeyboardInterrupt(name)


def _drop(folder: Path, desk: Desk, *, now: float = 0.0) -> Drop:
    return Drop(LocalFolder(folder), desk.take, channel="folder", now=lambda: now)


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
    desk = Desk()
    _write(tmp_path / "a.pdf", _PDF[:15], at=100)
    impatient = _drop(tmp_path, desk, now=150.0)
    assert [impatient.poll(), impatient.poll()] == [0, 0]
    patient = _drop(tmp_path, desk, now=100 + 121.0)
    assert [patient.poll(), patient.poll()] == [0, 1]
    assert list(desk.taken.values()) == [_PDF[:15]]


@pytest.mark.parametrize("name", ["a.pdf.part", "a.filepart", ".hidden.pdf", "a.pdf~", "A.TMP"])
def test_names_of_unfinished_uploads_are_left_alone(tmp_path: Path, name: str) -> None:
    desk = Desk()
    drop = _drop(tmp_path, desk, now=10_000.0)
    _write(tmp_path / name, _PDF, at=100)
    assert [drop.poll(), drop.poll(), drop.poll()] == [0, 0, 0]


def test_a_process_that_dies_after_storing_leaves_nothing_lost_and_nothing_twice(tmp_path: Path) -> None:
    desk = Desk()
    desk.dies_after_storing = True
    drop = _drop(tmp_path, desk)
    _write(tmp_path / "a.pdf", _PDF, at=100)
    drop.poll()
    with pytest.raises(KeyboardInterrupt):
        drop.poll()
    assert [p.name for p in (tmp_path / WORK).iterdir()] == ["a.pdf"]
    desk.dies_after_storing = False
    _drop(tmp_path, desk).poll()
    assert len(desk.taken) == 1
    assert not list((tmp_path / WORK).iterdir())


def test_the_same_name_with_other_content_is_another_delivery(tmp_path: Path) -> None:
    desk = Desk()
    drop = _drop(tmp_path, desk)
    for at, content in ((100.0, _PDF), (200.0, _PDF + b"\n")):
        _write(tmp_path / "a.pdf", content, at=at)
        drop.poll()
        drop.poll()
    assert sorted(desk.taken.values()) == sorted([_PDF, _PDF + b"\n"])
    assert len(list((tmp_path / PROCESSED).iterdir())) == 2
