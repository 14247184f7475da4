"""Is the day found by its label the document's own? The other dates of the paper confirm it, contradict it, or leave it alone."""

from __future__ import annotations

from dataclasses import replace

from idp.extractors import confidence
from idp.extractors.date import AmbiguousDate, read_date
from idp.extractors.fields import Fields
from idp.extractors.header import OpenDate


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
