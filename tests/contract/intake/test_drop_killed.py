"""Dropped files while the service is killed again and again: nothing lost, nothing twice, nothing read early.

Files come into a folder and an SFTP drop as uploads do: slowly, paused and resumed, under a temporary name that is changed at the
end. IDP_TEST_DROPPED is how many; by default a few.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from idp.intake.drop import PROCESSED, WORK
from idp.ports import DocumentQuery
from tests.contract.intake.dropping import means_at
from tests.servers import server_user
from tests.ssh_server import SftpDrop

_COUNT = int(os.environ.get("IDP_TEST_DROPPED", "16"))  # noqa: TID251  the tests' own switch, no setting of the service
_KILLS = 3 + _COUNT // 20
_SECONDS = 60 + _COUNT * 0.8
_FILE = """
sources:
  - {{name: scans, kind: folder, path: {folder}, pair_seconds: 0}}
  - {{name: acme, kind: sftp, host: 127.0.0.1, port: {port}, user: {user}, key_file: {key}, known_hosts: {known_hosts}, folder: {sftp},
      pair_seconds: 0}}
"""


def _paper(number: int) -> bytes:
    """A PDF as far as a drop looks, with noise that cannot be its end."""
    noise = random.Random(number).randbytes(random.Random(number).randrange(200, 60_000)).replace(b"%%EOF", b"xxxxx")
    return b"%%PDF-1.7\n%% %d\n" % number + noise + b"\n%%EOF\n"


def _upload(folder: Path, number: int) -> None:
    """Writes one file as an uploading program does: at once, in pieces with pauses, or under another name first."""
    content, way = _paper(number), number % 4
    path = folder / f"Rechnung {number:04}.pdf"
    if way == 0:
        path.write_bytes(content)
    elif way == 1:
        beside = path.with_suffix(".pdf.part")
        beside.write_bytes(content)
        beside.rename(path)
    else:
        with path.open("wb", buffering=0) as file:
            for start in range(0, len(content), 20_000):
                file.write(content[start : start + 20_000])
                time.sleep(0.05 if way == 2 else 0.3 * (start == 20_000))
    if os.geteuid() == 0:
        os.chown(path, server_user().pw_uid, server_user().pw_gid) if path.exists() else None


def _fill(folders: list[Path]) -> None:
    for number in range(_COUNT):
        try:
            _upload(folders[number % 2], number)
        except FileNotFoundError:  # claimed between writing and chown
            continue


@pytest.mark.timeout(_SECONDS * 2 + 60)
def test_kills_lose_no_file_and_take_none_twice_or_early(sftp_drop: SftpDrop, tmp_path: Path) -> None:
    drop, data = tmp_path / "drop", tmp_path / "data"
    drop.mkdir()
    data.mkdir()
    server = sftp_drop.server
    sources = tmp_path / "sources.yaml"
    sources.write_text(
        _FILE.format(
            folder=drop,
            port=server.port,
            user=server.user,
            key=server.key,
            known_hosts=server.known_hosts,
            sftp=sftp_drop.folder,
        )
    )
    given = json.dumps({"data": str(data), "sources": str(sources)})
    filling = threading.Thread(target=_fill, args=([drop, sftp_drop.folder],))
    filling.start()
    chance, kills, deadline = random.Random(1), 0, time.monotonic() + _SECONDS
    while time.monotonic() < deadline:
        process = subprocess.Popen([sys.executable, "-m", "tests.contract.intake.dropping", given], cwd=Path.cwd())
        try:
            ended = process.wait(timeout=chance.uniform(1.5, 6.0) if kills < _KILLS else _SECONDS)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            process.wait()
            kills += 1
        else:
            assert ended == 0
            if not filling.is_alive() and not _left(drop) and not _left(sftp_drop.folder):
                break
    filling.join()
    means = means_at(data)
    with means.store.view() as work:
        found = [work.documents.require(row.id) for row in work.documents.list(DocumentQuery(limit=_COUNT + 50))]
    wanted = Counter(hashlib.sha256(_paper(number)).hexdigest() for number in range(_COUNT))
    assert Counter(document.sha256 for document in found) == wanted
    assert all(means.blobs.get(sha256) for sha256 in wanted)
    put_away = [path for folder in (drop, sftp_drop.folder) for path in (folder / PROCESSED).iterdir()]
    assert Counter(hashlib.sha256(path.read_bytes()).hexdigest() for path in put_away) == wanted
    print(f"{_COUNT} files, {kills} kills")


def _left(folder: Path) -> list[Path]:
    """Files not yet put away."""
    return [path for path in folder.iterdir() if path.is_file()] + [p for p in (folder / WORK).rglob("*") if p.is_file()]
