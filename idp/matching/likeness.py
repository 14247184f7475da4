"""How well does a printed line fit an order line? Scores 0–1 from code, words, price, quantity and unit; evidence, not identity."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from rapidfuzz import fuzz

from idp.domain.purchase import Unit
from idp.matching.line import PrintedLine
from idp.matching.number import bare
from idp.matching.target import Target
from idp.matching.unit import ratio, resolve_unit

_WITH_DIGIT = re.compile(r"\S*\d\S*")
_WORDS_SURE = 0.72
_WORDS_WITH_PRICE = 0.5
_WORDS_WITH_ALL = 0.25
_SAME_WORDS = 0.92
_SHORTEST_CODE = 4


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a pair fits. `score` 0–1; `how` names what it rests on. `is_possible`: may be paired at all.

    `is_same_product`: surely the same product, so that several printed lines may share one order line. `is_guess`: the words alone
    would not have paired them.
    """

    score: float
    how: tuple[str, ...]
    is_possible: bool
    is_same_product: bool
    is_guess: bool = False


NO_FIT = Fit(0.0, (), is_possible=False, is_same_product=False)


def fit(line: PrintedLine, target: Target, *, units: Collection[Unit], price: Decimal | None, claimed: bool) -> Fit:
    """The fit of a pair. `price` is the printed net price of one printed unit in the order's currency.

    `claimed` says that one of the line's codes belongs to other order lines: then words alone do not pair it with this one.
    """
    code = _shared_code(line, target)
    if claimed and not code:
        return NO_FIT
    words = words_alike(line.words, target)
    if not code and words < _SAME_WORDS and _prints_another_code(line, target):
        return NO_FIT
    if line.charge and not code:
        words = max(words, _charge_alike(line, target))
    factor = _factor(line, target, units)
    price_fit = _price_fit(None if price is None or not factor else price / factor, target.net)
    quantity_fit = _quantity_fit(None if line.quantity is None else line.quantity * (factor or 1), target)
    identity = 1.0 if code else words
    score = 0.64 * identity + 0.2 * price_fit + 0.12 * quantity_fit + (0.04 if factor else 0.0)
    reasons = [code] if code else ["description"] if words >= _WORDS_WITH_PRICE else []
    reasons += ["price"] if price_fit == 1 else []
    reasons += ["quantity"] if quantity_fit == 1 else []
    return Fit(
        score=min(1.0, score),
        how=tuple(reasons),
        is_possible=bool(code) or _is_possible(line, words, 1.0 if price is None else price_fit, quantity_fit),
        is_same_product=bool(code) or words >= _SAME_WORDS,
        is_guess=not code and words < _WORDS_SURE,
    )


def _prints_another_code(line: PrintedLine, target: Target) -> bool:
    """The line has a code and the vendor's own code for the product is known: they differ, so only the very same words pair them."""
    product = target.line.product
    return bool(line.codes) and product is not None and bool(product.vendor_codes)


def _is_possible(line: PrintedLine, words: float, price_fit: float, quantity_fit: float) -> bool:
    """Which words are enough depends on how far the price (where one is printed) and the quantity agree."""
    if not line.words and not line.codes:
        return price_fit == 1 and quantity_fit >= 0.8
    if words >= _WORDS_SURE:
        return True
    if words >= _WORDS_WITH_PRICE:
        return price_fit == 1 or (price_fit >= 0.8 and quantity_fit >= 0.8)
    return words >= _WORDS_WITH_ALL and price_fit == 1 and quantity_fit >= 0.8


def _shared_code(line: PrintedLine, target: Target) -> str:
    """Which kind of code both name, "" for none. A code of four or more characters may stand within the description."""
    shared = target.codes.intersection(line.codes)
    if shared:
        product = target.line.product
        by_vendor = product is not None and any(bare(c) in shared for c in product.vendor_codes)
        return "vendor code" if by_vendor else "product code"
    within = target.codes.intersection(line.tokens)
    if any(len(code) >= _SHORTEST_CODE and any(c.isdigit() for c in code) for code in within):
        return "code in the description"
    return ""


def words_alike(words: str, target: Target) -> float:
    """How alike a normalised description and the order line's texts are, 0–1. Different sizes or model numbers count against it."""
    return max((_alike(words, name) for name in target.names), default=0.0) if words else 0.0


def _alike(one: str, other: str) -> float:
    if one == other:
        return 1.0
    base = (fuzz.token_set_ratio(one, other) + 2 * fuzz.token_sort_ratio(one, other)) / 300
    contained = len(other.split()) >= 2 and len(one.split()) >= 2 and fuzz.token_set_ratio(one, other) == 100
    base = max(base, 0.85) if contained else base
    left, right = set(_WITH_DIGIT.findall(one)), set(_WITH_DIGIT.findall(other))
    if left and right and not left & right:
        return base * 0.65
    return base


def _charge_alike(line: PrintedLine, target: Target) -> float:
    """A charge fits an order line for the same kind of charge though the words differ ("Fracht" and "Shipping")."""
    return 0.8 if target.charge == line.charge else 0.0


def _factor(line: PrintedLine, target: Target, units: Collection[Unit]) -> Decimal | None:
    unit = resolve_unit(line.uom, target.line.unit, units)
    return None if unit is None else ratio(unit, target.line.unit)


def _price_fit(price: Decimal | None, ordered: Decimal) -> float:
    """1 where equal to a cent or half a percent, falling to 0 at 40 % away; 0.3 where no price is printed."""
    if price is None:
        return 0.3
    difference, larger = abs(price - ordered), max(abs(price), abs(ordered))
    if difference <= Decimal("0.005") or difference <= larger * Decimal("0.005"):
        return 1.0
    return max(0.0, 1.0 - 2.5 * float(difference / larger))


def _quantity_fit(quantity: Decimal | None, target: Target) -> float:
    """1 for exactly what may be billed, ordered or is open; less for a part of it; least for more than was ordered."""
    if quantity is None:
        return 0.3
    if quantity == target.billable and quantity:
        return 1.0
    if quantity in (target.open, target.line.quantity):
        return 0.9
    if quantity <= target.billable:
        return 0.85
    if quantity <= target.open:
        return 0.7
    return 0.4 if quantity <= target.line.quantity else 0.2
