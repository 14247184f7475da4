"""How does this document write dates, and in which language? Decided once, from what is unambiguous in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from idp.extractors.candidate import Candidates
from idp.extractors.date import Order, order_of
from idp.extractors.language import detect
from idp.extractors.layout import Layout

_DAY_FIRST_LANGUAGES = {"de", "fr", "es", "it", "nl", "pt", "pl", "da", "sv", "no"}
_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|IA|ID|IL|IN|KS|KY|LA|MA|MD|ME|MI|MN|MO|MS|MT|NC|ND|NE|NH|NJ|NM|NV|NY|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|"
    "VA|VT|WA|WI|WV|WY|DC"
)
_AMERICAN = re.compile(rf"\b(?:{_STATES}),?\s+\d{{5}}(?:-\d{{4}})?\b|\bU\.?S\.?A\b\.?|\bUnited States\b")
_AMERICAN_HINT = re.compile(r"\bUSD\b|\bSCAC\b|\bF\.O\.B\.|\bsales tax\b", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"\bUnited Kingdom\b|\bEngland\b|\bLondon\b|\bABN\b|\bGSTIN?\b|\bAustralia\b|\bIndia\b|\bSingapore\b|\bNew Zealand\b|\bIreland\b|"
    r"\bSouth Africa\b|\bMalaysia\b|\bSDN\b|\b(?i:bhd|jalan|selangor|kuala lumpur|johor)\b|\b[A-Z]{1,2}\d{1,2}[A-Z]?\s\d[A-Z]{2}\b"
)
_ELSEWHERE_HINT = re.compile(r"£|€|\bGBP\b|\bEUR\b|\bVAT\b|\bUK\b|\bINR\b|\bAUD\b|\bRM\s?\d|\(RM\)|\bIBAN\b")


@dataclass(frozen=True, slots=True)
class Habits:
    """The language (ISO 639-1, None where unsure), the order of day and month and why it is taken."""

    language: str | None
    order: Order
    why: str


def habits_of(layout: Layout, candidates: Candidates) -> Habits:
    """The habits of a document."""
    language = detect(layout.text)
    order = order_of(day.printed for day in candidates.days)
    if order is not Order.UNKNOWN:
        return Habits(language, order, "another date of the document shows it")
    if language in _DAY_FIRST_LANGUAGES:
        return Habits(language, Order.DAY_FIRST, f"documents in this language ({language}) write the day first")
    for american, elsewhere in ((_AMERICAN, _ELSEWHERE), (_AMERICAN_HINT, _ELSEWHERE_HINT)):
        here, there = bool(american.search(layout.text)), bool(elsewhere.search(layout.text))
        if here != there:
            why = "addresses and terms are American" if here else "country and currency write the day first"
            return Habits(language, Order.MONTH_FIRST if here else Order.DAY_FIRST, why)
    return Habits(language, Order.UNKNOWN, "nothing decides whether day or month comes first")
