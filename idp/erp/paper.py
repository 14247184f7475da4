"""What a document leaves beside the record it belongs to: its paper, a note in the chatter, an activity; each exactly once."""

from __future__ import annotations

import base64
import hashlib
import html
from dataclasses import dataclass

from idp.domain.code import Role
from idp.domain.entry import EntryOrder
from idp.domain.finding import Finding, RecordRef
from idp.erp.connection import Connection
from idp.erp.external_id import make_once, part_name
from idp.erp.note import as_html, entry_hash, last_mark
from idp.erp.role import GroupReader
from idp.erp.value import cell

_NOTE_SUBTYPE = "mail.mt_note"
_SUMMARY = 200
"""Most characters of an activity's summary; the whole finding stands in the chatter."""
# The external id of a model's own record: ordinary users may not search ir.model (FACTS §1).
_MODEL_REFERENCES = {
    "account.move": "account.model_account_move",
    "purchase.order": "purchase.model_purchase_order",
    "stock.picking": "stock.model_stock_picking",
}


@dataclass(frozen=True, slots=True)
class Papers:
    """Puts papers, notes and activities on records, in the company of one entry."""

    connection: Connection
    groups: GroupReader
    order: EntryOrder
    company_id: int

    def attach(self, record: RecordRef, content: bytes) -> int:
        """The attachment with the document's bytes on the record; returns its id."""
        file = self.order.file
        cells = {
            "name": file.name,
            "res_model": record.model,
            "res_id": cell(record.id),
            "datas": base64.b64encode(content).decode("ascii"),
            "mimetype": file.media_type,
        }
        return self._once("ir.attachment", self._name("paper", record), cells, record)

    def is_complete(self, record: RecordRef) -> bool:
        """Whether this very entry is the last one that was completed on the record."""
        mark = last_mark(self.connection, record)
        return mark is not None and mark.entry_hash == entry_hash(self.order)

    def note(self, record: RecordRef, *, fingerprint: str | None = None) -> None:
        """The note in the record's chatter, once for every change of the entry; completes the entry."""
        ours, before = entry_hash(self.order), last_mark(self.connection, record)
        if before is not None and before.entry_hash == ours:
            return
        cells = {
            "model": record.model,
            "res_id": cell(record.id),
            "body": as_html(self.order.note, entry=ours, fingerprint=fingerprint),
            "message_type": "comment",
            "subtype_id/id": _NOTE_SUBTYPE,
        }
        # named after the note before it: two who write at once have the same name, an entry that comes back has a new one
        name = f"{self._name('note', record)}_{ours}_{before.message_id if before else 0}"
        self._once("mail.message", name, cells, record)

    def ask(self, record: RecordRef) -> None:
        """An activity for somebody of the approver group, where the entry asks for one."""
        if self.order.approver_role is not None:
            role, summary = Role(self.order.approver_role), self.order.activity_summary or "Approve"
            self._assign(self._name("activity", record), record, role, summary)

    def warn(self, record: RecordRef, found: Finding) -> None:
        """A note of a finding in the chatter and an activity for somebody of its owner role, once for every code."""
        cells = {
            "model": record.model,
            "res_id": cell(record.id),
            "body": f"<p>{html.escape(f'{found.code}: {found.message}', quote=False)}</p>",
            "message_type": "comment",
            "subtype_id/id": _NOTE_SUBTYPE,
        }
        self._once("mail.message", self._name(f"warning-{found.code}", record), cells, record)
        if found.owner is not None:
            self._assign(
                self._name(f"look-{found.code}", record), record, found.owner, f"{found.code}: {found.message}"[:_SUMMARY]
            )

    def _assign(self, name: str, record: RecordRef, role: Role, summary: str) -> None:
        cells = {"res_model_id/id": _MODEL_REFERENCES[record.model], "res_id": cell(record.id), "summary": summary}
        if user_id := self._member(role):
            cells["user_id/.id"] = cell(user_id)
        self._once("mail.activity", name, cells, record)

    def _member(self, role: Role) -> int | None:
        """One of the group, the same at every try; documents spread over its members."""
        members = self.groups.members(role, self.company_id)
        turn = int.from_bytes(hashlib.sha256(self.order.document_id.encode()).digest()[:4], "big")
        return members[turn % len(members)] if members else None

    def _once(self, model: str, name: str, cells: dict[str, str], record: RecordRef) -> int:
        of_record = [("model" if model == "mail.message" else "res_model", "=", record.model), ("res_id", "=", record.id)]
        return make_once(self.connection, model, name, cells, among=of_record, company_id=self.company_id)

    def _name(self, kind: str, record: RecordRef) -> str:
        return part_name(kind, self.order.document_id, record.model.replace(".", "-"), record.id)
