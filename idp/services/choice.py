"""A person chooses what a document is compared with: its vendor, its orders, the place of a line, how a line is booked and taxed.

Nothing is made in Odoo from here, and no printed value changes. What is chosen is named as Odoo names it, not as the browser does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from idp.domain.choice import Choice, Topic, chosen, with_choice, without_choice
from idp.domain.document import DocumentType
from idp.domain.errors import BadUse
from idp.domain.finding import RecordRef
from idp.domain.lifecycle import Event
from idp.domain.purchase import AnalyticShare
from idp.domain.record import DocumentId, DocumentRecord
from idp.matching.case import order_line_ref, order_ref
from idp.ports import Kind, Sought, User
from idp.services.hints import hints_of
from idp.services.means import Means
from idp.services.review import match_now, require_version
from idp.services.rights import Action, require
from idp.services.standing import standing_of

_WHOLE = Decimal(100)
_BILLS = frozenset({DocumentType.INVOICE, DocumentType.CREDIT_NOTE})
_KINDS = {Topic.VENDOR: Kind.VENDOR, Topic.ORDERS: Kind.ORDER}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person picked. `ids` are Odoo's, of what `topic` says; of a booking of its `part`: account or analytic account.

    For a line without `ids`: a `charge` of that kind, or on no order line; for a tax without: no tax.
    """

    topic: Topic
    line: int | None = None
    ids: tuple[int, ...] = ()
    charge: str | None = None
    part: Kind = Kind.ACCOUNT


def choose(means: Means, document_id: DocumentId, wanted: Wanted, *, version: int, user: User) -> DocumentRecord:
    """Keeps the choice, logs it, and matches again. Orders are added to those chosen before.

    Raises StaleDocument, NotAllowed, BadUse for what Odoo has not or makes no sense for this document, ErpUnavailable.
    """
    record = _require(means, document_id, version=version, user=user)
    new = _choice(means, record, wanted, user)
    return _keep(means, record, with_choice(record.choices, new), why=f"chose {new.said}", user=user)


def take_back(
    means: Means, document_id: DocumentId, topic: Topic, line: int | None, *, version: int, user: User
) -> DocumentRecord:
    """Undoes a choice, whoever made it, and matches again. Raises as `choose` does."""
    record = _require(means, document_id, version=version, user=user)
    old = chosen(record.choices, topic, line)
    if old is None:
        raise BadUse("Nobody chose this.")
    kept = without_choice(record.choices, topic, line)
    return _keep(means, record, kept, why=f"took back: {old.said} (chosen by {old.name})", user=user)


def _require(means: Means, document_id: DocumentId, *, version: int, user: User) -> DocumentRecord:
    with means.store.view() as work:
        record = work.documents.require(document_id)
        standing = standing_of(means, work, record)
    require_version(record, version)
    require(Action.CORRECT, record, user, standing)
    if record.extraction is None:
        raise BadUse("This document has not been read.")
    return record


def _keep(means: Means, record: DocumentRecord, choices: tuple[Choice, ...], *, why: str, user: User) -> DocumentRecord:
    """Who chooses counts as who corrects: somebody else approves, as the policy has it."""
    with means.store.begin() as work:
        moved = work.documents.move(
            replace(record, choices=choices, corrected_by=user.login), Event.CORRECTED, actor=user.login, why=why,
            details={"choices": "; ".join(choice.said for choice in choices)},
        )  # fmt: skip
    return match_now(means, moved, user=user)


def _choice(means: Means, record: DocumentRecord, wanted: Wanted, user: User) -> Choice:
    lines = record.extraction.lines if record.extraction is not None else ()
    of_line = wanted.topic in {Topic.LINE, Topic.BOOKING, Topic.TAX}
    if of_line != (wanted.line is not None) or (wanted.line is not None and not 0 <= wanted.line < len(lines)):
        raise BadUse("This line does not exist.")
    who = (user.login, user.name, means.clock.now())
    if wanted.topic is Topic.BOOKING:
        return _booking(means, record, wanted, who)
    if wanted.topic is Topic.TAX:
        return Choice(Topic.TAX, *who, wanted.line, _taxes(means, record, wanted))
    if wanted.topic is Topic.LINE:
        return Choice(Topic.LINE, *who, wanted.line, _order_line(means, record, wanted), _charge(means, wanted))
    return Choice(wanted.topic, *who, records=_found(means, _KINDS[wanted.topic], _with_earlier(record, wanted)))


def _with_earlier(record: DocumentRecord, wanted: Wanted) -> tuple[int, ...]:
    earlier = chosen(record.choices, Topic.ORDERS) if wanted.topic is Topic.ORDERS else None
    return tuple(dict.fromkeys((*(ref.id for ref in (earlier.records if earlier is not None else ())), *wanted.ids)))


def _taxes(means: Means, record: DocumentRecord, wanted: Wanted) -> tuple[RecordRef, ...]:
    """The purchase taxes as Odoo names them, those of the company that is billed; none for a line without tax."""
    if record.extraction is None or record.extraction.document_type not in _BILLS:
        raise BadUse("Only the lines of an invoice or a credit note have a tax.")
    company_id = record.match.company_id if record.match is not None else None
    return _found(means, Kind.TAX, wanted.ids, company_id=company_id) if wanted.ids else ()


def _found(means: Means, kind: Kind, ids: tuple[int, ...], *, company_id: int | None = None) -> tuple[RecordRef, ...]:
    sought = Sought(kind, ids=ids, company_id=company_id)
    hits = {hit.record.id: hit.record for hit in means.erp.find(sought, limit=len(ids))} if ids else {}
    if not ids or any(i not in hits for i in ids):
        raise BadUse(f"Odoo has no such {kind}.")
    return tuple(hits[i] for i in ids)


def _order_line(means: Means, record: DocumentRecord, wanted: Wanted) -> tuple[RecordRef, ...]:
    """The order and its line, as Odoo has them now; none for a charge, or a line that belongs on no order line."""
    if not wanted.ids or record.extraction is None:
        return ()
    facts = means.erp.facts(hints_of(record, record.extraction))
    for order in facts.orders:
        for line in order.lines:
            if line.id == wanted.ids[0]:
                return order_ref(order), order_line_ref(order, line)
    raise BadUse("Odoo has no such order line for this vendor.")


def _charge(means: Means, wanted: Wanted) -> str | None:
    kinds = {charge.kind for charge in means.policy.charges}
    if wanted.charge is None or wanted.ids:
        return None
    if wanted.charge not in kinds:
        raise BadUse(f"The policy knows no charge “{wanted.charge}”.")
    return wanted.charge


def _booking(means: Means, record: DocumentRecord, wanted: Wanted, who: tuple[str, str, datetime]) -> Choice:
    """The line's booking, chosen or suggested so far, with the part that the person picked."""
    found = _found(means, wanted.part, wanted.ids[:1])
    codings = record.match.codings if record.match is not None else ()
    now = next((coding for coding in codings if coding.line == wanted.line), None)
    if wanted.part is Kind.ACCOUNT:
        analytic, taxes = (now.analytic, now.tax_ids) if now is not None else ((), ())
        return Choice(Topic.BOOKING, *who, wanted.line, found, None, analytic, taxes)
    if now is None:
        raise BadUse("Choose the account first.")
    account = (RecordRef("account.account", now.account_id, now.account),)
    shares = tuple(AnalyticShare((ref.id,), _WHOLE, (ref.name,)) for ref in found)
    return Choice(Topic.BOOKING, *who, wanted.line, account, None, shares, now.tax_ids)
