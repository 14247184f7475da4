"""What decisions were made from, stored small: compressed, and what many decisions share (policy, units, taxes) stored once."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session, aliased

from idp.domain.history import History
from idp.domain.policy import Policy
from idp.domain.purchase import Company, Facts, Tax, Unit
from idp.domain.record import DocumentId
from idp.domain.snapshot import Decided, Snapshot
from idp.ports import Clock
from idp.store.body import EXTRACTION, MATCH
from idp.store.engine import insert_new, insert_rows
from idp.store.table import DocumentRow, ExtractionRow, MatchRow, SnapshotPartRow, SnapshotRow

FORMAT = 1
"""The form in which snapshots are written now. Every form that was ever written stays readable (`_READERS`)."""

_BATCH = 100


@dataclass(frozen=True, slots=True)
class _Reference:
    """What the facts of most decisions of a day have in common."""

    companies: tuple[Company, ...]
    units: tuple[Unit, ...]
    taxes: tuple[Tax, ...]
    rates: tuple[tuple[str, Decimal], ...]
    price_digits: int

    @classmethod
    def of(cls, facts: Facts) -> _Reference:
        return cls(facts.companies, facts.units, facts.taxes, facts.rates, facts.price_digits)

    def onto(self, facts: Facts) -> Facts:
        """The facts with what was taken out of them."""
        return replace(
            facts, companies=self.companies, units=self.units, taxes=self.taxes, rates=self.rates, price_digits=self.price_digits
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Own:
    """What a decision has of its own."""

    facts: Facts
    history: History
    program: str


@dataclass(frozen=True, slots=True)
class Packed:
    """A snapshot as it is stored; `sha256` (hex) covers all three parts."""

    own: bytes
    reference: bytes
    policy: bytes

    @property
    def sha256(self) -> str:
        return _hash(b"".join(hashlib.sha256(part).digest() for part in (self.own, self.reference, self.policy)))


_OWN, _REFERENCE, _POLICY = TypeAdapter(_Own), TypeAdapter(_Reference), TypeAdapter(Policy)


def pack(snapshot: Snapshot) -> Packed:
    """The snapshot as bytes; equal snapshots give equal bytes."""
    facts = replace(snapshot.facts, companies=(), units=(), taxes=(), rates=(), price_digits=0)
    return Packed(
        zlib.compress(_OWN.dump_json(_Own(facts, snapshot.history, snapshot.program)), 9),
        zlib.compress(_REFERENCE.dump_json(_Reference.of(snapshot.facts)), 9),
        zlib.compress(_policy_json(snapshot.policy), 9),
    )


def unpack(packed: Packed, *, form: int = FORMAT) -> Snapshot:
    """The snapshot that was packed, in the form with that number."""
    return _READERS[form](packed)


def _unpack_1(packed: Packed) -> Snapshot:
    own = _OWN.validate_json(zlib.decompress(packed.own))
    reference = _REFERENCE.validate_json(zlib.decompress(packed.reference))
    policy = _POLICY.validate_json(zlib.decompress(packed.policy))
    return Snapshot(reference.onto(own.facts), own.history, policy, own.program)


_READERS: Mapping[int, Callable[[Packed], Snapshot]] = {1: _unpack_1}


def _policy_json(policy: Policy) -> bytes:
    """Canonical: sets have no order, so theirs is made."""
    values: dict[str, Any] = _POLICY.dump_python(policy, mode="json")
    values["touchless"].sort()
    return json.dumps(values, sort_keys=True, ensure_ascii=False).encode()


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


class SqlSnapshots:
    """Snapshots, within one unit of work."""

    def __init__(self, session: Session, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def put(self, document_id: DocumentId, snapshot: Snapshot, *, version: int) -> str:
        packed = pack(snapshot)
        values = {
            "document_id": document_id, "revision": version, "decided_at": self._clock.now(), "format": FORMAT, "body": packed.own,
            "reference_sha256": self._share(packed.reference), "policy_sha256": self._share(packed.policy),
        }  # fmt: skip
        insert_rows(self._session, SnapshotRow, (values,))
        return packed.sha256

    def last(self, *, since: datetime | None = None, document_id: DocumentId | None = None) -> Iterator[Decided]:
        later = aliased(SnapshotRow)
        another = exists().where(later.document_id == SnapshotRow.document_id, later.revision > SnapshotRow.revision)
        return self._in_order(~another, since, document_id)

    def first(self, *, since: datetime | None = None, document_id: DocumentId | None = None) -> Iterator[Decided]:
        earlier = aliased(SnapshotRow)
        another = exists().where(earlier.document_id == SnapshotRow.document_id, earlier.revision < SnapshotRow.revision)
        return self._in_order(~another, since, document_id)

    def _share(self, content: bytes) -> str:
        sha256 = _hash(content)
        insert_new(self._session, SnapshotPartRow, {"sha256": sha256, "body": content})
        return sha256

    def _in_order(
        self, chosen: ColumnElement[bool], since: datetime | None, document_id: DocumentId | None
    ) -> Iterator[Decided]:
        """In the order of deciding, a batch at a time: memory does not grow with the number of decisions."""
        found = select(SnapshotRow.document_id, SnapshotRow.revision, SnapshotRow.decided_at).where(chosen)
        if since is not None:
            found = found.where(SnapshotRow.decided_at >= since)
        if document_id is not None:
            found = found.where(SnapshotRow.document_id == document_id)
        found = found.order_by(SnapshotRow.decided_at, SnapshotRow.document_id).limit(_BATCH)
        rows = self._session.execute(found).all()
        while rows:
            for row in rows:
                yield self._read(row.document_id, row.revision)
            beyond = or_(
                SnapshotRow.decided_at > rows[-1].decided_at,
                and_(SnapshotRow.decided_at == rows[-1].decided_at, SnapshotRow.document_id > rows[-1].document_id),
            )
            rows = self._session.execute(found.where(beyond)).all()

    def _read(self, document_id: str, revision: int) -> Decided:
        own = (
            SnapshotRow.format,
            SnapshotRow.body,
            SnapshotRow.reference_sha256,
            SnapshotRow.policy_sha256,
            SnapshotRow.decided_at,
        )
        chosen = select(*own, DocumentRow.name).join_from(SnapshotRow, DocumentRow, DocumentRow.id == SnapshotRow.document_id)
        row = self._session.execute(
            chosen.where(SnapshotRow.document_id == document_id, SnapshotRow.revision == revision)
        ).one()
        packed = Packed(row.body, self._part(row.reference_sha256), self._part(row.policy_sha256))
        return Decided(
            document_id=DocumentId(document_id),
            version=revision,
            name=row.name,
            decided_at=row.decided_at,
            extraction=EXTRACTION.read(self._body(ExtractionRow, document_id, revision)),
            match=MATCH.read(self._body(MatchRow, document_id, revision)),
            snapshot=unpack(packed, form=row.format),
        )

    def _part(self, sha256: str) -> bytes:
        return self._session.scalars(select(SnapshotPartRow.body).where(SnapshotPartRow.sha256 == sha256)).one()

    def _body(self, kind: type[ExtractionRow | MatchRow], document_id: str, revision: int) -> str:
        """The body that held when the document had this version: an unchanged one keeps its earlier revision."""
        held = select(func.max(kind.revision)).where(kind.document_id == document_id, kind.revision <= revision)
        chosen = select(kind.body).where(kind.document_id == document_id, kind.revision == held.scalar_subquery())
        return self._session.scalars(chosen).one()
