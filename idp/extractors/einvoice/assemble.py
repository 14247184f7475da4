"""Which document is this XML? Finds the format, reads it exactly and says what contradicts itself."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from idp.domain.code import Code, Severity
from idp.domain.document import DocumentType, Extracted, ExtractedDocument
from idp.domain.finding import Finding, finding
from idp.domain.page import Quality
from idp.extractors import identifier
from idp.extractors.einvoice import arithmetic, cii, ubl
from idp.extractors.einvoice.node import MalformedXml, Node, parse
from idp.extractors.einvoice.record import EXACT, Charge, Record
from idp.extractors.language import detect
from idp.extractors.sums import OTHER_CHARGES

# What a well-formed document of the type must state (EN 16931 BR-02, BR-03, BR-05, BR-06, BR-14; UBL schema for the others).
_REQUIRED = {
    DocumentType.INVOICE: ("supplier_name", "invoice_number", "invoice_date", "currency", "total"),
    DocumentType.CREDIT_NOTE: ("supplier_name", "invoice_number", "invoice_date", "currency", "total"),
    DocumentType.ORDER_CONFIRMATION: ("confirmation_number", "po_number"),
    DocumentType.PURCHASE_ORDER: ("po_number", "order_date"),
    DocumentType.DELIVERY_NOTE: ("delivery_note_number",),
    DocumentType.PROOF_OF_DELIVERY: ("reference",),
}

# Findings about a document whose values are nevertheless exactly what its sender stated.
_CERTAIN = {Code.VAL_CHECKDIGIT, Code.CLS_UNKNOWN, Code.CLS_STATEMENT}


def read_structured(content: bytes) -> ExtractedDocument:
    """The document; type OTHER with CLS-UNKNOWN where the XML is of no known format."""
    try:
        root = parse(content)
    except MalformedXml as error:
        return _unknown(f"The XML cannot be read: {error}.")
    record = _record(root)
    if record is None:
        return _unknown(f"The XML is of a kind that is not read here ({root.name}).")
    document = ExtractedDocument(
        document_type=record.document_type,
        pages=(),
        quality=Quality.STRUCTURED,
        fields=_with_charges(record),
        lines=record.lines,
        language=detect(_texts(record)),
    )
    findings = (
        *_type(record, root),
        *_missing(document),
        *_check_digits(document),
        *arithmetic.contradictions(document, record),
    )
    contradictory = any(f.severity is not Severity.INFO and f.code not in _CERTAIN for f in findings)
    return replace(document, findings=findings, confident=not contradictory)


def _with_charges(record: Record) -> dict[str, Extracted]:
    """The fields, and what stands between the lines and the total, so that a later check of the sums knows it."""
    charges = [charge for charge in record.charges if charge.amount > 0]
    allowances = [charge for charge in record.charges if charge.amount < 0]
    sums = {
        OTHER_CHARGES: sum((charge.amount for charge in record.charges), record.rounding),
        "charge_total": sum((charge.amount for charge in charges), Decimal(0)),
        "allowance_total": -sum((charge.amount for charge in allowances), Decimal(0)),
    }
    if record.is_negative:  # a credit note in minus signs: what is a charge there is for matching to turn
        sums = {OTHER_CHARGES: sums[OTHER_CHARGES]}
    reasons = {"charge_reasons": _reasons(charges), "allowance_reasons": _reasons(allowances)}
    texts = {name: f"{amount:f}" for name, amount in sums.items() if amount} | {n: t for n, t in reasons.items() if t}
    source = next((f.source for f in record.fields.values()), "")
    said = {n: Extracted(t, t, EXACT, source=source, reasons=("allowances and charges",)) for n, t in texts.items()}
    return {**record.fields, **said}


def _reasons(charges: list[Charge]) -> str:
    return ", ".join(dict.fromkeys(charge.reason for charge in charges if charge.reason))


def _record(root: Node) -> Record | None:
    if ubl.is_ubl(root):
        return ubl.read(root)
    return cii.read(root) if cii.is_cii(root) else None


def _unknown(why: str) -> ExtractedDocument:
    return ExtractedDocument(
        document_type=DocumentType.OTHER, pages=(), quality=Quality.STRUCTURED, findings=(finding(Code.CLS_UNKNOWN, why),)
    )


def _texts(record: Record) -> str:
    return " ".join([*record.notes, *(text for line in record.lines if (text := line.text("description")))])


def _type(record: Record, root: Node) -> tuple[Finding, ...]:
    if record.document_type is DocumentType.STATEMENT:
        return (finding(Code.CLS_STATEMENT, "This is a statement or reminder, not a bill."),)
    if record.document_type is DocumentType.OTHER:
        return (finding(Code.CLS_UNKNOWN, f"{root.name} documents are not processed."),)
    return ()


def _missing(document: ExtractedDocument) -> tuple[Finding, ...]:
    absent = [name for name in _REQUIRED.get(document.document_type, ()) if name not in document.fields]
    return tuple(
        finding(
            Code.EXT_MISSING,
            f"The e-document does not state its {name.replace('_', ' ')}, which its format requires.",
            field=name,
        )
        for name in absent
    )


def _check_digits(document: ExtractedDocument) -> tuple[Finding, ...]:
    """An account that cannot exist. The value is exact, so it stays; whether to pay to it is for a person."""
    iban: Extracted | None = document.fields.get("supplier_iban")
    if iban is None or identifier.is_iban(iban.raw):
        return ()
    return (
        finding(
            Code.VAL_CHECKDIGIT, "The bank account fails the check digits of an IBAN.", field="supplier_iban", actual=iban.raw
        ),
    )
