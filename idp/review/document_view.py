"""What does the document page show? Fields, lines, questions and comparison, made from a record for one person to look at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

from idp.domain.code import Severity
from idp.domain.document import COLUMNS_OF, FIELD_KINDS, FIELDS_OF, Extracted, ExtractedDocument, Kind
from idp.domain.finding import Finding
from idp.domain.geometry import Box
from idp.domain.money import Money
from idp.domain.record import DocumentRecord
from idp.review.display import hide_accounts, money_text, shown_value
from idp.review.sentence import sentence
from idp.review.text import ROLES, code_meaning, field_label, text

SURE, DOUBTFUL = 0.95, 0.80
"""Where the words beside a confidence change. They colour it and decide nothing: the policy's gate made the findings."""

_TOLD_SINGLY = 3
"""As many findings of one code are each told in full."""

_ASKS = frozenset({Severity.REVIEW, Severity.HOLD, Severity.REJECT})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: `page` from 0 in the file, boxes in page fractions."""

    page: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class FindingView:
    """A finding as it is shown. `target` is the input it is about ("total", "lines.0.quantity"), "" for none.

    `is_english` where the language of the page has no sentence for it.
    """

    code: str
    meaning: str
    severity: str
    asks: bool
    owner: str
    message: str
    is_english: bool
    line: int | None
    target: str
    expected: str
    actual: str
    money: str
    worth: Money | None
    place: Place | None
    proof: str | None


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """Findings of one code and severity, told as one where there are many. `where` says on how many lines, `money` is their sum."""

    code: str
    severity: str
    where: str
    money: str
    findings: tuple[FindingView, ...]

    @property
    def is_folded(self) -> bool:
        return len(self.findings) > _TOLD_SINGLY


@dataclass(frozen=True, slots=True)
class FieldView:
    """One input. `path` names it in a form, `value` stands in it; `percent` is None for an absent value.

    `band` is high, medium, low, typed or absent. `asks` means that a finding waits for a person here.
    """

    path: str
    label: str
    kind: str
    value: str
    raw: str
    percent: int | None
    band: str
    reasons: tuple[str, ...]
    place: Place | None
    asks: bool


@dataclass(frozen=True, slots=True)
class LineView:
    """One editable line: a cell for each column, in the order of the columns."""

    index: int
    page: int | None
    cells: tuple[FieldView, ...]
    asks: bool


@dataclass(frozen=True, slots=True)
class DocumentView:
    """Everything on the right-hand side of the page. `absent` are fields that were not read and that nobody asks for."""

    fields: tuple[FieldView, ...]
    absent: tuple[FieldView, ...]
    columns: tuple[tuple[str, str], ...]
    lines: tuple[LineView, ...]
    questions: tuple[FindingView, ...]
    notices: tuple[FindingView, ...]

    @property
    def question_groups(self) -> tuple[FindingGroup, ...]:
        return group_findings(self.questions)

    @property
    def notice_groups(self) -> tuple[FindingGroup, ...]:
        return group_findings(self.notices)


def view_document(record: DocumentRecord, *, hide: bool) -> DocumentView:
    """The record as shown; `hide` reduces bank accounts to their last four characters."""
    findings = view_findings(record, hide=hide)
    questions, notices = tuple(f for f in findings if f.asks), tuple(f for f in findings if not f.asks)
    asking = frozenset(f.target for f in findings if f.asks)
    extraction = record.extraction
    if extraction is None:
        return DocumentView((), (), (), (), questions, notices)
    fields = tuple(
        _field(name, name, extraction.fields.get(name), asking=asking, hide=hide) for name in _field_names(extraction)
    )
    columns = _columns(extraction, findings)
    fields += (_type_field(extraction, asking),)
    return DocumentView(
        fields=tuple(f for f in fields if f.value or f.asks),
        absent=tuple(f for f in fields if not f.value and not f.asks),
        columns=tuple((name, field_label(name)) for name in columns),
        lines=_lines(extraction, columns, findings=findings, hide=hide),
        questions=questions,
        notices=notices,
    )


_NUMBERS = ("invoice_number", "confirmation_number", "bol_number", "delivery_note_number", "reference", "po_number")
"""What a document is known by, in this order: a paper has one of its own, an order only the order's."""


def heading_of(record: DocumentRecord) -> str:
    """The document's own number, else the name of its file."""
    if record.extraction is None:
        return record.name
    return next((found for name in _NUMBERS if (found := record.extraction.text(name))), record.name)


def view_findings(record: DocumentRecord, *, hide: bool) -> tuple[FindingView, ...]:
    """Findings of matching (which hold those of reading), else those of reading; strictest and dearest first."""
    found: Iterable[Finding] = ()
    if record.match is not None:
        found = record.match.findings
    elif record.extraction is not None:
        found = record.extraction.findings
    ordered = sorted(found, key=lambda f: (-f.severity.rank, -(f.money.amount if f.money else 0), f.line or 0))
    return tuple(_finding(f, hide=hide) for f in ordered)


def group_findings(findings: Iterable[FindingView]) -> tuple[FindingGroup, ...]:
    """The findings by code and severity, in the order in which each first comes."""
    groups: dict[tuple[str, str], list[FindingView]] = {}
    for found in findings:
        groups.setdefault((found.code, found.severity), []).append(found)
    return tuple(_group(code, severity, tuple(own)) for (code, severity), own in groups.items())


def _group(code: str, severity: str, findings: tuple[FindingView, ...]) -> FindingGroup:
    amounts = [f.worth for f in findings if f.worth is not None]
    lines = {f.line for f in findings if f.line is not None}
    where = text("finding.lines", count=len(lines)) if len(lines) > 1 else text("finding.times", count=len(findings))
    total = reduce(lambda a, b: a + b, amounts) if amounts else None
    return FindingGroup(code, severity, where, money_text(total), findings)


def _finding(found: Finding, *, hide: bool) -> FindingView:
    shown = hide_accounts if hide else str
    return FindingView(
        code=found.code.value,
        meaning=code_meaning(found.code),
        severity=found.severity.value,
        asks=found.severity in _ASKS,
        owner=ROLES.get(found.owner.value, "") if found.owner else "",
        message=shown(sentence(found.message)),
        is_english=sentence(found.message) == found.message,
        line=found.line,
        target=_target(found),
        expected=shown(found.expected or ""),
        actual=shown(found.actual or ""),
        money=money_text(found.money),
        worth=found.money,
        place=Place(found.page, (found.box,)) if found.page is not None and found.box is not None else None,
        proof=found.proof,
    )


def _target(found: Finding) -> str:
    if found.line is None:
        return found.field or ""
    return f"lines.{found.line}.{found.field or ''}".rstrip(".")


def _field_names(extraction: ExtractedDocument) -> tuple[str, ...]:
    """The type's fields in reading order, then what else was found. A single order is not shown twice."""
    usual = FIELDS_OF.get(extraction.document_type, ())
    more = tuple(name for name in extraction.fields if name not in usual)
    names = (*usual, *more)
    if "po_number" in names and len(extraction.texts("po_numbers")) <= 1:
        return tuple(name for name in names if name != "po_numbers")
    return names


def _columns(extraction: ExtractedDocument, findings: tuple[FindingView, ...]) -> tuple[str, ...]:
    usual = COLUMNS_OF.get(extraction.document_type, ())
    found = {column: None for line in extraction.lines for column in line.cells}
    found |= {f.target.split(".")[2]: None for f in findings if f.line is not None and f.target.count(".") == 2}
    # A column that only names the order of each line is worth its width where it is filled.
    kept = tuple(c for c in usual if c not in {"po_number", "promised_date"} or c in found)
    return (*kept, *(column for column in found if column not in kept))


def _lines(
    extraction: ExtractedDocument, columns: tuple[str, ...], *, findings: tuple[FindingView, ...], hide: bool
) -> tuple[LineView, ...]:
    asking = frozenset(f.target for f in findings if f.asks)
    asking_lines = frozenset(f.line for f in findings if f.asks)
    return tuple(
        LineView(
            index=index,
            page=line.page,
            cells=tuple(
                _field(column, f"lines.{index}.{column}", line.cells.get(column), asking=asking, hide=hide)
                for column in columns
            ),
            asks=index in asking_lines,
        )
        for index, line in enumerate(extraction.lines)
    )


def _field(name: str, path: str, found: Extracted | None, *, asking: frozenset[str], hide: bool) -> FieldView:
    value, raw = shown_value(found.value if found else None), found.raw if found else ""
    if hide and "iban" in name:
        value, raw = hide_accounts(value), ""
    return FieldView(
        path=path,
        label=field_label(name),
        kind=FIELD_KINDS.get(name, Kind.TEXT).value,
        value=value,
        raw=raw if raw != value else "",
        percent=round(found.confidence * 100) if found else None,
        band=_band(found),
        reasons=tuple(hide_accounts(r) if hide else r for r in found.reasons) if found else (),
        place=_place(found),
        asks=path in asking,
    )


def _type_field(extraction: ExtractedDocument, asking: frozenset[str]) -> FieldView:
    """The document's type as an input: another type has the pages read anew as such a paper."""
    name, value = "document_type", extraction.document_type.value.replace("_", " ")
    return FieldView(name, field_label(name), Kind.TEXT.value, value, "", None, "high", (), None, name in asking)


def _band(found: Extracted | None) -> str:
    if found is None:
        return "absent"
    if found.is_typed:
        return "typed"
    return "high" if found.confidence >= SURE else "medium" if found.confidence >= DOUBTFUL else "low"


def _place(found: Extracted | None) -> Place | None:
    if found is None or found.page is None:
        return None
    boxes = found.boxes or ((found.box,) if found.box else ())
    return Place(found.page, boxes) if boxes else None
