"""What only the child process has to do: cost one file at most, end with its parent, and work in threads and after a fork."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pikepdf
import pytest

from idp.domain.errors import DocumentRefused, ToolUnavailable
from idp.ports import Limits
from idp.reading import ConfinedProcess
from tests.unit.reading import paper

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def reader() -> Iterator[ConfinedProcess]:
    with ConfinedProcess(children=1) as made:
        yield made


def children_of(pid: int) -> list[int]:
    """Reading processes started by `pid`, by any of its threads."""
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        with contextlib.suppress(ProcessLookupError, FileNotFoundError):  # a thread or child that ends while we look
            for child in (task / "children").read_text().split():
                if b"idp.confined" in Path(f"/proc/{child}/cmdline").read_bytes():
                    found.append(int(child))
    return found


def ends_within(pid: int, seconds: float) -> bool:
    """True when the process has ended, waiting at most `seconds`."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], seconds)[0])
    finally:
        os.close(handle)


def kill_when_busy(reader: ConfinedProcess, times: int) -> None:
    """Reads a scan and kills the child that does it, `times` times."""
    before = set(children_of(os.getpid()))
    content = paper.picture_bytes(paper.picture())
    outcome: list[BaseException | str] = []

    def read() -> None:
        try:
            outcome.append(reader.read(content, name="a.png").pages[0].text)
        except BaseException as exc:  # noqa: BLE001 - raised again in the test's own thread
            outcome.append(exc)

    thread = threading.Thread(target=read)
    thread.start()
    killed: set[int] = set()
    while len(killed) < times and thread.is_alive():
        for child in set(children_of(os.getpid())) - before - killed:
            os.kill(child, signal.SIGKILL)
            killed.add(child)
    thread.join()
    if isinstance(outcome[0], BaseException):
        raise outcome[0]
    assert "148.75" in outcome[0]


def test_a_file_that_takes_too_long_is_refused_and_the_next_one_is_read(reader: ConfinedProcess) -> None:
    slow = Limits(seconds=0.02, pages=1)
    with pytest.raises(DocumentRefused, match="takes too long") as refusal:
        reader.read(paper.picture_bytes(paper.picture(dpi=300)), name="a.png", limits=slow)
    assert refusal.value.code == "ING-SIZE"
    assert reader.read(paper.text_pdf(), name="b.pdf").pages


def test_a_file_that_takes_too_much_memory_is_refused_and_the_next_one_is_read(reader: ConfinedProcess) -> None:
    small = Limits(memory_bytes=60_000_000)
    with pytest.raises(DocumentRefused, match="memory") as refusal:
        reader.read(paper.picture_bytes(paper.picture(dpi=300)), name="a.png", limits=small)
    assert refusal.value.code == "ING-SIZE"
    assert reader.read(paper.text_pdf(), name="b.pdf").pages


def test_a_page_that_unpacks_to_hundreds_of_megabytes_is_refused(reader: ConfinedProcess) -> None:
    def inflate(pdf: pikepdf.Pdf) -> None:
        packed = zlib.compress(b" " * 600_000_000, 1)
        pdf.pages[0].obj.Contents = pdf.make_stream(packed, Filter=pikepdf.Name.FlateDecode)

    bomb = paper.changed(paper.text_pdf(), inflate)
    with pytest.raises(DocumentRefused) as refusal:
        reader.read(bomb, name="a.pdf", limits=Limits(memory_bytes=250_000_000))
    assert refusal.value.code == "ING-SIZE"
    assert reader.read(paper.text_pdf(), name="b.pdf").pages


def test_the_child_has_no_network(reader: ConfinedProcess) -> None:
    before = set(children_of(os.getpid()))
    reader.read(paper.text_pdf(), name="a.pdf")
    (child,) = set(children_of(os.getpid())) - before
    if not may_unshare():
        pytest.skip("this system allows no network namespaces: sysctl kernel.unprivileged_userns_clone=1, or run as root")
    interfaces = Path(f"/proc/{child}/net/dev").read_text().splitlines()[2:]
    assert [line.split(":")[0].strip() for line in interfaces] in ([], ["lo"])
    assert Path(f"/proc/{child}/ns/net").readlink() != Path("/proc/self/ns/net").readlink()


def may_unshare() -> bool:
    done = subprocess.run(["unshare", "--user", "--net", "true"], check=False, capture_output=True)
    return done.returncode == 0


def test_a_child_that_dies_once_is_replaced_and_the_file_is_read(reader: ConfinedProcess) -> None:
    kill_when_busy(reader, times=1)


def test_a_file_that_ends_the_child_twice_is_corrupt_and_the_next_one_is_read(reader: ConfinedProcess) -> None:
    with pytest.raises(DocumentRefused) as refusal:
        kill_when_busy(reader, times=2)
    assert refusal.value.code == "ING-CORRUPT"
    assert reader.read(paper.text_pdf(), name="b.pdf").pages


def test_a_child_that_died_while_idle_is_replaced(reader: ConfinedProcess) -> None:
    before = set(children_of(os.getpid()))
    reader.read(paper.text_pdf(), name="a.pdf")
    (child,) = set(children_of(os.getpid())) - before
    os.kill(child, signal.SIGKILL)
    ends_within(child, 5)
    assert reader.read(paper.text_pdf(), name="b.pdf").pages


def test_many_documents_use_one_child(reader: ConfinedProcess) -> None:
    before = set(children_of(os.getpid()))
    for _ in range(5):
        reader.read(paper.text_pdf(), name="a.pdf")
    assert len(set(children_of(os.getpid())) - before) == 1


def test_threads_share_the_children() -> None:
    with ConfinedProcess(children=2) as reader, ThreadPoolExecutor(6) as pool:
        contents = [paper.text_pdf([[(50, 700, f"Number{i}")]]) for i in range(24)]
        texts = list(pool.map(lambda content: reader.read(content, name="a.pdf").pages[0].text, contents))
    assert texts == [f"Number{i}" for i in range(24)]


def test_closing_ends_the_child_and_reading_on_says_so() -> None:
    before = set(children_of(os.getpid()))
    reader = ConfinedProcess()
    reader.read(paper.text_pdf(), name="a.pdf")
    (child,) = set(children_of(os.getpid())) - before
    reader.close()
    assert ends_within(child, 5)
    with pytest.raises(ToolUnavailable, match="closed"):
        reader.read(paper.text_pdf(), name="a.pdf")


def test_the_child_sees_nothing_of_our_environment(reader: ConfinedProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IDP_ODOO_PASSWORD", "very-secret-value")
    before = set(children_of(os.getpid()))
    reader.read(paper.text_pdf(), name="a.pdf")
    (child,) = set(children_of(os.getpid())) - before
    assert b"very-secret-value" not in Path(f"/proc/{child}/environ").read_bytes()


def test_the_child_works_in_a_process_that_was_forked_after_it_started() -> None:
    script = """
import os, sys
from idp.reading import ConfinedProcess
from tests.unit.reading import paper
reader = ConfinedProcess()
reader.read(paper.text_pdf(), name="a.pdf")
forked = os.fork()
text = reader.read(paper.text_pdf(), name="a.pdf").pages[0].text
reader.close()
if forked == 0:
    os._exit(0 if "148.75" in text else 1)
_, status = os.waitpid(forked, 0)
sys.exit(os.waitstatus_to_exitcode(status) or (0 if "148.75" in text else 1))
"""
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, timeout=120, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_the_child_ends_when_its_parent_is_killed() -> None:
    script = """
import sys
from idp.reading import ConfinedProcess
from tests.unit.reading import paper
reader = ConfinedProcess()
reader.read(paper.text_pdf(), name="a.pdf")
print("ready", flush=True)
sys.stdin.read()
"""
    parent = subprocess.Popen(
        [sys.executable, "-c", script], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "ready\n"
        (child,) = children_of(parent.pid)
        parent.kill()
    assert ends_within(child, 10)
