from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

from idp.domain.code import Code
from idp.domain.document import DocumentType, Extracted, ExtractedDocument, ExtractedLine
from idp.domain.finding import Decision, finding
from idp.domain.lifecycle import Event, State
from idp.domain.match import Match
from idp.domain.page import Quality
from idp.domain.record import GENESIS, DocumentEvent, DocumentId, DocumentRecord, event_hash
from idp.insight.history import Change, broken_at, history_of
from idp.ports import Revision

AT = datetime(2026, 4, 20, 9, 0, tzinfo=UTC)
ID = DocumentId("a" * 32)
RECORD = DocumentRecord(ID, "b" * 64, "x.pdf", "application/pdf", "mail", AT)


def a_log(*steps: tuple[Event | None, State]) -> tuple[DocumentEvent, ...]:
    log: list[DocumentEvent] = []
    details: Mapping[str, str] = {"fields": "total"}
    for n, (event, to) in enumerate(steps):
        previous, came = (log[-1].hash, log[-1].to_state) if log else (GENESIS, None)
        digest = event_hash(
            previous,
            document_id=ID,
            sequence=n,
            at=AT,
            actor="anna",
            event=event,
            from_state=came,
            to_state=to,
            why="w",
            details=details,
        )
        log.append(DocumentEvent(ID, n, AT, "anna", event, came, to, "w", details, previous, digest))
    return tuple(log)


LOG = a_log(
    (None, State.RECEIVED), (Event.WAS_READ, State.READ), (Event.WAS_EXTRACTED, State.EXTRACTED), (Event.WAS_MATCHED, State.MATCHED),
    (Event.NEEDS_PERSON, State.IN_REVIEW), (Event.CORRECTED, State.EXTRACTED), (Event.WAS_MATCHED, State.MATCHED),
)  # fmt: skip


def reading(total: str, **cells: str) -> ExtractedDocument:
    line = ExtractedLine({name: Extracted(value, value, 0.9) for name, value in cells.items()})
    fields = {
        "total": Extracted(total, total, 0.9),
        "signed": Extracted(True, "x", 0.5),
        "po_numbers": Extracted(("P1", "P2"), "", 1),
    }
    return ExtractedDocument(DocumentType.INVOICE, (0,), Quality.NATIVE, fields, (line,), model_version="layout 3")


def test_each_event_shows_what_it_changed_from_what_to_what() -> None:
    over, under = finding(Code.PRC_OVER, "m", line=0), finding(Code.PRC_UNDER, "m")
    revisions = (
        Revision(2, reading("10.00", quantity="1"), None),
        Revision(3, None, Match(Decision.REVIEW, (over,), policy_version="p1")),
        Revision(5, reading("12.00", uom="kg"), None),
        Revision(6, None, Match(Decision.TOUCHLESS, (under,), policy_version="p2")),
    )
    history = history_of(RECORD, LOG, revisions)
    assert [len(one.changes) for one in history.happened] == [0, 0, 5, 3, 0, 3, 3]
    assert history.happened[2].changes[0] == Change("type", "", "invoice")
    assert Change("signed", "", "yes") in history.happened[2].changes
    assert Change("po_numbers", "", "P1, P2") in history.happened[2].changes
    assert history.happened[5].changes == (
        Change("total", "10.00", "12.00"),
        Change("lines.0.quantity", "1", ""),
        Change("lines.0.uom", "", "kg"),
    )
    assert Change("codes", "PRC-OVER line 1", "PRC-UNDER") in history.happened[6].changes
    assert [(one.policy, one.model) for one in history.happened if one.policy or one.model] == [
        ("", "layout 3"),
        ("p1", ""),
        ("", "layout 3"),
        ("p2", ""),
    ]


def test_a_chain_that_was_tampered_with_is_broken_where_it_was() -> None:
    assert broken_at(LOG) is None
    assert broken_at(()) is None
    assert broken_at((*LOG[:3], replace(LOG[3], why="other"), *LOG[4:])) == 3
    assert broken_at((*LOG[:3], *LOG[4:])) == 3
    assert broken_at((*LOG[:3], replace(LOG[3], details={"fields": "due_date"}), *LOG[4:])) == 3
