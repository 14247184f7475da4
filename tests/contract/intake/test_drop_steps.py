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


def _fill(folder: Path, count: int) -> Counter[str]:
    """PDFs, PDFs with an XML of their name, and letters that cannot be used; returns how often each content is there."""
    sums: Counter[str] = Counter()
    for number in range(count):
        kind = number % 4
        name, content = f"{number:04} Rechnung.pdf", b"%%PDF-1.7\n%% %d\n%%%%EOF\n" % number
        if kind == 1:  # the XML of the PDF before
            name, content = f"{number - 1:04} Rechnung.xml", ubl_invoice(f"KA-{number}")
        elif kind == 3:
            name, content = f"{number:04} Brief.txt", b"Dear Sir or Madam, %d" % number
        path = folder / name
        path.write_bytes(content)
        if os.geteuid() == 0:
            os.chown(path, server_user().pw_uid, server_user().pw_gid)
        sums[hashlib.sha256(content).hexdigest()] += 1
    return sums


@pytest.mark.timeout(3000)
@pytest.mark.parametrize("kind", ["folder", "sftp"])
def test_a_poller_killed_at_every_step_loses_no_file_and_enters_none_twice(
    kind: str, sftp_drop: SftpDrop, tmp_path: Path
) -> None:
    make_means(tmp_path).store.close()
    drop = sftp_drop.folder if kind == "sftp" else tmp_path / "drop"
    drop.mkdir(exist_ok=True)
    server = sftp_drop.server
    given = {"store": str(tmp_path)} | (
        {"folder": str(drop)}
        if kind == "folder"
        else {"url": sftp_drop.url(), "key": str(server.key), "known_hosts": str(server.known_hosts)}
    )
    wanted = _fill(drop, _FILES)
    chance = random.Random(7)
    steps = [step for _ in range(_ROUNDS) for step in (*STEPS, *INNER[kind])]
    kills = [f"{step}:{chance.randint(1, 40 if 'request' in step else 1 if 'again' in step else 3)}" for step in steps]
    command = [sys.executable, "-m", "tests.contract.intake.drop_poller", json.dumps(given), *kills]
    ran = subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3], timeout=3000)
    *ends, last = json.loads(ran.stdout)
    assert (last, set(ends)) == ("done", {"killed"}), [kill for kill, end in zip(kills, ends, strict=True) if end != "killed"]
    with contextlib.closing(sqlite3.connect(tmp_path / "idp.sqlite")) as database:
        stored = Counter(sha256 for (sha256,) in database.execute("SELECT sha256 FROM ledger"))
        documents = Counter(sha256 for (sha256,) in database.execute("SELECT sha256 FROM documents"))
    put_away = [
        path for where in (PROCESSED, FAILED) for path in (drop / where).iterdir() if path.suffixes[-2:] != [".reason", ".txt"]
    ]
    assert stored == wanted
    assert set(documents.values()) == {1}
    assert Counter(hashlib.sha256(path.read_bytes()).hexdigest() for path in put_away) == wanted
    assert not [path for path in (*drop.iterdir(), *(drop / WORK).rglob("*")) if path.is_file()]
    print(f"{_FILES} files, {len(kills)} kills")
