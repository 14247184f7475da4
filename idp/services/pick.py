"""What may a person choose from? Records that fit a few letters; order lines, best first as matching ranks them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from idp.domain.finding import RecordRef
from idp.domain.record import DocumentRecord
from idp.matching.case import order_line_ref, order_ref
from idp.matching.decide import order_line_candidates
from idp.matching.target import Target
from idp.ports import Hit, Kind, Sought
from idp.services.hints import hints_of
from idp.services.history import history_of
from idp.services.means import Means

MOST = 20
"""As many hits are shown; who types more letters sees others."""


@dataclass(frozen=True, slots=True)
class OrderLineOffer:
    """An order line that a printed line may be put on. `open` is ordered and not billed yet, `price` net for one `unit`, in `currency`;
    `fit` 0–1 is how well the pair fits."""

    order: RecordRef
    line: RecordRef
    code: str
    description: str
    open: Decimal
    unit: str
    price: Decimal
    currency: str
    fit: float


def find_records(means: Means, record: DocumentRecord, kind: Kind, text: str) -> tuple[Hit, ...]:
    """At most 20 records; orders of the document's vendor and taxes of its company, where known. Raises ErpUnavailable, ErpRejected."""
    vendor = record.match.vendor if record.match is not None else None
    own = vendor.id if vendor is not None and kind is Kind.ORDER else None
    company_id = record.match.company_id if record.match is not None and kind is Kind.TAX else None
    return means.erp.find(Sought(kind, text.strip(), vendor_id=own, company_id=company_id), limit=MOST)


def find_order_lines(means: Means, record: DocumentRecord, line: int, text: str) -> tuple[OrderLineOffer, ...]:
    """At most 20 order lines for the document's line (from 0) that have all words of the text. Raises ErpUnavailable, ErpRejected."""
    if record.extraction is None:
        return ()
    facts = means.erp.facts(hints_of(record, record.extraction))
    with means.store.view() as work:
        history = history_of(work, record, record.extraction, match=record.match)
    ranked = order_line_candidates(record.extraction, facts, means.policy, history=history, line=line)
    offers = (_offer(target, fit) for target, fit in ranked)
    return tuple(offer for offer in offers if _has(offer, text))[:MOST]


def charge_kinds(means: Means, text: str) -> tuple[str, ...]:
    """The kinds of charges that the policy knows and the text may mean."""
    kinds = dict.fromkeys(charge.kind for charge in means.policy.charges)
    return tuple(kind for kind in kinds if text.strip().casefold() in kind)


def _offer(target: Target, fit: float) -> OrderLineOffer:
    product, line = target.line.product, target.line
    code = (product.code if product is not None else None) or ""
    return OrderLineOffer(
        order=order_ref(target.order), line=order_line_ref(target.order, line), code=code,
        description=line.description.split("\n", maxsplit=1)[0], open=target.open, unit=line.unit.name, price=target.net,
        currency=target.order.currency, fit=fit,
    )  # fmt: skip


def _has(offer: OrderLineOffer, text: str) -> bool:
    whole = f"{offer.line.name} {offer.code} {offer.description}".casefold()
    return all(word in whole for word in text.casefold().split())
