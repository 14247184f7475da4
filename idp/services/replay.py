"""What would old decisions be today: by the present program, under another policy, or with their files read anew?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from idp.domain.document import ExtractedDocument
from idp.domain.errors import DocumentRefused, NotFound
from idp.domain.finding import Decision
from idp.domain.match import Match
from idp.domain.page import Reading
from idp.domain.policy import Policy
from idp.domain.record import DocumentId, DocumentRecord
from idp.domain.snapshot import Decided
from idp.extractors.grounding import ground
from idp.matching import match
from idp.ports import Blobs, Confined, LayoutModel, Limits, Store, UnitOfWork
from idp.services.extract import as_one, expected_type, read_documents
from idp.services.memory import Recall, nothing_known
from idp.services.pages import load_structured


@dataclass(frozen=True, slots=True)
class Readers:
    """With what a file is read anew. `recall` gives what corrections have taught about a supplier."""

    blobs: Blobs
    confined: Confined
    limits: Limits
    layout_model: LayoutModel | None = None
    recall: Recall = nothing_known


@dataclass(frozen=True, slots=True)
class Replayed:
    """A decision and what it would be now; `now` is None where the file is not read to such a document any more, `trouble` says why."""

    decided: Decided
    now: Match | None
    trouble: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether anything but wording would differ."""
        return self.now is None or _substance(self.now) != _substance(self.decided.match)

    @property
    def would_pass(self) -> bool:
        """Whether a person was needed and would not be any more."""
        return self.now is not None and _passes(self.now) and not _passes(self.decided.match)

    @property
    def would_need_person(self) -> bool:
        """Whether it passed and would not any more."""
        return _passes(self.decided.match) and (self.now is None or not _passes(self.now))

    @property
    def codes_gained(self) -> tuple[str, ...]:
        return tuple(sorted((_codes(self.now) - _codes(self.decided.match)).elements()))

    @property
    def codes_lost(self) -> tuple[str, ...]:
        return tuple(sorted((_codes(self.decided.match) - _codes(self.now)).elements()))

    @property
    def is_entered_otherwise(self) -> bool:
        """Whether something else would be written to Odoo."""
        return self.now is not None and self.now.entry != self.decided.match.entry


def replay(
    store: Store, *, policy: Policy | None = None, since: datetime | None = None, document_id: DocumentId | None = None
) -> Iterator[Replayed]:
    """Decides the last decision of every document again from its snapshot, under `policy` or else the one it was made under."""
    with store.view() as work:
        for decided in work.snapshots.last(since=since, document_id=document_id):
            yield Replayed(decided, _decide(decided, decided.extraction, policy))


def reread(
    store: Store, readers: Readers, *, policy: Policy | None = None, since: datetime | None = None,
    document_id: DocumentId | None = None,
) -> Iterator[Replayed]:  # fmt: skip
    """Likewise from the stored bytes: read by the present readers, compared with the facts of then.

    It is the first decision on each document that is repeated: what a person corrected later cannot be read from the file.
    """
    with store.view() as work:
        for decided in work.snapshots.first(since=since, document_id=document_id):
            yield _read_anew(work, readers, decided, policy)


def _read_anew(work: UnitOfWork, readers: Readers, decided: Decided, policy: Policy | None) -> Replayed:
    record = work.documents.require(decided.document_id)
    try:
        documents = _documents(readers, record, decided)
    except (DocumentRefused, NotFound) as trouble:
        return Replayed(decided, None, str(trouble))
    if record.part >= len(documents):
        return Replayed(decided, None, f"Only {len(documents)} documents are found in the file now.")
    document = ground(documents[record.part], decided.snapshot.facts)
    return Replayed(decided, _decide(decided, document, policy))


def _documents(readers: Readers, record: DocumentRecord, decided: Decided) -> tuple[ExtractedDocument, ...]:
    content = readers.blobs.get(record.sha256)
    reading = readers.confined.read(content, name=record.name, limits=readers.limits)
    documents = read_documents(
        readers.confined,
        content,
        _with_structured(readers.blobs, reading, record),
        own=decided.snapshot.facts.companies,
        layout_model=readers.layout_model,
        recall=readers.recall,
        expected=expected_type(record),
    )
    return (as_one(documents, reading.pages, own=decided.snapshot.facts.companies),) if record.sheets else documents


def _with_structured(blobs: Blobs, reading: Reading, record: DocumentRecord) -> Reading:
    """With the XML that came beside the file, where it holds none itself."""
    return reading if reading.structured is not None else replace(reading, structured=load_structured(blobs, record))


def _decide(decided: Decided, document: ExtractedDocument, policy: Policy | None) -> Match:
    seen = decided.snapshot
    return match(document, seen.facts, policy or seen.policy, history=seen.history)


def _passes(found: Match) -> bool:
    return found.decision is Decision.TOUCHLESS and found.entry is not None


def _codes(found: Match | None) -> Counter[str]:
    return Counter(f.code.value for f in found.findings) if found is not None else Counter()


def _substance(found: Match) -> Match:
    """The match without its wording and the policy's name."""
    told = tuple(replace(f, message="", actions=()) for f in found.findings)
    return replace(found, findings=told, policy_version="")
