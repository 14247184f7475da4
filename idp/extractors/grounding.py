"""What the ERP knows ranks readings: printed values that agree with each other about one vendor are surer. Nothing printed is changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from idp.domain.code import Code
from idp.domain.document import Extracted, ExtractedDocument
from idp.domain.finding import Finding
from idp.domain.purchase import Facts, PurchaseOrder, Vendor
from idp.extractors.token import fold

GROUNDED = 0.97
"""Confidence of a value that the ERP has exactly so, for the vendor that at least one other printed value names as well."""
_AGREEING = 2
_VENDOR_FIELDS = ("supplier_name", "shipper")
_OWN_FIELDS = ("buyer_name", "consignee")
_LEGAL_FORMS = frozenset(
    {
        "gmbh", "mbh", "ag", "kg", "ohg", "ek", "ug", "se", "inc", "llc", "ltd", "limited", "corp", "corporation", "co", "company", "plc",
        "llp", "sarl", "sas", "sasu", "eurl", "sa", "sl", "slu", "srl", "spa", "bv", "nv", "aps", "as", "ab", "oy",
    }
)  # fmt: skip


def ground(document: ExtractedDocument, facts: Facts) -> ExtractedDocument:
    """The document with the confidence of agreeing values raised, a reason beside each, and `confident` decided anew.

    One value alone proves nothing: a misread order number may well exist. Two that lead to the same vendor (name, VAT number, account,
    order) do not agree by chance. Our own name and VAT number are known without that.
    """
    reasons = dict(_own(document, facts))
    best: dict[str, str] = {}
    for vendor in facts.vendors:
        agreeing = dict(_agreeing(document, facts, vendor))
        independent = {"order" if name in {"po_number", "po_numbers"} else name for name in agreeing}
        if len(independent) >= _AGREEING and len(agreeing) > len(best):
            best = agreeing
    reasons |= best | dict(_currency(document, facts, best))
    if not reasons:
        return document
    fields = {name: _raised(value, reasons.get(name)) for name, value in document.fields.items()}
    weak = tuple(name for name in document.weak_fields if name not in reasons)
    findings = tuple(found for found in document.findings if not _is_settled(found, reasons))
    return replace(
        document,
        fields=fields,
        weak_fields=weak,
        findings=findings,
        confident=document.confident or (document.sound and not weak),
    )


def _raised(value: Extracted, reason: str | None) -> Extracted:
    if reason is None or value.confidence >= GROUNDED or reason in value.reasons:
        return value
    return replace(value, confidence=GROUNDED, reasons=(*value.reasons, reason))


def _is_settled(found: Finding, reasons: dict[str, str]) -> bool:
    return found.code is Code.EXT_LOWCONF and found.line is None and found.field in reasons


def _own(document: ExtractedDocument, facts: Facts) -> Iterator[tuple[str, str]]:
    for company in facts.companies:
        for name in _OWN_FIELDS:
            if _same_name(document.text(name), company.name):
                yield name, f"is our company {company.name}"
        if company.vat and _same_code(document.text("buyer_vat"), company.vat):
            yield "buyer_vat", f"is the VAT number of our company {company.name}"


def _agreeing(document: ExtractedDocument, facts: Facts, vendor: Vendor) -> Iterator[tuple[str, str]]:
    for name in _VENDOR_FIELDS:
        if _same_name(document.text(name), vendor.name):
            yield name, f"is the name of a vendor in Odoo ({vendor.name})"
    if vendor.vat and _same_code(document.text("supplier_vat"), vendor.vat):
        yield "supplier_vat", f"is the VAT number of {vendor.name} in Odoo"
    if any(_same_code(document.text("supplier_iban"), account.iban) for account in vendor.bank_accounts):
        yield "supplier_iban", f"is an account of {vendor.name} in Odoo"
    orders = _orders_of(facts, vendor)
    for name in ("po_number", "po_numbers"):
        printed = document.texts(name)
        if printed and all(any(_same_code(number, order.name) for order in orders) for number in printed):
            yield name, f"is an order placed with {vendor.name}"


def _currency(document: ExtractedDocument, facts: Facts, agreeing: dict[str, str]) -> Iterator[tuple[str, str]]:
    printed = document.texts("po_numbers") or document.texts("po_number")
    orders = [order for order in facts.orders if any(_same_code(number, order.name) for number in printed)]
    if agreeing and orders and all(order.currency == document.text("currency") for order in orders):
        yield "currency", f"is the currency of order {orders[0].name}"


def _orders_of(facts: Facts, vendor: Vendor) -> Iterable[PurchaseOrder]:
    return tuple(order for order in facts.orders if order.vendor_id == vendor.id)


def _same_name(printed: str | None, known: str) -> bool:
    return printed is not None and bool(_core(known)) and _core(printed) == _core(known)


def _core(name: str) -> tuple[str, ...]:
    """The words of a name without case, accents, punctuation and legal form."""
    words = "".join(c if c.isalnum() else " " for c in fold(name).replace(".", "")).split()
    return tuple(word for word in words if word not in _LEGAL_FORMS)


def _same_code(printed: str | None, known: str) -> bool:
    return printed is not None and bool(_code(known)) and _code(printed) == _code(known)


def _code(text: str) -> str:
    return "".join(c for c in fold(text) if c.isalnum())
