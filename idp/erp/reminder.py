"""A finding about an order rather than a document: an activity for its owner role and a note in the order's chatter, each once."""

from __future__ import annotations

import hashlib
import html

from idp.domain.errors import ErpRejected
from idp.domain.finding import Finding, RecordRef
from idp.erp.connection import Connection
from idp.erp.external_id import Part, is_there, make_once, part_name
from idp.erp.paper import MODEL_REFERENCES, NOTE_SUBTYPE, SUMMARY, TO_DO
from idp.erp.role import GroupReader
from idp.erp.value import cell


def remind(connection: Connection, groups: GroupReader, found: Finding, company_id: int) -> None:
    """Tells the finding on the record that it names, once for every record and code. Raises ErpRejected, ErpUnavailable.

    The note is the last: where it is, the activity was made, and whoever did it is not asked again.
    """
    record = found.record
    if record is None or record.model not in MODEL_REFERENCES:
        raise ErpRejected(f"{found.code} names no record in Odoo to tell it on")
    note = _note(found, record, company_id)
    if is_there(connection, note):
        return
    if found.owner is not None:
        _ask(connection, groups, found, record, company_id)
    make_once(connection, note)


def _note(found: Finding, record: RecordRef, company_id: int) -> Part:
    cells = {
        "model": record.model,
        "res_id": cell(record.id),
        "body": f"<p>{html.escape(f'{found.code}: {found.message}', quote=False)}</p>",
        "message_type": "comment",
        "subtype_id/id": NOTE_SUBTYPE,
    }
    among = [("model", "=", record.model), ("res_id", "=", record.id)]
    return Part("mail.message", _name("told", found, record), cells, among, company_id)


def _ask(connection: Connection, groups: GroupReader, found: Finding, record: RecordRef, company_id: int) -> None:
    cells = {
        "res_model_id/id": MODEL_REFERENCES[record.model],
        "activity_type_id/id": TO_DO,
        "res_id": cell(record.id),
        "summary": f"{found.code}: {found.message}"[:SUMMARY],
    }
    members = groups.members(found.owner, company_id) if found.owner is not None else ()
    if members:
        turn = int.from_bytes(hashlib.sha256(record.name.encode()).digest()[:4], "big")
        cells["user_id/.id"] = cell(members[turn % len(members)])
    among = [("res_model", "=", record.model), ("res_id", "=", record.id)]
    make_once(connection, Part("mail.activity", _name("look", found, record), cells, among, company_id))


def _name(kind: str, found: Finding, record: RecordRef) -> str:
    return part_name(kind, found.code.value, record.model.replace(".", "-"), record.id)
