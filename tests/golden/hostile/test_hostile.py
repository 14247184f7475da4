"""Whatever a hostile file is: it costs one document, within the limits, says why, and the next file is read as if nothing was."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from idp.domain.lifecycle import State
from idp.domain.record import DocumentId, DocumentRecord
from idp.ports import DocumentQuery, Limits
from idp.reading.confinement import ConfinedProcess
from idp.services.advance import advance
from idp.services.ingest import Delivery, ingest
from idp.services.means import Means
from tests.fakes.means import make_means
from tests.golden.hostile.archive import ARCHIVES
from tests.golden.hostile.case import READ, Hostile
from tests.golden.hostile.markup import MARKUP
from tests.golden.hostile.pdf import ACTIVE, BOMBS, DAMAGED, ENCRYPTED
from tests.golden.hostile.pdf_bytes import one_page
from tests.golden.hostile.picture import PICTURES
from tests.golden.hostile.polyglot import POLYGLOTS

_ALL = os.environ.get("IDP_TEST_HOSTILE") == "all"  # noqa: TID251  the tests' own switch, no setting of the service
_SMALL = Limits(seconds=3, memory_bytes=600_000_000)  # what reading needs as long as no picture is read
_PICTURES = Limits(seconds=15, memory_bytes=1_500_000_000)
GROUPS: dict[str, tuple[Sequence[Hostile], Limits]] = {
    "active": (ACTIVE, _SMALL),
    "encrypted": (ENCRYPTED, _SMALL),
    "damaged": (DAMAGED, _PICTURES),
    "bombs": (BOMBS, _SMALL),
    "markup": (MARKUP, _SMALL),
    "pictures": ([*PICTURES, *POLYGLOTS], _PICTURES),
    "archives": (ARCHIVES, _SMALL),
}


@pytest.fixture
def means(tmp_path: Path) -> Iterator[Means]:
    with ConfinedProcess(children=1) as confined:
        yield replace(make_means(tmp_path), confined=confined)


@pytest.mark.parametrize("group", GROUPS)
def test_a_hostile_file_costs_one_document_and_says_why(group: str, means: Means) -> None:
    files, limits = GROUPS[group]
    means = replace(means, limits=limits)
    wrong = {}
    for one in files:
        if one.is_slow and not _ALL:
            continue
        documents = _taken_in(means, one.name, one.build())
        fates = [_fate(document) for document in documents]
        if len(documents) != 1 or fates[0] not in one.fates:
            wrong[one.name] = [(fate, document.failure) for fate, document in zip(fates, documents, strict=True)]
    assert wrong == {}
    (after,) = _taken_in(means, "after.pdf", one_page() + b"% after all of them\n%%EOF\n")
    assert _fate(after) == READ


def test_no_two_hostile_files_are_the_same_and_there_are_many() -> None:
    names = [(group, one.name) for group, (files, _) in GROUPS.items() for one in files]
    assert len(set(names)) == len(names) >= 150


def _taken_in(means: Means, name: str, content: bytes) -> list[DocumentRecord]:
    """The documents that a file became, after their first step."""
    before = set(_ids(means))
    rows = ingest(means, Delivery(channel="upload", key=name, name=name, content=content))
    assert all(row.reason for row in rows)
    new = [document_id for document_id in _ids(means) if document_id not in before]
    for document_id in new:
        advance(means, document_id, holder="test")
    with means.store.view() as work:
        return [work.documents.require(document_id) for document_id in new]


def _ids(means: Means) -> list[DocumentId]:
    with means.store.view() as work:
        return [summary.id for summary in work.documents.list(DocumentQuery(limit=1000))]


def _fate(document: DocumentRecord) -> str:
    """READ, or the code it was refused with; anything else by its state."""
    if document.state is State.QUARANTINED:
        assert document.failure
        assert "\n" not in document.failure
        assert "Traceback" not in document.failure
        return document.failure_code or ""
    return READ if document.state is State.READ else f"{document.state}: {document.failure}"
