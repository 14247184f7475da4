"""The document's lines as matching sees them: positive figures, net prices, codes and units made comparable."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from idp.domain.charge import Charge
from idp.domain.document import DocumentType, ExtractedDocument, ExtractedLine
from idp.domain.page import Quality
from idp.matching.name import normalise
from idp.matching.number import bare

_BETWEEN = re.compile(r"[\s\[\]()]+")
_BASES = (Decimal(100), Decimal(1000), Decimal(10))
_CODE_COLUMNS = ("product_code", "buyer_code", "gtin")


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """One line. `index` is its place in the document, None for a charge or allowance that stands in the totals only.

    `quantity`, `amount` and `unit_price` (for `price_base` units, before `discount` percent) as printed; on credit notes the sign
    is turned so that what is credited is positive. Prices are net: where they are printed with tax, `gross` is the line so. `codes`
    are bare, `buyer_code` is the one of them that is printed as ours; `words` is the normalised description, `tokens` its words as
    bare codes.
    """

    index: int | None
    description: str
    words: str
    tokens: frozenset[str] = frozenset()
    codes: tuple[str, ...] = ()
    buyer_code: str = ""
    quantity: Decimal | None = None
    uom: str | None = None
    unit_price: Decimal | None = None
    price_base: Decimal = Decimal(1)
    discount: Decimal | None = None
    amount: Decimal | None = None
    tax_rate: Decimal | None = None
    order_number: str | None = None
    charge: str | None = None
    gross: PrintedLine | None = None

    @property
    def worth(self) -> Decimal | None:
        """What the line costs: its amount, or what quantity and price come to; None where neither is known."""
        if self.amount is not None:
            return self.amount
        return None if self.stated_net is None or self.quantity is None else self.stated_net * self.quantity

    @property
    def stated_net(self) -> Decimal | None:
        """The printed price of one unit, net of the printed discount; unrounded."""
        if self.unit_price is None:
            return None
        return self.unit_price / self.price_base * (100 - (self.discount or 0)) / 100

    @property
    def net_price(self) -> Decimal | None:
        """The price of one printed unit that is really charged: amount ÷ quantity where both are there."""
        if self.quantity and self.amount is not None:
            return self.amount / self.quantity
        return self.stated_net

    @property
    def is_text_only(self) -> bool:
        """A remark: nothing is charged and nothing counted."""
        return not self.amount and not self.unit_price and not self.quantity


def printed_lines(document: ExtractedDocument, charges: Iterable[Charge]) -> tuple[PrintedLine, ...]:
    """The document's lines, then charges and allowances of its totals. Credit notes printed with minus signs are turned."""
    turned = document.document_type is DocumentType.CREDIT_NOTE and is_negative(document)
    sign = Decimal(-1) if turned else Decimal(1)
    catalogue = tuple(charges)
    lines = tuple(_line(n, row, sign, catalogue) for n, row in enumerate(document.lines))
    return lines + _in_totals(document, lines, sign, catalogue)


def is_negative(document: ExtractedDocument) -> bool:
    """Whether the document's total (or, without one, the sum of its lines) is below zero."""
    total = document.number("total")
    if total is not None:
        return total < 0
    return sum((a for row in document.lines if (a := row.number("amount")) is not None), Decimal(0)) < 0


def charge_kind(words: str, catalogue: Iterable[Charge]) -> str | None:
    """The kind of charge that a normalised description names, None for goods; the longest fitting words decide."""
    padded = f" {words} "
    fitting = [(len(w), c.kind) for c in catalogue for w in c.words if w in words and f" {w} " in padded]
    if not fitting or len(words.split()) > 6 + max(fitting)[0] // 6:
        return None
    return max(fitting)[1]


def _line(index: int, row: ExtractedLine, sign: Decimal, catalogue: tuple[Charge, ...]) -> PrintedLine:
    description = row.text("description") or ""
    words = normalise(description)
    quantity, amount, price = row.number("quantity"), row.number("amount"), row.number("unit_price")
    quantity, price, amount = _turned(quantity, price, amount, sign)
    base = row.number("price_base") or _shown_base(quantity, price, amount)
    codes = tuple(dict.fromkeys(bare(code) for name in _CODE_COLUMNS if (code := row.text(name)) and bare(code)))
    return PrintedLine(
        index=index,
        description=description,
        words=words,
        tokens=frozenset(bare(word) for word in _BETWEEN.split(description)),
        codes=codes,
        buyer_code=bare(row.text("buyer_code") or ""),
        quantity=quantity,
        uom=row.text("uom"),
        unit_price=price,
        price_base=base if base > 0 else Decimal(1),
        discount=row.number("discount"),
        amount=amount,
        tax_rate=row.number("tax_rate"),
        order_number=row.text("po_number"),
        charge=charge_kind(words, catalogue),
    )


def _turned(
    quantity: Decimal | None, price: Decimal | None, amount: Decimal | None, sign: Decimal
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Quantity, price, amount with the sign on the quantity: a credit prints minus on the quantity, the price or only the amount."""
    if amount is not None:
        amount *= sign
    if quantity is None:
        return None, abs(price) if price is not None else None, amount
    if amount is not None and amount != 0:
        return abs(quantity).copy_sign(amount), abs(price) if price is not None else None, amount
    if price is not None and price < 0:
        return -quantity * sign, -price, amount
    return quantity * sign, price, amount


def _shown_base(quantity: Decimal | None, price: Decimal | None, amount: Decimal | None) -> Decimal:
    """The number of units that the price is for, where the amount shows it though nothing is printed: 500 at 12.00 making 60.00."""
    if not quantity or not price or not amount or abs(quantity * price - amount) <= abs(amount) / 2:
        return Decimal(1)
    return next((b for b in _BASES if abs(quantity * price / b - amount) <= Decimal("0.01")), Decimal(1))


def _in_totals(
    document: ExtractedDocument, lines: tuple[PrintedLine, ...], sign: Decimal, catalogue: tuple[Charge, ...]
) -> tuple[PrintedLine, ...]:
    """Charges and allowances of the document level: named ones, and in an exact e-document what its checked subtotal adds to the lines."""
    charge, allowance = document.number("charge_total"), document.number("allowance_total")
    if charge is None and allowance is None:
        gap = _gap(document, lines, sign)
        charge, allowance = (gap, None) if gap > 0 else (None, -gap)
    reason = document.text("charge_reasons") or "Charge of the whole document"
    found = []
    if charge:
        words = normalise(reason)
        kind = charge_kind(words, catalogue) or "other"
        found.append(PrintedLine(None, reason, words, quantity=Decimal(1), unit_price=charge, amount=charge, charge=kind))
    if allowance:
        text = document.text("allowance_reasons") or "Allowance of the whole document"
        found.append(
            PrintedLine(
                None, text, normalise(text), quantity=Decimal(-1), unit_price=allowance, amount=-allowance, charge="allowance"
            )
        )
    return tuple(found)


def _gap(document: ExtractedDocument, lines: tuple[PrintedLine, ...], sign: Decimal) -> Decimal:
    subtotal, amounts = document.number("subtotal"), [line.amount for line in lines]
    if document.quality is not Quality.STRUCTURED or subtotal is None or not lines or None in amounts:
        return Decimal(0)
    gap = subtotal * sign - sum((a for a in amounts if a is not None), Decimal(0))
    return gap if abs(gap) > Decimal("0.01") * len(lines) else Decimal(0)
