"""What is written to a supplier about a difference: a mail to look over and send, in the language of the supplier's paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from idp.domain.document import ExtractedDocument
from idp.domain.finding import Finding
from idp.domain.record import DocumentRecord

_NUMBERS = ("invoice_number", "confirmation_number", "delivery_note_number", "bol_number", "reference")

_WORDS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": {
            "subject": "Your {kind} {number}", "dear": "Dear Sir or Madam,",
            "about": "we cannot process your {kind} {number}{dated}{ordered} as it stands:", "dated": " of {date}",
            "ordered": " for our order {orders}", "line": "Line {number}", "whole": "Document", "expected": "expected: {value}",
            "printed": "on your paper: {value}", "please": "Please let us know how this came about, or send us a corrected document.",
            "regards": "Kind regards", "invoice": "invoice", "credit_note": "credit note",
            "order_confirmation": "order confirmation", "delivery_note": "delivery note", "bill_of_lading": "bill of lading",
            "proof_of_delivery": "proof of delivery", "other": "document",
        },
        "de": {
            "subject": "{kind} {number}", "dear": "Sehr geehrte Damen und Herren,",
            "about": "Ihr Beleg ({kind} {number}{dated}{ordered}) kann so nicht bearbeitet werden:", "dated": " vom {date}",
            "ordered": " zu unserer Bestellung {orders}", "line": "Position {number}", "whole": "Beleg", "expected": "erwartet: {value}",
            "printed": "auf Ihrem Beleg: {value}",
            "please": "Bitte teilen Sie uns mit, wie es dazu kam, oder senden Sie uns einen berichtigten Beleg.",
            "regards": "Mit freundlichen Grüßen", "invoice": "Rechnung", "credit_note": "Gutschrift",
            "order_confirmation": "Auftragsbestätigung", "delivery_note": "Lieferschein", "bill_of_lading": "Frachtbrief",
            "proof_of_delivery": "Ablieferungsnachweis", "other": "Beleg",
        },
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class MailDraft:
    """A mail that somebody still has to send. `recipient` is the address on the paper or of its sender, "" where none is known."""

    recipient: str
    subject: str
    body: str


def draft_mail(record: DocumentRecord, findings: Iterable[Finding], *, company: str, text: str = "") -> MailDraft:
    """A mail about these findings from `company`; `text` is what the person adds. In German for a German paper, else in English.

    It holds what is expected and what the paper says, never our remarks or bank accounts in full.
    """
    document = record.extraction
    words = _WORDS["de" if document is not None and document.language == "de" else "en"]
    kind = words.get(document.document_type.value if document is not None else "", words["other"])
    number = next((found for name in _NUMBERS if document is not None and (found := document.text(name))), record.name)
    about = words["about"].format(kind=kind, number=number, dated=_dated(document, words), ordered=_ordered(record, words))
    rows = [_row(found, document, words) for found in findings]
    parts = [
        words["dear"],
        about,
        "\n".join(rows),
        *([text.strip()] if text.strip() else []),
        words["please"],
        words["regards"],
    ]
    recipient = (document.text("supplier_email") if document is not None else None) or record.sender or ""
    return MailDraft(recipient, words["subject"].format(kind=kind, number=number), "\n\n".join(parts) + f"\n{company}\n")


def _dated(document: ExtractedDocument | None, words: Mapping[str, str]) -> str:
    date = next(
        (
            found
            for name in ("invoice_date", "confirmation_date", "delivery_date")
            if document and (found := document.text(name))
        ),
        None,
    )
    return words["dated"].format(date=date) if date else ""


def _ordered(record: DocumentRecord, words: Mapping[str, str]) -> str:
    names = [order.name for order in record.match.orders] if record.match is not None else []
    return words["ordered"].format(orders=", ".join(names)) if names else ""


def _row(found: Finding, document: ExtractedDocument | None, words: Mapping[str, str]) -> str:
    where = words["whole"] if found.line is None else words["line"].format(number=found.line + 1)
    if found.line is not None and document is not None and found.line < len(document.lines):
        described = document.lines[found.line].text("description")
        where += f" ({described})" if described else ""
    if (found.field or "").endswith("iban") or (found.expected is None and found.actual is None):
        return f"- {where}: {found.message}" if not (found.field or "").endswith("iban") else f"- {where}: IBAN"
    told = [words["expected"].format(value=found.expected)] if found.expected else []
    told += [words["printed"].format(value=found.actual)] if found.actual else []
    return f"- {where}: {'; '.join(told)}"
