"""Which day does a printed date mean? One reading, given the document's order of day and month, or AmbiguousDate: never a guess."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from idp.extractors.token import fold


class Order(StrEnum):
    """Whether numeric dates begin with the day or the month; UNKNOWN while nothing decides."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    UNKNOWN = "unknown"


class AmbiguousDate(ValueError):
    """The text has two readings as a day."""

    def __init__(self, text: str, readings: tuple[date, date]) -> None:
        super().__init__(f"{text!r} may be {readings[0]} or {readings[1]}")
        self.readings = readings


_MONTH_WORDS = {
    1: "january jan januar janner jaenner janvier janv enero ene gennaio gen januari janeiro styczen stycznia sty",
    2: "february feb februar fevrier fevr fev febrero febbraio februari febr fevereiro luty lutego lut",
    3: "march mar marz maerz mrz mars marzo maart mrt marco marts marzec marca",
    4: "april apr avril avr abril abr aprile kwiecien kwietnia kwi",
    5: "may mai mayo maggio mag mei maio maj maja",
    6: "june jun juni juin junio giugno giu junho czerwiec czerwca cze",
    7: "july jul juli juillet juil julio luglio lug julho lipiec lipca lip",
    8: "august aug aout agosto ago augustus augusti sierpien sierpnia sie",
    9: "september sep sept septembre septiembre settembre set setembro wrzesien wrzesnia wrz",
    10: "october oct oktober okt octobre octubre ottobre ott outubro out pazdziernik pazdziernika paz",
    11: "november nov novembre noviembre novembro listopad listopada lis",
    12: "december dec dezember dez decembre diciembre dic dicembre dezembro grudzien grudnia gru",
}
MONTHS: Mapping[str, int] = MappingProxyType({word: month for month, words in _MONTH_WORDS.items() for word in words.split()})

_NAME = r"(?P<{0}>[A-Za-zÀ-ž]{{3,12}})"
_DAY = r"(?P<day>\d{1,2})"
_YEAR = r"(?P<year>\d{4}|'?\d{2})"
_ISO = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<sign>[-./])(?P<month>\d{1,2})(?P=sign)(?P<day>\d{1,2})(?!\d)")
_NUMERIC = re.compile(
    r"(?<![\d.,/-])(?P<one>\d{1,2})\s?(?P<sign>[./-])\s?(?P<two>\d{1,2})\s?(?P=sign)\s?(?P<year>\d{4}|\d{2})(?![\d/])(?!\.\d)"
)
_DAY_NAME = re.compile(
    rf"(?<!\d){_DAY}(?:st|nd|rd|th|er|º|°|\.)?[\s-]*(?:de\s+|of\s+)?(?P<name>[A-Za-zÀ-ž]{{3,12}})\.?,?[\s-]*(?:de\s+|del\s+)?{_YEAR}(?!\d)"
)
_NAME_DAY = re.compile(
    rf"(?<![A-Za-zÀ-ž])(?P<name>[A-Za-zÀ-ž]{{3,12}})\.?[\s-]*{_DAY}(?:st|nd|rd|th)?(?:,\s*|[\s-]+){_YEAR}(?!\d)"
)
_FORMS = (_ISO, _NUMERIC, _DAY_NAME, _NAME_DAY)


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date in a text: where it stands and its parts; `first` and `second` are the numbers whose order may be open."""

    begin: int
    end: int
    text: str
    year: int
    first: int
    second: int
    decided: bool  # first is the day, second the month, whatever the document's habit

    @property
    def tells(self) -> Order:
        """The order that this date alone proves."""
        if self.decided or self.first == self.second:
            return Order.UNKNOWN
        if self.first > 12 >= self.second:
            return Order.DAY_FIRST
        return Order.MONTH_FIRST if self.second > 12 >= self.first else Order.UNKNOWN


def find_dates(text: str) -> list[PrintedDate]:
    """All dates in the text that can be days of the calendar, from left to right, none within another."""
    found: list[PrintedDate] = []
    for form in _FORMS:
        for match in form.finditer(text):
            printed = _parts(match)
            if printed is not None and not any(printed.begin < f.end and f.begin < printed.end for f in found):
                found.append(printed)
    return sorted(found, key=lambda printed: printed.begin)


def read_date(printed: PrintedDate, order: Order) -> date:
    """The day. Raises AmbiguousDate where neither the date itself nor `order` decides."""
    day_first, month_first = (
        _day(printed.year, printed.second, printed.first),
        _day(printed.year, printed.first, printed.second),
    )
    if printed.decided or month_first is None or day_first == month_first:
        return _sure(day_first)
    if day_first is None:
        return month_first
    if order is Order.UNKNOWN:
        raise AmbiguousDate(printed.text, (day_first, month_first))
    return day_first if order is Order.DAY_FIRST else month_first


def order_of(dates: Iterable[PrintedDate]) -> Order:
    """The order that the unambiguous dates prove; UNKNOWN where there are none or they contradict each other."""
    proved = {printed.tells for printed in dates} - {Order.UNKNOWN}
    return proved.pop() if len(proved) == 1 else Order.UNKNOWN


def _parts(match: re.Match[str]) -> PrintedDate | None:
    groups = match.groupdict()
    year = _year(groups["year"])
    if "one" in groups:
        first, second = int(groups["one"]), int(groups["two"])
        # A point between the parts is written day first wherever it is used.
        decided = groups["sign"] == "." or (first > 12 and second > 12)
    else:
        first = int(groups["day"])
        second = int(groups["month"]) if "month" in groups else MONTHS.get(fold(groups["name"]), 0)
        decided = True
    if not 1990 <= year <= 2100 and "month" not in groups and len(groups["year"]) < 4:
        return None
    if _day(year, second, first) is None and (decided or _day(year, first, second) is None):
        return None
    return PrintedDate(match.start(), match.end(), match.group(), year, first, second, decided)


def _year(text: str) -> int:
    digits = text.lstrip("'")
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _sure(day: date | None) -> date:
    assert day is not None, "find_dates lets only days of the calendar through"  # noqa: S101 - states the invariant
    return day
