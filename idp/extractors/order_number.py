"""Which purchase orders does a trade document name? All that stand by a label of the order, the first of them as the document's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from idp.domain.document import Extracted
from idp.extractors.evidence import Option, choose
from idp.extractors.fields import Fields
from idp.extractors.header import listed_identifiers
from idp.extractors.label import Label
from idp.extractors.paper import Paper

_LEAST = 0.5
_AS_GOOD = 0.6
"""Numbers with this share of the best one's points are named as well."""


def read_orders(found: Fields) -> None:
    """Sets po_number, the first by a label, and po_numbers, all of them."""
    paper = found.paper
    labels = [label for label in paper.labels if label.name == "po_number" and not _belongs_to_a_line(label, paper)]
    strong = [o for o in _options((label for label in labels if not label.weak), paper) if o.points >= _LEAST]
    taken = {str(value.value) for value in found.values.values()}
    options = [o for o in strong or _options(labels, paper) if str(o.value) not in taken]
    choice = choose(_whole(options))
    if choice is None:
        return
    found.put_choice("po_number", choice)
    _put_all(found, [o for o in _whole(options) if o.points >= _AS_GOOD * choice.option.points] or [choice.option])


def _options(labels: Iterable[Label], paper: Paper) -> list[Option]:
    return [option for label in labels for option in listed_identifiers(label, paper.around)]


def _belongs_to_a_line(label: Label, paper: Paper) -> bool:
    """ "Ref." in the heading of a table or between its lines names a line's own reference, not the document's."""
    if not label.weak:
        return False
    sums = [other.row for other in paper.labels if other.name in ("subtotal", "total") and not other.weak]
    for table in paper.tables:
        last = min([table.last, *(row for row in sums if row > table.head_last)])
        if table.head_first <= label.row < last:
            return True
    return False


def _whole(options: Sequence[Option]) -> list[Option]:
    """The options without those that are the end of another in the same place: "4711" of "PO 4711"."""
    return [o for o in options if not any(_is_end_of(o, other) for other in options)]


def _is_end_of(one: Option, other: Option) -> bool:
    if one.spot is None or other.spot is None or one.spot.row != other.spot.row:
        return False
    return other.spot.first < one.spot.first and one.spot.last == other.spot.last


def _put_all(found: Fields, options: Sequence[Option]) -> None:
    numbers: dict[str, Option] = {}
    for option in sorted(options, key=lambda o: (o.spot.row, o.spot.first) if o.spot else (0, 0)):
        numbers.setdefault(str(option.value), option)
    first = found.values["po_number"]
    boxes = tuple(o.spot.box for o in numbers.values() if o.spot)
    found.values["po_numbers"] = Extracted(
        tuple(numbers),
        ", ".join(numbers),
        first.confidence,
        page=first.page,
        boxes=boxes,
        source=first.source,
        reasons=first.reasons,
    )
