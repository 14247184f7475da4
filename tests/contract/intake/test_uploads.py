"""Uploads by OpenSSH's own client that are slow, paused, resumed or renamed are taken once, whole, and never before their end.

Time is the test's: it goes on as far as a pause lasts, without anybody waiting.
"""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from idp.intake.drop import Drop
from idp.intake.sftp import SftpFolder, sftp_address
from tests.contract.intake.desk import Desk
from tests.fakes.means import ubl_invoice
from tests.golden.mail.mime import attachment, mail, mixed, text
from tests.ssh_server import SftpDrop
from tests.unit.reading import paper

pytestmark = pytest.mark.skipif(shutil.which("sftp") is None, reason="no OpenSSH client here")
_PAUSE = 30.0


def _archive() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a.xml", ubl_invoice())
    return out.getvalue()


_FILES: dict[str, Callable[[], bytes]] = {
    "paper.pdf": paper.text_pdf,
    "scan.png": lambda: paper.picture_bytes(paper.picture(dpi=72)),
    "scan.jpg": lambda: paper.picture_bytes(paper.picture(dpi=72), "JPEG"),
    "scan.tif": lambda: paper.picture_bytes(paper.picture(dpi=72), "TIFF"),
    "data.xml": ubl_invoice,
    "all.zip": _archive,
    "mail.eml": lambda: mixed(text("Invoice"), attachment("a.xml", ubl_invoice())),
    "letter.eml": lambda: mail(b"Dear Sir or Madam\r\n" * 200),
    "unknown.bin": lambda: bytes(range(1, 256)) * 40,
}


class Upload:
    """A drop on the server, its uploading client, and a clock that stands still."""

    def __init__(self, sftp_drop: SftpDrop, tmp_path: Path) -> None:
        server = sftp_drop.server
        self._server, self._drop, self._files = server, sftp_drop, tmp_path
        self.time, self.desk = 1_800_000_000.0, Desk()
        address = sftp_address(sftp_drop.url(), key=server.key, known_hosts=server.known_hosts)
        self.source = Drop(SftpFolder(address), self.desk.take, channel="sftp", now=lambda: self.time)

    def file(self, name: str, content: bytes) -> Path:
        path = self._files / name
        path.write_bytes(content)
        return path

    def client(self, *commands: str) -> None:
        """Runs these commands of sftp(1) in the drop's folder."""
        server = self._server
        options = (
            f"UserKnownHostsFile={server.known_hosts}",
            "StrictHostKeyChecking=yes",
            "IdentitiesOnly=yes",
            "BatchMode=yes",
        )
        command = [
            "sftp", "-q", "-F", "none", "-P", str(server.port), "-i", str(server.key), "-b", "-",
            *(part for option in options for part in ("-o", option)), f"{server.user}@127.0.0.1:{self._drop.folder}",
        ]  # fmt: skip
        subprocess.run(command, input="\n".join(commands), text=True, check=True, capture_output=True, timeout=120)

    def pause(self, seconds: float = _PAUSE) -> None:
        """Lets so much time go by, with a poll at its begin, its end and within."""
        self.source.poll()
        for _ in range(2):
            self.time += seconds / 2
            self.source.poll()


@pytest.fixture
def upload(sftp_drop: SftpDrop, tmp_path: Path) -> Upload:
    return Upload(sftp_drop, tmp_path)


@pytest.mark.parametrize("name", _FILES)
def test_an_upload_that_stops_for_half_a_minute_and_is_resumed_is_taken_whole(upload: Upload, name: str) -> None:
    content = _FILES[name]()
    part = upload.file("part", content[: len(content) // 2])
    whole = upload.file("whole", content)
    upload.client(f"put {part} {name}")
    upload.pause()
    assert upload.desk.contents == []
    upload.client(f"reput {whole} {name}")
    upload.pause(70)
    assert upload.desk.contents == [content]


def test_a_name_that_is_changed_at_the_end_of_an_upload_is_what_counts(upload: Upload) -> None:
    content = paper.text_pdf()
    upload.client(f"put {upload.file('whole', content)} paper.pdf.part")
    upload.pause(600)
    assert upload.desk.contents == []
    upload.client("rename paper.pdf.part paper.pdf")
    upload.pause(70)
    assert (upload.desk.names, upload.desk.contents) == (["paper.pdf"], [content])


def test_a_slow_upload_is_taken_after_its_last_piece(upload: Upload) -> None:
    content = paper.picture_bytes(paper.picture(dpi=72), "TIFF")
    size = len(content) // 3
    for end in range(size, len(content), size):
        upload.client(
            f"reput {upload.file('part', content[:end])} scan.tif"
            if end > size
            else f"put {upload.file('part', content[:end])} scan.tif"
        )
        upload.pause(20)
        assert upload.desk.contents == []
    upload.client(f"reput {upload.file('part', content)} scan.tif")
    upload.pause(70)
    assert upload.desk.contents == [content]
