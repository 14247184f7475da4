from __future__ import annotations

import hashlib
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from idp.domain.errors import NotFound
from idp.ports import Blobs
from idp.store import open_blobs


@pytest.fixture(params=["folder", "memory"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    return open_blobs(tmp_path / "blobs" if request.param == "folder" else f"memory://{uuid.uuid4().hex}")


@pytest.mark.parametrize("content", [b"", b"\x00\xff" * 70_000, "ü".encode()])
def test_what_was_put_is_got_back_under_its_hash(blobs: Blobs, content: bytes) -> None:
    sha256 = blobs.put(content)
    assert sha256 == hashlib.sha256(content).hexdigest()
    assert blobs.get(sha256) == content
    assert blobs.has(sha256)
    assert blobs.put(content) == sha256


@pytest.mark.parametrize("sha256", ["0" * 64, "", "../../etc/passwd", "A" * 64, "0" * 63])
def test_what_was_never_put_is_not_found(blobs: Blobs, sha256: str) -> None:
    assert not blobs.has(sha256)
    with pytest.raises(NotFound):
        blobs.get(sha256)


def test_many_put_the_same_bytes_at_once(blobs: Blobs) -> None:
    content = b"x" * 100_000
    with ThreadPoolExecutor(8) as pool:
        hashes = set(pool.map(blobs.put, [content] * 16))
    assert hashes == {hashlib.sha256(content).hexdigest()}
    assert blobs.get(hashes.pop()) == content


def test_a_folder_holds_whole_files_by_hash_and_nothing_else(tmp_path: Path) -> None:
    sha256 = open_blobs(tmp_path).put(b"paper")
    assert [p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*") if p.is_file()] == [
        f"{sha256[:2]}/{sha256[2:4]}/{sha256}"
    ]
    assert open_blobs(f"file://{tmp_path}").get(sha256) == b"paper"
    assert open_blobs(str(tmp_path)).get(sha256) == b"paper"


def test_damaged_bytes_are_never_handed_out_and_come_right_when_put_again(tmp_path: Path) -> None:
    blobs = open_blobs(tmp_path)
    sha256 = blobs.put(b"paper")
    (tmp_path / sha256[:2] / sha256[2:4] / sha256).write_bytes(b"pap")
    with pytest.raises(NotFound, match="damaged"):
        blobs.get(sha256)
    blobs.put(b"paper")
    assert blobs.get(sha256) == b"paper"
