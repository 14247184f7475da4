"""Which readings does the layout model offer for a field? The spans that it thinks most likely, in the canonical form of the field."""

from __future__ import annotations

import re
from collections.abc import Iterator

from idp.domain.document import FIELD_KINDS, Extracted, Kind, Value
from idp.domain.page import Page
from idp.extractors.calibration.opinion import label_of
from idp.extractors.date import AmbiguousDate, find_dates, read_date
from idp.extractors.identifier import compact, is_iban, is_vat
from idp.extractors.number import NUMBER, AmbiguousNumber, read_number
from idp.extractors.paper import Paper
from idp.extractors.tags import Span, Tags, best_spans

_LEAST = 0.3
_LIST_LEAST = 0.5
_SPANS = 2
_OFFERED = frozenset({Kind.TEXT, Kind.IDENTIFIER, Kind.IDENTIFIERS, Kind.AMOUNT, Kind.QUANTITY, Kind.DATE})


def proposals(paper: Paper, name: str, tags: Tags | None) -> tuple[Extracted, ...]:
    """At most two readings a page, best first, with the model's own probability as confidence. None for fields that are no text."""
    kind = FIELD_KINDS.get(name, Kind.TEXT)
    if tags is None or kind not in _OFFERED:
        return ()
    if kind is Kind.IDENTIFIERS:
        return tuple(_list(paper, name, tags))
    found = (
        _proposal(paper, name, kind, page, span) for page, span in _spans(paper, name, tags, _SPANS) if span.score >= _LEAST
    )
    return tuple(sorted((f for f in found if f is not None), key=lambda f: -f.confidence))


def _spans(paper: Paper, name: str, tags: Tags, count: int) -> Iterator[tuple[Page, Span]]:
    for page in paper.layout.pages:
        if page.index in tags.pages:
            for span in best_spans(tags.pages[page.index], label_of(name), count=count):
                yield page, span


def _proposal(paper: Paper, name: str, kind: Kind, page: Page, span: Span) -> Extracted | None:
    value = _canonical(paper, name, kind, span.text)
    if value is None:
        return None
    return Extracted(
        value, span.text, round(min(1.0, span.score), 4), page=page.index, box=span.box, source=page.engine,
        reasons=(f"looks like the {name.replace('_', ' ')} by its place and wording",),
    )  # fmt: skip


def _list(paper: Paper, name: str, tags: Tags) -> Iterator[Extracted]:
    """All likely members of a list field as one reading."""
    members: dict[str, tuple[Page, Span]] = {}
    for page, span in _spans(paper, name, tags, 12):
        value = _identifier(name, span.text)
        if span.score >= _LIST_LEAST and value is not None:
            members.setdefault(value, (page, span))
    if not members:
        return
    ordered = sorted(members.items(), key=lambda m: (m[1][0].index, m[1][1].box.top, m[1][1].box.left))
    spans = [span for _, (_, span) in ordered]
    first = ordered[0][1][0]
    yield Extracted(
        tuple(value for value, _ in ordered), ", ".join(span.text for span in spans), round(min(s.score for s in spans), 4),
        page=first.index, boxes=tuple(span.box for span in spans), source=first.engine,
        reasons=(f"look like the {name.replace('_', ' ')} by their places",),
    )  # fmt: skip


def _canonical(paper: Paper, name: str, kind: Kind, text: str) -> Value | None:
    if kind is Kind.DATE:
        return _day(paper, text)
    if kind in (Kind.AMOUNT, Kind.QUANTITY):
        return _number(paper, text)
    if kind is Kind.IDENTIFIER:
        return _identifier(name, text)
    plain = text.strip(" ,;:|-")
    return plain if sum(c.isalpha() for c in plain) >= 2 else None


def _day(paper: Paper, text: str) -> str | None:
    dates = find_dates(text)
    if len(dates) != 1:
        return None
    try:
        day = read_date(dates[0], paper.habits.order)
    except AmbiguousDate:
        return None
    return None if day is None else day.isoformat()


def _number(paper: Paper, text: str) -> str | None:
    matches = list(NUMBER.finditer(text))
    if len(matches) != 1:
        return None
    try:
        value = read_number(matches[0].group(), paper.candidates.decimals)
    except AmbiguousNumber:
        return None
    return None if value is None else f"{value:f}"


def _identifier(name: str, text: str) -> str | None:
    plain = re.sub(r"^[#:№\s]+|[,;:.\s]+$", "", text)
    if name == "supplier_iban":
        return compact(plain) if is_iban(plain) else None
    if name == "supplier_vat":
        return plain if is_vat(plain) or sum(c.isdigit() for c in plain) >= 7 else None
    return plain if any(c.isdigit() for c in plain) or name == "scac" else None
