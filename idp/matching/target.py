"""The order lines that a document's lines may belong to, and what is still open on each before this document."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from idp.domain.charge import Charge
from idp.domain.purchase import Bill, OrderLine, PurchaseOrder
from idp.matching.case import Case, net_price
from idp.matching.index import known_codes
from idp.matching.line import charge_kind
from idp.matching.name import normalise
from idp.matching.number import bare

ZERO = Decimal(0)


@dataclass(frozen=True, eq=False)  # compared by identity, for speed; no slots: the cached properties live in the instance
class Target:
    """An order line in its order. `billed_before` leaves out this document's own draft; in the line's unit."""

    order: PurchaseOrder
    line: OrderLine
    billed_before: Decimal
    charges: tuple[Charge, ...] = ()

    @cached_property
    def codes(self) -> frozenset[str]:
        """Bare codes of the product."""
        product = self.line.product
        return frozenset(bare(c) for c in known_codes(product)) if product is not None else frozenset()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Normalised texts that name what was ordered."""
        product = self.line.product
        texts = [self.line.description.split("] ", maxsplit=1)[-1], self.line.description]
        if product is not None:
            texts += [product.name, *product.vendor_names]
        return tuple(dict.fromkeys(n for t in texts if (n := normalise(t))))

    @cached_property
    def charge(self) -> str | None:
        """The kind of charge that this line orders, None for goods and services."""
        return next((kind for name in self.names if (kind := charge_kind(name, self.charges))), None)

    @cached_property
    def receipt_expected(self) -> bool:
        """Whether what is billed must have come: not what is ordered without receipt, nor a charge, which no transfer brings."""
        product = self.line.product
        is_charge = (product is None or product.is_service) and self.line.received == 0 and self.charge is not None
        return self.line.receipt_expected and not is_charge

    @cached_property
    def net(self) -> Decimal:
        """Price of one unit of the order line, net, in the order's currency; unrounded."""
        return net_price(self.line)

    @cached_property
    def net_for_likeness(self) -> float:
        """The same price, near enough to weigh evidence with."""
        return float(self.net)

    @cached_property
    def open(self) -> Decimal:
        """Ordered and not billed yet, never below zero."""
        return max(ZERO, self.line.quantity - self.billed_before)

    @cached_property
    def billable(self) -> Decimal:
        """What may be billed now: received (or ordered, where no receipt is expected) and not billed yet."""
        basis = self.line.received if self.receipt_expected else self.line.quantity
        return max(ZERO, basis - self.billed_before)

    @property
    def sort_key(self) -> tuple[str, int, int, int]:
        """Oldest order first, then as the order shows its lines."""
        dated = self.order.order_date.isoformat() if self.order.order_date else "9999"
        return dated, self.order.id, self.line.sequence, self.line.id

    def is_interchangeable(self, other: Target) -> bool:
        """Same product at the same price: which of the two is billed makes no difference in money."""
        mine, theirs = self.line.product, other.line.product
        return mine is not None and theirs is not None and mine.id == theirs.id and self.net == other.net


def targets_of(case: Case, orders: Iterable[PurchaseOrder]) -> tuple[Target, ...]:
    """Every line of the orders with what was billed on it before, oldest order first."""
    own = _own_quantities(case)
    found = [
        Target(order, line, line.billed - own.get(line.id, ZERO), case.policy.charges)
        for order in orders
        for line in order.lines
    ]
    return tuple(sorted(found, key=lambda t: t.sort_key))


def _own_quantities(case: Case) -> dict[int, Decimal]:
    """What our own entry for this document counts in `billed`, by order line."""
    quantities: dict[int, Decimal] = {}
    for bill in case.facts.bills:
        if not is_own(bill, case) or bill.state == "cancel":
            continue
        for line in bill.lines:
            if line.order_line_id is not None:
                signed = -line.quantity if bill.is_refund else line.quantity
                quantities[line.order_line_id] = quantities.get(line.order_line_id, ZERO) + signed
    return quantities


def is_own(bill: Bill, case: Case) -> bool:
    """Whether the bill is this very document's entry."""
    return bill.ours is not None and bill.ours == case.history.own_document_id
