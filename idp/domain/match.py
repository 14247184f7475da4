"""The result of matching a document against the ERP: who, which orders, which line is which, what differs, what to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from idp.domain.coding import Coding
from idp.domain.entry import Entry
from idp.domain.finding import Decision, Finding, RecordRef
from idp.domain.money import Money


@dataclass(frozen=True, slots=True)
class PaperTrail:
    """What other papers say of an order line, in its unit and currency, and which of our documents say it (their ids).

    `confirmed`, `confirmed_price` and `promised` are the last confirmation's, `shipped` and `delivered` the last shipping paper's.
    """

    confirmed: Decimal | None = None
    confirmed_price: Decimal | None = None
    promised: date | None = None
    confirmed_by: str | None = None
    shipped: Decimal | None = None
    delivered: Decimal | None = None
    shipped_by: str | None = None


@dataclass(frozen=True, slots=True)
class LineMatch:
    """One document line (index from 0) beside its order line; `record` None where none fits.

    Figures beside the printed ones for the match panel, in the order line's unit and currency; None where not known.
    `score` 0–1 is how well the pair fits, evidence only. `how` names what the pair rests on ("vendor code, price").
    `quantity` and `price` (net, for one) are the printed ones, converted into the order line's unit and currency; so is `delivered`,
    what a proof of delivery says was handed over. `unit` and `currency` are the order line's, `expected` is the day for which it has the
    goods. `told` is what other papers say of the order line. `taxes` are those that the entry gives the line; of papers other than
    bills none.
    """

    line: int
    record: RecordRef | None
    order_name: str | None
    score: float
    how: str
    ordered: Decimal | None = None
    received: Decimal | None = None
    billed_before: Decimal | None = None
    order_price: Decimal | None = None
    quantity: Decimal | None = None
    price: Decimal | None = None
    delivered: Decimal | None = None
    unit: str = ""
    currency: str = ""
    expected: date | None = None
    told: PaperTrail | None = None
    taxes: tuple[RecordRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """What matching decided. `findings` include those of reading. `entry` is what would be written; None where nothing can be.
    `codings` say how the entry books lines that are on no order, and why.

    `money_at_stake` is the sum over findings that need a person, in company currency. `policy_version` names the policy used.
    `discount_until` is the last day on which a bill paid early costs less, by the agreed terms.
    """

    decision: Decision
    findings: tuple[Finding, ...]
    vendor: RecordRef | None = None
    company_id: int | None = None
    orders: tuple[RecordRef, ...] = ()
    lines: tuple[LineMatch, ...] = ()
    entry: Entry | None = None
    money_at_stake: Money | None = None
    policy_version: str = ""
    codings: tuple[Coding, ...] = ()
    discount_until: date | None = None
