"""What a queue sorts, filters and searches by, drawn from a document's extraction, match and refusal.

The bodies stay the truth; these columns can be drawn again at any time.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from idp.domain.code import CLEARED_BY_ERP, CODES, Code, Role, Severity
from idp.domain.document import DocumentType, ExtractedDocument
from idp.domain.entry import BillEntry
from idp.domain.finding import Decision, Finding
from idp.domain.lifecycle import WAITING, State
from idp.domain.match import Match
from idp.domain.money import Money, minor_digits
from idp.domain.record import DocumentRecord
from idp.store.column import SCALE, fits

_NUMBER_FIELDS = ("invoice_number", "confirmation_number", "bol_number", "delivery_note_number", "reference")

_NEEDS_PERSON = frozenset({Severity.REVIEW, Severity.HOLD, Severity.REJECT})
_LONGEST_TERM = 64
_SHORTEST_TAIL = 3


@dataclass(frozen=True, slots=True)
class Glance:
    """The columns of a document's row that are drawn from its bodies. Amounts exact; None where unknown."""

    document_type: DocumentType | None
    supplier: str | None
    supplier_key: str | None
    vendor_id: int | None
    company_id: int | None
    number: str | None
    number_key: str | None
    decision: Decision | None
    stake: Decimal | None
    stake_currency: str | None
    total: Decimal | None
    total_currency: str | None
    due_date: date | None
    discount_until: date | None


def glance(record: DocumentRecord) -> Glance:
    """What the queue shows of a document at a glance."""
    read, match = record.extraction, record.match
    supplier = _supplier(read, match)
    number = _number(read)
    stake = _held(match.money_at_stake if match else None)
    total = _held(_total(read))
    return Glance(
        document_type=read.document_type if read else None,
        supplier=supplier,
        supplier_key=plain(supplier) if supplier else None,
        vendor_id=match.vendor.id if match and match.vendor else None,
        company_id=match.company_id if match else None,
        number=number,
        number_key=plain_number(number) if number else None,
        decision=match.decision if match else None,
        stake=stake.amount if stake else None,
        stake_currency=stake.currency if stake else None,
        total=total.amount if total else None,
        total_currency=total.currency if total else None,
        due_date=_due_date(read),
        discount_until=match.discount_until if match else None,
    )


def present_findings(record: DocumentRecord) -> tuple[Finding, ...]:
    """The findings that hold now: those of the match, before it those of reading; and why a file was refused."""
    holder = record.match or record.extraction
    return (*(holder.findings if holder is not None else ()), *_refusal(record))


def desks(record: DocumentRecord) -> frozenset[Role]:
    """The roles that have to act: the one it was forwarded to, else the owners of the findings that need a person.

    None once nobody has to act any more: a desk holds what is to be done, however much was done before.
    """
    if not waits_for_person(record.state):
        return frozenset()
    if record.owner in set(Role):
        return frozenset({Role(record.owner)})
    return frozenset(f.owner for f in present_findings(record) if f.owner is not None and f.severity in _NEEDS_PERSON)


def is_watched(record: DocumentRecord) -> bool:
    """Whether a change in Odoo may matter: a finding may be cleared, or what became of a bill is still open."""
    if record.state is State.IN_REVIEW:
        return record.match is not None and any(f.code in CLEARED_BY_ERP for f in record.match.findings)
    if record.state is State.ENTERED:
        return record.match is None or record.match.entry is None or isinstance(record.match.entry, BillEntry)
    return False


def waits_for_person(state: State) -> bool:
    """Whether a document in this state goes on only when a person acts."""
    return state in WAITING


def order_ids(record: DocumentRecord) -> frozenset[int]:
    """The purchase orders (ids in Odoo) that the match names."""
    return frozenset(order.id for order in record.match.orders) if record.match is not None else frozenset()


def terms(record: DocumentRecord) -> frozenset[str]:
    """The words by which a document is found: of its name, supplier, number and orders, and every tail of a number.

    A search takes the beginning of a word; with the tails also "4711" finds INV-2026-4711.
    """
    read, match = record.extraction, record.match
    numbers = [n for n in (_number(read), *_order_names(read, match)) if n]
    words = [record.name, _supplier(read, match) or "", match.vendor.name if match and match.vendor else "", *numbers]
    found = {word for text in words for word in split_words(text)}
    for number in numbers:
        joined = plain(number)[:_LONGEST_TERM]
        found.update(joined[start:] for start in range(max(1, len(joined) - _SHORTEST_TAIL + 1)))
    return frozenset(found)


def split_words(text: str) -> tuple[str, ...]:
    """Words of a text for searching: letters and digits only, without case and accents."""
    return tuple(word[:_LONGEST_TERM] for word in re.findall(r"\w+", _folded(text).replace("_", " ")))


def plain(text: str) -> str:
    """The text without case, accents and anything that is not a letter or digit."""
    return "".join(split_words(text))


def plain_number(number: str) -> str:
    """A document number in the form in which two writings of the same number are equal: also without leading zeros."""
    return plain(number).lstrip("0") or plain(number)


def printed(amount: Decimal | None, currency: str | None) -> str | None:
    """`1234.50 EUR`: at least the currency's digits, more only where they say something. None where either is unknown."""
    if amount is None or currency is None:
        return None
    digits = minor_digits(currency)
    while digits < SCALE and amount != round(amount, digits):
        digits += 1
    return f"{amount:.{digits}f} {currency}"


def _folded(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def _supplier(read: ExtractedDocument | None, match: Match | None) -> str | None:
    printed_name = None
    if read is not None:
        printed_name = read.text("supplier_name") or read.text("shipper") or read.text("carrier")
    return printed_name or (match.vendor.name if match and match.vendor and match.vendor.name else None)


def _number(read: ExtractedDocument | None) -> str | None:
    """The number that its issuer gave the document; an order's own number is that of the order."""
    if read is None:
        return None
    fields = ("po_number",) if read.document_type is DocumentType.PURCHASE_ORDER else _NUMBER_FIELDS
    return next((found for name in fields if (found := read.text(name))), None)


def _order_names(read: ExtractedDocument | None, match: Match | None) -> Iterable[str]:
    if read is not None:
        yield from (*read.texts("po_number"), *read.texts("po_numbers"))
    if match is not None:
        yield from (order.name for order in match.orders)


def _total(read: ExtractedDocument | None) -> Money | None:
    try:
        return read.money("total") if read else None
    except (ValueError, ArithmeticError):  # read, but no amount or no currency code: a finding's business, not the queue's
        return None


def _held(money: Money | None) -> Money | None:
    # An amount beyond the column is a misreading: the queue shows none rather than another one, the body keeps what was read.
    return money if money is not None and fits(money.amount) else None


def _due_date(read: ExtractedDocument | None) -> date | None:
    try:
        return read.date("due_date") if read else None
    except ValueError:  # read, but no date
        return None


def _refusal(record: DocumentRecord) -> tuple[Finding, ...]:
    if record.failure_code is None or record.failure_code not in set(Code):
        return ()
    code = Code(record.failure_code)
    return (Finding(code, CODES[code].severity, CODES[code].owner, record.failure or CODES[code].meaning),)
