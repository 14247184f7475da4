"""Are two printed numbers the same number? Document numbers, order numbers, VAT numbers and accounts as people and OCR write them."""

from __future__ import annotations

import re
from functools import lru_cache

_RUN = re.compile(r"[A-Z]+|[0-9]+")
_NOT_ALNUM = re.compile(r"[^A-Z0-9]")
_LABEL = re.compile(
    r"^(?:PURCHASE\s*ORDER|ORDER|BESTELLUNG|BESTELL|COMMANDE|PEDIDO|P\.?\s?O\.?)\s*(?:NUMBER|NO|NR|N°|N|#)?[\s.:#°-]+", re.I
)
_SHORTEST_VAT = 5
_SHORTEST_WITHIN = 8
_CONFUSABLE = str.maketrans("OQILSBZG", "00115826")


@lru_cache(maxsize=50_000)
def bare(number: str) -> str:
    """Upper case, letters and digits only."""
    return _NOT_ALNUM.sub("", number.upper())


@lru_cache(maxsize=50_000)
def _runs(number: str) -> tuple[str, ...]:
    return tuple(r.lstrip("0") or "0" if r.isdigit() else r for r in _RUN.findall(number.upper()))


def document_number_keys(number: str) -> tuple[str, str]:
    """Two keys of a document number: runs of letters and digits without leading zeros, and the same written together.

    Case, blanks, punctuation and leading zeros do not distinguish two bills of one vendor.
    """
    runs = _runs(number)
    return ".".join(runs), "".join(runs)


def is_same_document_number(one: str, other: str) -> bool:
    """Equal but for case, blanks, punctuation and leading zeros. "1-11" and "11-1" stay different."""
    left, right = document_number_keys(one), document_number_keys(other)
    if left[0] == right[0]:
        return bool(left[0])
    if bare(one) == bare(other):
        return not (_splits_digits(one) and _splits_digits(other))
    return False


def _splits_digits(number: str) -> bool:
    return any(a.isdigit() and b.isdigit() for a, b in zip(_runs(number), _runs(number)[1:], strict=False))


def unlabelled(number: str) -> str:
    """An order number without a word such as "PO no." in front of it."""
    return _LABEL.sub("", number.strip()) or number


@lru_cache(maxsize=50_000)
def folded(number: str) -> str:
    """`bare`, with characters that OCR confuses made equal (0/O/Q, 1/I/L, 5/S, 8/B, 2/Z, 6/G)."""
    return bare(number).translate(_CONFUSABLE)


def digits(number: str) -> str:
    """The digits alone, without leading zeros."""
    return re.sub(r"\D", "", number).lstrip("0")


def is_same_vat(one: str, other: str) -> bool:
    """Equal VAT numbers; a missing country prefix or words around one of them do not distinguish."""
    left, right = bare(one), bare(other)
    if left[-1:] != right[-1:]:  # most, among thousands of vendors
        return False
    if left == right:
        return len(left) >= _SHORTEST_VAT
    shorter, longer = (left, right) if len(left) < len(right) else (right, left)
    return len(shorter) >= _SHORTEST_WITHIN and longer.endswith(shorter)
