"""How sure are we of each field and cell, and may the document pass without a person? The learned answer, on documents not trained on.

The rules propose values and their first confidence; the forests turn all signals into probabilities measured on documents with known
truth. A document is as sure as its least sure field or cell. It is `confident` only above the threshold at which the bound on wrong
documents among the passed ones held.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from idp.domain.code import Code
from idp.domain.document import Extracted, ExtractedDocument, ExtractedLine
from idp.domain.finding import Finding
from idp.extractors import confidence, judge
from idp.extractors.calibration.forest import Forest, forest_from
from idp.extractors.calibration.offer import Offer, choose, offers, with_choices
from idp.extractors.calibration.signal import (
    Signals,
    cell_signals,
    columns_asked,
    document_signals,
    field_signals,
    fields_asked,
    line_signals,
)
from idp.extractors.read import Read
from idp.extractors.tags import Tags

SETTLED_BY_ERP = frozenset(
    {
        "supplier_name",
        "supplier_vat",
        "supplier_iban",
        "buyer_name",
        "shipper",
        "consignee",
        "po_number",
        "po_numbers",
        "currency",
    }
)
"""Fields that the ERP may prove right. It also proves cells: what is not on the order as printed is a finding of its own."""
_PROVEN = 0.999
_NEVER = 1.01


@dataclass(frozen=True, slots=True)
class Calibration:
    """The two forests, and by quality band the least probability of any part from which a document passes.

    `alone`: of every field and cell. `proven`: of the fields that the ERP does not know, once it has proven the rest. A band that is
    missing never passes. `version` names the data they learned from.
    """

    field: Forest
    cell: Forest
    alone: Mapping[str, float]
    proven: Mapping[str, float]
    version: str


@cache
def shipped() -> Calibration:
    """The calibration that comes with the package."""
    data = json.loads(resources.files(__package__).joinpath("weights.json").read_text(encoding="utf-8"))
    return Calibration(forest_from(data["field"]), forest_from(data["cell"]), data["alone"], data["proven"], data["version"])


def calibrated(read: Read, tags: Tags | None = None, *, calibration: Calibration | None = None) -> Read:
    """The reading with the most probable value of each field, measured confidences, its EXT-* findings anew, and our word on the whole."""
    known = calibration or shipped()
    document = read.document
    if not fields_asked(document):
        return read
    whole = document_signals(read, tags)
    choices, fields = choose_fields(read, whole, tags, known.field)
    cells = _cell_probabilities(read, whole, tags, known)
    sure = replace(
        document,
        fields=with_choices(document.fields, choices),
        lines=tuple(_line(line, cells, index) for index, line in enumerate(document.lines)),
        model_version=f"{document.model_version} {known.version}",
    )
    sure = replace(sure, findings=_findings(sure, read), sound=is_sound_with(read, sure.fields))
    return replace(read, document=_judged(sure, fields, list(cells.values()), known))


def choose_fields(read: Read, whole: Signals, tags: Tags | None, forest: Forest) -> tuple[dict[str, Offer], dict[str, float]]:
    """By field the reading chosen, and the probability that it is right. What a person taught stays, with the confidence of memory;
    it holds the document only where corrections contradict each other.
    """
    document = read.document
    taught = {recalled.target for recalled in document.recalled}
    listed = {name: offers(read, name, tags) for name in fields_asked(document) if name not in taught}
    rows = [field_signals(read, name, offer, whole, tags=tags) for name, several in listed.items() for offer in several]
    probabilities = iter(forest.probability(rows))
    choices, sure = {}, {}
    for name, several in listed.items():
        choices[name], sure[name] = choose(several, [next(probabilities) for _ in several])
    contested = {n: 0.0 for n, v in document.fields.items() if n in taught and v.confidence < confidence.GATE}
    return choices, sure | contested


def is_sound_with(read: Read, fields: Mapping[str, Extracted]) -> bool:
    """Whether the document would be sound with these fields: nothing required is missing, sums close, nothing was found."""
    document = replace(read.document, fields=fields)
    kind, findings = document.document_type, _findings(document, read)
    unfilled = judge.has_unfilled_label(kind, read.paper.labels, fields)
    return judge.is_sound(kind, fields, read.lines, read.totals, findings) and not unfilled


def _cell_probabilities(read: Read, whole: Signals, tags: Tags | None, known: Calibration) -> dict[tuple[int, str], float]:
    places, rows = [], []
    for index in range(len(read.lines)):
        row = line_signals(read, index, whole)
        for column in columns_asked(read.document):
            places.append((index, column))
            rows.append(cell_signals(read, index, column, row, tags=tags))
    return dict(zip(places, known.cell.probability(rows), strict=True))


def _with(value: Extracted, probability: float | None) -> Extracted:
    return value if probability is None else replace(value, confidence=round(probability, 4))


def _line(line: ExtractedLine, cells: Mapping[tuple[int, str], float], index: int) -> ExtractedLine:
    return replace(line, cells={column: _with(cell, cells.get((index, column))) for column, cell in line.cells.items()})


def _findings(document: ExtractedDocument, read: Read) -> tuple[Finding, ...]:
    """EXT-* findings of the new confidences in the place of those of the old ones."""
    made_anew = {Code.EXT_MISSING, Code.EXT_LOWCONF, Code.EXT_AMBIG}
    kept = tuple(found for found in document.findings if found.code not in made_anew)
    return (*kept, *judge.field_findings(document.document_type, document.fields, read.open_dates))


def least_alone(fields: Mapping[str, float], cells: Sequence[float]) -> float:
    """How sure the least sure part is, 0–1; fields that are absent count by the probability that they are not there."""
    return min((*fields.values(), *cells), default=0.0)


def least_proven(fields: Mapping[str, float], document: ExtractedDocument) -> float:
    """The same without what the ERP may prove."""
    return min((p for name, p in fields.items() if not _is_provable(name, document)), default=0.0)


def _is_provable(name: str, document: ExtractedDocument) -> bool:
    return name in SETTLED_BY_ERP and name in document.fields


def _judged(
    document: ExtractedDocument, fields: Mapping[str, float], cells: Sequence[float], known: Calibration
) -> ExtractedDocument:
    """`confident`, or else which fields the ERP would have to prove for it (`weak_fields`); not `sound` where nothing would help."""
    band = document.quality.value
    if not document.sound:
        return replace(document, confident=False, weak_fields=())
    if least_alone(fields, cells) >= known.alone.get(band, _NEVER):
        return replace(document, confident=True, weak_fields=())
    weak = tuple(name for name, p in fields.items() if _is_provable(name, document) and p < _PROVEN)
    could_pass = bool(weak) and least_proven(fields, document) >= known.proven.get(band, _NEVER)
    return replace(document, confident=False, weak_fields=weak, sound=could_pass)
