"""The tables as they first were."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "r0001"
down_revision = None
branch_labels = None
depends_on = None

# Types and sets are written out: a migration keeps its meaning when the program changes.
TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
TIME = sa.DateTime(timezone=True)
EXACT = sa.BigInteger()  # millionths
STATES = ("RECEIVED", "READ", "EXTRACTED", "MATCHED", "IN_REVIEW", "READY", "ENTERED", "REJECTED", "QUARANTINED", "FAILED")
DOCUMENT_TYPES = (
    "invoice",
    "credit_note",
    "order_confirmation",
    "bill_of_lading",
    "proof_of_delivery",
    "delivery_note",
    "purchase_order",
    "receipt",
    "statement",
    "other",
)
DECISIONS = ("touchless", "review", "hold", "reject")
ROLES = ("clerk", "approver", "finance", "buyer", "warehouse", "auditor", "admin", "system")
EVENTS = (
    "was_read",
    "was_refused",
    "was_duplicate",
    "was_extracted",
    "was_matched",
    "needs_person",
    "passed_by_policy",
    "corrected",
    "forwarded",
    "noted",
    "changed_in_erp",
    "approved",
    "rejected",
    "refused_by_erp",
    "was_entered",
    "outcome_seen",
    "released",
    "gave_up",
    "retry_read",
    "retry_extract",
    "retry_match",
    "retry_enter",
)
SEVERITIES = ("I", "W", "R", "H", "X")


def upgrade() -> None:
    """Makes the tables, their indexes and what keeps the log from being changed."""
    _make_document_tables()
    _make_revision_tables()
    _make_index_tables()
    _make_log_tables()
    _make_delivery_tables()
    _make_session_tables()
    _make_queue_indexes()
    _refuse_changes()


def _closed(values: tuple[str, ...], name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True)


def _make_document_tables() -> None:
    op.create_table(
        "documents",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("media_type", TEXT, nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("received_at", TIME, nullable=False),
        sa.Column("state", _closed(STATES, "state"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("reading_sha256", TEXT, nullable=True),
        sa.Column("structured_sha256", TEXT, nullable=True),
        sa.Column("same_as", TEXT, nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", TIME, nullable=True),
        sa.Column("failure", TEXT, nullable=True),
        sa.Column("failure_code", TEXT, nullable=True),
        sa.Column("failed_in", _closed(STATES, "failed_in"), nullable=True),
        sa.Column("corrected_by", TEXT, nullable=True),
        sa.Column("approved_by", TEXT, nullable=True),
        sa.Column("owner", TEXT, nullable=True),
        sa.Column("entered_model", TEXT, nullable=True),
        sa.Column("entered_id", sa.Integer(), nullable=True),
        sa.Column("entered_name", TEXT, nullable=True),
        sa.Column("sender", TEXT, nullable=True),
        sa.Column("updated_at", TIME, nullable=False),
        sa.Column("extraction_revision", sa.Integer(), nullable=True),
        sa.Column("extraction_sha256", TEXT, nullable=True),
        sa.Column("match_revision", sa.Integer(), nullable=True),
        sa.Column("match_sha256", TEXT, nullable=True),
        sa.Column("document_type", _closed(DOCUMENT_TYPES, "document_type"), nullable=True),
        sa.Column("supplier", TEXT, nullable=True),
        sa.Column("supplier_key", TEXT, nullable=True),
        sa.Column("vendor_id", sa.Integer(), nullable=True),
        sa.Column("company_id", sa.Integer(), nullable=True),
        sa.Column("number", TEXT, nullable=True),
        sa.Column("number_key", TEXT, nullable=True),
        sa.Column("decision", _closed(DECISIONS, "decision"), nullable=True),
        sa.Column("stake", EXACT, nullable=True),
        sa.Column("stake_currency", TEXT, nullable=True),
        sa.Column("total", EXACT, nullable=True),
        sa.Column("total_currency", TEXT, nullable=True),
        sa.Column("due_date", sa.Date(), nullable=True),
        sa.Column("go_on_at", TIME, nullable=True),
        sa.Column("lease_holder", TEXT, nullable=True),
        sa.Column("lease_until", TIME, nullable=True),
        sa.Column("watch_at", TIME, nullable=True),
        sa.Column("head_hash", TEXT, nullable=False),
        sa.Column("checkpointed", sa.Integer(), server_default=sa.text("-1"), nullable=False),
        sa.ForeignKeyConstraint(["same_as"], ["documents.id"], name="fk_documents_same_as"),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
    )
    op.create_index("ix_documents_go_on_at", "documents", ["go_on_at", "id"])
    op.create_index("ix_documents_sha256", "documents", ["sha256"])
    op.create_index("ix_documents_supplier_number", "documents", ["number_key", "supplier_key"])
    op.create_index("ix_documents_supplier_total", "documents", ["total", "total_currency", "supplier_key"])
    op.create_index("ix_documents_total", "documents", ["total", "total_currency", "received_at"])
    op.create_index("ix_documents_type", "documents", ["document_type", "state"])
    op.create_index(
        "ix_documents_unsealed",
        "documents",
        ["id"],
        sqlite_where=sa.text("checkpointed < version"),
        postgresql_where=sa.text("checkpointed < version"),
    )
    op.create_index("ix_documents_vendor_number", "documents", ["number_key", "vendor_id"])
    op.create_index("ix_documents_vendor_total", "documents", ["total", "total_currency", "vendor_id"])
    op.create_index("ix_documents_watch", "documents", ["state", "watch_at", "id"])


def _make_revision_tables() -> None:
    op.create_table(
        "extractions",
        sa.Column("document_id", TEXT, nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_extractions_document_id"),
        sa.PrimaryKeyConstraint("document_id", "revision", name="pk_extractions"),
    )
    op.create_table(
        "matches",
        sa.Column("document_id", TEXT, nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_matches_document_id"),
        sa.PrimaryKeyConstraint("document_id", "revision", name="pk_matches"),
    )


def _make_index_tables() -> None:
    op.create_table(
        "findings",
        sa.Column("document_id", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("severity", _closed(SEVERITIES, "severity"), nullable=False),
        sa.Column("owner", _closed(ROLES, "owner"), nullable=True),
        sa.Column("money", EXACT, nullable=True),
        sa.Column("currency", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_findings_document_id"),
        sa.PrimaryKeyConstraint("document_id", "position", name="pk_findings"),
    )
    op.create_index("ix_findings_code", "findings", ["code", "document_id"])
    op.create_table(
        "desks",
        sa.Column("role", _closed(ROLES, "role"), nullable=False),
        sa.Column("document_id", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_desks_document_id"),
        sa.PrimaryKeyConstraint("role", "document_id", name="pk_desks"),
    )
    op.create_index("ix_desks_document", "desks", ["document_id"])
    op.create_table(
        "terms",
        sa.Column("term", TEXT, nullable=False),
        sa.Column("document_id", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_terms_document_id"),
        sa.PrimaryKeyConstraint("term", "document_id", name="pk_terms"),
    )
    op.create_index("ix_terms_document", "terms", ["document_id"])
    op.create_table(
        "document_orders",
        sa.Column("order_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document_id", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_document_orders_document_id"),
        sa.PrimaryKeyConstraint("order_id", "document_id", name="pk_document_orders"),
    )
    op.create_index("ix_document_orders_document", "document_orders", ["document_id"])


def _make_log_tables() -> None:
    op.create_table(
        "events",
        sa.Column("document_id", TEXT, nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("actor", TEXT, nullable=False),
        sa.Column("event", _closed(EVENTS, "event"), nullable=True),
        sa.Column("from_state", _closed(STATES, "from_state"), nullable=True),
        sa.Column("to_state", _closed(STATES, "to_state"), nullable=False),
        sa.Column("why", TEXT, nullable=False),
        sa.Column("details", TEXT, nullable=False),
        sa.Column("previous_hash", TEXT, nullable=False),
        sa.Column("hash", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_events_document_id"),
        sa.PrimaryKeyConstraint("document_id", "sequence", name="pk_events"),
    )
    op.create_table(
        "checkpoints",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.Column("hash", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_checkpoints"),
    )
    op.create_table(
        "checkpoint_heads",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document_id", TEXT, nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("hash", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("number", "document_id", name="pk_checkpoint_heads"),
    )


def _make_delivery_tables() -> None:
    op.create_table(
        "outbox",
        sa.Column("document_id", TEXT, nullable=False),
        sa.Column("body", TEXT, nullable=False),
        sa.Column("vendor_id", sa.Integer(), nullable=True),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("entered_model", TEXT, nullable=True),
        sa.Column("entered_id", sa.Integer(), nullable=True),
        sa.Column("entered_name", TEXT, nullable=True),
        sa.Column("entered_at", TIME, nullable=True),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_outbox_document_id"),
        sa.PrimaryKeyConstraint("document_id", name="pk_outbox"),
    )
    op.create_index("ix_outbox_vendor", "outbox", ["vendor_id", "entered_at"])
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("taken_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
        sa.UniqueConstraint("channel", "key", name="uq_deliveries_channel_key"),
    )
    op.create_table(
        "ledger",
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("message", TEXT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sha256", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("fate", TEXT, nullable=False),
        sa.Column("reason", TEXT, nullable=False),
        sa.Column("document_id", TEXT, nullable=True),
        sa.Column("review", TEXT, nullable=True),
        sa.ForeignKeyConstraint(["delivery_id"], ["deliveries.id"], name="fk_ledger_delivery_id"),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_ledger_document_id"),
        sa.PrimaryKeyConstraint("delivery_id", "place", name="pk_ledger"),
    )


def _make_session_tables() -> None:
    op.create_table(
        "sessions",
        sa.Column("token_sha256", TEXT, nullable=False),
        sa.Column("login", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("roles", TEXT, nullable=False),
        sa.Column("company_ids", TEXT, nullable=False),
        sa.Column("csrf", TEXT, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
        sa.Column("expires_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("token_sha256", name="pk_sessions"),
    )
    op.create_index("ix_sessions_expires", "sessions", ["expires_at"])
    op.create_index("ix_sessions_login", "sessions", ["login"])


def _make_queue_indexes() -> None:
    """The queue's order, in one state and in all; "absent last" is SQLite's own order and has to be said to PostgreSQL."""
    last = " NULLS LAST" if op.get_bind().dialect.name == "postgresql" else ""
    op.execute(f"CREATE INDEX ix_documents_queue ON documents (state, stake DESC{last}, received_at, id)")
    op.execute(f"CREATE INDEX ix_documents_all ON documents (stake DESC{last}, received_at, id)")


def _refuse_changes() -> None:
    """What was written to the log, and what it vouches for, can be neither changed nor removed."""
    is_postgres = op.get_bind().dialect.name == "postgresql"
    if is_postgres:
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
    for table in ("events", "extractions", "matches", "checkpoints", "checkpoint_heads"):
        for statement in _refusals_postgres(table) if is_postgres else _refusals_sqlite(table):
            op.execute(statement)


def _refusals_postgres(table: str) -> tuple[str, ...]:
    return (
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()",
        f"CREATE TRIGGER {table}_never_emptied BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    )


def _refusals_sqlite(table: str) -> tuple[str, ...]:
    return tuple(
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for verb in ("UPDATE", "DELETE")
    )
