"""The tables. A document's row holds what queues sort and filter by; what was read and matched stands in revisions beside it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, MetaData, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from idp.domain.code import Role, Severity
from idp.domain.document import DocumentType
from idp.domain.finding import Decision
from idp.domain.lifecycle import Event, State
from idp.domain.memory import MemoryState, Subject
from idp.store.column import Exact, Plain, UtcTime, closed


class Base(DeclarativeBase):
    """Common metadata; every constraint has a name so that migrations can speak of it."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {str: Plain, datetime: UtcTime, Decimal: Exact}  # noqa: RUF012  # SQLAlchemy reads it from the class


_UNSEALED = text("checkpointed < version")


class DocumentRow(Base):
    """A document. `version` is the sequence of its last event, `head_hash` that event's hash.

    The indexes in the queue's order stand in the migration alone: the databases write "absent last" differently.
    """

    __tablename__ = "documents"

    id: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str]
    name: Mapped[str]
    media_type: Mapped[str]
    channel: Mapped[str]
    received_at: Mapped[datetime]
    state: Mapped[State] = mapped_column(closed(State, "state"))
    version: Mapped[int]
    part: Mapped[int]
    reading_sha256: Mapped[str | None]
    structured_sha256: Mapped[str | None]
    same_as: Mapped[str | None] = mapped_column(ForeignKey("documents.id"))
    attempts: Mapped[int]
    next_attempt_at: Mapped[datetime | None]
    failure: Mapped[str | None]
    failure_code: Mapped[str | None]
    failed_in: Mapped[State | None] = mapped_column(closed(State, "failed_in"))
    corrected_by: Mapped[str | None]
    approved_by: Mapped[str | None]
    owner: Mapped[str | None]
    entered_model: Mapped[str | None]
    entered_id: Mapped[int | None]
    entered_name: Mapped[str | None]
    sender: Mapped[str | None]
    source: Mapped[str | None]
    company_hint: Mapped[str | None]
    vendor_hint: Mapped[str | None]
    type_hint: Mapped[str | None]
    origin: Mapped[str | None]
    mail: Mapped[str | None]
    choices: Mapped[str | None]
    sheets: Mapped[str | None]
    updated_at: Mapped[datetime]

    # The revision that holds, and the hash of its body, so that an unchanged value is not stored again.
    extraction_revision: Mapped[int | None]
    extraction_sha256: Mapped[str | None]
    match_revision: Mapped[int | None]
    match_sha256: Mapped[str | None]

    # What queues sort and filter by, drawn from extraction and match at every move. Absent where unknown.
    document_type: Mapped[DocumentType | None] = mapped_column(closed(DocumentType, "document_type"))
    supplier: Mapped[str | None]
    supplier_key: Mapped[str | None]
    vendor_id: Mapped[int | None]
    company_id: Mapped[int | None]
    number: Mapped[str | None]
    number_key: Mapped[str | None]
    decision: Mapped[Decision | None] = mapped_column(closed(Decision, "decision"))
    stake: Mapped[Decimal | None]
    stake_currency: Mapped[str | None]
    total: Mapped[Decimal | None]
    total_currency: Mapped[str | None]
    due_date: Mapped[date | None]
    discount_until: Mapped[date | None]

    # Work: when a working document may go on (absent while it rests), who has it, when its ERP side was last looked at (absent
    # where there is nothing to look for).
    go_on_at: Mapped[datetime | None]
    lease_holder: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    watch_at: Mapped[datetime | None]

    head_hash: Mapped[str]
    checkpointed: Mapped[int] = mapped_column(server_default=text("-1"))

    __table_args__ = (
        Index("ix_documents_sha256", "sha256"),
        Index("ix_documents_go_on_at", "go_on_at", "id"),
        Index("ix_documents_watch", "state", "watch_at", "id"),
        Index("ix_documents_vendor_number", "number_key", "vendor_id"),
        Index("ix_documents_supplier_number", "number_key", "supplier_key"),
        Index("ix_documents_vendor_total", "total", "total_currency", "vendor_id"),
        Index("ix_documents_supplier_total", "total", "total_currency", "supplier_key"),
        Index("ix_documents_total", "total", "total_currency", "received_at"),
        Index("ix_documents_type", "document_type", "state"),
        Index("ix_documents_received", "received_at", "id"),
        Index("ix_documents_state_received", "state", "received_at", "id"),
        Index("ix_documents_supplier", "supplier_key", "received_at"),
        Index("ix_documents_unsealed", "id", sqlite_where=_UNSEALED, postgresql_where=_UNSEALED),
    )


class ExtractionRow(Base):
    """What was read of a document, as of the event with sequence `revision`. Never changed."""

    __tablename__ = "extractions"

    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sha256: Mapped[str]
    body: Mapped[str]


class MatchRow(Base):
    """What matching decided, as of the event with sequence `revision`. Never changed."""

    __tablename__ = "matches"

    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sha256: Mapped[str]
    body: Mapped[str]


class SnapshotRow(Base):
    """What the decision of the event with sequence `revision` was made from, in the form with number `format`. Never changed."""

    __tablename__ = "snapshots"

    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    decided_at: Mapped[datetime]
    format: Mapped[int]
    body: Mapped[bytes]
    reference_sha256: Mapped[str] = mapped_column(ForeignKey("snapshot_parts.sha256"))
    policy_sha256: Mapped[str] = mapped_column(ForeignKey("snapshot_parts.sha256"))

    __table_args__ = (Index("ix_snapshots_decided", "decided_at", "document_id"),)


class SnapshotPartRow(Base):
    """What many snapshots have in common, by the SHA-256 of its bytes. Never changed."""

    __tablename__ = "snapshot_parts"

    sha256: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[bytes]


class FindingRow(Base):
    """A finding of a document's present match (or extraction, or refusal), for filters; the whole finding stands in the body.

    `code` has no CHECK: codes may be added without touching the database.
    """

    __tablename__ = "findings"

    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    code: Mapped[str]
    severity: Mapped[Severity] = mapped_column(closed(Severity, "severity"))
    owner: Mapped[Role | None] = mapped_column(closed(Role, "owner"))
    money: Mapped[Decimal | None]
    currency: Mapped[str | None]

    __table_args__ = (Index("ix_findings_code", "code", "document_id"),)


class DeskRow(Base):
    """A role that has to act on a document."""

    __tablename__ = "desks"

    role: Mapped[Role] = mapped_column(closed(Role, "role"), primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), primary_key=True)

    __table_args__ = (Index("ix_desks_document", "document_id"),)


class TermRow(Base):
    """A word by which a document is found."""

    __tablename__ = "terms"

    term: Mapped[str] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), primary_key=True)

    __table_args__ = (Index("ix_terms_document", "document_id"),)


class DocumentOrderRow(Base):
    """A purchase order (its id in Odoo) that a document's present match names."""

    __tablename__ = "document_orders"

    order_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), primary_key=True)

    __table_args__ = (Index("ix_document_orders_document", "document_id"),)


class EventRow(Base):
    """One entry of a document's log. Triggers refuse UPDATE and DELETE."""

    __tablename__ = "events"

    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str]
    event: Mapped[Event | None] = mapped_column(closed(Event, "event"))
    from_state: Mapped[State | None] = mapped_column(closed(State, "from_state"))
    to_state: Mapped[State] = mapped_column(closed(State, "to_state"))
    why: Mapped[str]
    details: Mapped[str]
    previous_hash: Mapped[str]
    hash: Mapped[str]

    __table_args__ = (Index("ix_events_at", "at", "document_id", "sequence"), Index("ix_events_actor", "actor", "at"))


class OutboxEntryRow(Base):
    """An entry for Odoo. `vendor_id` only for bills, by which others of the vendor are found."""

    __tablename__ = "outbox"

    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), primary_key=True)
    body: Mapped[str]
    vendor_id: Mapped[int | None]
    created_at: Mapped[datetime]
    entered_model: Mapped[str | None]
    entered_id: Mapped[int | None]
    entered_name: Mapped[str | None]
    entered_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_outbox_vendor", "vendor_id", "entered_at"),)


class DeliveryRow(Base):
    """A delivery that was taken in. The same channel and key is the same delivery."""

    __tablename__ = "deliveries"

    id: Mapped[int] = mapped_column(primary_key=True)
    channel: Mapped[str]
    key: Mapped[str]
    taken_at: Mapped[datetime]

    __table_args__ = (UniqueConstraint("channel", "key"),)


class LedgerEntryRow(Base):
    """The fate of one part of a delivery. `place` keeps the order in which the rows came."""

    __tablename__ = "ledger"

    delivery_id: Mapped[int] = mapped_column(ForeignKey("deliveries.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    message: Mapped[str]
    position: Mapped[int]
    sha256: Mapped[str]
    name: Mapped[str]
    fate: Mapped[str]
    reason: Mapped[str]
    document_id: Mapped[str | None] = mapped_column(ForeignKey("documents.id"))
    review: Mapped[str | None]


class SourceRow(Base):
    """How a source of the settings fares: `taken` counts deliveries, `trouble` is what its last poll met, absent where it went well."""

    __tablename__ = "sources"

    name: Mapped[str] = mapped_column(primary_key=True)
    tried_at: Mapped[datetime]
    succeeded_at: Mapped[datetime | None]
    taken: Mapped[int]
    trouble: Mapped[str | None]
    trouble_since: Mapped[datetime | None]


class CheckpointRow(Base):
    """A hash over the heads of all documents: over the one before and every head that changed since."""

    __tablename__ = "checkpoints"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    hash: Mapped[str]


class CheckpointHeadRow(Base):
    """A document's head as a checkpoint saw it. No foreign key to documents: it must outlive a document that vanishes."""

    __tablename__ = "checkpoint_heads"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document_id: Mapped[str] = mapped_column(primary_key=True)
    sequence: Mapped[int]
    hash: Mapped[str]


class MemoryRow(Base):
    """What a correction taught. `lesson` is its body; what is counted here changes, the lesson does not."""

    __tablename__ = "memories"

    id: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[MemoryState] = mapped_column(closed(MemoryState, "state"))
    subject: Mapped[Subject] = mapped_column(closed(Subject, "subject"))
    document_type: Mapped[DocumentType] = mapped_column(closed(DocumentType, "document_type"))
    target: Mapped[str]
    lesson: Mapped[str]
    supplier: Mapped[str]
    vendor_id: Mapped[int | None]
    learned_by: Mapped[str]
    learned_at: Mapped[datetime]
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"))
    document_name: Mapped[str]
    ended_by: Mapped[str | None]
    disputed: Mapped[int]
    used: Mapped[int]
    confirmed: Mapped[int]
    contradicted: Mapped[int]

    __table_args__ = (
        Index("ix_memories_document", "document_id"),
        Index("ix_memories_vendor", "vendor_id", "state"),
        Index("ix_memories_learned", "learned_at", "id"),
    )


class MemoryIdentityRow(Base):
    """An identity that the document printed from which a memory comes."""

    __tablename__ = "memory_identities"

    identity: Mapped[str] = mapped_column(primary_key=True)
    memory_id: Mapped[str] = mapped_column(ForeignKey("memories.id"), primary_key=True)

    __table_args__ = (Index("ix_memory_identities_memory", "memory_id"),)


class VendorIdentityRow(Base):
    """An identity that papers of a vendor (its id in Odoo) print."""

    __tablename__ = "vendor_identities"

    identity: Mapped[str] = mapped_column(primary_key=True)
    vendor_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)

    __table_args__ = (Index("ix_vendor_identities_vendor", "vendor_id"),)


class NoticeRow(Base):
    """A notice that went out, by what it was about."""

    __tablename__ = "notices"

    key: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[datetime]


class SessionRow(Base):
    """A person's session at the workbench, by the SHA-256 of its token: who reads the database cannot use it.

    `checked_at` is when the roles were last read from Odoo; absent where they come from elsewhere and are not read again.
    """

    __tablename__ = "sessions"

    token_sha256: Mapped[str] = mapped_column(primary_key=True)
    login: Mapped[str]
    name: Mapped[str]
    roles: Mapped[str]
    company_ids: Mapped[str]
    csrf: Mapped[str]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    checked_at: Mapped[datetime | None]

    __table_args__ = (Index("ix_sessions_login", "login"), Index("ix_sessions_expires", "expires_at"))
