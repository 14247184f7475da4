"""What our own store knows that bears on a document: earlier documents, confirmations, and who sent it.

Like Facts it is a snapshot: stored beside the decision, it replays it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from idp.domain.choice import Choice
from idp.domain.document import DocumentType


@dataclass(frozen=True, slots=True)
class Twin:
    """An earlier document of ours (received before this one, not rejected) that may be the same bill.

    `number` as printed; `total` positive or as printed, in `currency`. `page_hash` is equal where the pages show the same content.
    `billed`: order line id and what it bills of it, in the order line's unit; empty where not known.
    """

    document_id: str
    document_type: DocumentType
    vendor_id: int | None = None
    supplier_vat: str | None = None
    supplier_name: str | None = None
    number: str | None = None
    currency: str | None = None
    total: Decimal | None = None
    document_date: date | None = None
    page_hash: str | None = None
    billed: tuple[tuple[int, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class ConfirmedLine:
    """What the supplier confirmed for an order line: per order unit and net of discount, in the order's currency.

    `document_id` is the confirmation that proves it; of several the last one counts. None where the confirmation does not say.
    """

    order_line_id: int
    document_id: str
    number: str | None = None
    unit_price: Decimal | None = None
    promised_date: date | None = None
    quantity: Decimal | None = None


@dataclass(frozen=True, slots=True)
class ShippedLine:
    """What a shipping paper says of an order line, in the order line's unit. `document_id` is the paper that proves it."""

    order_line_id: int
    document_id: str
    document_type: DocumentType
    number: str | None = None
    shipped: Decimal | None = None
    delivered: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Sender:
    """Where the paper came from by mail. `authenticated` is the verdict of SPF, DKIM and DMARC, None where there is none."""

    domain: str
    authenticated: bool | None = None


@dataclass(frozen=True, slots=True)
class History:
    """What our store knows. `own_document_id` is the document being matched; its own draft in Odoo is not an earlier bill.

    `same_bytes` is the earlier document that came as the same bytes; `page_hash` that of this document. `content_hash` stands for its
    bytes and its place in the file, whenever it comes. `choices` are what people chose for this document. `company_hint` is the one of our
    companies that the source's settings say its documents are for, by name.
    """

    own_document_id: str | None = None
    same_bytes: str | None = None
    page_hash: str | None = None
    content_hash: str | None = None
    twins: tuple[Twin, ...] = ()
    confirmed: tuple[ConfirmedLine, ...] = ()
    shipped: tuple[ShippedLine, ...] = ()
    sender: Sender | None = None
    choices: tuple[Choice, ...] = ()
    company_hint: str | None = None
