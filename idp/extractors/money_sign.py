"""In which currency does the document state its amounts? By code, by sign, by label; a sign of several currencies needs a country.

A paper that prints none has none: the country of an address does not say in what its company bills.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from idp.domain.geometry import Box
from idp.extractors.candidate import Spot
from idp.extractors.evidence import Choice, Option, choose
from idp.extractors.layout import Layout

CODES = frozenset(
    {
        "EUR", "USD", "GBP", "CHF", "SEK", "NOK", "DKK", "PLN", "CZK", "HUF", "RON", "BGN", "CAD", "AUD", "NZD", "JPY", "CNY", "INR", "SGD",
        "MYR", "HKD", "ZAR", "BRL", "MXN", "TRY", "AED", "SAR", "ILS", "THB", "IDR", "PHP", "KRW", "VND", "TWD",
    }
)  # fmt: skip
_WORDS = {
    "€": "EUR", "euro": "EUR", "euros": "EUR", "£": "GBP", "₹": "INR", "rs": "INR", "zł": "PLN", "pln": "PLN", "rm": "MYR", "sfr": "CHF",
    "fr.": "CHF", "us$": "USD", "a$": "AUD", "c$": "CAD", "ca$": "CAD", "au$": "AUD", "nz$": "NZD", "s$": "SGD", "hk$": "HKD", "r$": "BRL",
    "rupees": "INR", "kč": "CZK", "dollars": "USD", "inr": "INR",
}  # fmt: skip
_CODE = re.compile(r"(?<![A-Za-z-])(?:" + "|".join(sorted(CODES)) + r")(?![A-Za-z-])")
_BRACKETED = re.compile(r"[A-Za-z]*\(([A-Za-z$€£₹ł]{1,3})\)[:.]?")
"""A currency behind the heading of a column: "Amount(RM)"."""
_SIGNED_NUMBER = re.compile(r"[(-]?[A-Za-z$€£.]{1,4}\s?-?\d[\d.,']*\)?|-?\d[\d.,']*\s?[A-Za-z€łč]{1,4}\.?")
_AMERICAN = re.compile(r"\b[A-Z]{2},?\s+\d{5}(?:-\d{4})?\b|\bUSA\b|\bUnited States\b|U\.S\.A")
_DOLLAR_COUNTRIES = (
    ("AUD", re.compile(r"\bABN\b|\bAustralia\b")),
    ("CAD", re.compile(r"\bCanada\b|\bHST\b|\b(?:ON|BC|QC|AB),?\s+[A-Z]\d[A-Z]\s?\d[A-Z]\d\b")),
    ("NZD", re.compile(r"\bNew Zealand\b")),
    ("SGD", re.compile(r"\bSingapore\b")),
    ("HKD", re.compile(r"\bHong Kong\b")),
)


def find_currency(layout: Layout) -> Choice | None:
    """The currency most amounts stand in."""
    counts: Counter[str] = Counter()
    places: dict[str, Spot] = {}
    reasons: dict[str, str] = {}
    dollars: list[Spot] = []
    for row in layout.rows:
        for position, word in enumerate(row.words):
            for code, reason in _codes_in(word.text):
                spot = Spot(row.index, position, position, row.page, word.box, word.text, word.confidence)
                if code == "$":
                    dollars.append(spot)
                    continue
                beside = any(
                    any(c.isdigit() for c in w.text)
                    for w in (*row.words[max(0, position - 1) : position], *row.words[position + 1 : position + 2])
                )
                named = reason == "code" and any(
                    x in row.text.lower() for x in ("currency", "währung", "devise", "moneda", "valuta", "divisa")
                )
                counts[code] += (4 if named else 3 if beside or len(row.words) < 3 else 1) if reason == "code" else 2
                places.setdefault(code, spot)
                reasons.setdefault(
                    code, f"'{word.text}' stands beside amounts" if reason != "code" else f"the code {code} is printed"
                )
    if dollars:
        code, why = _dollar(layout.text)
        counts[code] += 2 * len(dollars)
        places.setdefault(code, dollars[0])
        reasons.setdefault(code, why)
    if not counts:
        return None
    return choose(Option(code, places[code], min(4.0, 0.6 + 0.2 * count), (reasons[code],)) for code, count in counts.items())


def _codes_in(text: str) -> Sequence[tuple[str, str]]:
    found = [(code, "code") for code in _CODE.findall(text)]
    if found:
        return found
    if re.search(r"[A-Za-z]", text) and re.search(r"\d", text) and not _SIGNED_NUMBER.fullmatch(text):
        return ()
    bracketed = _BRACKETED.fullmatch(text)
    text = bracketed.group(1) if bracketed else text
    low = text.lower().strip("().,:;")
    signed = re.sub(r"[\d.,'\-\s]", "", low)
    if signed in _WORDS and (
        signed in ("€", "£", "₹", "zł") or not any(c.isalpha() for c in low if c.isdigit()) or signed != low
    ):
        if signed in ("rs", "rm") and text.strip(".:()") not in ("Rs", "RM") and not _SIGNED_NUMBER.fullmatch(text):
            return ()
        return [(_WORDS[signed], "sign")]
    for sign, code in (("€", "EUR"), ("£", "GBP"), ("₹", "INR")):
        if sign in text:
            return [(code, "sign")]
    return [("$", "sign")] if "$" in text else ()


def _dollar(text: str) -> tuple[str, str]:
    for code, pattern in _DOLLAR_COUNTRIES:
        if pattern.search(text):
            return code, "amounts in $, and the addresses tell which"
    return ("USD", "amounts in $ and an American address") if _AMERICAN.search(text) else ("USD", "amounts in $")


def currency_box(choice: Choice | None) -> Box | None:
    """Where the currency is printed."""
    return choice.option.spot.box if choice is not None and choice.option.spot is not None else None
