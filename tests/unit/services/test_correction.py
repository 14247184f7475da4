from __future__ import annotations

import pytest

from idp.domain.document import DocumentType, Extracted, ExtractedDocument, ExtractedLine
from idp.domain.errors import BadUse
from idp.domain.geometry import Box
from idp.domain.page import Quality
from idp.services.correction import Correction, apply_corrections

SPOT = Box(0.1, 0.1, 0.2, 0.12)


def document(*, total: str = "1.409,32", day: str = "25/12/2026", language: str | None = "fr") -> ExtractedDocument:
    return ExtractedDocument(
        DocumentType.INVOICE, (0,), Quality.NATIVE, language=language,
        fields={"total": Extracted("1409.32", total, 0.9), "due_date": Extracted("2026-12-25", day, 0.9)},
        lines=(ExtractedLine({"quantity": Extracted("2", "2", 0.9)}),),
    )  # fmt: skip


def corrected(name: str, text: str, *, pointed: bool, on: ExtractedDocument | None = None) -> object:
    change = Correction(text, 0, SPOT) if pointed else Correction(text)
    return apply_corrections(on or document(), {name: change}, person="clara").fields[name].value


@pytest.mark.parametrize(
    ("name", "printed", "value"),
    [
        ("total", "1.184,30", "1184.30"), ("total", "1.234", "1234"), ("total", "225,02 €", "225.02"), ("subtotal", "3 689,00", "3689.00"),
        ("invoice_date", "10/11/2026", "2026-11-10"), ("invoice_date", "9. April 2026", "2026-04-09"), ("invoice_number", "FC-1", "FC-1"),
    ],
)  # fmt: skip
def test_what_is_pointed_at_is_read_as_the_document_writes(name: str, printed: str, value: str) -> None:
    assert corrected(name, printed, pointed=True) == value


def test_what_is_typed_in_canonical_form_counts_as_that_whatever_the_document_writes() -> None:
    assert corrected("total", "1.234", pointed=False) == "1.234"
    assert corrected("total", "1184.30", pointed=False) == "1184.30"
    assert corrected("invoice_date", "2026-11-10", pointed=False) == "2026-11-10"


def test_what_is_typed_as_printed_is_read_too() -> None:
    assert corrected("total", "1.184,30", pointed=False) == "1184.30"
    assert corrected("invoice_date", "10/11/2026", pointed=False) == "2026-11-10"


def test_two_readings_are_refused_and_both_named() -> None:
    unsure = document(total="90", day="10/11/2026", language="en")
    with pytest.raises(BadUse, match=r"may be 1\.234 or 1234|may be 1234 or 1\.234"):
        corrected("total", "1,234", pointed=True, on=unsure)
    with pytest.raises(BadUse, match="2026-"):
        corrected("invoice_date", "09/04/2026", pointed=True, on=unsure)


@pytest.mark.parametrize(
    ("name", "text"), [("total", "a lot"), ("invoice_date", "next tuesday"), ("invoice_date", "1/2/2026 and 3/4/2026")]
)
def test_what_has_no_reading_is_refused(name: str, text: str) -> None:
    for pointed in (True, False):
        with pytest.raises(BadUse):
            corrected(name, text, pointed=pointed)


def test_a_pointed_value_keeps_its_place_and_a_typed_one_has_none() -> None:
    pointed = apply_corrections(document(), {"total": Correction("1.184,30", 0, SPOT)}, person="clara").fields["total"]
    typed = apply_corrections(document(), {"total": Correction("1184.30")}, person="clara").fields["total"]
    assert (pointed.page, pointed.box, typed.page, typed.box) == (0, SPOT, None, None)


def test_cells_are_changed_added_and_taken_away() -> None:
    changes = {
        "lines.0.quantity": Correction("3"),
        "lines.1.description": Correction("Freight"),
        "lines.1.amount": Correction("12,00"),
    }
    lines = apply_corrections(document(), changes, person="clara").lines
    assert (lines[0].text("quantity"), lines[1].text("description"), lines[1].text("amount")) == ("3", "Freight", "12.00")
    assert len(apply_corrections(document(), {"lines.0.quantity": Correction("")}, person="clara").lines) == 0
    with pytest.raises(BadUse):
        apply_corrections(document(), {"lines.5.quantity": Correction("3")}, person="clara")


def test_a_line_that_is_emptied_does_not_shift_the_others_of_the_same_save() -> None:
    two = apply_corrections(document(), {"lines.1.description": Correction("Freight")}, person="clara")
    changes = {
        "lines.0.quantity": Correction(""),
        "lines.1.description": Correction("Packing"),
        "lines.2.description": Correction("Toll"),
    }
    lines = apply_corrections(two, changes, person="clara").lines
    assert [line.text("description") for line in lines] == ["Packing", "Toll"]
