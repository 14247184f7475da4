"""Which identifiers could a real company of this country carry? Makes numbers that pass their checks.

Fits a pattern with random digits until python-stdnum accepts it, so that the check rules live in one library only.
"""

from collections.abc import Callable
from random import Random

from stdnum import ean, iban
from stdnum.ch import vat as swiss_vat
from stdnum.eu import vat as eu_vat
from stdnum.gb import vat as british_vat

_VAT_PATTERNS = {
    "DE": "DE#########", "FR": "FR###########", "NL": "NL#########B01", "IE": "IE#######@", "DK": "DK########", "AT": "ATU########",
    "BE": "BE0#########", "IT": "IT###########", "ES": "ESB########", "GB": "GB#########", "CH": "CHE#########MWST",
}  # fmt: skip
_BBAN_PATTERNS = {
    "DE": "#" * 18, "FR": "#" * 23, "ES": "#" * 20, "NL": "@@@@" + "#" * 10, "IE": "@@@@" + "#" * 14, "GB": "@@@@" + "#" * 14,
    "CH": "0" + "#" * 16, "DK": "#" * 14, "AT": "#" * 16, "BE": "#" * 12, "IT": "@" + "#" * 22,
}  # fmt: skip
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ISO_6346_VALUES = dict(zip(_LETTERS, (v for v in range(10, 39) if v % 11), strict=True))
_MOST_TRIES = 200_000


def make_vat(country: str, rng: Random) -> str:
    """A VAT number, without spaces, that passes the country's check (`stdnum.eu.vat` and the national ones)."""
    return _fit(_VAT_PATTERNS[country], rng, lambda text: _is_vat(country, text))


def make_iban(country: str, rng: Random) -> str:
    """An IBAN, without spaces, whose check digits (ISO 13616) and national check digits fit."""

    def with_check(bban: str) -> str:
        return country + iban.calc_check_digits(f"{country}00{bban}") + bban

    bban = _fit(_BBAN_PATTERNS[country], rng, lambda text: iban.is_valid(with_check(text)))
    return with_check(bban)


def make_gtin(rng: Random) -> str:
    """A GTIN-13 with its check digit."""
    stem = "40" + "".join(rng.choice("0123456789") for _ in range(10))
    return stem + ean.calc_check_digit(stem)


def make_container(rng: Random, owner: str = "BHLU") -> str:
    """An ISO 6346 container number; `owner` is the four-letter owner and category code."""
    stem = owner + "".join(rng.choice("0123456789") for _ in range(6))
    total = sum((_ISO_6346_VALUES.get(char) or int(char)) * 2**place for place, char in enumerate(stem))
    return f"{stem}{total % 11 % 10}"


def make_vics_bol(rng: Random, company_prefix: str = "0614141") -> str:
    """A 17-digit VICS bill-of-lading number: GS1 prefix, serial, modulo 10 check digit."""
    stem = company_prefix + "".join(rng.choice("0123456789") for _ in range(9))
    return stem + ean.calc_check_digit(stem)


def make_bic(country: str, rng: Random) -> str:
    """An eight-letter BIC of a bank that does not exist."""
    return "".join(rng.choice(_LETTERS) for _ in range(4)) + country + "2" + rng.choice(_LETTERS)


def group(text: str, size: int = 4) -> str:
    """`text` in blocks as printed on paper: `DE12 3456 …`."""
    return " ".join(text[start : start + size] for start in range(0, len(text), size))


def _is_vat(country: str, text: str) -> bool:
    match country:
        case "CH":
            return bool(swiss_vat.is_valid(text))
        case "GB":
            return bool(british_vat.is_valid(text))
        case _:
            return bool(eu_vat.is_valid(text))


def _fit(pattern: str, rng: Random, accepts: Callable[[str], bool]) -> str:
    for _ in range(_MOST_TRIES):
        text = "".join(rng.choice("0123456789") if c == "#" else rng.choice(_LETTERS) if c == "@" else c for c in pattern)
        if accepts(text):
            return text
    message = f"no number fits the pattern {pattern}"
    raise ValueError(message)
