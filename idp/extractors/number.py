"""Which number does a printed text mean? One reading, given the document's separators, or AmbiguousNumber: never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

SPACES = "   "
APOSTROPHES = "'’´`"
CURRENCY_SIGNS = "€$£¥₹₽₺₩zł"

NUMBER = re.compile(
    r"(?<![\w.,])[-–−+(]{0,2}\s?\d{1,3}(?:[ \u00a0\u202f\u2009'’.,]\d{3})+(?:[.,]\d{1,6})?(?![\d])|"
    r"(?<![\w])[-–−+(]{0,2}\s?(?:\d+(?:[.,]\d+)*|[.,]\d+)"
)
"""A number in running text: grouped by blanks, points, commas or apostrophes, or plain."""
_DIGITS = re.compile(r"\d+")
_GROUPED = re.compile(r"\d{1,3}(?:([.,'’\s])\d{3})(?:\1\d{3})*")
_PLAIN = re.compile(r"\d+")


class Decimals(StrEnum):
    """The sign before the decimals in a document; UNKNOWN while nothing unambiguous was seen."""

    POINT = "."
    COMMA = ","
    UNKNOWN = "?"


class AmbiguousNumber(ValueError):
    """The text has two readings as a number."""

    def __init__(self, text: str, readings: tuple[Decimal, Decimal]) -> None:
        super().__init__(f"{text!r} may be {readings[0]} or {readings[1]}")
        self.readings = readings


@dataclass(frozen=True, slots=True)
class Habit:
    """How a document writes numbers, and the texts that show it."""

    decimals: Decimals
    examples: tuple[str, ...] = ()


def read_number(text: str, decimals: Decimals = Decimals.UNKNOWN) -> Decimal | None:
    """The number in `text` with as many decimals as printed; None where the text is no number.

    Signs before or after and accounting brackets make it negative; currency signs and blanks around are ignored.
    Raises AmbiguousNumber for texts such as "1,234" where `decimals` does not decide.
    """
    body, negative = _unsigned(text)
    value = _positive(body, decimals)
    if value is None:
        return None
    return -value if negative else value


def decimals_of(texts: Iterable[str], money: Iterable[str] = ()) -> Habit:
    """The habit that the unambiguous numbers among `texts` show; UNKNOWN where there are none or they contradict each other.

    `money` are amounts beside a currency: these have no three decimals, so "$3,500" groups thousands.
    """
    seen: dict[Decimals, list[str]] = {Decimals.POINT: [], Decimals.COMMA: []}
    for text in money:
        body, _ = _unsigned(text)
        if re.fullmatch(r"[1-9]\d{0,2}[.,]\d{3}", body):
            seen[Decimals.POINT if "," in body else Decimals.COMMA].append(text)
    telling = [
        (text, sign, len(body.rsplit(sign.value, 1)[-1]))
        for text in texts
        if (body := _unsigned(text)[0]) and (sign := _telling_sign(body))
    ]
    if sum(decimals == 2 for _, _, decimals in telling) >= 3:  # amounts; sizes and grades ("8.8", "15,4") say less
        telling = [found for found in telling if found[2] == 2]
    for text, sign, _ in telling:
        seen[sign].append(text)
    first, second = sorted(seen, key=lambda sign: -len(seen[sign]))
    # One slip (a product size in a description) among many amounts does not unsettle the habit.
    if not seen[first] or len(seen[second]) * 3 > len(seen[first]):
        return Habit(Decimals.UNKNOWN)
    return Habit(first, tuple(seen[first][:3]))


_AROUND = re.compile(r"(?P<before>[^\d.,]*)(?P<body>[.,]?\d(?:.*\d)?)(?P<after>[^\d]*)", re.DOTALL)
_TOUCHING = re.compile(r"[A-Za-z]+")
_CURRENCY_WORDS = frozenset("eur usd gbp chf rm inr aud cad kr rs sek nok dkk pln zar euro fr".split())  # noqa: SIM905 - a list of words


def _unsigned(text: str) -> tuple[str, bool]:
    """The digits and signs of the number, and whether it is negative. Letters that touch it make it no number, currencies aside."""
    match = _AROUND.fullmatch(text.strip())
    if match is None:
        return "", False
    before, body, after = match["before"], match["body"], match["after"]
    for letters in (re.search(r"[A-Za-z]+$", before), _TOUCHING.match(after)):
        if letters is not None and letters.group().lower() not in _CURRENCY_WORDS:
            return "", False
    bracketed = "(" in before and ")" in after
    negative = bracketed or bool(re.search(r"[-–−]", before)) or bool(re.match(r"\s?[-–−]", after))
    return body, negative


def _positive(body: str, decimals: Decimals) -> Decimal | None:
    if not body or not re.fullmatch(r"[\d.,'’´`\s]+", body):
        return None
    body = re.sub(f"(?<=\\d)[{APOSTROPHES}\\s{SPACES}](?=\\d{{3}})", "", body)
    if re.search(r"[^\d.,]", body):
        return None
    signs = [c for c in body if c in ".,"]
    if not signs:
        return Decimal(body)
    if len(set(signs)) == 2:
        return _mixed(body, signs)
    return _single(body, signs, decimals)


def _mixed(body: str, signs: list[str]) -> Decimal | None:
    """Both signs: the last one begins the decimals and stands once; the other groups thousands."""
    last = signs[-1]
    if signs.count(last) > 1:
        return None
    whole, fraction = body.split(last)
    groups = re.split(r"[.,]", whole)
    if not all(len(group) == 3 for group in groups[1:]) or not 1 <= len(groups[0]) <= 3:
        return None
    return Decimal("".join(groups) + "." + (fraction or "0")) if fraction else Decimal("".join(groups))


def _single(body: str, signs: list[str], decimals: Decimals) -> Decimal | None:
    sign = signs[0]
    parts = body.split(sign)
    grouped = all(len(part) == 3 for part in parts[1:]) and 1 <= len(parts[0]) <= 3
    if len(signs) > 1:
        return Decimal("".join(parts)) if grouped else None
    whole, fraction = parts
    if not fraction:
        return Decimal(whole) if whole else None
    as_fraction = Decimal(f"{whole or '0'}.{fraction}")
    if not grouped or whole in ("", "0"):
        return as_fraction
    as_thousands = Decimal(whole + fraction)
    if decimals is Decimals.UNKNOWN:
        raise AmbiguousNumber(body, (as_thousands, as_fraction))
    return as_fraction if sign == decimals.value else as_thousands


def _telling_sign(body: str) -> Decimals | None:
    """The decimal sign that this text alone proves."""
    signs = [c for c in body if c in ".,"]
    if not signs or re.search(r"[^\d.,'’\s]", body):
        return None
    last = signs[-1]
    if len(set(signs)) == 2:
        return Decimals(last) if signs.count(last) == 1 else None
    if len(signs) > 1:  # 1.234.567
        return (Decimals.COMMA if last == "." else Decimals.POINT) if all(len(p) == 3 for p in body.split(last)[1:]) else None
    whole, fraction = body.split(last)
    if not whole or len(fraction) == 3 or not fraction:
        return None
    return Decimals(last) if len(fraction) in (1, 2, 4) else None
