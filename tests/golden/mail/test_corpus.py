"""Awkward mails and the fate of every part of them, taken apart in the confined child as the service does it."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from idp.cli.intake import intake_files
from idp.domain.record import LedgerRow
from idp.reading.confinement import ConfinedProcess
from idp.services.ingest import Delivery, ingest
from idp.services.means import Means
from tests.fakes.means import make_means
from tests.golden.mail import attached, broken, within
from tests.golden.mail.corpus import CASES
from tests.golden.mail.mime import Case


@pytest.fixture(scope="module")
def unpacker() -> Iterator[ConfinedProcess]:
    with ConfinedProcess(children=1) as unpacker:
        yield unpacker


@pytest.fixture
def means(tmp_path: Path, unpacker: ConfinedProcess) -> Means:
    return replace(make_means(tmp_path), unpacker=unpacker)


def fates(rows: tuple[LedgerRow, ...]) -> tuple[tuple[str, str], ...]:
    """Name and fate of each part; hashes are left out."""
    return tuple(
        (row.name, row.fate.split(":")[0] if row.fate.startswith("joined") else row.fate) for row in rows if not row.review
    )


def test_the_corpus_is_as_large_as_it_says() -> None:
    assert len(CASES) >= 60
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", [pytest.param(case, id=case.name) for case in CASES])
def test_every_part_of_a_mail_meets_its_fate(means: Means, case: Case) -> None:
    message = case.message()
    rows = ingest(means, Delivery(channel="mail", key=hashlib.sha256(message).hexdigest(), name="mail.eml", content=message))
    assert fates(rows) == case.fates
    assert [row.review for row in rows if row.review] == ([case.review] if case.review else [])
    assert all(row.reason for row in rows)
    assert all(means.blobs.has(row.sha256) for row in rows if not row.fate.startswith("skipped:"))


def test_the_command_line_tells_the_same_fates(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without pictures, which would be read. A file that came in an earlier message is a document that is linked to the first."""
    others = ("scan", "bomb", "thousand", "in the middle")  # pictures, what lasts long, and what reading finds damaged
    cases = [case for case in (*attached.CASES, *within.CASES, *broken.CASES) if not any(word in case.name for word in others)]
    paths = [tmp_path / f"{number}.eml" for number in range(len(cases))]
    for path, case in zip(paths, cases, strict=True):
        path.write_bytes(case.message())
    code = intake_files(paths, as_json=True, overrides={"data_dir": tmp_path / "data"})
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")]
    by_message = defaultdict(list)
    for row in rows:
        by_message[row["message"]].append(row)
    assert code == 1
    for path, case in zip(paths, cases, strict=True):
        told = by_message[hashlib.sha256(path.read_bytes()).hexdigest()]
        parts = [row for row in told if "review" not in row]
        assert [row["review"] for row in told if "review" in row] == ([case.review] if case.review else []), case.name
        got = [row["fate"].split(":")[0] if row["fate"].startswith("joined") else row["fate"] for row in parts]
        usual = [fate for _, fate in case.fates]
        differ = {fate for fate, expected in zip(got, usual, strict=True) if fate != expected}
        assert differ <= {"document"}, (case.name, got)
