"""A printed line placed on order lines: which part of it belongs to which."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from idp.domain.purchase import Unit
from idp.matching.case import Case
from idp.matching.line import PrintedLine
from idp.matching.target import Target


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a printed line on one order line. `printed` in the printed unit, `quantity` in the order line's unit.

    `unit` is the printed unit where it converts, else None: then the printed figures are taken to be in the order's unit.
    """

    target: Target
    printed: Decimal
    quantity: Decimal
    unit: Unit | None


@dataclass(frozen=True, slots=True)
class Assigned:
    """A printed line with its shares (none: it is on no order line). `rivals` are order lines that fit as well.

    `unit_is_known`: the printed word is a unit that Odoo has, whether it converts or not. `is_guess`: price and quantity paired the
    line, its words alone would not have.
    """

    line: PrintedLine
    shares: tuple[Share, ...] = ()
    score: float = 0.0
    how: tuple[str, ...] = ()
    rivals: tuple[Target, ...] = ()
    unit_is_known: bool = True
    is_guess: bool = False

    @property
    def target(self) -> Target | None:
        return self.shares[0].target if self.shares else None


def price_in_order(case: Case, assigned: Assigned, share: Share) -> Decimal | None:
    """The net price charged for one order unit, in the order's currency; None where it is not printed or no rate is known."""
    price = assigned.line.net_price
    if price is None or not share.quantity:
        return None
    return case.converted(price * share.printed / share.quantity, case.document.text("currency"), share.target.order.currency)
