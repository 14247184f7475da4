"""The words that go into Odoo's chatter with an entry: what was decided, on what grounds, by which versions, by whom."""

from __future__ import annotations

from idp.domain.code import Severity
from idp.domain.coding import Coding
from idp.domain.entry import EVIDENCE, EntryFile, EntryOrder, ShippingEntry
from idp.domain.finding import Decision, Finding
from idp.domain.match import Match
from idp.domain.record import DocumentRecord
from idp.services.means import Means

_MOST_FINDINGS = 20


def entry_order(
    record: DocumentRecord, match: Match, means: Means, *, person: str | None = None, comment: str = ""
) -> EntryOrder:
    """The complete order for the outbox. `person` is who approved; None means that the policy let it pass.

    Raises ValueError when the match has no entry.
    """
    if match.entry is None:
        raise ValueError(f"document {record.id} has nothing to enter")
    return EntryOrder(
        document_id=record.id,
        entry=match.entry,
        file=EntryFile(record.name, record.sha256, record.media_type),
        note="\n".join((*_note(record, match, person=person, comment=comment), *_evidence(record, means.public_url))),
        approver_role=means.policy.approver_role(match),
        activity_summary=_activity(record, match),
    )


def _note(record: DocumentRecord, match: Match, *, person: str | None, comment: str) -> list[str]:
    lines = [_who(match, person)]
    if comment:
        lines.append(f"Comment: {comment}")
    worth_telling = [f for f in match.findings if f.severity is not Severity.INFO]
    lines += [_finding(f) for f in worth_telling[:_MOST_FINDINGS]]
    if len(worth_telling) > _MOST_FINDINGS:
        lines.append(f"… and {len(worth_telling) - _MOST_FINDINGS} more findings in idp.")
    lines += [_booking(coding) for coding in match.codings]
    if isinstance(match.entry, ShippingEntry) and match.entry.receipt_said:
        lines.append(match.entry.receipt_said)
    model = record.extraction.model_version if record.extraction is not None else ""
    lines.append(f"Document {record.id}, policy {match.policy_version}, read by {model or 'rules'}, file {record.sha256[:12]}.")
    return lines


def _evidence(record: DocumentRecord, public_url: str | None) -> tuple[str, ...]:
    """Where the document is shown with its boxes and its log; always the last line, which alone becomes a link in Odoo."""
    return (f"{EVIDENCE}{public_url.rstrip('/')}/documents/{record.id}",) if public_url else ()


def _who(match: Match, person: str | None) -> str:
    if person is not None:
        return f"Entered by idp after {person} cleared it in review (decision was: {match.decision})."
    if match.decision is Decision.TOUCHLESS:
        return "Entered by idp without a person, as the policy allows."
    return f"Entered by idp (decision: {match.decision})."


def _finding(found: Finding) -> str:
    place = "" if found.line is None else f" line {found.line + 1}:"
    return f"{found.code}:{place} {found.message}"


def _booking(coding: Coding) -> str:
    return f"{coding.place.capitalize()}: booked on {coding.account}, {coding.reason}."


def _activity(record: DocumentRecord, match: Match) -> str:
    cleared = sum(1 for f in match.findings if f.severity.rank >= Severity.REVIEW.rank)
    about = f"{cleared} findings were cleared in review" if cleared else "matched with order and receipt"
    return f"Approve {record.name}: {about}"
