"""What do earlier corrections of this supplier say about this paper? Readings where a person found them; never a value of another document.

Sums are proposed to the arithmetic like all others. Other fields are taken where exactly one place has the remembered words around it and
what stands there is of the right kind; what was said not to be a value is left out. Nothing at the place gives nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from idp.domain.document import FIELDS_OF, DocumentType, Extracted, Kind, Recalled, Value
from idp.domain.geometry import Box
from idp.domain.memory import Known, Memory, Place, Subject
from idp.extractors import identifier
from idp.extractors.candidate import Spot
from idp.extractors.date import Order
from idp.extractors.fields import Fields
from idp.extractors.header import OWN_DATE
from idp.extractors.label import Label
from idp.extractors.memory_name import recall_name
from idp.extractors.memory_place import anchor_words, find_place
from idp.extractors.memory_value import Manner, is_same, kind_of, value_at
from idp.extractors.number import Decimals
from idp.extractors.paper import Paper
from idp.extractors.printed_sum import Sum

SUMS = ("subtotal", "tax_amount", "total")
_POINTS = 1.6
"""Points of a sum that stands where a person found it; one by a plain label of its own has 1, one that closes the sums gains 3."""
FRESH, CONFIRMED, CONTESTED = 0.84, 0.93, 0.75
"""How sure a remembered place makes a value: above the gate at once, strong once a person has let it pass, below it where two disagree."""


def sentence_of(memory: Memory) -> str:
    """The reason that a clerk reads."""
    paper = memory.document_name or "another document"
    return f"stands where {memory.learned_by} found it on {paper} of this supplier"


def told_sums(paper: Paper, known: Known) -> tuple[Sum, ...]:
    """The sums that stand where they were found before."""
    return tuple(told for _, told in _sums(paper, known))


def _sums(paper: Paper, known: Known) -> Iterator[tuple[Memory, Sum]]:
    for target, memories in _by_target(known, paper.kind.document_type):
        if target in SUMS:
            for memory in memories:
                found = _value_by(memory, paper, kind_of(target))
                if found is not None and memory.lesson.place is not None:
                    value, spot = found
                    label = _label_of(paper, target, spot, memory.lesson.place)
                    yield memory, Sum(target, Decimal(str(value)), spot, _POINTS, label)
                    break


def _label_of(paper: Paper, name: str, spot: Spot, place: Place) -> Label:
    """The anchor as the label of the sum."""
    row = paper.layout.rows[spot.row]
    words = anchor_words(paper.layout, row, spot.first, place) or row.words[spot.first : spot.last + 1]
    text = " ".join(w.text for w in words)
    return Label(name, spot.row, spot.first, spot.last, Box.around(w.box for w in words), spot.page, text, False, len(words))


def recall(found: Fields, known: Known) -> tuple[Recalled, ...]:
    """Sets and removes fields as earlier corrections say; returns which memories were used."""
    used: list[Recalled] = []
    kind = found.paper.kind.document_type
    for memory, told in _sums(found.paper, known):
        used.extend(_confirm_sum(found, memory, told))
    for target, memories in _by_target(known, kind):
        if target not in SUMS:
            used.extend(_recall_field(found, target, memories))
    for memory in known.of(Subject.NAME, kind):
        if recall_name(found, memory, _sure(memory), sentence_of(memory)):
            used.append(Recalled(memory.id, memory.lesson.target))
            break
    return tuple(used)


def _by_target(known: Known, kind: DocumentType) -> Iterator[tuple[str, list[Memory]]]:
    targets: dict[str, list[Memory]] = {}
    for memory in known.of(Subject.FIELD, kind):
        targets.setdefault(memory.lesson.target, []).append(memory)
    yield from targets.items()


def _confirm_sum(found: Fields, memory: Memory, told: Sum) -> Iterator[Recalled]:
    """Notes on a sum that the arithmetic took it from the remembered place."""
    value = found.values.get(told.role)
    if value is not None and value.box == told.spot.box and value.page == told.spot.page:
        sure = min(value.confidence, CONTESTED) if memory.is_contested else value.confidence
        found.values[told.role] = replace(value, confidence=sure, reasons=(sentence_of(memory), *value.reasons[1:]))
        yield Recalled(memory.id, told.role)


def _recall_field(found: Fields, target: str, memories: list[Memory]) -> Iterator[Recalled]:
    for memory in memories:
        read = _value_by(memory, found.paper, kind_of(target))
        if read is not None and _is_possible(found, target, read[0]):
            _put(found, target, *read, memory)
            yield Recalled(memory.id, target)
            return
    for memory in memories:
        wrong, value = memory.lesson.wrong, found.values.get(target)
        if wrong is not None and value is not None and _stands_at(found.paper, value, wrong):
            _remove(found, target)
            yield Recalled(memory.id, target, placed=False)
            return


def _value_by(memory: Memory, paper: Paper, kind: Kind) -> tuple[Value, Spot] | None:
    """What stands at the remembered place, where exactly one place has its words around it."""
    place = memory.lesson.place
    if place is None:
        return None
    spots = find_place(paper.layout, place)
    if len(spots) != 1:
        return None
    order = paper.habits.order if paper.habits.order is not Order.UNKNOWN else Order(memory.lesson.date_order or Order.UNKNOWN)
    decimals = paper.candidates.decimals
    decimals = decimals if decimals is not Decimals.UNKNOWN else Decimals(memory.lesson.decimals or Decimals.UNKNOWN)
    at = spots[0]
    return value_at(at.row, at.first, at.last, kind=kind, shape=place.shape, manner=Manner(order, decimals))


def _is_possible(found: Fields, target: str, value: Value) -> bool:
    """Whether check digits and the order of dates allow the value."""
    text = str(value[0] if isinstance(value, tuple) else value)
    if target == "supplier_iban":
        return identifier.is_iban(text)
    if target == "supplier_vat":
        before = found.values.get(target)
        return identifier.is_vat(text) or before is None or not identifier.is_vat(str(before.value))
    own = found.values.get(OWN_DATE.get(found.paper.kind.document_type, ""))
    return target != "due_date" or own is None or text >= str(own.value)


def _sure(memory: Memory) -> float:
    return CONTESTED if memory.is_contested else CONFIRMED if memory.confirmed else FRESH


def _put(found: Fields, target: str, value: Value, spot: Spot, memory: Memory) -> None:
    """Sets the field; where it was read so already, the two agree."""
    before, kind = found.values.get(target), kind_of(target)
    agrees = before is not None and is_same(kind, before.value, value)
    if before is not None and agrees and before.box is not None:
        sure = min(before.confidence, CONTESTED) if memory.is_contested else max(before.confidence, _sure(memory))
        found.values[target] = replace(before, confidence=sure, reasons=(*before.reasons[:3], sentence_of(memory)))
        return
    if isinstance(value, tuple):
        found.put_list(target, dict.fromkeys(value, spot), _sure(memory), (sentence_of(memory),))
    else:
        found.put(target, value, spot, _sure(memory), (sentence_of(memory),))
    _settle_beside(found, target, value, spot, memory)


def _settle_beside(found: Fields, target: str, value: Value, spot: Spot, memory: Memory) -> None:
    """What hangs on the field: open questions about it are answered, a single order is the list of orders, no lead is left."""
    found.open_dates = [day for day in found.open_dates if day.field != target]
    found.failed_checks.pop(target, None)
    found.leads.pop(target, None)
    has_list = "po_numbers" in FIELDS_OF[found.paper.kind.document_type]
    if target == "po_number" and has_list and not _has_several_orders(found):
        found.put_list("po_numbers", {str(value): spot}, _sure(memory), (sentence_of(memory),))


def _has_several_orders(found: Fields) -> bool:
    orders = found.values.get("po_numbers")
    return orders is not None and isinstance(orders.value, tuple) and len(orders.value) > 1


def _remove(found: Fields, target: str) -> None:
    del found.values[target]
    found.failed_checks.pop(target, None)
    found.leads.pop(target, None)
    if target == "po_number" and not _has_several_orders(found):
        found.values.pop("po_numbers", None)


def _stands_at(paper: Paper, value: Extracted, place: Place) -> bool:
    """Whether a value begins where, as a person said, none stands."""
    if value.box is None:
        return False
    begins = [s.row.words[s.first].box for s in find_place(paper.layout, place) if s.row.page == value.page]
    return any(box.overlap(value.box) > 0 for box in begins)
