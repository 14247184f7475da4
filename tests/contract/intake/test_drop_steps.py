"""A process that dies at any step of taking a dropped file in loses nothing and enters nothing twice: counted by hash at both ends.

IDP_TEST_DROP_STEPS=1000 runs it at full size.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from idp.intake.drop import FAILED, PROCESSED, WORK
from tests.contract.intake.drop_poller import INNER, STEPS
from tests.fakes.means import make_means, ubl_invoice
from tests.servers import server_user
from tests.ssh_server import SftpDrop

_FILES = int(os.environ.get("IDP_TEST_DROP_STEPS", "100"))  # noqa: TID251  the tests' own switch
_ROUNDS = max(1, _FILES // 150)


class _Place:
    """A drop with a store beside it, and what is in both, counted by hash."""

    def __init__(self, kind: str, sftp_drop: SftpDrop, folder: Path) -> None:
        make_means(folder).store.close()
        self.drop, self.store = sftp_drop.folder if kind == "sftp" else folder / "drop", folder
        self.drop.mkdir(exist_ok=True)
        server = sftp_drop.server
        self.given = {"store": str(folder)} | (
            {"folder": str(self.drop)}
            if kind == "folder"
            else {"url": sftp_drop.url(), "key": str(server.key), "known_hosts": str(server.known_hosts)}
        )

    def put(self, name: str, content: bytes) -> str:
        """Drops a file that the server may move; returns its hash."""
        path = self.drop / name
        path.write_bytes(content)
        if os.geteuid() == 0:
            os.chown(path, server_user().pw_uid, server_user().pw_gid)
        return hashlib.sha256(content).hexdigest()

    def polled(self, *kills: str, **given: str) -> list[str]:
        """How each poller ended."""
        command = [sys.executable, "-m", "tests.contract.intake.drop_poller", json.dumps(self.given | given), *kills]
        ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3], timeout=3000)
        ends: list[str] = json.loads(ran.stdout)
        return ends

    def left(self) -> list[Path]:
        return [path for path in (*self.drop.iterdir(), *(self.drop / WORK).rglob("*")) if path.is_file()]

    def require_each_once(self, wanted: Counter[str]) -> None:
        with contextlib.closing(sqlite3.connect(self.store / "idp.sqlite")) as database:
            stored = Counter(sha256 for (sha256,) in database.execute("SELECT sha256 FROM ledger"))
            documents = Counter(sha256 for (sha256,) in database.execute("SELECT sha256 FROM documents"))
        put_away = [
            path
            for where in (PROCESSED, FAILED)
            for path in (self.drop / where).iterdir()
            if not path.name.endswith(".reason.txt")
        ]
        assert stored == wanted
        assert set(documents.values()) == {1}
        assert Counter(hashlib.sha256(path.read_bytes()).hexdigest() for path in put_away) == wanted
        assert self.left() == []


@pytest.fixture(params=["folder", "sftp"])
def place(request: pytest.FixtureRequest, sftp_drop: SftpDrop, tmp_path: Path) -> _Place:
    return _Place(request.param, sftp_drop, tmp_path)


def _fill(place: _Place, count: int) -> Counter[str]:
    """PDFs, PDFs with an XML of their name, and letters that cannot be used; returns how often each content is there."""
    sums: Counter[str] = Counter()
    for number in range(count):
        kind = number % 4
        name, content = f"{number:04} Rechnung.pdf", b"%%PDF-1.7\n%% %d\n%%%%EOF\n" % number
        if kind == 1:  # the XML of the PDF before
            name, content = f"{number - 1:04} Rechnung.xml", ubl_invoice(f"KA-{number}")
        elif kind == 3:
            name, content = f"{number:04} Brief.txt", b"Dear Sir or Madam, %d" % number
        sums[place.put(name, content)] += 1
    return sums


@pytest.mark.timeout(3000)
def test_a_poller_killed_at_every_step_loses_no_file_and_enters_none_twice(place: _Place) -> None:
    wanted, chance = _fill(place, _FILES), random.Random(7)
    steps = [step for _ in range(_ROUNDS) for step in (*STEPS, *INNER["folder" if "folder" in place.given else "sftp"])]
    kills = [f"{step}:{chance.randint(1, 40 if 'request' in step else 1 if 'again' in step else 3)}" for step in steps]
    *ends, last = place.polled(*kills)
    survived = [kill for kill, end in zip(kills, ends, strict=True) if end != "killed"]
    assert (last, survived) == ("done", [])
    place.require_each_once(wanted)
    print(f"{_FILES} files, {len(kills)} kills")


@pytest.mark.timeout(3000)
def test_a_disk_that_is_full_keeps_files_where_they_are_until_it_is_not(place: _Place) -> None:
    wanted = _fill(place, 8)
    wanted[place.put("0002 large.pdf", b"%PDF-1.7\n" + b"%" * 2_200_000 + b"\n%%EOF\n")] += 1
    (trouble,) = place.polled(largest_file="2000000")
    assert "File too large" in trouble
    assert [path.stat().st_size > 2_000_000 for path in place.left() if "large" in path.name] == [True]
    assert place.polled() == ["done"]
    place.require_each_once(wanted)
