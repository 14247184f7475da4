"""Is the day found by its label the document's own? The other dates of the paper confirm it, contradict it, or leave it alone."""

from __future__ import annotations

import re
from dataclasses import replace

from idp.extractors import confidence
from idp.extractors.candidate import Day
from idp.extractors.date import AmbiguousDate, read_date
from idp.extractors.fields import Fields
from idp.extractors.header import OpenDate
from idp.extractors.paper import Paper


def confirm_only_day(found: Fields, own: str) -> None:
    """A date by a mere "Date:" is the document's own where the upper half shows no other."""
    value = found.values.get(own)
    if value is None or value.confidence >= confidence.STRONG:
        return
    first = found.paper.layout.pages[0].index
    taken = {v.box for v in found.values.values()}
    others = [
        d for d in found.paper.candidates.days if d.spot.page == first and d.spot.box.top < 0.5 and d.spot.box not in taken
    ]
    tables = {row for t in found.paper.tables for row in range(t.first, t.last + 1)}
    if all(d.spot.raw == value.raw or d.spot.row in tables for d in others):
        sure = min(0.93, value.confidence + 0.25)
        found.values[own] = replace(value, confidence=sure, reasons=(*value.reasons, "no other date in the upper part"))


def doubt_disorder(found: Fields) -> None:
    """A due date before the document's own is a misreading of one of them: neither is sure."""
    own, due = found.values.get("invoice_date"), found.values.get("due_date")
    if own is not None and due is not None and str(due.value) < str(own.value):
        del found.values["due_date"]
        found.values["invoice_date"] = replace(own, confidence=min(own.confidence, 0.6))


_PLACE = re.compile(r"(?:[A-Z]{1,2}-)?(?:\d{4,6}\s)?[^\W\d_][^\d,:]{1,30}(?:\s\([A-Z]{2}\))?,\s*(?:den|le|li|el|,)?\s*")
_UPPER = 0.4


def take_letter_day(found: Fields, name: str) -> None:
    """Without a label: the day behind the place at the head of a letter, alone on its line ("Verona, 11-11-2022")."""
    paper = found.paper
    places = [d for d in paper.candidates.days if _dates_a_letter(d, paper)]
    if len({d.spot.raw for d in places}) != 1:
        return
    try:
        value = read_date(places[0].printed, paper.habits.order)
    except AmbiguousDate:
        return
    found.put(name, value.isoformat(), places[0].spot, 0.8, ("stands behind the place at the head of the letter",))


def _dates_a_letter(day: Day, paper: Paper) -> bool:
    if day.spot.page != paper.layout.pages[0].index or day.spot.box.top > _UPPER:
        return False
    row = paper.layout.rows[day.spot.row]
    segment = next(s for s in row.segments if s.start <= day.spot.first < s.start + len(s.words))
    before = " ".join(w.text for w in row.words[segment.start : day.spot.first])
    ends = day.spot.last == segment.start + len(segment.words) - 1
    return ends and _PLACE.fullmatch(before + " ") is not None


def take_lone_day(found: Fields, name: str) -> None:
    """Without a label: the only date in the upper part that no other field took; on a till's receipt the only one at all."""
    paper = found.paper
    taken = {f.box for f in found.values.values()}
    upper = [
        d
        for d in paper.candidates.days
        if d.spot.page == paper.layout.pages[0].index and d.spot.box.top < 0.5 and d.spot.box not in taken
    ]
    if not upper and {"total", "paid"} <= {label.name for label in paper.labels}:
        upper = list(paper.candidates.days)  # tills print the day below the sums
    days = {d.spot.raw: d for d in upper}
    if len(days) != 1 or found.open_dates:
        return
    day = upper[0]
    try:
        value = read_date(day.printed, paper.habits.order)
    except AmbiguousDate as error:
        found.open_dates.append(OpenDate(name, day.spot, error.readings))
        return
    found.put(name, value.isoformat(), day.spot, 0.6, ("the only date of the upper part or of the receipt",))
