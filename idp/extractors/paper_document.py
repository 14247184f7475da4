"""Which document do these pages make? Lines, fields, doubts and our own word on it, put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from idp.domain.document import DocumentType, ExtractedDocument
from idp.domain.memory import NOTHING, Known
from idp.domain.page import Page
from idp.domain.purchase import Company
from idp.extractors import judge
from idp.extractors.classify import with_expected
from idp.extractors.fields import Fields
from idp.extractors.goods import with_goods_counted, with_leading_codes
from idp.extractors.item import Item
from idp.extractors.line import find_items
from idp.extractors.line_choice import are_seen_better
from idp.extractors.memory_name import with_told_type
from idp.extractors.memory_recall import recall, told_sums
from idp.extractors.memory_table import told_columns, with_reasons
from idp.extractors.paper import Paper, look_at
from idp.extractors.product import Checked, make_line
from idp.extractors.read import Read
from idp.extractors.reread import with_settled_numbers
from idp.extractors.seen_line import seen_items, with_seen_texts
from idp.extractors.seen_type import with_seen_type
from idp.extractors.shipping import read_shipping
from idp.extractors.table import Table
from idp.extractors.tags import Tags
from idp.extractors.totals import Totals
from idp.extractors.trade import read_trade

RULES = "rules-1"
"""Names the reading rules on each document, so that a result can be told from one of later rules or a model."""


def read_paper(
    pages: Sequence[Page], own: tuple[Company, ...] = (), known: Known = NOTHING, *, tags: Tags | None = None,
    expected: DocumentType | None = None,
) -> Read:  # fmt: skip
    """The document that the pages make. `known` are the memories of earlier corrections of its supplier, `tags` what a layout model saw,
    `expected` is the type that its source's settings name; what a person said of such papers goes before it."""
    paper, recalled = with_told_type(with_seen_type(look_at(pages, own), tags), known)
    if not recalled:
        paper = replace(paper, kind=with_expected(paper.kind, expected))
    columns = told_columns(paper, known)
    paper = replace(paper, told_sums=told_sums(paper, known), tables=tuple(map(columns, paper.tables)))
    kind = paper.kind.document_type
    lines: list[Checked] = []
    fields, totals = Fields(paper), Totals()
    if kind not in (DocumentType.OTHER, DocumentType.STATEMENT):
        lines, fields, totals = _as_read(paper, tags, columns)
        if tags is not None and not _are_settled(lines, totals):
            lines, fields, totals = _better(paper, tags, lines, fields, totals)
        lines, from_columns = with_reasons(lines, columns.used(paper.tables))
        recalled = (*recalled, *from_columns, *recall(fields, known))
    findings = (
        *judge.type_findings(paper.kind),
        *judge.field_findings(kind, fields.values, fields.open_dates),
        *judge.arithmetic_findings(totals, lines),
        *judge.check_digit_findings(fields.failed_checks, fields.values),
    )
    weak = judge.weak_fields(kind, fields.values)
    unfilled = judge.has_unfilled_label(kind, paper.labels, fields.values)
    sound = judge.is_sound(kind, fields.values, lines, totals, findings) and not unfilled
    document = ExtractedDocument(
        document_type=kind,
        pages=tuple(page.index for page in pages),
        quality=paper.layout.quality,
        fields=fields.values,
        lines=tuple(checked.line for checked in lines),
        language=paper.habits.language,
        confident=sound and not weak,
        findings=findings,
        model_version=RULES,
        weak_fields=weak,
        sound=sound,
        recalled=recalled,
    )
    return Read(document, paper, tuple(lines), totals, dict(fields.leads), tuple(fields.open_dates), unfilled)


Lines = list[Checked]


def read_both_ways(pages: Sequence[Page], tags: Tags) -> tuple[Paper, tuple[Lines, Totals], tuple[Lines, Totals]]:
    """The paper, and its lines with their sums as the rules read them and as the layout model sees them, for judging the choice."""
    paper = with_seen_type(look_at(pages), tags)
    read, _, read_totals = _as_read(paper, tags, None)
    seen, _, seen_totals = _as_seen(paper, tags)
    return paper, (read, read_totals), (seen, seen_totals)


def _as_read(paper: Paper, tags: Tags | None, told: Callable[[Table], Table] | None) -> tuple[Lines, Fields, Totals]:
    """Lines and fields by the rules; texts may go on where the layout model sees that they do."""
    items = find_items(paper.layout, paper.tables, paper.around.labels_of_row, paper.candidates.decimals, told)
    lines = _lines(items if tags is None else with_seen_texts(items, paper.layout, tags), paper)
    return lines, *_fields(paper, lines)


def _as_seen(paper: Paper, tags: Tags) -> tuple[Lines, Fields, Totals]:
    lines = _lines(seen_items(paper.layout, tags, paper.candidates.decimals), paper)
    return lines, *_fields(paper, lines)


def _lines(items: Sequence[Item], paper: Paper) -> Lines:
    settled = with_settled_numbers(items, language=paper.habits.language, text=paper.layout.text)
    counted = with_leading_codes(with_goods_counted(settled, paper.candidates.decimals))
    return [make_line(item, paper.layout, paper.habits) for item in counted]


def _fields(paper: Paper, lines: Lines) -> tuple[Fields, Totals]:
    if paper.kind.document_type in (DocumentType.BILL_OF_LADING, DocumentType.PROOF_OF_DELIVERY):
        return read_shipping(paper), Totals()
    return read_trade(paper, lines)


def _are_settled(lines: Lines, totals: Totals) -> bool:
    """Every line multiplies and together they make the printed sum: nothing can explain the paper better."""
    return bool(lines) and totals.lines_agree is True and all(checked.multiplies for checked in lines)


def _better(paper: Paper, tags: Tags, lines: Lines, fields: Fields, totals: Totals) -> tuple[Lines, Fields, Totals]:
    """The lines that the layout model sees, with the fields that go with them, where they explain the paper better."""
    seen, seen_fields, seen_totals = _as_seen(paper, tags)
    if are_seen_better(lines, seen, totals=(totals, seen_totals), tags=tags):
        return seen, seen_fields, seen_totals
    return lines, fields, totals
