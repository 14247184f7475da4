"""How does this document write dates, and in which language? Decided once, from what is unambiguous in it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from idp.extractors.candidate import Candidates
from idp.extractors.date import Order, order_of
from idp.extractors.language import detect
from idp.extractors.layout import Layout

_DAY_FIRST_LANGUAGES = {"de", "fr", "es", "it", "nl", "pt", "pl"}
_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|IA|ID|IL|IN|KS|KY|LA|MA|MD|ME|MI|MN|MO|MS|MT|NC|ND|NE|NH|NJ|NM|NV|NY|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|"
    "VA|VT|WA|WI|WV|WY|DC"
)
_AMERICAN = re.compile(
    rf"\b(?:{_STATES}),?\s+\d{{5}}(?:-\d{{4}})?\b|\bU\.?S\.?A\b\.?|\bUnited States\b|\bUSD\b|\bSCAC\b|\bF\.O\.B\."
)
_ELSEWHERE = re.compile(
    r"£|\bGBP\b|\bUnited Kingdom\b|\bEngland\b|\bLondon\b|\bABN\b|\bGSTIN?\b|\bAustralia\b|\bIndia\b|\bSingapore\b|\bRM\s?\d|\bVAT\b|€|\bEUR\b|"
    r"\b[A-Z]{1,2}\d{1,2}[A-Z]?\s\d[A-Z]{2}\b|\bNew Zealand\b|\bSouth Africa\b|\bIreland\b|\bMalaysia\b|\bSDN\b|\bUK\b|\bINR\b|\bAUD\b"
)


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
    american, elsewhere = bool(_AMERICAN.search(layout.text)), bool(_ELSEWHERE.search(layout.text))
    if american and not elsewhere:
        return Habits(language, Order.MONTH_FIRST, "the addresses are American")
    if elsewhere and not american:
        return Habits(language, Order.DAY_FIRST, "country and currency write the day first")
    return Habits(language, Order.UNKNOWN, "nothing decides whether day or month comes first")
