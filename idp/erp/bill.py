"""How does a draft vendor bill get into Odoo, exactly once, with the total that the supplier printed?

look → load → cents → paper → activity → note. Every step finds what an earlier try did of it; the note is the last, and where it
is, the entry is complete. A bill that is not our unchanged draft is never written to.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from idp.domain.entry import BillEntry, EntryOrder
from idp.domain.errors import ErpRejected, ErpUnavailable
from idp.domain.finding import RecordRef
from idp.erp.bill_cells import bill_cells, rounding_cells
from idp.erp.bill_coding import coding_steps
from idp.erp.bill_state import BillState, read_bill, read_head
from idp.erp.bill_total import missing_rounding, total_steps
from idp.erp.connection import Connection
from idp.erp.errors import MISSING_ERROR, OdooFault
from idp.erp.external_id import Contended, converge, find_bill, load, make_first, make_once
from idp.erp.note import Mark
from idp.erp.paper import Papers
from idp.erp.reference import Reference

_MODEL = "account.move"


@dataclass(frozen=True, slots=True)
class _Found:
    """The bill with our last note on it; `is_new` when it was not there a moment ago."""

    bill: BillState
    mark: Mark | None
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class BillWriter:
    """Enters one bill."""

    connection: Connection
    reference: Reference
    papers: Papers
    order: EntryOrder
    entry: BillEntry

    def enter(self, content: bytes) -> RecordRef:
        """Makes or completes the bill and returns it. Raises ErpRejected, ErpUnavailable."""
        found = converge(self._ensure)
        record = _record(found.bill)
        if self.papers.is_complete(found.mark):
            return record
        bill = self._settle(found)
        # the paper comes after the total: where that had to be set right just now, there is none yet
        is_first = found.is_new or (found.mark is None and bill is not found.bill)
        if not self._has_paper(bill):
            attachment_id = self.papers.attach(record, content, make=make_first if is_first else make_once)
            if bill.main_attachment_id is None:
                self._write(bill, {"message_main_attachment_id": attachment_id})
        if bill.is_draft:  # the activity comes after the main paper
            self.papers.ask(record, is_first=bill.main_attachment_id is None)
        self.papers.note(record, before=found.mark, fingerprint=bill.fingerprint())
        return record

    def _has_paper(self, bill: BillState) -> bool:
        """Whether the document's paper is on the bill for certain: nobody else could have made another the main one."""
        return bill.main_attachment_id is not None and bill.written_by == self.connection.uid

    def _ensure(self) -> _Found:
        """The bill: made, or our unchanged draft brought to what the entry says."""
        known = find_bill(self.connection, self.order.document_id, company_id=self.entry.company_id)
        if known is None:
            return _Found(self._require_bill(self._load()), None, is_new=True)
        bill = self._require_bill(known)
        found = _Found(bill, self.papers.last_mark(_record(bill)))
        differences = bill.differences(self.entry, price_digits=self.reference.price_digits)
        if not differences or self.papers.is_complete(found.mark):
            return found
        self._require_our_draft(found, f"differs from this entry ({', '.join(differences)})")
        return replace(found, bill=self._require_bill(self._load()))

    def _load(self) -> int:
        self._require_trusted_account()
        columns, rows = bill_cells(self.order.document_id, self.entry, self._require_currency())
        return load(self.connection, _MODEL, columns, rows, company_id=self.entry.company_id)

    def _settle(self, found: _Found) -> BillState:
        """The bill with the printed total, coded as the entry says: cents of rounding go into the tax, an untrusted default bank
        account goes out.

        Raises:
            ErpRejected: the difference is more than rounding; our draft is taken back.
        """
        latest = found

        def attempt() -> BillState:
            nonlocal latest
            try:
                return self._settle_once(latest)
            except Contended:
                latest = replace(latest, bill=self._require_bill(latest.bill.id))
                raise

        try:
            return converge(attempt)
        except ErpRejected:
            self._take_back(found)
            raise

    def _settle_once(self, found: _Found) -> BillState:
        bill = found.bill
        values, rounding = self._values_to_settle(bill), missing_rounding(bill, self.entry)
        if not values and rounding is None:
            return bill
        self._require_our_draft(found, "has another total, bank account or coding than this entry")
        if values:
            self._write_lines(bill, values)
        if rounding is not None:
            columns, rows = rounding_cells(self.order.document_id, rounding)
            load(self.connection, _MODEL, columns, rows, company_id=self.entry.company_id)
        settled = self._read_settled(bill)
        if settled.total != self.entry.total:
            # Odoo computed the taxes anew, or another load of the same entry put the lines back
            raise Contended(f"TAX-AMOUNT: bill {bill.label} does not keep the printed total")
        return settled

    def _write_lines(self, bill: BillState, values: dict[str, object]) -> None:
        """Raises Contended where one of the lines is gone: another writer of the same entry may have taken it out."""
        try:
            self._write(bill, values)
        except OdooFault as fault:
            if fault.name != MISSING_ERROR:
                raise
            raise Contended(str(fault)) from fault

    def _read_settled(self, bill: BillState) -> BillState:
        """The bill after it was settled: its head alone, its lines too where the line of rounding may have come or gone."""
        keeps_lines = bill.tax_lines and bill.rounding is None
        settled = read_head(self.connection, bill, company_id=self.entry.company_id) if keeps_lines else None
        return settled or self._require_bill(bill.id)

    def _values_to_settle(self, bill: BillState) -> dict[str, object]:
        keeps_bank = self.entry.bank_account_id is not None or self._is_trusted(bill.bank_account_id)
        values: dict[str, object] = {} if keeps_bank else {"partner_bank_id": False}
        steps = [*total_steps(bill, self.entry), *coding_steps(bill, self.entry)]
        return values | ({"line_ids": steps} if steps else {})

    def _take_back(self, found: _Found) -> None:
        """Deletes our draft that must not stay: with a wrong total it would be posted, and it counts as billed.

        It stays where it is not what this entry asks for: then it is the work of a person or of another entry.
        """
        bill = read_bill(self.connection, found.bill.id, company_id=self.entry.company_id)
        if bill is None or not bill.is_draft or not self._is_ours(replace(found, bill=bill)):
            return
        if not bill.differences(self.entry, price_digits=self.reference.price_digits):
            self.connection.change(_MODEL, "unlink", [bill.id], context=self._context())

    def _require_our_draft(self, found: _Found, trouble: str) -> None:
        """Raises ErpRejected unless the bill is our draft as we left it."""
        bill = found.bill
        if not bill.is_draft:
            raise ErpRejected(f"bill {bill.label} is {bill.state} in Odoo and {trouble}")
        if not self._is_ours(found):
            raise ErpRejected(f"bill {bill.label} was changed in Odoo and {trouble}")

    def _is_ours(self, found: _Found) -> bool:
        """Whether nobody else changed the bill: nobody else wrote it last, or it is just as we left it."""
        if found.bill.writers <= {self.connection.uid}:
            return True
        return found.mark is not None and found.mark.fingerprint == found.bill.fingerprint()

    def _require_bill(self, bill_id: int) -> BillState:
        bill = read_bill(self.connection, bill_id, company_id=self.entry.company_id)
        if bill is None:
            raise ErpUnavailable("the draft bill was deleted in Odoo at this moment; it is entered anew")
        return bill

    def _require_currency(self) -> int:
        currency_id = self.reference.currency_id(self.entry.currency)
        if currency_id is None:
            raise ErpRejected(f"the currency {self.entry.currency} is not active in Odoo")
        return currency_id

    def _require_trusted_account(self) -> None:
        """Raises ErpRejected where the account to be paid is not, or no longer, released for payments."""
        if self.entry.bank_account_id is not None and not self._is_trusted(self.entry.bank_account_id):
            raise ErpRejected("the bank account of this bill is not released for payments in Odoo (any more)")

    def _is_trusted(self, account_id: int | None) -> bool:
        """Asked of Odoo at this moment; no account is nothing to distrust. Odoo 16 has no such flag."""
        trust = self.connection.names.bank_trust
        if account_id is None or trust is None:
            return True
        rows = self.connection.rows("res.partner.bank", [("id", "=", account_id)], [trust])
        return bool(rows and rows[0][trust])

    def _write(self, bill: BillState, values: dict[str, object]) -> None:
        self.connection.change(_MODEL, "write", [bill.id], vals=values, context=self._context())

    def _context(self) -> dict[str, object]:
        return {"allowed_company_ids": [self.entry.company_id]}


def _record(bill: BillState) -> RecordRef:
    return RecordRef(_MODEL, bill.id, bill.label)
