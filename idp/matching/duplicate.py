"""Has this bill come before? Against Odoo (drafts and posted, own draft aside) and our own store; a second partial bill is not one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from idp.domain.code import Code
from idp.domain.document import DocumentType
from idp.domain.finding import Finding
from idp.domain.history import Twin
from idp.domain.purchase import Bill
from idp.matching.case import Case, bill_ref, shown_money
from idp.matching.name import is_same_company
from idp.matching.number import is_same_document_number, is_same_vat
from idp.matching.quantity import Billed
from idp.matching.target import is_own


def duplicate_findings(case: Case, billed: tuple[Billed, ...], *, fits_open_quantities: bool) -> tuple[Finding, ...]:
    """DUP-FILE for the same bytes; DUP-NUMBER for an earlier bill of the same number; else DUP-FUZZY for the same amount or page.

    `fits_open_quantities`: every line is on an order line that had room for it and was received. Then an earlier bill of the same
    amount that counts on those order lines is another partial bill, not the same one; so is a waiting document of ours for which
    there is room beside this one.
    """
    if case.history.same_bytes is not None:
        return (
            case.find(
                Code.DUP_FILE, "The same file has come before.", money=case.total_in_company, proof=case.history.same_bytes
            ),
        )
    same_number = _same_number_in_odoo(case, billed) or _twin_of_same_number(case)
    if same_number is not None:
        return (same_number,)
    alike = (
        _same_page(case)
        or _bill_of_same_amount(case, partial=fits_open_quantities)
        or _twin_of_same_amount(case, billed, partial=fits_open_quantities)
    )
    return (alike,) if alike is not None else ()


def earlier_bills(case: Case) -> list[Bill]:
    """The vendor's bills (for a credit note: its credit notes) in Odoo that are not cancelled and not this document's own."""
    vendor = case.vendor
    if vendor is None:
        return []
    ids = {vendor.id, *vendor.contact_ids}
    return [
        b for b in case.facts.bills
        if b.vendor_id in ids and b.is_refund == case.is_credit and b.state != "cancel" and not is_own(b, case)
    ]  # fmt: skip


def waiting_twins(case: Case) -> list[Twin]:
    """Earlier papers of the supplier of the same kind in our store, without those that Odoo has as a bill."""
    in_odoo = {b.ours for b in case.facts.bills if b.ours is not None}
    kinds = {DocumentType.CREDIT_NOTE} if case.is_credit else {DocumentType.INVOICE}
    return [
        t for t in case.history.twins
        if t.document_type in kinds and t.document_id not in in_odoo and t.document_id != case.history.own_document_id
        and _is_same_supplier(case, t)
    ]  # fmt: skip


def _is_same_supplier(case: Case, twin: Twin) -> bool:
    if case.vendor is not None and twin.vendor_id is not None:
        return twin.vendor_id == case.vendor.id
    vat, name = case.document.text("supplier_vat"), case.document.text("supplier_name")
    if vat and twin.supplier_vat:
        return is_same_vat(vat, twin.supplier_vat)
    return bool(name and twin.supplier_name) and is_same_company(name or "", twin.supplier_name or "")


def bill_of_same_number(case: Case) -> Bill | None:
    """The earlier bill in Odoo that has the document's number."""
    number = case.document.text("invoice_number")
    return next((b for b in earlier_bills(case) if number and b.number and is_same_document_number(b.number, number)), None)


def is_repeated(earlier: Bill, billed: Iterable[Billed]) -> bool:
    """Whether the earlier bill has the document's quantities on the same order lines."""
    counted: dict[int | None, Decimal] = {}
    for line in earlier.lines:
        if line.order_line_id is not None:
            counted[line.order_line_id] = counted.get(line.order_line_id, Decimal(0)) + line.quantity
    return bool(counted) and counted == {one.target.line.id: one.now for one in billed}


def _same_number_in_odoo(case: Case, billed: tuple[Billed, ...]) -> Finding | None:
    hit = bill_of_same_number(case)
    if hit is None:
        return None
    when = f" of {hit.bill_date}" if hit.bill_date else ""
    state = "posted" if hit.state == "posted" else "a draft"
    lines = ", with the same quantities on the same order lines" if is_repeated(hit, billed) else ""
    return case.find(
        Code.DUP_NUMBER,
        f"{_supplier(case)} has already sent {case.paper} {hit.number}{when} over {shown_money(hit.total, hit.currency)} "
        f"({state} in Odoo){lines}.",
        field="invoice_number", expected="a new number", actual=case.document.text("invoice_number"), money=case.total_in_company,
        record=bill_ref(hit), proof=hit.ours,
    )  # fmt: skip


def _twin_of_same_number(case: Case) -> Finding | None:
    number = case.document.text("invoice_number")
    hit = next((t for t in waiting_twins(case) if number and t.number and is_same_document_number(t.number, number)), None)
    if hit is None:
        return None
    return case.find(
        Code.DUP_NUMBER, f"{case.paper.capitalize()} {hit.number} of {_supplier(case)} has already come in and is being worked on.",
        field="invoice_number", expected="a new number", actual=number, money=case.total_in_company, proof=hit.document_id,
    )  # fmt: skip


def _same_page(case: Case) -> Finding | None:
    mine = case.history.page_hash
    hit = next(
        (t for t in case.history.twins if mine and t.page_hash == mine and t.document_id != case.history.own_document_id), None
    )
    if hit is None:
        return None
    return case.find(
        Code.DUP_FUZZY, f"The page shows the same as an earlier document{f' ({hit.number})' if hit.number else ''}.",
        field="invoice_number", expected=hit.number, actual=case.document.text("invoice_number"),
        money=case.total_in_company, proof=hit.document_id,
    )  # fmt: skip


def _bill_of_same_amount(case: Case, *, partial: bool) -> Finding | None:
    for bill in earlier_bills(case):
        counts_on_orders = bool(bill.lines) and all(line.order_line_id is not None for line in bill.lines)
        if partial and counts_on_orders:
            continue
        if _is_like(case, bill.total, bill.currency, bill.bill_date):
            return _alike(case, bill.number or bill.name, bill.bill_date, record=bill)
    return None


def _twin_of_same_amount(case: Case, billed: tuple[Billed, ...], *, partial: bool) -> Finding | None:
    for twin in waiting_twins(case):
        if partial and _has_room_beside(twin, billed):
            continue
        if _is_like(case, twin.total, twin.currency, twin.document_date):
            return _alike(case, twin.number, twin.document_date, twin=twin)
    return None


def _has_room_beside(twin: Twin, billed: tuple[Billed, ...]) -> bool:
    """Whether what the waiting document bills, and what this one bills, was both received (or ordered, where nothing is received)."""
    theirs: dict[int, Decimal] = {}
    for line_id, quantity in twin.billed:
        theirs[line_id] = theirs.get(line_id, Decimal(0)) + quantity
    mine = {b.target.line.id: b for b in billed}
    shared = [mine[line_id] for line_id in theirs if line_id in mine]
    return bool(theirs) and all(b.now + theirs[b.target.line.id] <= b.target.billable for b in shared)


def _alike(
    case: Case, number: str | None, dated: date | None, *, record: Bill | None = None, twin: Twin | None = None
) -> Finding:
    total = case.document.number("total") or Decimal(0)
    paper = twin.document_id if twin is not None else record.ours if record is not None else None
    return case.find(
        Code.DUP_FUZZY,
        f"{_supplier(case)} has sent {number or 'a bill without a number'} over the same {shown_money(abs(total))} on {dated}.",
        field="total", expected="another amount", actual=shown_money(abs(total)), money=case.total_in_company,
        record=bill_ref(record) if record is not None else None, proof=paper,
    )  # fmt: skip


def _is_like(case: Case, total: Decimal | None, currency: str | None, dated: date | None) -> bool:
    """The same amount in the same currency within the policy's days."""
    mine, my_date = case.document.number("total"), case.document.date("invoice_date")
    if mine is None or not mine or total is None or my_date is None or dated is None:
        return False
    same_currency = currency is None or case.document.text("currency") in (None, currency)
    return same_currency and abs(mine) == abs(total) and abs((my_date - dated).days) <= case.policy.duplicate_days


def _supplier(case: Case) -> str:
    return case.vendor.name if case.vendor is not None else case.document.text("supplier_name") or "The supplier"
