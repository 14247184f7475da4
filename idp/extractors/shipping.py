"""Which fields do bills of lading and proofs of delivery have? Parties, numbers, containers, seals and weights."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from idp.domain.document import FIELDS_OF, DocumentType, Extracted
from idp.domain.geometry import Box
from idp.extractors import confidence, identifier
from idp.extractors.candidate import Amount, Spot, lowest
from idp.extractors.day import confirm_only_day
from idp.extractors.evidence import Option, choose
from idp.extractors.fields import Fields
from idp.extractors.handover import read_handover
from idp.extractors.header import OWN_DATE, OpenDate, date_by_label, identifier_by_label, identifier_options
from idp.extractors.label import Label
from idp.extractors.paper import Paper
from idp.extractors.party import find_parties, party_by_label
from idp.extractors.relation import Run, below, right_of
from idp.extractors.table import Column

_CONTAINER = re.compile(r"\b([A-Z]{3}[UJZ])[\s-]?(\d{6})[\s-]?(\d)\b")


_SCAC = re.compile(r"[A-Z]{2,4}")


_SEAL = re.compile(r"[A-Z0-9][A-Z0-9-]{3,14}", re.IGNORECASE)


_HANDOVER = 0.5
"""Below this height a bill of lading says when the goods were delivered; above it, when they should be."""
_TOTAL = frozenset({"total", "subtotal"})


def read_shipping(paper: Paper) -> Fields:
    """The header fields of a bill of lading or a proof of delivery."""
    found = Fields(paper)
    _parties(found)
    _numbers(found)
    _days(found)
    _orders(found)
    _containers(found)
    _seals(found)
    _measures(found)
    read_handover(found)
    wanted = FIELDS_OF[paper.kind.document_type]
    found.values = {name: value for name, value in found.values.items() if name in wanted}
    return found


def _parties(found: Fields) -> None:
    paper = found.paper
    for name, labels in (("shipper", ("shipper",)), ("consignee", ("consignee",)), ("carrier", ("carrier",))):
        choice = party_by_label(labels, paper.labels, paper.around)
        if choice is not None:
            found.put(
                name,
                choice.option.value,
                choice.option.spot,
                min(0.93, 0.45 + 0.5 * choice.option.points),
                choice.option.reasons,
            )
    if "carrier" not in found.values:
        letterhead = find_parties(paper.layout, paper.labels, paper.around, paper.candidates, paper.own).supplier
        if letterhead is not None and letterhead.option.points > 1.0 and "letterhead" in letterhead.option.reasons[0]:
            found.put("carrier", letterhead.option.value, letterhead.option.spot, 0.6, letterhead.option.reasons)


def _numbers(found: Fields) -> None:
    paper = found.paper
    if paper.kind.document_type is DocumentType.PROOF_OF_DELIVERY:
        names = ("reference", "delivery_note_number", "bol_number", "pro_number")
        found.put_choice(
            "reference", next((c for n in names if (c := identifier_by_label((n,), paper.labels, paper.around))), None)
        )
        return
    found.put_choice("bol_number", identifier_by_label(("bol_number",), paper.labels, paper.around))
    found.put_choice("pro_number", identifier_by_label(("pro_number",), paper.labels, paper.around))
    found.put_choice("scac", choose(option for label in paper.labels if label.name == "scac" for option in _scac(label, paper)))


def _scac(label: Label, paper: Paper) -> Iterator[Option]:
    """Two to four capitals right of the label or below it."""
    right = right_of(label, paper.around)
    for run in ([right] if right is not None else []) + below(label, paper.around, rows=3):
        for offset, word in enumerate(run.words):
            if _SCAC.fullmatch(word.text) and len(word.text) == 4:
                place = run.first + offset
                spot = Spot(run.row.index, place, place, run.row.page, word.box, word.text, word.confidence)
                yield Option(word.text, spot, run.closeness, (f"stands {run.side.value} '{label.text}'",))
                return


def _days(found: Fields) -> None:
    paper = found.paper
    own = OWN_DATE[paper.kind.document_type]
    signed = paper.kind.document_type is DocumentType.BILL_OF_LADING
    for name, labels in (
        (own, (own,)),
        (own, ("invoice_date",)),
        *((("delivered_date", ("delivered_date",)),) if signed else ()),
    ):
        if name in found.values or (labels == ("invoice_date",) and not signed and _is_asked_for(name, paper)):
            continue
        asked = [o for o in paper.labels if o.name != "delivered_date" or not signed or o.box.top > _HANDOVER]
        choice, undecided = date_by_label(labels, asked, paper.around, paper.candidates, paper.habits, field=name)
        found.put_choice(name, choice)
        if choice is None and undecided:
            found.open_dates.append(OpenDate(name, undecided[0].spot, undecided[0].readings))
    confirm_only_day(found, own)


def _is_asked_for(name: str, paper: Paper) -> bool:
    """A field of the form has this very label: left empty or filled in by hand, it is not what another date says."""
    return any(label.name == name and not label.weak for label in paper.labels)


def _orders(found: Fields) -> None:
    """Order numbers by strong labels, and those in a column headed so."""
    paper = found.paper
    options = [o for label in paper.labels if label.name == "po_number" and not label.weak for o in _list_options(label, paper)]
    options += _in_column(paper, "po_number")
    numbers: dict[str, Option] = {}
    for option in sorted(options, key=lambda o: -o.points):  # a place that says the same again adds half of its points
        known = numbers.get(str(option.value))
        numbers[str(option.value)] = option if known is None else replace(known, points=known.points + 0.5 * option.points)
    if not numbers:
        return
    best = max(o.points for o in numbers.values())
    kept = {value: o for value, o in numbers.items() if o.points >= 0.5 * best}
    first = next(iter(kept.values()))
    boxes = tuple(o.spot.box for o in kept.values() if o.spot is not None)
    found.put("po_number", first.value, first.spot, min(0.93, 0.4 + 0.5 * first.points), first.reasons)
    one = found.values["po_number"]
    found.values["po_numbers"] = Extracted(
        tuple(kept), ", ".join(kept), one.confidence, page=one.page, boxes=boxes, source=one.source, reasons=one.reasons
    )


def _list_options(label: Label, paper: Paper) -> Iterator[Option]:
    """The identifiers by the label: several where they are set apart by commas."""
    for option in identifier_options(label, paper.around):
        yield option
        if option.spot is None:
            continue
        words = paper.layout.rows[option.spot.row].words[option.spot.last : option.spot.last + 8]
        for before, word in pairwise(words):
            if not before.text.endswith((",", ";")) or not any(c.isdigit() for c in word.text):
                break
            text = word.text.strip(",;.")
            spot = Spot(option.spot.row, option.spot.last, option.spot.last, option.spot.page, word.box, text, word.confidence)
            yield Option(text, spot, option.points, option.reasons)


def _in_column(paper: Paper, name: str) -> Iterator[Option]:
    for table in paper.tables:
        column = next((c for c in table.columns if c.name == name), None)
        for index in range(table.first, table.last + 1) if column is not None else ():
            row = paper.layout.rows[index]
            words = [w for w in row.words if column is not None and column.left <= w.box.middle_x < column.right]
            if any(label.name in _TOTAL for label in paper.around.labels_of_row.get(index, ())):
                break
            if len(words) == 1 and any(c.isdigit() for c in words[0].text) and len(words[0].text) > 3:
                word = words[0]
                spot = Spot(index, row.words.index(word), row.words.index(word), row.page, word.box, word.text, word.confidence)
                yield Option(word.text, spot, 0.9, ("stands in the column of order numbers",))


def _containers(found: Fields) -> None:
    """Numbers of the form of ISO 6346; those that fail their check digit are kept back and reported."""
    good: dict[str, Spot] = {}
    for row in found.paper.layout.rows:
        for segment in row.segments:
            for match in _CONTAINER.finditer(segment.text):
                number = "".join(match.groups())
                words = segment.words_between(match.start(), match.end())
                box = Box.around(w.box for w in words)
                spot = Spot(row.index, segment.start, segment.start, row.page, box, match.group(), lowest(words))
                if identifier.is_container(number):
                    good[number] = spot
                else:
                    found.failed_checks["container_numbers"] = match.group()
    if good:
        found.put_list("container_numbers", good, confidence.CHECKED_IDENTIFIER, ("passes its check digit",))


def _seals(found: Fields) -> None:
    seals: dict[str, Spot] = {}
    for label in found.paper.labels:
        if label.name != "seal":
            continue
        right = right_of(label, found.paper.around)
        for run in ([right] if right is not None else []) or below(label, found.paper.around, rows=1):
            for offset, word in enumerate(run.words[:6]):
                text = word.text.strip(".,;:/()")
                if _SEAL.fullmatch(text) and sum(c.isdigit() for c in text) >= 3 and not _CONTAINER.search(word.text):
                    place = run.first + offset
                    seals.setdefault(text, Spot(run.row.index, place, place, run.row.page, word.box, text, word.confidence))
                elif any(c.isalpha() for c in text):
                    break
    if seals:
        found.put_list("seal_numbers", seals, 0.85, ("stands by the label of the seal",))


def _measures(found: Fields) -> None:
    """Total weight and number of packages: in a total row under their columns, else by their labels."""
    for name, role, columns in (
        ("total_weight", "weight", ("weight",)),
        ("package_count", "packages", ("quantity", "packages")),
    ):
        option = _in_total_row(found.paper, columns) or choose_amount(_by_label(found.paper, role))
        if option is not None and option.value is not None:
            found.put(name, f"{option.value:f}", option.spot, 0.85, ("the total of its column or label",))


def _in_total_row(paper: Paper, columns: Sequence[str]) -> Amount | None:
    """The number under the columns in a row that begins with a total."""
    sums = {sum(column, Decimal(0)) for column in _column_values(paper, columns)}
    for table in paper.tables:
        wanted = [c for c in table.columns if c.name in columns]
        for index in range(table.first, table.last + 1) if wanted else ():
            if not any(label.name in _TOTAL for label in paper.around.labels_of_row.get(index, ())):
                continue
            for amount in _under(paper, index, wanted[0]):
                reading = next(
                    (r for r in amount.readings if r in sums), None
                )  # "1,213": the column adds up to one of its readings
                if amount.value is not None or reading is not None:
                    return amount if amount.value is not None else replace(amount, value=reading)
    return None


def _column_values(paper: Paper, columns: Sequence[str]) -> Iterator[list[Decimal]]:
    for table in paper.tables:
        for column in table.columns:
            if column.name in columns:
                rows = range(table.first, table.last + 1)
                yield [a.value for index in rows for a in _under(paper, index, column) if a.value is not None]


def _under(paper: Paper, row: int, column: Column) -> list[Amount]:
    return [a for a in paper.candidates.amounts if a.spot.row == row and column.left <= a.spot.box.middle_x < column.right]


def _by_label(paper: Paper, role: str) -> Iterator[tuple[float, Amount]]:
    for label in paper.labels:
        if label.name != role:
            continue
        right = right_of(label, paper.around)
        for run in ([right] if right is not None else []) + below(label, paper.around, rows=2):
            for amount in _amounts_in(run, paper.candidates.amounts):
                yield run.closeness + (0.3 if label.length > 1 else 0.0), amount
                break


def _amounts_in(run: Run, amounts: Iterable[Amount]) -> list[Amount]:
    return [a for a in amounts if a.spot.row == run.row.index and run.first <= a.spot.first <= run.last and a.value is not None]


def choose_amount(options: Iterable[tuple[float, Amount]]) -> Amount | None:
    """The amount with most points; among equals the largest, for a total is never below its parts."""
    return max(options, key=lambda o: (round(o[0], 1), abs(o[1].value or Decimal(0))), default=(0.0, None))[1]
