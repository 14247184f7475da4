"""What did we last enter on a record? The chatter note tells people, and its last line tells us.

The note is the last thing that an entry leaves: where the latest note carries an entry's hash, that entry is complete. For a bill
it also carries the fingerprint of the bill as it was entered, so that a later change in Odoo is noticed.
"""

from __future__ import annotations

import hashlib
import html
import re
from dataclasses import asdict, dataclass

from idp.domain.entry import EVIDENCE, EntryOrder
from idp.domain.finding import RecordRef
from idp.erp.connection import Connection, Row

_MARK = "idp entry"
# What entries did not always have is left out where it says nothing: their hash is that of the notes written before.
_ONLY_TOLD = frozenset({"receipt_said"})
_NO_RECEIPT = ("receipt", None)
_EVIDENCE = re.compile(rf"{EVIDENCE}(https?://\S+)")
_PATTERN = re.compile(rf"{_MARK} ([0-9a-f]{{12}})(?: bill ([0-9a-f]{{16}}))?")


@dataclass(frozen=True, slots=True)
class Mark:
    """The latest note of ours on a record: message id, hash of the entry, fingerprint of the bill where it is one."""

    message_id: int
    entry_hash: str
    fingerprint: str | None


def last_mark(connection: Connection, record: RecordRef) -> Mark | None:
    """Our latest note on the record, None where there is none."""
    domain = [
        ("model", "=", record.model), ("res_id", "=", record.id), ("create_uid", "=", connection.uid), ("body", "ilike", _MARK)
    ]  # fmt: skip
    rows = connection.rows("mail.message", domain, ["body"], order="id desc", limit=1)
    return _mark(rows[0]) if rows else None


def answers(connection: Connection, record: RecordRef, summary: str) -> tuple[Mark | None, bool]:
    """Our latest note on the record, and whether somebody has done an activity with this summary on it; in one call.

    A message tells what was done: up to Odoo 18 the activity itself is deleted, and its external id with it.
    """
    noted = ["&", ("create_uid", "=", connection.uid), ("body", "ilike", _MARK)]
    domain = [("model", "=", record.model), ("res_id", "=", record.id), "|", ("mail_activity_type_id", "!=", False), *noted]
    rows = connection.rows("mail.message", domain, ["body", "mail_activity_type_id"], order="id desc")
    done = any(row["mail_activity_type_id"] and summary in html.unescape(str(row["body"])) for row in rows)
    marks = (_mark(row) for row in rows if not row["mail_activity_type_id"])
    return next((mark for mark in marks if mark is not None), None), done


def _mark(row: Row) -> Mark | None:
    found = _PATTERN.search(str(row["body"]))
    return Mark(row["id"], found.group(1), found.group(2)) if found else None


def entry_hash(order: EntryOrder) -> str:
    """Twelve hex digits that change with what is to be entered, not with the wording of the note."""
    content = {
        name: value for name, value in asdict(order.entry).items() if name not in _ONLY_TOLD and (name, value) != _NO_RECEIPT
    }
    return hashlib.sha256(repr((type(order.entry).__name__, content)).encode()).hexdigest()[:12]


def as_html(note: str, *, entry: str, fingerprint: str | None) -> str:
    """The note and our mark as HTML of a chatter message, a paragraph a line; no markup comes through, and no link but the last
    line's, which we wrote ourselves."""
    mark = f"{_MARK} {entry}" + (f" bill {fingerprint}" if fingerprint else "")
    lines = [line.strip() for line in note.splitlines() if line.strip()]
    shown = [html.escape(line, quote=False) for line in lines]
    if lines and (address := _EVIDENCE.fullmatch(lines[-1])):
        url = html.escape(address.group(1))
        shown[-1] = f'{EVIDENCE}<a href="{url}">{url}</a>'
    return "".join(f"<p>{line}</p>" for line in (*shown, mark))
