"""Who sells and who buys? Names by label, letterhead, return address, footer and mail domain; the buyer's block is never the supplier."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from idp.domain.geometry import Box
from idp.domain.purchase import Company
from idp.extractors.address import address_window, block_below
from idp.extractors.candidate import Candidates
from idp.extractors.evidence import Choice, Option, choose
from idp.extractors.header import label_strength
from idp.extractors.label import Label
from idp.extractors.layout import Layout
from idp.extractors.letterhead import supplier_options
from idp.extractors.name import STRONG_LEGAL
from idp.extractors.named import can_head_a_block, named_by
from idp.extractors.relation import Surroundings
from idp.extractors.token import fold


@dataclass(frozen=True, slots=True)
class Parties:
    """The names found; None where nothing stands out. `buyer_boxes` are the blocks of the buyer and the place of delivery."""

    supplier: Choice | None
    buyer: Choice | None
    buyer_boxes: tuple[tuple[int, Box], ...] = ()


def find_parties(
    layout: Layout, labels: Sequence[Label], around: Surroundings, candidates: Candidates, own: tuple[Company, ...] = ()
) -> Parties:
    """Supplier and buyer of a paper that the supplier sends."""
    buyer_labels = [label for label in labels if label.name in ("buyer", "ship_to") and can_head_a_block(label, around)]
    buyer_boxes = tuple((label.page, block_below(label, layout)) for label in buyer_labels)
    buyer = choose(_labelled("buyer", buyer_labels, around))
    own_names = {fold(company.name) for company in own}
    if buyer is None or _is_short_name(str(buyer.option.value)):
        window = choose(address_window(layout, around))
        buyer = window if window is not None and window.option.points > _SURE_WINDOW else buyer
    senders = list(supplier_options(layout, labels, around, candidates, buyer_boxes, buyer, own_names))
    supplier = choose(senders)
    if buyer is None and supplier is not None:
        seller = fold(str(supplier.option.value))
        buyer = choose(o for o in address_window(layout, around) if fold(str(o.value)) != seller)
        buyer = choose(_addressed(senders, seller)) if buyer is None else buyer
    return Parties(supplier, buyer, buyer_boxes)


_SURE_WINDOW = 0.85


def _is_short_name(text: str) -> bool:
    """One word without a legal form: by "Customer:" stands as often the short name that the seller files the buyer under."""
    return len(text.split()) == 1 and not STRONG_LEGAL.search(text)


def find_ordering_parties(
    layout: Layout, labels: Sequence[Label], around: Surroundings, candidates: Candidates, own: tuple[Company, ...] = ()
) -> Parties:
    """Supplier and buyer of an order, which the buyer sends: the letterhead is his, the address the supplier's."""
    theirs = [label for label in labels if label.name == "supplier" and can_head_a_block(label, around)]
    boxes = tuple((label.page, block_below(label, layout)) for label in theirs)
    supplier = choose(o for label in theirs if not label.weak for o in named_by(label, around, 1.4))
    named = choose(_labelled("buyer", [label for label in labels if label.name == "buyer"], around))
    plain = [label for label in labels if label.name not in ("supplier", "remit_to")]
    senders = list(supplier_options(layout, plain, around, candidates, boxes, supplier, set()))
    ours = {fold(company.name) for company in own}
    buyer = choose(o for o in senders if fold(str(o.value)) in ours) or named or choose(senders)
    if supplier is None and buyer is not None:
        sender = fold(str(buyer.option.value))
        addressed = [o for o in address_window(layout, around) if fold(str(o.value)) != sender]
        supplier = choose(addressed) or choose(_addressed(senders, sender))
    if named is not None and supplier is not None and fold(str(named.option.value)) == fold(str(supplier.option.value)):
        buyer = choose(o for o in senders if fold(str(o.value)) != fold(str(supplier.option.value)))
    return Parties(supplier, buyer, boxes)


def _labelled(name: str, labels: Iterable[Label], around: Surroundings) -> Iterator[Option]:
    for label in labels:
        if label.name == name:
            for option in named_by(label, around, 1.0 if not label.weak else 0.6):
                whole = STRONG_LEGAL.search(str(option.value))
                yield replace(option, points=option.points + _WHOLE) if whole else option


_WHOLE = 0.3
"""What a legal form adds: where two labels name the buyer, one names his company in full."""


def _addressed(senders: Iterable[Option], taken: str) -> Iterator[Option]:
    """Of two companies that stand over addresses in the upper part, one sends; the other is the one written to."""
    for option in senders:
        name = fold(str(option.value))
        over = "stands over an address" in option.reasons and "has a legal form" in option.reasons
        if over and name not in taken and taken not in name and not any("agrees with" in reason for reason in option.reasons):
            yield Option(option.value, option.spot, 0.55, ("stands over the other address in the upper part",))


def party_by_label(names: Sequence[str], labels: Iterable[Label], around: Surroundings) -> Choice | None:
    """The name that stands by a label with one of `names` (shipper, consignee, carrier...); forms ask for it at the top, and sign below."""
    return choose(
        replace(option, points=option.points * (1.0 - _LOWER * label.box.top))
        for label in labels
        if label.name in names
        for option in named_by(label, around, label_strength(label, around))
    )


_LOWER = 0.2
_CARRIES = re.compile(
    r"transport|spedi|logist|freight|cargo|shipping|\bline\b|lines\b|express|carrier|trucking|haulage|courier|messager|corriere|vervoer|frakt|fragt|lloyd|"
    r"maritime|airlines?|airways|forward|parcel|kurier",
    re.IGNORECASE,
)


def carrier_of_letterhead(
    layout: Layout, labels: Sequence[Label], around: Surroundings, candidates: Candidates, taken: Iterable[str]
) -> Choice | None:
    """The carrier that issues a paper: the most prominent name at its top that is no other party's; what carries says so by its name."""
    others = {fold(name) for name in taken}
    parties = [
        label
        for label in labels
        if label.name in ("shipper", "consignee", "buyer", "ship_to") and can_head_a_block(label, around)
    ]
    boxes = tuple((label.page, block_below(label, layout)) for label in parties)
    found = supplier_options(layout, [], around, candidates, boxes, None, others)
    return choose(
        replace(o, points=o.points + (0.6 if _CARRIES.search(str(o.value)) else 0.0))
        for o in found
        if "letterhead" in o.reasons[0]
    )
