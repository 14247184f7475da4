"""Which document do these pages make? Lines, fields, doubts and our own word on it, put together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from idp.domain.document import DocumentType, ExtractedDocument
from idp.domain.memory import NOTHING, Known
from idp.domain.page import Page
from idp.domain.purchase import Company
from idp.extractors import judge
from idp.extractors.fields import Fields
from idp.extractors.goods import with_goods_counted, with_leading_codes
from idp.extractors.line import find_items
from idp.extractors.memory_name import with_told_type
from idp.extractors.memory_recall import recall, told_sums
from idp.extractors.memory_table import told_columns, with_reasons
from idp.extractors.paper import look_at
from idp.extractors.product import Checked, make_line
from idp.extractors.read import Read
from idp.extractors.reread import with_settled_numbers
from idp.extractors.shipping import read_shipping
from idp.extractors.totals import Totals
from idp.extractors.trade import read_trade

RULES = "rules-1"
"""Names the reading rules on each document, so that a result can be told from one of later rules or a model."""


def read_paper(pages: Sequence[Page], own: tuple[Company, ...] = (), known: Known = NOTHING) -> Read:
    """The document that the pages make. `known` are the memories of earlier corrections of its supplier."""
    paper, recalled = with_told_type(look_at(pages, own), known)
    columns = told_columns(paper, known)
    paper = replace(paper, told_sums=told_sums(paper, known), tables=tuple(map(columns, paper.tables)))
    kind = paper.kind.document_type
    lines: list[Checked] = []
    fields, totals = Fields(paper), Totals()
    if kind not in (DocumentType.OTHER, DocumentType.STATEMENT):
        items = find_items(paper.layout, paper.tables, paper.around.labels_of_row, paper.candidates.decimals, columns)
        items = with_settled_numbers(items, language=paper.habits.language, text=paper.layout.text)
        items = with_leading_codes(with_goods_counted(items, paper.candidates.decimals))
        lines = [make_line(item, paper.layout, paper.habits) for item in items]
        lines, from_columns = with_reasons(lines, columns.used(paper.tables))
        if kind in (DocumentType.BILL_OF_LADING, DocumentType.PROOF_OF_DELIVERY):
            fields = read_shipping(paper)
        else:
            fields, totals = read_trade(paper, lines)
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
