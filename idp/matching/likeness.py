"""How well does a printed line fit an order line? Scores 0–1 from code, words, price, quantity and unit; evidence, not identity."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from rapidfuzz import fuzz, process

from idp.matching.line import PrintedLine
from idp.matching.number import bare
from idp.matching.target import Target

_WORDS_SURE = 0.72
_WORDS_WITH_PRICE = 0.5
_WORDS_WITH_ALL = 0.25
_SAME_WORDS = 0.92
_OTHER_SIZE = 0.65
_NUMBER = re.compile(r"\d+")
_SHORTEST_CODE = 4
_NEAR = 0.8
_HALF_A_CENT = 0.005 + 1e-9


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


def fit(
    line: PrintedLine, target: Target, *, price: float | None, factor: Decimal | None, shares_code: bool, claimed: bool
) -> Fit:
    """The fit of a pair. `price` is the printed net price of one order unit in the order's currency, `factor` how many order units
    one printed unit is (None where the printed unit does not convert).

    `shares_code`: a code of the line, or a word of its description, is one of the target's codes. `claimed`: one of the line's codes
    belongs to other order lines; then words alone do not pair it with this one. A pair that is not possible may be NO_FIT.
    """
    code = _shared_code(line, target) if shares_code else ""
    if claimed and not code:
        return NO_FIT
    price_fit = 0.3 if price is None else _price_fit(price, target.net_for_likeness)
    speaks_against = price_fit < _NEAR and (price is not None or (factor is None and line.net_price is not None))
    words = 0.0 if code else _words(line, target, price_differs=speaks_against)
    if not code and words < _WORDS_WITH_ALL and (line.words or line.codes):
        return NO_FIT
    quantity_fit = _quantity_fit(None if line.quantity is None else line.quantity * (factor or 1), target)
    if not code and not _is_possible(line, words, price_fit if speaks_against or price is not None else 1.0, quantity_fit):
        return NO_FIT
    identity = 1.0 if code else words
    score = 0.64 * identity + 0.2 * price_fit + 0.12 * quantity_fit + (0.04 if factor else 0.0)
    reasons = [code] if code else ["description"] if words >= _WORDS_WITH_PRICE else []
    reasons += ["price"] if price_fit == 1 else []
    reasons += ["quantity"] if quantity_fit == 1 else []
    return Fit(
        score=min(1.0, score),
        how=tuple(reasons),
        is_possible=True,
        is_same_product=bool(code) or words >= _SAME_WORDS,
        is_guess=not code and (words < _WORDS_SURE or _prints_our_other_code(line, target)),
    )


def _words(line: PrintedLine, target: Target, *, price_differs: bool) -> float:
    """How alike the words are, 0–1; 0 where they are not alike enough for a pair without a common code."""
    least = _SAME_WORDS if _prints_another_code(line, target) else _WORDS_SURE if price_differs else _WORDS_WITH_ALL
    words = words_alike(line.words, target, least=least)
    if line.charge:
        words = max(words, _charge_alike(line, target))
    return words if words >= least else 0.0


def _prints_another_code(line: PrintedLine, target: Target) -> bool:
    """The line has a code and the vendor's own code for the product is known, or has our code for something else: they differ, so only
    the very same words pair them."""
    product = target.line.product
    if product is None:
        return False
    return bool(line.codes and product.vendor_codes) or bool(line.buyer_code and product.code)


def _prints_our_other_code(line: PrintedLine, target: Target) -> bool:
    """The line has our own code for another product: the words may be the same, what is meant is not sure."""
    product = target.line.product
    return bool(line.buyer_code) and product is not None and bool(product.code) and bare(product.code or "") != line.buyer_code


def _is_possible(line: PrintedLine, words: float, price_fit: float, quantity_fit: float) -> bool:
    """Which words are enough depends on how far the price (where one is printed) and the quantity agree."""
    if not line.words and not line.codes:
        return price_fit == 1 and quantity_fit >= 0.8
    if words >= _WORDS_SURE:
        return True
    if words >= _WORDS_WITH_PRICE:
        return price_fit == 1 or (price_fit >= _NEAR and quantity_fit >= 0.8)
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


def words_alike(words: str, target: Target, *, least: float) -> float:
    """How alike a normalised description and the order line's texts are, 0–1. Different sizes or model numbers count against it.

    What is not as alike as `least` may be told as less alike than it is.
    """
    least_by_sort = _least_by_sort(least)
    return max((_alike(words, name, least_by_sort) for name in target.names), default=0.0) if words else 0.0


def _least_by_sort(least: float) -> float:
    """The token_sort_ratio below which no alikeness of `least` comes out: it is (set + 2 × sort) / 300, and set is 100 at most."""
    return max(0.0, (300 * least - 100) / 2 - 0.01)


def _alike(one: str, other: str, least_by_sort: float) -> float:
    if one == other:
        return 1.0
    left, right = _tokens(one), _tokens(other)
    within = left.words <= right.words or right.words <= left.words
    contained = within and left.count >= 2 and right.count >= 2
    cutoff = 0.0 if contained else least_by_sort
    by_sort = fuzz.token_sort_ratio(one, other, score_cutoff=cutoff)
    if by_sort < cutoff:
        return 0.0
    by_set = 100.0 if within else fuzz.token_set_ratio(one, other)
    base = (by_set + 2 * by_sort) / 300
    base = max(base, 0.85) if contained else base
    return base * _OTHER_SIZE if _is_another_size(left, right) else base


@dataclass(frozen=True)  # no slots: the cached properties live in the instance
class Wordings:
    """The texts of many order lines, looked at together: a bound that is cheap beside comparing every pair."""

    targets: tuple[Target, ...]

    def may_fit(self, line: PrintedLine) -> frozenset[int]:
        """The positions of the order lines that the line may fit without a common code where its price is another: the others do not. A
        line without words, or of a charge, may fit all."""
        if not line.words or line.charge:
            return frozenset(range(len(self.targets)))
        least = _least_by_sort(_WORDS_SURE)
        near = process.extract(line.words, self._names, scorer=fuzz.token_sort_ratio, score_cutoff=least, limit=None)
        own = _tokens(line.words).words
        within = (n for n, words in enumerate(self._words) if own <= words or words <= own)
        return frozenset(self._owners[n] for n in (*(place for _, _, place in near), *within))

    @cached_property
    def _names(self) -> list[str]:
        return [name for target in self.targets for name in target.names]

    @cached_property
    def _owners(self) -> list[int]:
        return [n for n, target in enumerate(self.targets) for _ in target.names]

    @cached_property
    def _words(self) -> list[frozenset[str]]:
        return [_tokens(name).words for name in self._names]


def _is_another_size(left: _Tokens, right: _Tokens) -> bool:
    """Each names a number that the other does not ("M8x40", "M8x45"), or model names of which none is within the other ("A16", "B16")."""
    if left.numbers - right.numbers and right.numbers - left.numbers:
        return True
    if not left.sized or not right.sized or not left.sized.isdisjoint(right.sized):
        return False
    return not any(w in right.compact for w in left.sized) and not any(w in left.compact for w in right.sized)


@dataclass(frozen=True, slots=True)
class _Tokens:
    """The words of a text: how many, which, which of them have a digit, the numbers in them, and all written together."""

    count: int
    words: frozenset[str]
    sized: frozenset[str]
    numbers: frozenset[str]
    compact: str


@lru_cache(maxsize=50_000)
def _tokens(text: str) -> _Tokens:
    words = text.split()
    sized = frozenset(w for w in words if any(c.isdigit() for c in w))
    numbers = frozenset(n.lstrip("0") for n in _NUMBER.findall(text))
    return _Tokens(len(words), frozenset(words), sized, numbers, "".join(words))


def _charge_alike(line: PrintedLine, target: Target) -> float:
    """A charge fits an order line for the same kind of charge though the words differ ("Fracht" and "Shipping")."""
    return 0.8 if target.charge == line.charge else 0.0


def is_another_price(price: float | None, target: Target) -> bool:
    """Whether the price of one order unit is so far from the ordered one that it speaks against the pair."""
    return price is not None and _price_fit(price, target.net_for_likeness) < _NEAR


def _price_fit(price: float, ordered: float) -> float:
    """1 where equal to half a cent or half a percent, falling to 0 at 40 % away."""
    difference = abs(price - ordered)
    if difference <= _HALF_A_CENT:
        return 1.0
    larger = max(abs(price), abs(ordered))
    return 1.0 if difference <= larger * 0.005 else max(0.0, 1.0 - 2.5 * difference / larger)


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
