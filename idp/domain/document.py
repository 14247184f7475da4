"""A document as extracted: its type, its fields and lines, each with its place on the page and how sure we are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from idp.domain.finding import Finding
from idp.domain.geometry import Box
from idp.domain.money import Money
from idp.domain.page import Quality


class DocumentType(StrEnum):
    """What kind of paper it is. UBL DespatchAdvice is a delivery note, ReceiptAdvice a proof of delivery."""

    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    ORDER_CONFIRMATION = "order_confirmation"
    BILL_OF_LADING = "bill_of_lading"
    PROOF_OF_DELIVERY = "proof_of_delivery"
    DELIVERY_NOTE = "delivery_note"
    PURCHASE_ORDER = "purchase_order"
    RECEIPT = "receipt"
    STATEMENT = "statement"
    OTHER = "other"


class Kind(StrEnum):
    """What the value of a field is; decides its canonical text form."""

    TEXT = "text"
    IDENTIFIER = "identifier"
    IDENTIFIERS = "identifiers"
    AMOUNT = "amount"
    QUANTITY = "quantity"
    DATE = "date"
    CURRENCY = "currency"
    BOOLEAN = "boolean"


FIELD_KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "supplier_name": Kind.TEXT,
        "supplier_vat": Kind.IDENTIFIER,
        "supplier_iban": Kind.IDENTIFIER,
        "supplier_ibans": Kind.IDENTIFIERS,
        "supplier_email": Kind.TEXT,
        "buyer_name": Kind.TEXT,
        "buyer_vat": Kind.IDENTIFIER,
        "invoice_number": Kind.IDENTIFIER,
        "original_invoice_number": Kind.IDENTIFIER,
        "confirmation_number": Kind.IDENTIFIER,
        "delivery_note_number": Kind.IDENTIFIER,
        "invoice_date": Kind.DATE,
        "due_date": Kind.DATE,
        "confirmation_date": Kind.DATE,
        "order_date": Kind.DATE,
        "delivery_date": Kind.DATE,
        "ship_date": Kind.DATE,
        "delivered_date": Kind.DATE,
        "promised_date": Kind.DATE,
        "po_number": Kind.IDENTIFIER,
        "po_numbers": Kind.IDENTIFIERS,
        "currency": Kind.CURRENCY,
        "subtotal": Kind.AMOUNT,
        "tax_amount": Kind.AMOUNT,
        "total": Kind.AMOUNT,
        "amount_due": Kind.AMOUNT,
        "bol_number": Kind.IDENTIFIER,
        "pro_number": Kind.IDENTIFIER,
        "scac": Kind.IDENTIFIER,
        "container_numbers": Kind.IDENTIFIERS,
        "seal_numbers": Kind.IDENTIFIERS,
        "reference": Kind.IDENTIFIER,
        "shipper": Kind.TEXT,
        "consignee": Kind.TEXT,
        "carrier": Kind.TEXT,
        "received_by": Kind.TEXT,
        "exceptions": Kind.TEXT,
        "signed": Kind.BOOLEAN,
        "total_weight": Kind.QUANTITY,
        "package_count": Kind.QUANTITY,
        "description": Kind.TEXT,
        "product_code": Kind.IDENTIFIER,
        "uom": Kind.TEXT,
        "quantity": Kind.QUANTITY,
        "quantity_delivered": Kind.QUANTITY,
        "unit_price": Kind.AMOUNT,
        "price_base": Kind.QUANTITY,
        "discount": Kind.QUANTITY,
        "tax_rate": Kind.QUANTITY,
        "amount": Kind.AMOUNT,
    }
)
"""Every field and line column that has a fixed meaning; others may be added by an extractor as TEXT."""

FIELDS_OF: Mapping[DocumentType, tuple[str, ...]] = MappingProxyType(
    {
        DocumentType.INVOICE: (
            "supplier_name", "supplier_vat", "supplier_iban", "buyer_name", "invoice_number", "invoice_date", "due_date",
            "po_number", "po_numbers", "currency", "subtotal", "tax_amount", "total",
        ),
        DocumentType.CREDIT_NOTE: (
            "supplier_name", "supplier_vat", "supplier_iban", "buyer_name", "invoice_number", "invoice_date", "due_date",
            "original_invoice_number", "po_number", "po_numbers", "currency", "subtotal", "tax_amount", "total",
        ),
        DocumentType.ORDER_CONFIRMATION: (
            "supplier_name", "confirmation_number", "confirmation_date", "po_number", "currency", "subtotal", "tax_amount", "total",
        ),
        DocumentType.PURCHASE_ORDER: (
            "supplier_name", "buyer_name", "po_number", "order_date", "currency", "subtotal", "tax_amount", "total",
        ),
        DocumentType.RECEIPT: ("supplier_name", "invoice_date", "currency", "total"),
        DocumentType.BILL_OF_LADING: (
            "bol_number", "shipper", "consignee", "carrier", "scac", "pro_number", "ship_date", "po_numbers", "container_numbers",
            "seal_numbers", "total_weight", "package_count", "signed", "delivered_date", "received_by",
        ),
        DocumentType.DELIVERY_NOTE: ("supplier_name", "delivery_note_number", "delivery_date", "po_number"),
        DocumentType.PROOF_OF_DELIVERY: (
            "reference", "delivered_date", "received_by", "signed", "exceptions", "carrier", "po_number",
        ),
        DocumentType.STATEMENT: (),
        DocumentType.OTHER: (),
    }
)  # fmt: skip
"""The header fields each document type has, in the order in which people read them."""

COLUMNS_OF: Mapping[DocumentType, tuple[str, ...]] = MappingProxyType(
    {
        DocumentType.INVOICE: ("description", "product_code", "quantity", "uom", "unit_price", "amount", "po_number"),
        DocumentType.CREDIT_NOTE: ("description", "product_code", "quantity", "uom", "unit_price", "amount", "po_number"),
        DocumentType.ORDER_CONFIRMATION: (
            "description", "product_code", "quantity", "uom", "unit_price", "amount", "promised_date",
        ),
        DocumentType.PURCHASE_ORDER: ("description", "product_code", "quantity", "uom", "unit_price", "amount"),
        DocumentType.BILL_OF_LADING: ("description", "product_code", "quantity", "uom"),
        DocumentType.DELIVERY_NOTE: ("description", "product_code", "quantity", "uom"),
        DocumentType.PROOF_OF_DELIVERY: ("description", "product_code", "quantity", "quantity_delivered"),
    }
)  # fmt: skip

Value = str | bool | tuple[str, ...]
"""Canonical form: amounts and quantities plain decimal text ("1234.50"), dates ISO ("2026-04-05"), lists tuples. One type for
all fields because a document is keyed by field name; `ExtractedDocument` gives them back typed."""


TYPED = "typed"
"""The source of a value that a person gave."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """A value with its evidence.

    `raw` is the text as printed. `confidence` is a probability, 0–1. `page` counts from 0 in the file; `box` (or `boxes`, one per
    member of a list) says where it stands; both None and empty for values without a place (typed by a person, structured data).
    `source` names what read it ("pypdfium2 5.1", "tesseract 5.3", "ubl", TYPED). `reasons` are short sentences: what agreed, what
    did not.
    """

    value: Value
    raw: str
    confidence: float
    page: int | None = None
    box: Box | None = None
    boxes: tuple[Box, ...] = ()
    source: str = ""
    reasons: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0.0 <= self.confidence <= 1.0:
            raise ValueError(f"confidence {self.confidence} is not within 0–1")

    @property
    def is_typed(self) -> bool:
        """Whether a person gave the value."""
        return self.source == TYPED


@dataclass(frozen=True, slots=True)
class ExtractedLine:
    """One line: column name → value. `page` is where its first word stands, None for structured data."""

    cells: Mapping[str, Extracted]
    page: int | None = None

    def text(self, column: str) -> str | None:
        return _text(self.cells.get(column))

    def number(self, column: str) -> Decimal | None:
        return _number(self.cells.get(column))

    def date(self, column: str) -> date | None:
        return _date(self.cells.get(column))


@dataclass(frozen=True, slots=True)
class Recalled:
    """A memory that was used: for which field, column (`lines.quantity`) or `document_type`.

    `placed`: it gave a value, else it took one away.
    """

    memory_id: str
    target: str
    placed: bool = True


@dataclass(frozen=True, slots=True)
class ExtractedDocument:
    """One document. `pages` are its page indexes in the file (from 0), empty for structured data.

    `confident` is our own word that no field needs a person. `findings` are doubts of reading and arithmetic (CLS-*, EXT-*, VAL-*).
    `weak_fields` are the fields whose confidence alone keeps it from being confident; `sound` is True where nothing else does
    (the sums close, nothing was overlooked), so that agreement with the ERP may settle the rest. `recalled` are the memories of earlier
    corrections that were used.
    """

    document_type: DocumentType
    pages: tuple[int, ...]
    quality: Quality
    fields: Mapping[str, Extracted] = field(default_factory=dict)
    lines: tuple[ExtractedLine, ...] = ()
    language: str | None = None
    confident: bool = False
    findings: tuple[Finding, ...] = ()
    model_version: str = ""
    weak_fields: tuple[str, ...] = ()
    sound: bool = False
    recalled: tuple[Recalled, ...] = ()

    def text(self, name: str) -> str | None:
        """The value as text; None when absent or not text."""
        return _text(self.fields.get(name))

    def texts(self, name: str) -> tuple[str, ...]:
        """The members of a list field; empty when absent."""
        found = self.fields.get(name)
        if found is None:
            return ()
        return found.value if isinstance(found.value, tuple) else (str(found.value),)

    def number(self, name: str) -> Decimal | None:
        """An amount (in the document's currency) or a quantity; None when absent."""
        return _number(self.fields.get(name))

    def money(self, name: str) -> Money | None:
        """An amount with the document's currency; None when either is absent."""
        amount, currency = self.number(name), self.text("currency")
        return None if amount is None or currency is None else Money(amount, currency)

    def date(self, name: str) -> date | None:
        return _date(self.fields.get(name))

    def flag(self, name: str) -> bool | None:
        found = self.fields.get(name)
        return found.value if found is not None and isinstance(found.value, bool) else None

    def with_field(self, name: str, value: Extracted | None) -> ExtractedDocument:
        """A copy with one field set, or removed where `value` is None."""
        fields = {k: v for k, v in self.fields.items() if k != name}
        if value is not None:
            fields[name] = value
        return replace(self, fields=fields)


def _text(found: Extracted | None) -> str | None:
    return found.value if found is not None and isinstance(found.value, str) and found.value else None


def _number(found: Extracted | None) -> Decimal | None:
    text = _text(found)
    return None if text is None else Decimal(text)


def _date(found: Extracted | None) -> date | None:
    text = _text(found)
    return None if text is None else date.fromisoformat(text)
