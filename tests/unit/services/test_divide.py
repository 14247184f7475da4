"""A person splits a file into its documents and joins them again; the file stays, the way stands in the logs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from idp.domain.code import Role
from idp.domain.errors import BadUse, NotAllowed
from idp.domain.lifecycle import State
from idp.domain.record import DocumentId, DocumentRecord
from idp.ports import User
from idp.reading.direct import DirectReading
from idp.services.advance import settle_document
from idp.services.divide import page_groups, split
from idp.services.ingest import Delivery, ingest
from idp.services.join import join
from idp.services.means import Means
from tests.fakes.means import make_means
from tests.golden.hostile.pdf_bytes import saved

_CLERK = User("clara", "Clara Clerk", frozenset({Role.CLERK}))
_AUDITOR = User("audra", "Audra Auditor", frozenset({Role.AUDITOR}))


@pytest.fixture
def means(tmp_path: Path) -> Means:
    return replace(make_means(tmp_path), confined=DirectReading())


@pytest.fixture
def document_id(means: Means) -> DocumentId:
    """A file of three pages that waits for a person as one document."""
    (row,) = ingest(means, Delivery(channel="cli", key="1", name="three.pdf", content=saved(pages=3)))
    assert row.document_id is not None
    assert settle_document(means, row.document_id, holder="test") is State.IN_REVIEW
    return row.document_id


def _record(means: Means, document_id: DocumentId) -> DocumentRecord:
    with means.store.view() as work:
        return work.documents.require(document_id)


def test_a_split_makes_documents_of_the_pages_and_keeps_file_and_origin(means: Means, document_id: DocumentId) -> None:
    before = _record(means, document_id)
    first, second = split(means, document_id, ((0, 2), (1,)), version=before.version, user=_CLERK)
    assert [one.extraction.pages for one in (first, second) if one.extraction] == [(0, 2), (1,)]
    assert {(one.sha256, one.origin, one.state) for one in (first, second)} == {(before.sha256, document_id, State.EXTRACTED)}
    assert first.part != second.part
    after = _record(means, document_id)
    assert after.state is State.REJECTED
    with means.store.view() as work:
        last = work.documents.events(document_id)[-1]
    assert (last.actor, last.why) == ("clara", "split into pages 1, 3 | 2")
    assert last.details["became"] == f"{first.id}, {second.id}"
    assert {settle_document(means, one.id, holder="test") for one in (first, second)} == {State.IN_REVIEW}


def test_a_split_is_taken_back_by_joining_its_parts(means: Means, document_id: DocumentId) -> None:
    parts = split(means, document_id, ((0,), (1,), (2,)), version=None, user=_CLERK)
    for part in parts:
        settle_document(means, part.id, holder="test")
    whole = join(means, [part.id for part in parts], user=_CLERK)
    assert whole.extraction is not None
    assert whole.extraction.pages == (0, 1, 2)
    assert {_record(means, part.id).state for part in parts} == {State.REJECTED}
    assert settle_document(means, whole.id, holder="test") is State.IN_REVIEW


@pytest.mark.parametrize("groups", [((0, 1, 2),), ((0,), (1,)), ((0, 1), (1, 2)), ((0, 1, 2), ()), ((0,), (1, 2, 3))])
def test_every_page_stands_in_one_of_several_groups(
    means: Means, document_id: DocumentId, groups: tuple[tuple[int, ...], ...]
) -> None:
    with pytest.raises(BadUse):
        split(means, document_id, groups, version=None, user=_CLERK)
    assert _record(means, document_id).state is State.IN_REVIEW


def test_one_document_is_not_joined_with_itself_and_auditors_divide_nothing(means: Means, document_id: DocumentId) -> None:
    with pytest.raises(BadUse, match="two documents"):
        join(means, [document_id, document_id], user=_CLERK)
    with pytest.raises(NotAllowed):
        split(means, document_id, ((0,), (1, 2)), version=None, user=_AUDITOR)


def test_groups_are_written_as_page_numbers() -> None:
    assert page_groups("1-2, 3, 4+6") == ((0, 1), (2,), (3, 5))
    for text in ("", "a", "1,,2", "0", "1-", "1 2", "١"):
        with pytest.raises(BadUse):
            page_groups(text)
