"""What one decision is about: the document with the facts, the policy and our own history, and how findings about it are made."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from idp.domain.code import CODES, Code, Role, Severity
from idp.domain.document import DocumentType, Extracted, ExtractedDocument
from idp.domain.finding import Finding, RecordRef
from idp.domain.geometry import Box
from idp.domain.history import History
from idp.domain.money import Money
from idp.domain.policy import Policy, VendorRules
from idp.domain.purchase import Bill, Company, Facts, OrderLine, PurchaseOrder, Vendor
from idp.matching.action import ACTIONS
from idp.matching.computed import net_of_included
from idp.matching.index import OrderIndex
from idp.matching.line import PrintedLine
from idp.matching.rate import in_company_currency, rate_of


@dataclass(frozen=True, slots=True)
class Case:
    """One document under decision. `company` is the one of ours it is for, `vendor` None while not known.

    `index` holds the facts' orders, `lines` are the document's, with charges and allowances of its totals, made net.
    """

    document: ExtractedDocument
    facts: Facts
    policy: Policy
    history: History
    company: Company
    index: OrderIndex
    lines: tuple[PrintedLine, ...] = ()
    vendor: Vendor | None = None

    @property
    def is_credit(self) -> bool:
        return self.document.document_type is DocumentType.CREDIT_NOTE

    @property
    def paper(self) -> str:
        """The kind of document in words, such as "credit note"."""
        return self.document.document_type.value.replace("_", " ")

    @property
    def rules(self) -> VendorRules:
        """The policy's rules for this vendor."""
        return VendorRules() if self.vendor is None else self.policy.rules_of(self.vendor.name, self.vendor.vat or "")

    def stated(self, name: str) -> Decimal | None:
        """An amount of the document's head; on credit notes unsigned, for some print them with minus signs and some without."""
        amount = self.document.number(name)
        return abs(amount) if amount is not None and self.is_credit else amount

    @property
    def total_in_company(self) -> Money | None:
        """The printed total, unsigned, in company currency; None without one, and where no rate is known."""
        total = self.document.number("total")
        return None if total is None else self.in_company(total, self.document.text("currency"))

    def in_company(self, amount: Decimal, currency: str | None) -> Money | None:
        """The unsigned amount in company currency, rounded; None where no rate is known."""
        return in_company_currency(self.facts, self.company, amount, currency)

    def rate(self, currency: str | None) -> Decimal | None:
        """Units of `currency` for one unit of company currency; None where not known. No currency means the company's."""
        return rate_of(self.facts, self.company, currency)

    def converted(self, amount: Decimal, source: str | None, target: str | None) -> Decimal | None:
        """`amount` of currency `source` in `target`, unrounded; None where a rate is missing. None stands for the same currency."""
        if source is None or target is None or source == target:
            return amount
        from_rate, to_rate = self.rate(source), self.rate(target)
        return None if from_rate is None or to_rate is None else amount / from_rate * to_rate

    def find(  # noqa: PLR0913  # a finding has this many sides; each is named where it is called
        self, code: Code, message: str, *, line: int | None = None, field: str | None = None, expected: object = None,
        actual: object = None, money: Money | None = None, record: RecordRef | None = None, proof: str | None = None,
        severity: Severity | None = None, owner: Role | None = None,
    ) -> Finding:  # fmt: skip
        """A finding with the policy's severity, the place of its printed value and the actions that its code offers.

        `severity` is used where the rule itself decides it; what the policy sets for the code wins over it.
        """
        place = self._printed(line, field)
        by_rule = severity or CODES[code].severity
        return Finding(
            code=code,
            severity=self.policy.severities.get(code, by_rule),
            owner=owner or CODES[code].owner,
            message=message,
            line=line,
            field=field,
            expected=None if expected is None else str(expected),
            actual=None if actual is None else str(actual),
            money=money if money is not None and money.amount else None,
            page=None if place is None else place.page,
            box=None if place is None else _box(place),
            record=record,
            proof=proof,
            actions=ACTIONS.get(code, ()),
        )

    def _printed(self, line: int | None, field: str | None) -> Extracted | None:
        if field is None:
            return None
        if line is None or line >= len(self.document.lines):
            return self.document.fields.get(field)
        return self.document.lines[line].cells.get(field)


def _box(place: Extracted) -> Box | None:
    if place.box is not None:
        return place.box
    return Box.around(place.boxes) if place.boxes else None


def shown(number: Decimal) -> str:
    """A quantity or price as people write it: no exponent, no trailing zeros, "12.5", "100"."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def shown_money(amount: Decimal, currency: str | None = None) -> str:
    """An amount with at least two digits after the point, more where it has them, and its currency."""
    plain = shown(round(amount, 6))
    whole, _, rest = plain.partition(".")
    text = f"{whole}.{rest.ljust(2, '0')}"
    return f"{text} {currency}" if currency else text


def order_ref(order: PurchaseOrder) -> RecordRef:
    """The purchase order as Odoo's record."""
    return RecordRef("purchase.order", order.id, order.name)


def order_line_ref(order: PurchaseOrder, line: OrderLine) -> RecordRef:
    """The order line as Odoo's record, under the name people use."""
    return RecordRef("purchase.order.line", line.id, line_name(order, line))


def line_name(order: PurchaseOrder, line: OrderLine) -> str:
    """How people call an order line: "P00012 line 2", counted as the order shows its lines."""
    position = next((n for n, other in enumerate(order.lines, start=1) if other.id == line.id), 0)
    return f"{order.name} line {position}"


def vendor_ref(vendor: Vendor) -> RecordRef:
    """The vendor as Odoo's record."""
    return RecordRef("res.partner", vendor.id, vendor.name)


def bill_ref(bill: Bill) -> RecordRef:
    """The earlier bill as Odoo's record, under its printed number."""
    return RecordRef("account.move", bill.id, bill.number or bill.name)


def product_name(line: OrderLine) -> str:
    """What an order line is for, short enough for a sentence."""
    text = line.description.split("\n", maxsplit=1)[0].split("] ", maxsplit=1)[-1] or (
        line.product.name if line.product else ""
    )
    return text if len(text) <= 60 else text[:57] + "..."


def net_price(line: OrderLine) -> Decimal:
    """The order line's price of one of its units, net of discount and without included tax; unrounded."""
    price = line.unit_price * (100 - line.discount_percent) / 100
    return net_of_included(price, Decimal(1), line.taxes)
