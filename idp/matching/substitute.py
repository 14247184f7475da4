"""Is another product confirmed in place of the ordered one? By the supplier's own word for it, by code, or by what is left over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from idp.domain.document import DocumentType
from idp.matching.case import Case
from idp.matching.number import bare
from idp.matching.share import Assigned, Share
from idp.matching.target import Target

_WORDS = (
    "replac",
    "substitut",
    "instead of",
    "ersatz",
    "ersetzt",
    "alternativ",
    "remplac",
    "sustitu",
    "en lugar de",
    "sostitu",
    "vervang",
)


@dataclass(frozen=True, slots=True)
class Substitute:
    """A printed line that stands for something else than the order line asks for."""

    row: Assigned
    target: Target

    @property
    def as_assigned(self) -> Assigned:
        """The printed line on the order line that it is meant for."""
        quantity = self.row.line.quantity or self.target.line.quantity
        return replace(self.row, shares=(Share(self.target, quantity, quantity, None),))


def substitutes(case: Case, assigned: tuple[Assigned, ...], targets: tuple[Target, ...]) -> tuple[Substitute, ...]:
    """The substitutes on an order confirmation; on other papers a line for something else is simply not on the order."""
    if case.document.document_type is not DocumentType.ORDER_CONFIRMATION:
        return ()
    named = [
        Substitute(a, a.target)
        for a in assigned
        if a.target is not None and (declared(case, a) is not None or _names_another(a, a.target))
    ]
    used = {s.target.line.id for a in assigned for s in a.shares}
    free = [t for t in targets if t.line.id not in used]
    for row in assigned:
        if row.shares or row.line.charge is not None or row.line.is_text_only:
            continue
        target = _left_over(row, free)
        if target is not None:
            named.append(Substitute(row, target))
            free.remove(target)
    return tuple(named)


def declared(case: Case, row: Assigned) -> str | None:
    """The product that an e-document names as what comes in place of the line's own; None where it names none."""
    if row.line.index is None:
        return None
    stated = case.document.lines[row.line.index]
    return stated.text("substitute_description") or stated.text("substitute_code")


def _names_another(row: Assigned, target: Target) -> bool:
    """The line prints a code that is none of the product's, though the vendor's codes are known, or calls itself a replacement."""
    product = target.line.product
    if product is None or not row.line.codes or target.codes.intersection(row.line.codes):
        return False
    return any(bare(c) for c in product.vendor_codes) or any(w in row.line.words for w in _WORDS)


def _left_over(row: Assigned, free: Iterable[Target]) -> Target | None:
    """An order line that nothing else confirms, for the same quantity, at about the price; the first that fits."""
    price = row.line.net_price
    for target in free:
        same_quantity = row.line.quantity == target.line.quantity
        near_price = price is None or not target.net or abs(price - target.net) <= target.net / 4
        if same_quantity and near_price:
            return target
    return None
