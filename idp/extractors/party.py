"""Who sells and who buys? Names by label, letterhead, return address, footer and mail domain; the buyer's block is never the supplier."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from idp.domain.geometry import Box
from idp.domain.purchase import Company
from idp.extractors.address import address_window, block_below
from idp.extractors.candidate import Candidates
from idp.extractors.evidence import Choice, choose
from idp.extractors.header import label_strength
from idp.extractors.label import Label
from idp.extractors.layout import Layout
from idp.extractors.letterhead import supplier_options
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
    """Supplier and buyer of an invoice-like document."""
    buyer_labels = [label for label in labels if label.name in ("buyer", "ship_to") and can_head_a_block(label, around)]
    buyer_boxes = tuple((label.page, block_below(label, layout)) for label in buyer_labels)
    buyer = choose(
        option
        for label in buyer_labels
        if label.name == "buyer"
        for option in named_by(label, around, 1.0 if not label.weak else 0.6)
    )
    own_names = {fold(company.name) for company in own}
    window = None
    if buyer is None:
        window = choose(address_window(layout, around))
        buyer = window if window is not None and window.option.points > 0.85 else None
    supplier = choose(supplier_options(layout, labels, around, candidates, buyer_boxes, buyer, own_names))
    if buyer is None and supplier is not None:
        seller = fold(str(supplier.option.value))
        buyer = choose(o for o in address_window(layout, around) if fold(str(o.value)) != seller)
    return Parties(supplier, buyer, buyer_boxes)


def party_by_label(names: Sequence[str], labels: Iterable[Label], around: Surroundings) -> Choice | None:
    """The name that stands by a label with one of `names` (shipper, consignee, carrier...)."""
    return choose(o for label in labels if label.name in names for o in named_by(label, around, label_strength(label, around)))
