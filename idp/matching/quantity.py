"""Is more billed than was ordered or received? Cumulative per order line, over all bills and credit notes, in the order line's unit."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from idp.domain.code import Code, Severity
from idp.domain.document import DocumentType
from idp.domain.finding import Finding
from idp.domain.money import Money
from idp.domain.tolerance import Tolerances
from idp.matching.case import Case, line_name, order_line_ref, shown
from idp.matching.share import Assigned, Share
from idp.matching.target import ZERO, Target


@dataclass(frozen=True, slots=True)
class Billed:
    """What this document bills on one order line: by which printed lines, and how many order units."""

    target: Target
    rows: tuple[Assigned, ...]
    now: Decimal

    @property
    def total(self) -> Decimal:
        """With everything billed before."""
        return self.target.billed_before + self.now

    @property
    def line(self) -> int | None:
        """The first printed line that bills it."""
        return next((a.line.index for a in self.rows if a.line.index is not None), None)


def billed_lines(assigned: Iterable[Assigned]) -> tuple[Billed, ...]:
    """This document's quantities by order line, oldest order first."""
    shares_of: dict[int, list[tuple[Assigned, Share]]] = {}
    for one in assigned:
        for share in one.shares:
            shares_of.setdefault(share.target.line.id, []).append((one, share))
    found = [
        Billed(pairs[-1][1].target, tuple(a for a, _ in pairs), sum((s.quantity for _, s in pairs), ZERO))
        for pairs in shares_of.values()
    ]
    return tuple(sorted(found, key=lambda b: b.target.sort_key))


def limits_of(case: Case, target: Target) -> Tolerances:
    """The policy's limits for this vendor and the order line's product."""
    product = target.line.product
    return case.policy.limits(
        case.rules, product_code=product.code if product else None, category=product.category if product else None
    )


def quantity_findings(case: Case, billed: Billed) -> tuple[Finding, ...]:
    """QTY-OVERORD, QTY-NOREC, QTY-OVERREC, QTY-QUALITY and QTY-UNDER for one order line."""
    over_ordered = _over(case, billed, billed.target.line.quantity)
    found = [_over_ordered(case, billed)] if over_ordered else []
    if not billed.target.receipt_expected:
        return tuple(found)
    if _over(case, billed, billed.target.line.received):
        found += _over_received(case, billed, counted=billed.target.line.quantity if over_ordered else billed.total)
    elif billed.total < billed.target.line.received:
        found.append(_under(case, billed))
    return (*found, *_against_proofs(case, billed))


def _over(case: Case, billed: Billed, basis: Decimal) -> bool:
    """Whether the cumulative quantity exceeds `basis` by more than the policy allows."""
    excess = billed.total - basis
    if excess <= 0 or billed.now <= 0:
        return False
    ratio = excess / basis if basis > 0 else None
    worth = _worth(case, billed.target, excess)
    amount = worth.amount if worth is not None else Decimal("Infinity")  # without a rate, no limit in money lets it pass
    return not limits_of(case, billed.target).quantity_over.allows(ratio=ratio, amount=amount)


def _worth(case: Case, target: Target, quantity: Decimal) -> Money | None:
    return case.in_company(quantity * target.net, target.order.currency)


def _sentence_start(billed: Billed) -> str:
    unit = billed.target.line.unit.name
    earlier = f" ({shown(billed.target.billed_before)} of it on earlier bills)" if billed.target.billed_before else ""
    return f"Billed {shown(billed.total)} {unit}{earlier}"


def _over_ordered(case: Case, billed: Billed) -> Finding:
    line, excess = billed.target.line, billed.total - billed.target.line.quantity
    return case.find(
        Code.QTY_OVERORD,
        f"{_sentence_start(billed)}, but only {shown(line.quantity)} were ordered on "
        f"{line_name(billed.target.order, line)}.",
        line=billed.line, field="quantity", expected=shown(line.quantity), actual=shown(billed.total),
        money=_worth(case, billed.target, min(excess, max(billed.now, ZERO))), record=order_line_ref(billed.target.order, line),
    )  # fmt: skip


def _over_received(case: Case, billed: Billed, *, counted: Decimal) -> list[Finding]:
    """What is billed beyond the receipt. `counted`: the part of the billed quantity that no other finding puts money on already."""
    line, order = billed.target.line, billed.target.order
    code, rest = _reason(billed)
    money = _worth(case, billed.target, max(ZERO, min(counted - line.received, billed.now)))
    first = case.find(
        code, f"{_sentence_start(billed)}, but {rest} of {line_name(order, line)}.",
        line=billed.line, field="quantity", expected=shown(line.received), actual=shown(billed.total),
        money=money, record=order_line_ref(order, line),
    )  # fmt: skip
    if code is Code.QTY_QUALITY and billed.total > line.received + line.returned:
        beyond = case.find(
            Code.QTY_OVERREC,
            f"{_sentence_start(billed)}, but only {shown(line.received + line.returned)} of {line_name(order, line)} ever came.",
            line=billed.line, field="quantity", expected=shown(line.received + line.returned), actual=shown(billed.total),
            record=order_line_ref(order, line),
        )  # fmt: skip
        return [first, beyond]
    return [first]


def _reason(billed: Billed) -> tuple[Code, str]:
    line = billed.target.line
    if line.returned > 0:
        return Code.QTY_QUALITY, f"{shown(line.returned)} went back and only {shown(line.received)} were kept"
    if line.received <= 0:
        return Code.QTY_NOREC, "nothing has been received yet"
    return Code.QTY_OVERREC, f"only {shown(line.received)} were received"


def _under(case: Case, billed: Billed) -> Finding:
    """Info, unless the policy sets a limit for it and this goes beyond."""
    line, order = billed.target.line, billed.target.order
    short = line.received - billed.total
    worth = _worth(case, billed.target, short)
    limit = limits_of(case, billed.target).quantity_under
    amount = worth.amount if worth is not None else Decimal("Infinity")
    passes = limit.is_off or limit.allows(ratio=short / line.received, amount=amount)
    return case.find(
        Code.QTY_UNDER, f"{_sentence_start(billed)} of {line_name(order, line)}; {shown(line.received)} were received.",
        line=billed.line, field="quantity", expected=shown(line.received), actual=shown(billed.total), money=worth,
        record=order_line_ref(order, line), severity=None if passes else Severity.REVIEW,
    )  # fmt: skip


def _against_proofs(case: Case, billed: Billed) -> tuple[Finding, ...]:
    """SHP-SHORT: Odoo received what is billed, but the papers of the same goods prove that less was handed over.

    Only where shipping papers cover all that is billed: then the proofs of delivery are about these goods and not about a part of them.
    """
    line, order = billed.target.line, billed.target.order
    papers = [s for s in case.history.shipped if s.order_line_id == line.id]
    proofs = [s for s in papers if s.document_type is DocumentType.PROOF_OF_DELIVERY]
    handed_over = sum((s.delivered if s.delivered is not None else s.shipped or ZERO for s in proofs), ZERO)
    sent_by_proofs = sum((s.shipped or s.delivered or ZERO for s in proofs), ZERO)
    sent = max(sent_by_proofs, sum((s.shipped or ZERO for s in papers if s not in proofs), ZERO))
    if not proofs or not handed_over < billed.total <= min(sent, line.received):
        return ()
    short = min(billed.total - handed_over, billed.now)
    number = f" {proofs[-1].number}" if proofs[-1].number else ""
    return (
        case.find(
            Code.SHP_SHORT,
            f"{_sentence_start(billed)} of {line_name(order, line)}, but the proof of delivery{number} shows that only "
            f"{shown(handed_over)} were handed over.",
            line=billed.line, field="quantity", expected=shown(handed_over), actual=shown(billed.total),
            money=_worth(case, billed.target, short), record=order_line_ref(order, line), proof=proofs[-1].document_id,
        ),
    )  # fmt: skip


def unit_findings(case: Case, assigned: Assigned) -> tuple[Finding, ...]:
    """QTY-UOM: the printed unit is not known or does not convert, and quantity and price do not show that it is the order's."""
    found = []
    for share in assigned.shares:
        if share.unit is not None or assigned.line.uom is None or _figures_fit(case, assigned):
            continue
        line = share.target.line
        found.append(
            case.find(
                Code.QTY_UOM,
                f"Line {_number(assigned)} is in {assigned.line.uom}, which does not convert into the {line.unit.name} of "
                f"{line_name(share.target.order, line)} as its price would have it.",
                line=assigned.line.index, field="uom", expected=line.unit.name, actual=assigned.line.uom,
                record=order_line_ref(share.target.order, line),
            )
        )  # fmt: skip
    return tuple(found)


def _number(assigned: Assigned) -> int:
    return (assigned.line.index or 0) + 1


def _figures_fit(case: Case, assigned: Assigned) -> bool:
    """An unknown word for the order's own unit: the price for one is the ordered price. (A known unit that does not convert never is.)"""
    if assigned.unit_is_known or assigned.target is None or assigned.line.net_price is None:
        return False
    price = case.converted(assigned.line.net_price, case.document.text("currency"), assigned.target.order.currency)
    return price is not None and abs(price - assigned.target.net) <= assigned.target.net * Decimal("0.02")
