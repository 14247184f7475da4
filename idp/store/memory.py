"""What corrections taught, found by the identities that a supplier's papers print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from idp.domain.memory import Identity, Memory, MemoryId, MemoryState
from idp.domain.record import DocumentId
from idp.store.body import LESSON
from idp.store.engine import insert_new, insert_rows, table_of, touched
from idp.store.table import MemoryIdentityRow, MemoryRow, VendorIdentityRow

_SHAREABLE = ("iban:", "domain:")
"""Identities that may stand on papers of several vendors: a factor's account, a group's domain."""


class SqlMemories:
    """Memories, within one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def save(self, memory: Memory) -> None:
        counts = {"used": memory.used, "confirmed": memory.confirmed, "contradicted": memory.contradicted}
        values = _values(memory)
        if not insert_new(self._session, MemoryRow, {**values, **counts}):
            touched(self._session, update(MemoryRow).where(MemoryRow.id == memory.id).values(values))
        table = table_of(MemoryIdentityRow)
        self._session.connection().execute(delete(table).where(table.c.memory_id == memory.id))
        rows = [{"identity": identity, "memory_id": memory.id} for identity in sorted(set(memory.identities))]
        insert_rows(self._session, MemoryIdentityRow, rows)

    def find(self, ids: Iterable[MemoryId]) -> tuple[Memory, ...]:
        chosen = select(MemoryRow).where(MemoryRow.id.in_(list(ids))).order_by(MemoryRow.learned_at, MemoryRow.id)
        return self._memories(chosen)

    def of_document(self, document_id: DocumentId) -> tuple[Memory, ...]:
        chosen = select(MemoryRow).where(MemoryRow.document_id == document_id).order_by(MemoryRow.learned_at, MemoryRow.id)
        return self._memories(chosen)

    def known(self, identities: Iterable[Identity]) -> tuple[Memory, ...]:
        told = self._telling(identities)
        if not told:
            return ()
        vendors = list(self._session.scalars(select(VendorIdentityRow.vendor_id).where(VendorIdentityRow.identity.in_(told))))
        direct = select(MemoryIdentityRow.memory_id).where(MemoryIdentityRow.identity.in_(told))
        chosen = (
            select(MemoryRow)
            .where(MemoryRow.state == MemoryState.ACTIVE, or_(MemoryRow.id.in_(direct), MemoryRow.vendor_id.in_(set(vendors))))
            .order_by(MemoryRow.learned_at, MemoryRow.id)
        )
        return self._memories(chosen, widened=True)

    def count(self, memory_id: MemoryId, *, used: int = 0, confirmed: int = 0, contradicted: int = 0) -> None:
        counted = update(MemoryRow).where(MemoryRow.id == memory_id)
        more = {"used": used, "confirmed": confirmed, "contradicted": contradicted}
        touched(self._session, counted.values({name: getattr(MemoryRow, name) + n for name, n in more.items()}))

    def introduce(self, vendor_id: int, identities: Iterable[Identity]) -> None:
        for identity in sorted(set(identities)):
            insert_new(self._session, VendorIdentityRow, {"identity": identity, "vendor_id": vendor_id})

    def learned(self, *, offset: int = 0, limit: int = 100) -> tuple[Memory, ...]:
        chosen = (
            select(MemoryRow)
            .where(MemoryRow.state != MemoryState.PENDING)
            .order_by(MemoryRow.learned_at.desc(), MemoryRow.id)
            .offset(offset)
            .limit(limit)
        )
        return self._memories(chosen)

    def total(self) -> int:
        counted = select(func.count()).select_from(MemoryRow).where(MemoryRow.state != MemoryState.PENDING)
        return self._session.scalars(counted).one()

    def _telling(self, identities: Iterable[Identity]) -> set[str]:
        """The identities without those that stand on papers of several vendors."""
        asked = {str(identity) for identity in identities}
        return asked - self._shared([identity for identity in asked if identity.startswith(_SHAREABLE)])

    def _shared(self, identities: Sequence[str]) -> set[str]:
        row = VendorIdentityRow
        several = select(row.identity).where(row.identity.in_(identities)).group_by(row.identity).having(func.count() > 1)
        return set(self._session.scalars(several))

    def _memories(self, chosen: Any, *, widened: bool = False) -> tuple[Memory, ...]:
        rows: Sequence[MemoryRow] = list(self._session.scalars(chosen.execution_options(populate_existing=True)))
        own = self._by_key(MemoryIdentityRow.memory_id, [row.id for row in rows])
        if not widened:
            return tuple(_to_memory(row, own.get(row.id, ())) for row in rows)
        by_vendor = self._by_key(VendorIdentityRow.vendor_id, [row.vendor_id for row in rows if row.vendor_id is not None])
        every = {row.id: {*own.get(row.id, ()), *by_vendor.get(row.vendor_id, ())} for row in rows}
        shared = self._shared([i for found in every.values() for i in found if i.startswith(_SHAREABLE)])
        return tuple(_to_memory(row, sorted(every[row.id] - shared)) for row in rows)

    def _by_key(self, key: Any, wanted: Sequence[str | int]) -> dict[str | int | None, list[str]]:
        found: dict[str | int | None, list[str]] = {}
        asked = select(key, key.class_.identity).where(key.in_(set(wanted))).order_by(key.class_.identity)
        for owner, identity in self._session.execute(asked):
            found.setdefault(owner, []).append(identity)
        return found


def _values(memory: Memory) -> Mapping[str, Any]:
    lesson = memory.lesson
    return {
        "id": memory.id, "state": memory.state, "subject": lesson.subject, "document_type": lesson.document_type,
        "target": lesson.target, "lesson": LESSON.write(lesson).text, "supplier": memory.supplier, "vendor_id": memory.vendor_id,
        "learned_by": memory.learned_by, "learned_at": memory.learned_at, "document_id": memory.document_id,
        "document_name": memory.document_name, "ended_by": memory.ended_by, "disputed": memory.disputed,
    }  # fmt: skip


def _to_memory(row: MemoryRow, identities: Iterable[str]) -> Memory:
    return Memory(
        id=MemoryId(row.id), lesson=LESSON.read(row.lesson), identities=tuple(Identity(i) for i in identities),
        supplier=row.supplier, learned_by=row.learned_by, learned_at=row.learned_at, document_id=DocumentId(row.document_id),
        document_name=row.document_name, vendor_id=row.vendor_id, state=row.state, ended_by=row.ended_by, disputed=row.disputed,
        used=row.used, confirmed=row.confirmed, contradicted=row.contradicted,
    )  # fmt: skip
