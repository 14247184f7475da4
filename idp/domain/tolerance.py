"""How far a billed value may be from the expected one: limits of percent and amount, inherited from wider scopes."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from decimal import Decimal
from enum import StrEnum


class Off(StrEnum):
    """A limit that somebody typed `off` for: there is none."""

    OFF = "off"


class Combine(StrEnum):
    """How percent and amount of one limit go together: BOTH must hold, or EITHER is enough."""

    BOTH = "both"
    EITHER = "either"


Bound = Decimal | Off | None
"""A limit's number, `off`, or None (blank: inherited from the next wider scope)."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How far a value may go. `percent` of the expected value (2 = 2 %), `amount` in company currency a line."""

    percent: Bound = None
    amount: Bound = None
    combine: Combine | None = None

    def over(self, wider: Limit) -> Limit:
        """This limit with its blanks taken from the `wider` scope."""
        return Limit(
            wider.percent if self.percent is None else self.percent,
            wider.amount if self.amount is None else self.amount,
            wider.combine if self.combine is None else self.combine,
        )

    def allows(self, *, ratio: Decimal | None, amount: Decimal) -> bool:
        """Whether a difference passes: `ratio` of the expected value (0.02 = 2 %; None where nothing was expected), `amount` unsigned.

        A difference equal to the limit is within. A bound that is `off` does not restrict; with EITHER, the other one decides alone.
        """
        held = []
        if isinstance(self.percent, Decimal):
            held.append(ratio is not None and ratio * 100 <= self.percent)
        if isinstance(self.amount, Decimal):
            held.append(amount <= self.amount)
        if not held:
            return self.percent is Off.OFF or self.amount is Off.OFF
        return any(held) if self.combine is Combine.EITHER else all(held)

    @property
    def is_off(self) -> bool:
        """Nothing restricts: every bound that is set says `off`."""
        return not isinstance(self.percent, Decimal) and not isinstance(self.amount, Decimal)


@dataclass(frozen=True, slots=True)
class Tolerances:
    """The limits of one scope. Quantities: percent of the ordered or received quantity, amount = worth of the excess.

    `price_under` and `quantity_under` are `off` as shipped: under-billing is info; with a limit, what goes beyond it asks for a person.
    """

    price_over: Limit = field(default_factory=Limit)
    price_under: Limit = field(default_factory=Limit)
    quantity_over: Limit = field(default_factory=Limit)
    quantity_under: Limit = field(default_factory=Limit)

    def over(self, wider: Tolerances) -> Tolerances:
        """These limits with their blanks taken from the `wider` scope."""
        return Tolerances(*(getattr(self, f.name).over(getattr(wider, f.name)) for f in fields(self)))


SHIPPED_TOLERANCES = Tolerances(
    price_over=Limit(Decimal(2), Decimal("50.00"), Combine.BOTH),
    price_under=Limit(Off.OFF, Off.OFF, Combine.BOTH),
    quantity_over=Limit(Decimal(0), Decimal(0), Combine.BOTH),
    quantity_under=Limit(Off.OFF, Off.OFF, Combine.BOTH),
)
