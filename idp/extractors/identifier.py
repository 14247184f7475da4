"""Does a printed identifier pass its check digits? IBAN, EU VAT and other tax numbers, ISO 6346 containers."""

from __future__ import annotations

import re

from stdnum import iban as _iban
from stdnum import iso6346 as _container
from stdnum.ch import vat as _swiss
from stdnum.eu import vat as _vat
from stdnum.gb import vat as _british
from stdnum.no import mva as _norwegian

_CONFUSABLE = {"0": "O", "O": "0", "1": "I", "I": "1", "5": "S", "S": "5", "8": "B", "B": "8"}


def compact(text: str) -> str:
    """Letters and digits alone, upper case."""
    return re.sub(r"[^0-9A-Za-z]", "", text).upper()


def is_iban(text: str) -> bool:
    """Country, length and mod 97 are right (ISO 13616); national check digits are not asked."""
    return bool(_iban.is_valid(compact(text), check_country=False))


_IBAN_LENGTHS = {
    "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24, "FI": 18, "FR": 27, "GB": 22,
    "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IT": 27, "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MT": 31, "NL": 18, "NO": 15, "PL": 28,
    "PT": 25, "RO": 24, "SE": 24, "SI": 19, "SK": 24,
}  # fmt: skip


def iban_length(text: str) -> int | None:
    """How many characters an account of that country has (ISO 13616 registry); None for countries not listed."""
    return _IBAN_LENGTHS.get(compact(text)[:2])


def is_vat(text: str) -> bool:
    """The number passes the algorithm of its country: the EU's, British, Swiss and Norwegian ones are known."""
    number = compact(text)
    checks = {"GB": _british, "CH": _swiss, "NO": _norwegian}
    check = checks.get(number[:2], _vat)
    return bool(check.is_valid(number))


def is_container(text: str) -> bool:
    """Owner code, category and check digit are right (ISO 6346)."""
    return bool(_container.is_valid(compact(text)))


def swaps(text: str) -> tuple[str, ...]:
    """The text with one confusable character (0/O, 1/I, 5/S, 8/B) replaced, each place once."""
    return tuple(text[:i] + _CONFUSABLE[c] + text[i + 1 :] for i, c in enumerate(text) if c in _CONFUSABLE)
