from __future__ import annotations

from dataclasses import replace

from idp.domain.code import Code
from idp.domain.document import Extracted, ExtractedDocument
from idp.extractors import extract, recheck
from tests.unit.extractors.pages import page_of, reading_of
from tests.unit.extractors.test_paper import FOOT, HEAD, SUMS, TABLE


def typed(value: str) -> Extracted:
    return Extracted(value, value, 1.0, source="typed", reasons=("typed by ann",))


def document(*lines: object) -> ExtractedDocument:
    (found,) = extract(reading_of(page_of([*HEAD, *lines, *FOOT]))).documents  # type: ignore[list-item]
    return found


def codes(checked: ExtractedDocument) -> set[Code]:
    return {f.code for f in checked.findings}


def test_a_document_without_changes_keeps_its_word() -> None:
    before = document(*TABLE, *SUMS)
    assert recheck(before) == before


def test_a_corrected_total_settles_the_contradiction() -> None:
    wrong = document(*TABLE, SUMS[0], SUMS[1], [(0.6, "Gesamtbetrag EUR"), (0.86, "655,50")])
    assert Code.VAL_TOTAL in codes(wrong)
    corrected = recheck(wrong.with_field("total", typed("654.50")))
    assert codes(corrected) == set()


def test_a_typed_total_that_does_not_add_up_is_reported() -> None:
    assert Code.VAL_TOTAL in codes(recheck(document(*TABLE, *SUMS).with_field("total", typed("700.00"))))


def test_a_removed_required_field_is_reported_missing() -> None:
    checked = recheck(document(*TABLE, *SUMS).with_field("invoice_number", None))
    assert [(f.code, f.field) for f in checked.findings] == [(Code.EXT_MISSING, "invoice_number")]
    assert not checked.confident


def test_a_typed_account_that_fails_its_check_digits_is_reported() -> None:
    checked = recheck(document(*TABLE, *SUMS).with_field("supplier_iban", typed("DE89370400440532013001")))
    assert codes(checked) == {Code.VAL_CHECKDIGIT}


def test_a_typed_date_settles_the_two_readings() -> None:
    lines = ["!Invoice", [(0.1, "Invoice number:"), (0.35, "A-10047")], [(0.1, "Invoice date:"), (0.35, "04/05/2026")]]
    (before,) = extract(reading_of(page_of(lines))).documents
    assert Code.EXT_AMBIG in codes(before)
    assert Code.EXT_AMBIG not in codes(recheck(before.with_field("invoice_date", typed("2026-05-04"))))


def test_a_corrected_line_is_multiplied_again() -> None:
    before = document(*TABLE, *SUMS)
    line = replace(before.lines[0], cells={**before.lines[0].cells, "quantity": typed("90")})
    checked = recheck(replace(before, lines=(line, *before.lines[1:])))
    assert [(f.code, f.line) for f in checked.findings] == [(Code.VAL_LINE, 0)]
