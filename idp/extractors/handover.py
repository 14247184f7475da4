"""Who received the goods, was it signed, and what was remarked? The foot of shipping papers, where people write by hand."""

from __future__ import annotations

import re

from idp.domain.geometry import Box
from idp.domain.page import InkKind, Page
from idp.extractors.candidate import Spot, lowest
from idp.extractors.evidence import Choice, Option, choose
from idp.extractors.fields import Fields
from idp.extractors.label import Label
from idp.extractors.paper import Paper
from idp.extractors.relation import Run, Side, below, right_of

_NOT_GIVEN = re.compile(
    r"^(?:none|keine?|aucune?|ninguna?|nessuna?|geen|n/?a|nil|no|-+|ohne|sans|ok|good|gut)\W*$", re.IGNORECASE
)
_WRITTEN = 0.85
"""Closeness of a name by a label that asks for nothing else; a hand does not keep to the label's edge."""


def read_handover(found: Fields) -> None:
    """Who received, whether it was signed, and what was remarked."""
    paper = found.paper
    receiver = _receiver(paper)
    if receiver is not None:
        found.put(
            "received_by",
            receiver.option.value,
            receiver.option.spot,
            min(0.9, 0.4 + 0.5 * receiver.option.points),
            receiver.option.reasons,
        )
    signed = _signed(paper)
    if signed is not None:
        found.put("signed", signed[0], signed[1], 0.8, (signed[2],))
    remarks = _remarks(paper)
    if remarks is not None:
        found.put("exceptions", remarks.text, _spot_of(remarks), 0.8, ("stands under the label of the remarks",))


def _receiver(paper: Paper) -> Choice | None:
    options = []
    for label in paper.labels:
        if label.name != "received_by" or not _is_a_key(label, paper):
            continue
        right = right_of(label, paper.around)
        for written in ([right] if right is not None else []) or below(label, paper.around, rows=1):
            run = _without_day(written)
            text = run.text.strip(" :_.,")
            if _can_sign(text) and not _is_label(run, paper):
                points = max(run.closeness, _WRITTEN) if label.length > 1 and not label.weak else run.closeness
                options.append(Option(text, _spot_of(run), points, (f"stands {run.side.value} '{label.text}'",)))
    return choose(options)


_ROLES = re.compile(
    r"\b(?:the|carrier|driver|shipper|consignee|agent|company|signature|date|time|name|stamp|bill|freight|charges|subject|received|pieces)\b",
    re.IGNORECASE,
)


def _can_sign(text: str) -> bool:
    """Whether the text may be a person's name: a few words without digits, none of them a word of the form."""
    letters = sum(c.isalpha() for c in text)
    return letters >= 3 and len(text.split()) <= 5 and not any(c.isdigit() for c in text) and not _ROLES.search(text)


def _is_a_key(label: Label, paper: Paper) -> bool:
    """Whether the label begins its segment or ends with a colon; "in good condition" within a sentence asks for nothing."""
    row = paper.layout.rows[label.row]
    twin = any(o.name == label.name and o.last < label.first for o in paper.around.labels_of_row.get(label.row, ()))
    return label.colon or twin or any(s.start == label.first for s in row.segments)


def _without_day(run: Run) -> Run:
    """The run without a date at its beginning or end; hands write both in one go."""
    first, last = run.first, run.last
    days = {i for i in range(first, last + 1) if any(c.isdigit() for c in run.row.words[i].text)}
    if not days or len(days) == last - first + 1:
        return run
    if min(days) - first <= 1:
        first = max(days) + 1
    elif last - max(days) <= 1:
        last = min(days) - 1
    return Run(run.row, first, last, run.side, run.closeness) if first <= last else run


def _is_label(run: Run, paper: Paper) -> bool:
    return any(label.first == run.first and not label.weak for label in paper.around.labels_of_row.get(run.row.index, ()))


def _signed(paper: Paper) -> tuple[bool, Spot | None, str] | None:
    """True where handwriting stands by the label of a signature; False where such a label has none; None without a label."""
    labels = [label for label in paper.labels if label.name == "signature" and not _is_senders(label)]
    if not labels:
        labels = [o for o in paper.labels if o.name == "received_by" and _ink_by(o, paper.layout.page(o.page)) is not None]
    if not labels:
        return None
    for label in labels:
        page = paper.layout.page(label.page)
        mark = _ink_by(label, page)
        if mark is not None:
            spot = Spot(label.row, label.first, label.last, label.page, mark, "signature")
            return True, spot, f"there is handwriting by '{label.text}'"
    first = labels[0]
    spot = Spot(first.row, first.first, first.last, first.page, first.box, first.text)
    return False, spot, f"nothing is written by '{first.text}'"


def _is_senders(label: Label) -> bool:
    return bool(re.search(r"shipper|driver|carrier|vettore|fahrer|chauffeur|transportista", label.text, re.IGNORECASE))


def _ink_by(label: Label, page: Page) -> Box | None:
    """Handwriting whose box lies within about a tenth of the page around the label."""
    for mark in page.ink:
        near_x = mark.box.left < label.box.right + 0.25 and mark.box.right > label.box.left - 0.05
        near_y = label.box.top - 0.09 < mark.box.middle_y < label.box.bottom + 0.09
        if mark.kind is InkKind.HANDWRITING and near_x and near_y:
            return mark.box
    return None


def _remarks(paper: Paper) -> Run | None:
    for label in paper.labels:
        if label.name != "exceptions" or label.weak or not _is_a_key(label, paper):
            continue
        right = right_of(label, paper.around)
        for beside in ([right] if right is not None else []) + below(label, paper.around, rows=1):
            run = _whole_row(beside, label, paper)
            words = [w.text for w in run.words if any(c.isalpha() for c in w.text)]
            text = run.text.strip(" :/_.")
            if words and not _NOT_GIVEN.match(text) and not _is_label(beside, paper) and len(text) < 160:
                return run
    return None


def _whole_row(run: Run, label: Label, paper: Paper) -> Run:
    """The run to both ends of its row, not left of what is printed over it: a remark is often written with wide gaps."""
    if run.side is Side.RIGHT:
        return Run(run.row, run.first, len(run.row.words) - 1, run.side, run.closeness)
    printed = next(s for s in paper.layout.rows[label.row].segments if s.start <= label.first < s.start + len(s.words))
    first = next(i for i, word in enumerate(run.row.words) if i == run.first or word.box.left > printed.box.left - 0.01)
    return Run(run.row, first, len(run.row.words) - 1, run.side, run.closeness)


def _spot_of(run: Run) -> Spot:
    return Spot(run.row.index, run.first, run.last, run.row.page, run.box, run.text, lowest(run.words))
