"""Which fields do bills of lading and proofs of delivery have? Parties, numbers, containers, seals and weights."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from idp.domain.document import FIELDS_OF, DocumentType, Extracted
from idp.domain.geometry import Box
from idp.extractors import confidence, identifier
from idp.extractors.candidate import Spot, lowest
from idp.extractors.day import confirm_only_day
from idp.extractors.evidence import Option, choose
from idp.extractors.fields import Fields
from idp.extractors.handover import read_handover
from idp.extractors.header import OWN_DATE, OpenDate, date_by_label, identifier_by_label, listed_identifiers, lone_number
from idp.extractors.label import Label
from idp.extractors.measure import read_measures
from idp.extractors.paper import Paper
from idp.extractors.party import carrier_of_letterhead, party_by_label
from idp.extractors.relation import below, right_of

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
    read_measures(found)
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
        taken = [str(found.values[name].value) for name in ("shipper", "consignee") if name in found.values]
        issuer = carrier_of_letterhead(paper.layout, paper.labels, paper.around, paper.candidates, taken)
        if issuer is not None and issuer.option.points > 1.0:
            found.put("carrier", issuer.option.value, issuer.option.spot, 0.6, issuer.option.reasons)


def _numbers(found: Fields) -> None:
    paper = found.paper
    if paper.kind.document_type is DocumentType.PROOF_OF_DELIVERY:
        names = ("reference", "delivery_note_number", "pro_number", "bol_number")
        carried = {(label.row, label.first) for label in paper.labels if label.name == "bol_number"}
        labels = [o for o in paper.labels if o.name != "delivery_note_number" or (o.row, o.first) not in carried]  # "B/L no."
        named = next((c for n in names if (c := identifier_by_label((n,), labels, paper.around))), None)
        found.put_choice("reference", named or lone_number(paper.labels, paper.around))
        return
    own = identifier_by_label(("bol_number",), paper.labels, paper.around)
    found.put_choice("bol_number", own or lone_number(paper.labels, paper.around))
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
    options = [
        o
        for label in paper.labels
        if label.name == "po_number" and not label.weak
        for o in listed_identifiers(label, paper.around)
    ]
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
