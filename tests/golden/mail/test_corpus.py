"""Awkward mails and the fate of every part of them, taken apart in the confined child as the service does it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from idp.domain.record import LedgerRow
from idp.reading.confinement import ConfinedProcess
from idp.services.ingest import Delivery, ingest
from idp.services.means import Means
from tests.fakes.means import make_means
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
