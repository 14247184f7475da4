"""Which numbers and dates does the header give? Identifiers and days that stand by their labels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

from idp.domain.document import DocumentType
from idp.domain.page import Word
from idp.extractors.candidate import Candidates, Day, Spot
from idp.extractors.date import AmbiguousDate, find_dates, read_date
from idp.extractors.evidence import Choice, Option, choose
from idp.extractors.habit import Habits
from idp.extractors.identifier_text import TYPE_CODE, read_identifier, shape_of
from idp.extractors.label import Label
from idp.extractors.layout import Row
from idp.extractors.relation import Run, Side, Surroundings, runs_by
from idp.extractors.token import NUMBER, pieces
from idp.extractors.wording.table import load, matches_at

OWN_NUMBER = {
    DocumentType.INVOICE: "invoice_number",
    DocumentType.CREDIT_NOTE: "invoice_number",
    DocumentType.ORDER_CONFIRMATION: "confirmation_number",
    DocumentType.PURCHASE_ORDER: "po_number",
    DocumentType.DELIVERY_NOTE: "delivery_note_number",
    DocumentType.BILL_OF_LADING: "bol_number",
    DocumentType.PROOF_OF_DELIVERY: "reference",
}
OWN_DATE = {
    DocumentType.INVOICE: "invoice_date",
    DocumentType.CREDIT_NOTE: "invoice_date",
    DocumentType.RECEIPT: "invoice_date",
    DocumentType.ORDER_CONFIRMATION: "confirmation_date",
    DocumentType.PURCHASE_ORDER: "order_date",
    DocumentType.DELIVERY_NOTE: "delivery_date",
    DocumentType.BILL_OF_LADING: "ship_date",
    DocumentType.PROOF_OF_DELIVERY: "delivered_date",
}
_NUMBER_LABELS = frozenset({"invoice_number", "confirmation_number", "delivery_note_number", "po_number", "bol_number"})
_TITLED = frozenset({"invoice_number", "confirmation_number", "delivery_note_number", "bol_number"})
"""Labels whose wordings include the title of the paper alone."""
_NAMING = _NUMBER_LABELS | {"customer_number", "original_number", "pro_number", "statement_no"}
"""Labels of identifiers that are one thing and no other."""
_PLAIN_DECIDES = 0.5
_ALONE_BELOW = 0.85
"""Closeness of a date that is all there is below a plain label, however far a hand wrote it from the label's edge."""
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class OpenDate:
    """A date by the label of a field whose order of day and month nothing decides."""

    field: str
    spot: Spot
    readings: tuple[date, date]


def identifier_by_label(names: Sequence[str], labels: Iterable[Label], around: Surroundings) -> Choice | None:
    """The identifier that stands by a label with one of `names` and is not what a better placed label of another kind names."""
    listed = tuple(labels)
    claims = _claims(names, listed, around)

    def options(*, weak: bool) -> Iterator[Option]:
        for label in listed:
            if label.name in names and label.weak is weak:
                for option in identifier_options(label, around):
                    claim = claims.get((option.spot.row, option.spot.first), 0.0) if option.spot is not None else 0.0
                    if option.points > 0.8 * claim:
                        yield option

    plain, others = list(options(weak=False)), list(options(weak=True))
    if any(option.points >= _PLAIN_DECIDES for option in plain):
        said = {option.value for option in plain}  # a wording that may mean anything supports, however often it stands
        others = [option for option in others if option.value in said]
    return choose([*plain, *others])


_TOP = 0.3


def lone_number(labels: Iterable[Label], around: Surroundings) -> Choice | None:
    """The number by a mere "No." at the top of the first page, which is the paper's own where nothing else names one."""
    first = around.layout.pages[0].index if around.layout.pages else 0
    top = [label for label in labels if label.weak and label.length == 1 and label.page == first and label.box.top < _TOP]
    bare = [label for label in top if label.name == "invoice_number" and _fills_or_begins(label, around)]
    return choose(
        option for label in bare for option in identifier_options(label, around) if shape_of(str(option.value)) == 1.0
    )


def _fills_or_begins(label: Label, around: Surroundings) -> bool:
    return any(segment.start == label.first for segment in around.layout.rows[label.row].segments)


def _claims(names: Sequence[str], labels: Iterable[Label], around: Surroundings) -> dict[tuple[int, int], float]:
    """By row and word of an identifier the points of the best plain label of another kind that names it."""
    best: dict[tuple[int, int], float] = {}
    for label in labels:
        if label.name in _NAMING and label.name not in names and not label.weak:
            for option in identifier_options(label, around):
                if option.spot is not None:
                    place = (option.spot.row, option.spot.first)
                    best[place] = max(best.get(place, 0.0), option.points)
    return best


def identifier_options(label: Label, around: Surroundings) -> list[Option]:
    """Readings of the identifier right of or below the label."""
    found = []
    for run in runs_by(label, around):
        read = read_identifier(run)
        if read is None:
            continue
        value, spot = read
        if len(value) < 2:
            continue
        title = label.name in _TITLED and _is_title(label, around)
        strength = _title_strength(label, run, spot) if title else label_strength(label, around)
        points = strength * run.closeness * shape_of(value) * whole_label(label, around)
        found.append(Option(value, spot, points, (f"stands {run.side.value} '{label.text}'",)))
        if run.side is Side.RIGHT and (points > 0.45 or spot.first == label.last + 1):
            break
    return found


def listed_identifiers(label: Label, around: Surroundings) -> Iterator[Option]:
    """The identifiers by the label: several where they are set apart by commas."""
    for whole in identifier_options(label, around):
        *others, option = _parted(whole)
        yield from others
        yield option
        if option.spot is None:
            continue
        words = around.layout.rows[option.spot.row].words[option.spot.last : option.spot.last + 8]
        for place, (before, word) in enumerate(pairwise(words), 1):
            if word.text in _BETWEEN:
                continue
            listed = before.text.endswith((",", ";")) or before.text in _BETWEEN or _are_alike(before, word)
            if not listed or not any(c.isdigit() for c in word.text) or find_dates(word.text):
                break
            text = word.text.strip(",;.")
            spot = Spot(
                option.spot.row,
                option.spot.last + place,
                option.spot.last + place,
                option.spot.page,
                word.box,
                text,
                word.confidence,
            )
            yield Option(text, spot, option.points, option.reasons)


def _parted(option: Option) -> list[Option]:
    """The numbers that a stroke set apart joins, each long enough to be an order: "3349433 / PO932940"."""
    words = str(option.value).split(" ")
    parts = words[::2]
    strokes = all(word in _BETWEEN for word in words[1::2])
    whole = option.spot is not None and option.spot.last - option.spot.first + 1 == len(words)
    if len(parts) < 2 or not strokes or not whole or any(sum(map(str.isdigit, part)) < _LEAST_DIGITS + 1 for part in parts):
        return [option]
    return [replace(option, value=part, spot=_part_of(option.spot, 2 * at, part)) for at, part in enumerate(parts)]


def _part_of(spot: Spot | None, offset: int, text: str) -> Spot | None:
    return None if spot is None else replace(spot, first=spot.first + offset, last=spot.first + offset, raw=text)


_BETWEEN = frozenset({"/", "+", "&", "·", "|", ";", ","})
_LEAST_DIGITS = 4


def _are_alike(before: Word, word: Word) -> bool:
    """Two numbers that follow each other at a blank's distance, long enough to be orders: "PO435632 712039"."""
    near = word.box.left - before.box.right < 1.2 * max(before.box.height, word.box.height)
    coded = (
        _ORDER.fullmatch(one.text) is not None and sum(map(str.isdigit, one.text)) >= _LEAST_DIGITS for one in (before, word)
    )
    return near and all(coded)


_ORDER = re.compile(r"[A-Z]{0,4}[-/]?\d[\d/.-]*")


def _is_title(label: Label, around: Surroundings) -> bool:
    """Whether the label is the name of a paper ("Invoice") and not of its number ("Rechnungsnummer", "Commercial invoice no.")."""
    following = around.layout.rows[label.row].words[label.last + 1 : label.last + 3]
    named = next((word for word in following if not TYPE_CODE.fullmatch(word.text)), None)
    numbered = named is not None and pieces(named.text)[:1] == (NUMBER,)
    return label.length == 1 and not numbered and _title_length(pieces(label.text)) == len(pieces(label.text))


def _title_length(tokens: Sequence[str]) -> int:
    """How many of the tokens, from the first, are the title of a paper; 0 for none."""
    longest = next(matches_at(load("kind"), tokens, 0), ()) if tokens else ()
    return len(longest[0].tokens) if longest else 0


def _title_strength(label: Label, run: Run, spot: Spot) -> float:
    """A lone title ("Invoice") has its number beside it; what stands below is usually something else."""
    if run.side is not Side.RIGHT:
        return 0.24
    return 0.95 if label.colon else 0.9 if _ends_title(label, run.row, spot) else 0.6


def _ends_title(label: Label, row: Row, spot: Spot) -> bool:
    """Whether the row's segment says nothing but the title and this number: "Facture de vente FC2610-0772"."""
    segment = next(s for s in row.segments if s.start <= label.first < s.start + len(s.words))
    if label.first != segment.start or spot.last != segment.start + len(segment.words) - 1:
        return False
    before = [piece for word in row.words[label.first : spot.first] for piece in pieces(word.text)]
    digits = sum(c.isdigit() for c in spot.raw)
    return not set(before[_title_length(before) :]) - {NUMBER} and digits >= 3 and not _YEAR.fullmatch(spot.raw)


def label_strength(label: Label, around: Surroundings) -> float:
    """0–1: how surely the wording means this field. A short word counts in full where it fills its cell or ends with a colon."""
    if label.weak:
        return 0.4
    return 1.0 if label.length > 1 or len(label.text) > 8 or label.colon or _fills_its_cell(label, around) else 0.8


def _fills_its_cell(label: Label, around: Surroundings) -> bool:
    segments = around.layout.rows[label.row].segments
    return any(s.start == label.first and s.start + len(s.words) - 1 == label.last for s in segments)


def whole_label(label: Label, around: Surroundings) -> float:
    """1 for a label that stands alone, less where its wording is only part of a longer one ("Invoice no. of origin:")."""
    words = around.layout.rows[label.row].words
    segment = next(s for s in around.layout.rows[label.row].segments if s.start <= label.first < s.start + len(s.words))
    weight = 1.0
    if label.first > segment.start and words[label.first - 1].text.isalpha() and not label.weak:
        weight *= 0.7 if words[label.last].text.endswith(":") else 0.35
    if not words[label.last].text.endswith(":"):
        following = words[label.last + 1 : min(label.last + 4, segment.start + len(segment.words))]
        colon = next((i for i, w in enumerate(following) if w.text.endswith(":")), None)
        named = following[: colon + 1] if colon is not None else ()
        if any(sum(c.isalpha() for c in w.text) > 2 for w in named):
            weight *= 0.2
    return weight


def date_by_label(
    names: Sequence[str],
    labels: Iterable[Label],
    around: Surroundings,
    candidates: Candidates,
    habits: Habits,
    *,
    field: str,
) -> tuple[Choice | None, list[OpenDate]]:
    """The day of `field` by a label with one of `names`, and the dates there that stay open."""
    by_row: dict[int, list[Day]] = {}
    for day in candidates.days:
        by_row.setdefault(day.spot.row, []).append(day)
    options: list[Option] = []
    undecided: list[OpenDate] = []
    for label in labels:
        if label.name not in names:
            continue
        beside = label.weak and _beside_its_number(label, around, field)
        if label.weak and len(label.text) <= 3 and not beside:
            continue
        for run in runs_by(label, around):
            found = _first_day(run, by_row, plain=not label.weak)
            if found is None and run.side is Side.BELOW and run.text.endswith(":"):
                break  # what follows belongs to this key
            if found is None:
                continue
            # "payable net until 4 April" stands in a sentence as a rule; other labels stand alone.
            whole = 1.0 if label.name == "due_date" and label.length > 1 else whole_label(label, around)
            strength = 0.9 if beside else label_strength(label, around) * whole
            alone = strength == 1.0 and run.side is Side.BELOW and _is_all(found, run)
            points = strength * (max(run.closeness, _ALONE_BELOW) if alone else run.closeness)
            try:
                value = read_date(found.printed, habits.order)
            except AmbiguousDate as error:
                undecided.append(OpenDate(field, found.spot, error.readings))
                break
            options.append(Option(value.isoformat(), found.spot, points, _date_reasons(label, run, found, habits)))
            break
    return choose(options), undecided


def _is_all(day: Day, run: Run) -> bool:
    return day.spot.first == run.first and day.spot.last == run.last


_NUMBER_OF = {date_field: OWN_NUMBER[kind] for kind, date_field in OWN_DATE.items() if kind in OWN_NUMBER}


def _beside_its_number(label: Label, around: Surroundings, field: str) -> bool:
    """ "vom", "du" and the like name a paper's date only behind its number: "Rechnung 4711 vom 5. März 2026".

    "Rechnung zu Ihrer Bestellung 4711 vom 5. März" gives the date of another paper.
    """
    before = [
        o for o in around.labels_of_row.get(label.row, ()) if o.name in _NUMBER_LABELS and not o.weak and o.last < label.first
    ]
    nearest = max(before, key=lambda o: o.last, default=None)
    if nearest is None or not any(c.isdigit() for c in around.layout.rows[label.row].words[label.first - 1].text):
        return False
    return nearest.name != "po_number" or _NUMBER_OF.get(field) == "po_number"


def _date_reasons(label: Label, run: Run, day: Day, habits: Habits) -> tuple[str, ...]:
    place = f"stands {run.side.value} '{label.text}'"
    if day.printed.decided or day.printed.first > 12 or day.printed.second > 12:
        return (place,)
    return (place, f"{habits.order.value}: {habits.why}")


def _first_day(run: Run, by_row: dict[int, list[Day]], *, plain: bool) -> Day | None:
    """The first date of the run, with at most a few words before it, or the rest of a plain label up to its colon."""
    inside = [day for day in by_row.get(run.row.index, ()) if run.first <= day.spot.first <= run.last]
    if run.side is Side.BELOW:
        others = run.last - run.first + 1 - (inside[0].spot.last - inside[0].spot.first + 1) if inside else 0
        return inside[0] if inside and others <= 3 else None
    for day in inside:
        words = run.row.words[run.first : day.spot.first]
        if len(words) <= 3 or (plain and words[-1].text.endswith(":") and not any(w.text.endswith(":") for w in words[:-1])):
            return day
    return None
