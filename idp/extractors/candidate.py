"""What on the pages could be a value? Amounts, dates, identifiers, accounts and tax numbers, each with its place, before any choice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from idp.domain.geometry import Box
from idp.domain.page import Word
from idp.extractors import identifier
from idp.extractors.date import PrintedDate, find_dates
from idp.extractors.layout import Layout, Segment
from idp.extractors.number import CURRENCY_SIGNS, NUMBER, AmbiguousNumber, Decimals, decimals_of, read_number


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a page: the words `first` to `last` of a row, their box and text as printed."""

    row: int
    first: int
    last: int
    page: int
    box: Box
    raw: str
    ocr: float | None = None
    """The lowest confidence of the words, None for native text."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number. `value` None: two readings. `decimals` are the printed ones; `marked`: a currency stands beside it."""

    spot: Spot
    value: Decimal | None
    decimals: int
    marked: bool
    percent: bool
    readings: tuple[Decimal, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """A date as printed; which day it is depends on the document's order of day and month."""

    spot: Spot
    printed: PrintedDate


@dataclass(frozen=True, slots=True)
class Code:
    """An identifier such as an IBAN, VAT number, e-mail address or domain. `checked`: its check digits are right."""

    spot: Spot
    kind: str
    value: str
    checked: bool


@dataclass(frozen=True, slots=True)
class Candidates:
    """All candidates of a document and the habits they show."""

    amounts: tuple[Amount, ...]
    days: tuple[Day, ...]
    codes: tuple[Code, ...]
    decimals: Decimals
    decimals_seen: tuple[str, ...]


_IBAN = re.compile(r"(?<![A-Za-z0-9])([A-Z]{2}\s?\d{2}(?:[\s]?[A-Z0-9]{2,4}){2,8}(?:[\s]?[A-Z0-9]{1,4})?)(?![A-Za-z0-9])")
_VAT = re.compile(
    r"(?<![A-Za-z0-9])((?:CHE|AT|BE|BG|CY|CZ|DE|DK|EE|EL|GR|ES|FI|FR|GB|XI|HR|HU|IE|IT|LT|LU|LV|MT|NL|PL|PT|RO|SE|SI|SK|NO)"
    r"[\s.-]?[A-Z0-9]{1,4}(?:[\s.-]?[A-Z0-9]{1,9}){0,5})(?![A-Za-z0-9])"
)
_CURRENCY_AFTER = re.compile(r"(?:EUR|USD|GBP|CHF|PLN|SEK|NOK|DKK|zł|kr|euros?|Eur|INR|RM|AUD|CAD)\b|[€Ä]")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_WEB = re.compile(
    r"(?<![@\w])(?:https?://)?(?:www\.)?([\w-]+\.(?:com|net|org|de|fr|es|it|nl|eu|at|ch|be|co\.uk|uk|io|biz|info|pl|pt|us|ca|com\.au))(?![\w.])"
)


def find_candidates(layout: Layout) -> Candidates:
    """Every candidate of the layout, in reading order."""
    segments = [segment for row in layout.rows for segment in row.segments]
    days = tuple(Day(_spot(segment, d.begin, d.end), d) for segment in segments for d in find_dates(segment.text))
    codes = tuple(code for segment in segments for code in _codes(segment))
    taken = _taken(days, codes)
    texts = [(segment, match) for segment in segments for match in _number_matches(segment, taken)]
    habit = decimals_of(
        [match.group() for segment, match in texts if _can_show_decimals(segment, match)],
        [match.group() for segment, match in texts if _is_marked(segment, match)],
    )
    amounts = tuple(_amount(segment, match, habit.decimals) for segment, match in texts)
    return Candidates(tuple(a for a in amounts if a is not None), days, codes, habit.decimals, habit.examples)


def _spot(segment: Segment, begin: int, end: int) -> Spot:
    words = segment.words_between(begin, end)
    first = segment.position(begin)
    return Spot(
        row=segment.row,
        first=first,
        last=first + len(words) - 1,
        page=segment.page,
        box=Box.around(w.box for w in words),
        raw=segment.text[begin:end].strip(),
        ocr=lowest(words),
    )


def lowest(words: tuple[Word, ...]) -> float | None:
    """The lowest OCR confidence among the words; None for native text."""
    known = [w.confidence for w in words if w.confidence is not None]
    return min(known) if known else None


def _taken(days: tuple[Day, ...], codes: tuple[Code, ...]) -> dict[int, list[tuple[int, int]]]:
    """Word spans per row that are dates or codes and so no amounts."""
    spans: dict[int, list[tuple[int, int]]] = {}
    for spot in (*(day.spot for day in days), *(code.spot for code in codes)):
        spans.setdefault(spot.row, []).append((spot.first, spot.last))
    return spans


_GLUED = re.compile(r"\b(?:RM|Rs\.?|EUR|USD|GBP|CHF|INR|AUD|CAD|SGD|SEK|NOK|DKK|PLN|ZAR)(?=\d)")
"""A currency set right before its amount: "RM31.60", "EUR1,200.00"."""
_TORN = re.compile(r"(?:(?<=RM)|(?<=[€$£₹]))\d{1,3}(?:,\d{3})*[.,] \d{2}(?![\d.,])")
"""An amount that an engine tears at its decimal sign: "RM43. 40"."""


def _number_matches(segment: Segment, taken: dict[int, list[tuple[int, int]]]) -> Iterator[re.Match[str]]:
    torn = list(_TORN.finditer(segment.text)) if lowest(segment.words) is not None else []
    yield from torn
    for match in _whole_numbers(segment, taken):
        if not any(t.start() < match.end() and match.start() < t.end() for t in torn):
            yield match


def _whole_numbers(segment: Segment, taken: dict[int, list[tuple[int, int]]]) -> Iterator[re.Match[str]]:
    spans = taken.get(segment.row, ())
    text = _GLUED.sub(lambda glued: " " * len(glued.group()), segment.text)
    for match in NUMBER.finditer(text):
        place = segment.position(match.start() + len(match.group()) - len(match.group().lstrip()))
        if any(first <= place <= last for first, last in spans):
            continue
        after = segment.text[match.end() : match.end() + 1]
        if after.isalpha() and not _CURRENCY_AFTER.match(segment.text[match.end() :]):
            continue  # 15g, 24x7: part of a word
        if after in ("/", ":") and segment.text[match.end() + 1 : match.end() + 2].isdigit():
            continue
        begin = match.start() + len(match.group()) - len(match.group().lstrip())
        before = text[max(0, begin - 1) : begin]
        if re.search(r"\d[.,]$", text[:begin]):
            continue  # the decimals of a number that a letter touches
        if before in ("/", ":", "_", "@", "#", "&") or (before.isalpha() and before not in CURRENCY_SIGNS + "€Ä"):
            continue
        yield match


def _can_show_decimals(segment: Segment, match: re.Match[str]) -> bool:
    """Amounts show the habit; long serial numbers and version numbers do not."""
    return len(match.group().strip()) <= 16 and "%" not in segment.text[match.end() : match.end() + 2]


_CURRENCY_BESIDE = re.compile(r"[€$£¥₹]|\b(?:EUR|USD|GBP|CHF|RM|INR|AUD|CAD|kr|Rs|EURO|SEK|NOK|DKK|PLN|ZAR)\b")


def _is_marked(segment: Segment, match: re.Match[str]) -> bool:
    """Whether a currency stands beside the number."""
    beside = segment.text[max(0, match.start() - 4) : match.start() + 1] + "|" + segment.text[match.end() : match.end() + 5]
    return bool(_CURRENCY_BESIDE.search(beside) or _GLUED.search(beside))


def _amount(segment: Segment, match: re.Match[str], decimals: Decimals) -> Amount | None:
    spot = _spot(segment, match.start() + len(match.group()) - len(match.group().lstrip()), match.end())
    text = re.sub(r"(?<=\d[.,]) ", "", match.group())
    trailing_minus = bool(re.match(r"-(?!\w)", segment.text[match.end() :]))
    percent = bool(re.match(r"\s?%", segment.text[match.end() :]))
    marked = _is_marked(segment, match)
    try:
        value = read_number(text + ("-" if trailing_minus else ""), decimals)
    except AmbiguousNumber as error:
        return Amount(spot, None, 0, marked, percent, error.readings)
    if value is None:
        return None
    if _closed_minus(segment.text, match.start()):
        value = -abs(value)
    exponent = value.as_tuple().exponent
    return Amount(spot, value, -exponent if isinstance(exponent, int) else 0, marked, percent)


def _closed_minus(text: str, begin: int) -> bool:
    """A minus before the currency sign: -$1,840.63, - € 12,00."""
    return bool(re.search(r"(?:^|\s)[-–−]\s?[€$£]\s?$", text[:begin]))


def _codes(segment: Segment) -> Iterator[Code]:
    for match in _EMAIL.finditer(segment.text):
        yield Code(_spot(segment, match.start(), match.end()), "email", match.group().strip("."), checked=True)
    for match in _WEB.finditer(segment.text):
        yield Code(_spot(segment, match.start(), match.end()), "web", match.group(1), checked=True)
    ibans: list[tuple[int, int]] = []
    for match in _IBAN.finditer(segment.text):
        code = _iban(segment, match)
        if code is not None:
            ibans.append((match.start(), match.end()))
            yield code
    for match in _VAT.finditer(segment.text):
        if not any(begin <= match.start() < end for begin, end in ibans):
            code = _vat(segment, match)
            if code is not None:
                yield code


def _iban(segment: Segment, match: re.Match[str]) -> Code | None:
    """An account: the longest beginning of the match that passes, else what stands behind the word IBAN, cut to its country's length."""
    text = match.group(1)
    ends = [m.start() for m in re.finditer(r"\s|$", text)]
    for end in reversed(ends):
        compact = identifier.compact(text[:end])
        if 15 <= len(compact) <= 34 and identifier.is_iban(compact):
            return Code(_spot(segment, match.start(), match.start() + end), "iban", compact, checked=True)
    cut = next((end for end in ends if len(identifier.compact(text[:end])) == identifier.iban_length(text)), len(text))
    compact = identifier.compact(text[:cut])
    named = re.search(r"\bI\.?BAN\b", segment.text[: match.start()])
    if named and 14 <= len(compact) <= 34 and sum(c.isdigit() for c in compact) >= 10:
        return Code(_spot(segment, match.start(), match.start() + cut), "iban", compact, checked=False)
    return None


def _vat(segment: Segment, match: re.Match[str]) -> Code | None:
    text = match.group(1)
    ends = [m.start() for m in re.finditer(r"[\s]|$", text)]
    for end in reversed(ends):
        if len(identifier.compact(text[:end])) >= 8 and identifier.is_vat(text[:end]):
            return Code(_spot(segment, match.start(), match.start() + end), "vat", text[:end].strip(), checked=True)
    for end in reversed(ends):
        compact = identifier.compact(text[:end])
        if 9 <= len(compact) <= 15 and sum(c.isdigit() for c in compact) >= 7:
            return Code(_spot(segment, match.start(), match.start() + end), "vat", text[:end].strip(), checked=False)
    return None
