"""Does the document need a person? Findings for what is missing, doubtful or contradictory, and our own word that nothing is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from idp.domain.code import Code, Severity
from idp.domain.document import DocumentType, Extracted
from idp.domain.finding import Finding, finding
from idp.extractors import confidence
from idp.extractors.classify import Kind
from idp.extractors.header import OpenDate
from idp.extractors.label import Label
from idp.extractors.product import Checked
from idp.extractors.totals import Totals

REQUIRED: Mapping[DocumentType, tuple[str, ...]] = {
    DocumentType.INVOICE: ("supplier_name", "invoice_number", "invoice_date", "total", "currency"),
    DocumentType.CREDIT_NOTE: ("supplier_name", "invoice_number", "invoice_date", "total", "currency"),
    DocumentType.ORDER_CONFIRMATION: ("supplier_name", "po_number"),
    DocumentType.PURCHASE_ORDER: ("po_number", "supplier_name"),
    DocumentType.RECEIPT: ("supplier_name", "invoice_date", "total", "currency"),
    DocumentType.BILL_OF_LADING: ("bol_number", "shipper", "consignee"),
    DocumentType.DELIVERY_NOTE: ("supplier_name", "delivery_note_number"),
    DocumentType.PROOF_OF_DELIVERY: ("reference", "delivered_date"),
}


def type_findings(kind: Kind) -> list[Finding]:
    """CLS-* findings of the document's type."""
    if kind.document_type is DocumentType.OTHER:
        return [finding(Code.CLS_UNKNOWN, f"The document type is not recognised: {kind.why}.")]
    if kind.document_type is DocumentType.STATEMENT:
        return [finding(Code.CLS_STATEMENT, "This is a statement or reminder, not a bill.")]
    name = kind.document_type.value.replace("_", " ")
    if kind.expected is not None:
        usual = kind.expected.value.replace("_", " ")
        return [finding(Code.CLS_LOWCONF, f"Its source's documents are of type {usual}, but this one is a {name}, {kind.why}.")]
    if not kind.is_sure:
        return [finding(Code.CLS_LOWCONF, f"Taken for a {name} {kind.why}, but the evidence is thin.")]
    return []


def field_findings(
    document_type: DocumentType, fields: Mapping[str, Extracted], open_dates: Sequence[OpenDate]
) -> list[Finding]:
    """EXT-MISSING, EXT-LOWCONF and EXT-AMBIG."""
    found = []
    ambiguous = {date.field for date in open_dates}
    for name in REQUIRED.get(document_type, ()):
        value, plain = fields.get(name), name.replace("_", " ")
        if value is None and name not in ambiguous:
            found.append(finding(Code.EXT_MISSING, f"No {plain} was found.", field=name))
        elif value is not None and value.confidence < confidence.GATE:
            found.append(
                finding(
                    Code.EXT_LOWCONF,
                    f"The {plain} '{value.raw}' is not certain.",
                    field=name,
                    actual=str(value.value),
                    page=value.page,
                    box=value.box,
                )
            )
    for date in open_dates:
        one, two = date.readings
        found.append(
            finding(
                Code.EXT_AMBIG,
                f"'{date.spot.raw}' may be {one.isoformat()} or {two.isoformat()}; nothing in the document decides.",
                field=date.field,
                expected=f"{one.isoformat()} or {two.isoformat()}",
                actual=date.spot.raw,
                page=date.spot.page,
                box=date.spot.box,
            )
        )
    return found


def arithmetic_findings(totals: Totals, lines: Sequence[Checked]) -> list[Finding]:
    """VAL-LINE, VAL-SUBTOTAL and VAL-TOTAL."""
    found = []
    for index, checked in enumerate(lines):
        amount = checked.line.cells.get("amount")
        if checked.multiplies is False and amount is not None:
            found.append(
                finding(
                    Code.VAL_LINE,
                    f"Line {index + 1}: quantity × price is {checked.expected}, printed is {amount.raw}.",
                    line=index, field="amount", expected=str(checked.expected), actual=str(amount.value), page=amount.page, box=amount.box,
                )
            )  # fmt: skip
    if totals.lines_agree is False and totals.total is not None:
        target = totals.subtotal or totals.total
        lines_sum = sum((a for c in lines if (a := c.line.number("amount")) is not None), Decimal(0))
        found.append(
            finding(
                Code.VAL_SUBTOTAL, f"The lines come to {lines_sum}, printed is {target.spot.raw}.", field=target.role,
                expected=str(lines_sum), actual=str(target.value), page=target.spot.page, box=target.spot.box,
            )
        )  # fmt: skip
    if totals.closes is False and totals.total is not None and totals.subtotal is not None:
        tax = totals.tax.value if totals.tax else Decimal(0)
        expected = totals.subtotal.value + tax
        found.append(
            finding(
                Code.VAL_TOTAL, f"Subtotal and tax come to {expected}, printed is {totals.total.spot.raw}.", field="total",
                expected=str(expected), actual=str(totals.total.value), page=totals.total.spot.page, box=totals.total.spot.box,
            )
        )  # fmt: skip
    return found


def check_digit_findings(failed: Mapping[str, str], fields: Mapping[str, Extracted]) -> list[Finding]:
    """VAL-CHECKDIGIT for printed identifiers that fail."""
    found = []
    for name, printed in failed.items():
        value = fields.get(name)
        found.append(
            finding(
                Code.VAL_CHECKDIGIT, f"'{printed}' fails its check digits.", field=name, actual=printed,
                page=value.page if value else None, box=value.box if value else None,
            )
        )  # fmt: skip
    return found


_ASKED = ("due_date", "po_number", "supplier_iban")
_LABEL_OF = {"supplier_iban": "iban"}


def has_unfilled_label(document_type: DocumentType, labels: Sequence[Label], fields: Mapping[str, Extracted]) -> bool:
    """Whether a plain label of a field stands on the page and no value was found for it: something was overlooked, or is blank."""
    if document_type not in (DocumentType.INVOICE, DocumentType.CREDIT_NOTE):
        return False
    plain = {label.name for label in labels if not label.weak and (label.length > 1 or label.colon)}
    return any(name not in fields and _LABEL_OF.get(name, name) in plain for name in _ASKED)


def weak_fields(document_type: DocumentType, fields: Mapping[str, Extracted]) -> tuple[str, ...]:
    """Fields below the gate, and required ones that are not strong. A required field that is absent is no weak one: it is missing."""
    required = REQUIRED.get(document_type, ())
    return tuple(
        name
        for name, value in fields.items()
        if value.confidence < confidence.GATE or (name in required and value.confidence < confidence.strong(name))
    )


def is_sound(
    document_type: DocumentType,
    fields: Mapping[str, Extracted],
    lines: Sequence[Checked],
    totals: Totals,
    findings: Sequence[Finding],
) -> bool:
    """Apart from how sure each field is: nothing required is missing, the sums close from the lines to the total, nothing was found."""
    if any(f.severity is not Severity.INFO and f.code is not Code.EXT_LOWCONF for f in findings):
        return False
    if any(name not in fields for name in REQUIRED.get(document_type, ())):
        return False
    if document_type in (DocumentType.INVOICE, DocumentType.CREDIT_NOTE):
        if "buyer_name" not in fields:
            return False  # whether we are billed at all is not known
        explained = not totals.adjustment or totals.lines_are_subtotal
        return (
            bool(lines)
            and totals.closes is True
            and totals.lines_agree is True
            and explained
            and all(c.multiplies for c in lines)
        )
    return bool(lines)
