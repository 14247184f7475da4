"""What a document leaves beside the record it belongs to: its paper, a note in the chatter, an activity; each exactly once."""

from __future__ import annotations

import base64
import hashlib
import html
from collections.abc import Callable
from dataclasses import dataclass

from idp.domain.code import Role
from idp.domain.entry import EntryOrder
from idp.domain.finding import Finding, RecordRef
from idp.erp.connection import Connection
from idp.erp.external_id import Part, is_there, make_first, make_once, part_name
from idp.erp.note import Mark, answers, as_html, entry_hash, last_mark
from idp.erp.role import GroupReader
from idp.erp.value import cell

_BILL = "account.move"
NOTE_SUBTYPE = "mail.mt_note"
TO_DO = "mail.mail_activity_data_todo"
SUMMARY = 200
"""Most characters of an activity's summary; the whole finding stands in the chatter."""
# The external id of a model's own record: ordinary users may not search ir.model (FACTS §1).
MODEL_REFERENCES = {
    _BILL: "account.model_account_move",
    "purchase.order": "purchase.model_purchase_order",
    "stock.picking": "stock.model_stock_picking",
}


Maker = Callable[[Connection, Part], int]
"""`make_once`, or `make_first` where the record that it belongs to was not there a moment ago."""


@dataclass(frozen=True, slots=True)
class Papers:
    """Puts papers, notes and activities on records, in the company of one entry."""

    connection: Connection
    groups: GroupReader
    order: EntryOrder
    company_id: int

    def attach(self, record: RecordRef, content: bytes, *, make: Maker = make_once) -> int:
        """The attachment with the document's bytes on the record; returns its id."""
        file = self.order.file
        cells = {
            "name": file.name,
            "res_model": record.model,
            "res_id": cell(record.id),
            "datas": base64.b64encode(content).decode("ascii"),
            "mimetype": file.media_type,
        }
        return make(self.connection, self._part("ir.attachment", self._name("paper", record), cells, record))

    def last_mark(self, record: RecordRef) -> Mark | None:
        """Our last note on the record, None before the first entry was completed."""
        return last_mark(self.connection, record)

    def is_complete(self, before: Mark | None) -> bool:
        """Whether this very entry is the last one that was completed, going by our last note on the record."""
        return before is not None and before.entry_hash == entry_hash(self.order)

    def note(self, record: RecordRef, *, before: Mark | None, fingerprint: str | None = None) -> None:
        """The note in the record's chatter, once for every change of the entry; completes the entry."""
        ours = entry_hash(self.order)
        cells = self._note_cells(record, as_html(self.order.note, entry=ours, fingerprint=fingerprint))
        # named after the note before it: two who write at once have the same name, an entry that comes back has a new one
        name = f"{self._name('note', record)}_{ours}_{before.message_id if before else 0}"
        make_first(self.connection, self._part("mail.message", name, cells, record))

    def ask(self, record: RecordRef, *, is_first: bool = False) -> None:
        """An activity for somebody of the approver group, where the entry asks for one; what somebody has done stays done.

        `is_first` where there was none a moment ago. Whether others have completed the entry meanwhile is looked at last.
        """
        if self.order.approver_role is None:
            return
        role, summary = Role(self.order.approver_role), self.order.activity_summary or "Approve"
        activity = self._activity(self._name("activity", record), record, role, summary)
        if not is_first and is_there(self.connection, activity):
            return
        if not self._is_answered(record, summary):
            make_first(self.connection, activity)

    def _is_answered(self, record: RecordRef, summary: str) -> bool:
        """Whether somebody was asked and it is no longer to be seen: the note that comes after the activity tells, or what was done on
        a bill, which belongs to this document alone."""
        latest, done = answers(self.connection, record, summary)
        return self.is_complete(latest) or (done and record.model == _BILL)

    def warn(self, record: RecordRef, found: Finding) -> None:
        """A note of a finding in the chatter and an activity for somebody of its owner role, once for every code.

        The note is the last: where it is, the activity was made, and whoever did it is not asked again.
        """
        cells = self._note_cells(record, f"<p>{html.escape(f'{found.code}: {found.message}', quote=False)}</p>")
        note = self._part("mail.message", self._name(f"warning-{found.code}", record), cells, record)
        if is_there(self.connection, note):
            return
        if found.owner is not None:
            name, summary = self._name(f"look-{found.code}", record), f"{found.code}: {found.message}"[:SUMMARY]
            make_once(self.connection, self._activity(name, record, found.owner, summary))
        make_once(self.connection, note)

    def _note_cells(self, record: RecordRef, body: str) -> dict[str, str]:
        place = {"model": record.model, "res_id": cell(record.id)}
        return {**place, "body": body, "message_type": "comment", "subtype_id/id": NOTE_SUBTYPE}

    def _activity(self, name: str, record: RecordRef, role: Role, summary: str) -> Part:
        place = {"res_model_id/id": MODEL_REFERENCES[record.model], "res_id": cell(record.id)}
        cells = {**place, "activity_type_id/id": TO_DO, "summary": summary}
        if user_id := self._member(role):
            cells["user_id/.id"] = cell(user_id)
        return self._part("mail.activity", name, cells, record)

    def _member(self, role: Role) -> int | None:
        """One of the group, the same at every try; documents spread over its members."""
        members = self.groups.members(role, self.company_id)
        turn = int.from_bytes(hashlib.sha256(self.order.document_id.encode()).digest()[:4], "big")
        return members[turn % len(members)] if members else None

    def _part(self, model: str, name: str, cells: dict[str, str], record: RecordRef) -> Part:
        of_record = [("model" if model == "mail.message" else "res_model", "=", record.model), ("res_id", "=", record.id)]
        return Part(model, name, cells, of_record, self.company_id)

    def _name(self, kind: str, record: RecordRef) -> str:
        return part_name(kind, self.order.document_id, record.model.replace(".", "-"), record.id)
