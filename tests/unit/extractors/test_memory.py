"""Places, columns, names and types that a person showed: found again by the words around them, and not followed against the paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from idp.domain.document import DocumentType, Extracted, ExtractedDocument
from idp.domain.geometry import Box
from idp.domain.memory import Identity, Known, Lesson, Memory, MemoryId, MemoryState, Subject, is_same_supplier
from idp.domain.page import Page, Quality
from idp.domain.record import DocumentId
from idp.extractors import extract
from idp.extractors.layout import arrange
from idp.extractors.memory import identities_on, printed_identities, read_known
from idp.extractors.memory_learn import Taught, lessons_of
from idp.extractors.memory_place import find_place, place_of, shape_of, words_in
from idp.extractors.paper_document import read_paper
from idp.services.correction import Correction, apply_corrections
from tests.unit.extractors.pages import page_of, reading_of

VAT = Identity("vat:NL123456782B12")
Lines = Sequence[Sequence[tuple[float, str]] | str]


def invoice(
    mark: str = "RE-118",
    *,
    label: str = "Merkmal",
    due: str = "04/03/2026",
    net: str = "100.00",
    head: str = "Lagerwort",
    index: int = 0,
) -> Page:
    """An invoice whose number stands by a word that no rule knows, and whose codes stand under a heading of its own."""
    lines: Lines = (
        "Kestrel Abrasives B.V.",
        "Havenweg 4, 3011 AA Rotterdam, VAT no. NL123456782B12",
        "",
        "!Invoice",
        [(0.1, "Brennhoff Industriebedarf GmbH"), (0.6, label), (0.75, mark)],
        [(0.1, "Werkstrasse 12"), (0.6, "Vorgang"), (0.75, "77120-B")],
        [(0.1, "70565 Stuttgart"), (0.6, "Invoice date"), (0.75, "20 January 2026")],
        [(0.6, "Zahlbar"), (0.75, due)],
        "",
        [(0.1, head), (0.3, "Description"), (0.6, "Quantity"), (0.72, "Unit price"), (0.88, "Amount EUR")],
        [(0.1, "AB-125"), (0.3, "Cutting disc"), (0.6, "40"), (0.72, "2.50"), (0.88, "100.00")],
        "",
        [(0.6, "Subtotal"), (0.88, net)],
        [(0.6, "VAT 21 %"), (0.88, "21.00")],
        [(0.6, "Total EUR"), (0.88, "121.00")],
    )
    return page_of(lines, index=index)


def memory(lesson: Lesson, *, minutes: int = 0, **details: object) -> Memory:
    made = Memory(
        MemoryId(f"{minutes:032}"), lesson, (VAT,), "Kestrel", "Ann Lee", datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes),
        DocumentId("0" * 32), "RE-118", state=MemoryState.ACTIVE,
    )  # fmt: skip
    return replace(made, **details)  # type: ignore[arg-type]  # the class's own fields


def spot_of(page: Page, text: str) -> Box:
    words = text.split()
    first = next(i for i in range(len(page.words)) if [w.text for w in page.words[i : i + len(words)]] == words)
    return Box.around(w.box for w in page.words[first : first + len(words)])


def teach(page: Page, target: str, text: str, *, value: str | None = None, typed: bool = False) -> Lesson | None:
    """What is learned where a person points at `text` on the page (or types it) as the value of `target`."""
    before = read_paper((page,)).document
    change = Correction(value or text) if typed else Correction(value or text, page.index, spot_of(page, text))
    return lessons_of(Taught((page,), before, apply_corrections(before, {target: change}, person="ann")), (target,)).get(
        "lines." + target.split(".")[2] if target.startswith("lines.") else target
    )


def follow(page: Page, *lessons: Lesson | None, **details: object) -> ExtractedDocument:
    memories = tuple(memory(lesson, minutes=n, **details) for n, lesson in enumerate(lessons) if lesson is not None)
    assert len(memories) == len(lessons)
    return read_known((page,), (), memories).document


def test_the_form_of_a_text_is_kept_and_nothing_of_the_text() -> None:
    assert [shape_of(text) for text in ("RE-2026-118", "4711 / 88", " SC 0142/26")] == ["A-9-9", "9 / 9", "A 9/9"]


def test_a_place_is_found_by_the_words_beside_it_wherever_the_block_has_moved() -> None:
    page = invoice()
    layout = arrange((page,))
    found = words_in(layout, 0, spot_of(page, "RE-118"))
    assert found is not None
    place = place_of(layout, *found)
    assert place.beside is not None
    assert place.beside.words == "merkmal"
    moved = page_of(["Kestrel Abrasives B.V.", "", "", "", "", "", [(0.5, "Merkmal:"), (0.65, "RE-2")]])
    (at,) = find_place(arrange((moved,)), place)
    assert at.row.words[at.first].text == "RE-2"


@pytest.mark.parametrize(("label", "count"), [("Merkrnal", 1), ("MERKMAL", 1), ("Merkma1", 1), ("Mahnung", 0), ("Vorgang", 0)])
def test_letters_that_an_engine_confuses_do_not_hide_the_anchor(label: str, count: int) -> None:
    page = invoice()
    layout = arrange((page,))
    found = words_in(layout, 0, spot_of(page, "RE-118"))
    assert found is not None
    scan = page_of([[(0.6, label), (0.75, "RE-2")]], quality=Quality.POOR_SCAN)
    assert len(find_place(arrange((scan,)), place_of(layout, *found))) == count


def test_the_next_paper_is_read_where_a_person_found_the_value() -> None:
    lesson = teach(invoice(), "invoice_number", "RE-118")
    found = follow(invoice("RE-2077"), lesson).fields["invoice_number"]
    assert found.value == "RE-2077"
    assert found.reasons == ("stands where Ann Lee found it on RE-118 of this supplier",)


def test_two_places_with_the_same_words_around_them_give_nothing() -> None:
    lesson = teach(invoice(), "invoice_number", "RE-118")
    page = invoice("RE-2077")
    twice = replace(page, words=page.words + page_of([""] * 30 + [[(0.3, "Merkmal"), (0.45, "RE-9")]]).words)
    kept = follow(twice, lesson).fields.get("invoice_number")
    assert kept is None or kept.value == "RE-2077"  # of two, only the one at the same spot of the page may count
    moved = replace(page, words=tuple(w for w in page.words if w.text not in ("Merkmal", "RE-2077")))
    lines = [*[""] * 30, [(0.3, "Merkmal"), (0.45, "RE-9")], [(0.5, "Merkmal"), (0.65, "RE-8")]]
    both = replace(moved, words=moved.words + page_of(lines).words)
    number = follow(both, lesson).fields.get("invoice_number")
    assert number is None or number.value not in ("RE-9", "RE-8")


def test_what_has_another_form_than_the_value_had_is_not_it() -> None:
    lesson = teach(invoice(), "invoice_number", "RE-118")
    found = follow(invoice("pending"), lesson).fields.get("invoice_number")
    assert found is None or found.value != "pending"


def test_a_date_with_two_readings_teaches_how_the_supplier_writes_dates() -> None:
    page = invoice(label="Invoice no.")
    lesson = teach(page, "due_date", "04/03/2026", value="2026-03-04", typed=True)
    assert lesson is not None
    assert lesson.date_order == "day first"
    following = invoice("RE-2", label="Invoice no.", due="05/02/2026")
    assert follow(following, lesson).fields["due_date"].value == "2026-02-05"


def test_a_due_date_before_the_invoice_is_not_taken() -> None:
    lesson = teach(invoice(label="Invoice no."), "due_date", "04/03/2026", value="2026-03-04", typed=True)
    assert "due_date" not in follow(invoice("RE-2", label="Invoice no.", due="05/01/2026"), lesson).fields


def test_a_value_that_stands_in_several_places_teaches_no_place_when_it_is_typed() -> None:
    page = invoice()
    twice = replace(page, words=page.words + page_of([""] * 30 + ["RE-118"]).words)
    assert teach(twice, "invoice_number", "RE-118", typed=True) is None
    assert teach(page, "invoice_number", "RE-118", typed=True) is not None


def test_a_misread_value_teaches_nothing_about_its_place() -> None:
    page = invoice("RE-ll8", label="Invoice no.")
    assert teach(page, "invoice_number", "RE-ll8", value="RE-118") is None


def test_a_sum_that_contradicts_the_arithmetic_is_not_taken() -> None:
    page = invoice(label="Invoice no.", net="100.00")
    lesson = teach(page, "subtotal", "100.00", value="100.00", typed=True)
    assert lesson is None  # it was read right already, and stands twice
    forced = Lesson(Subject.FIELD, DocumentType.INVOICE, "total", place=place_of(arrange((page,)), *_row_of(page, "21.00")))
    assert follow(page, forced).fields["total"].value == "121.00"


def _row_of(page: Page, text: str) -> tuple:  # type: ignore[type-arg]  # what words_in gives
    found = words_in(arrange((page,)), 0, spot_of(page, text))
    assert found is not None
    return found


def test_a_column_is_told_by_one_cell() -> None:
    page = invoice(label="Invoice no.", head="Lagerwort")
    before = read_paper((page,)).document
    assert "product_code" not in before.lines[0].cells or before.lines[0].cells["product_code"].value != "AB-125"
    lesson = teach(page, "lines.0.product_code", "AB-125")
    assert lesson is not None
    assert (lesson.subject, lesson.words) == (Subject.COLUMN, "lagerwort")
    cell = follow(invoice("RE-2", label="Invoice no."), lesson).lines[0].cells["product_code"]
    assert cell.value == "AB-125"
    assert "in the column that Ann Lee showed on RE-118 of this supplier" in cell.reasons


def test_a_value_that_a_person_removed_is_not_read_there_again() -> None:
    page = invoice(label="Invoice no.")
    before = read_paper((page,)).document
    after = apply_corrections(before, {"invoice_number": Correction("")}, person="ann")
    (lesson,) = lessons_of(Taught((page,), before, after), ("invoice_number",)).values()
    assert lesson.place is None
    assert "invoice_number" not in follow(invoice("RE-2", label="Invoice no."), lesson).fields


def test_the_newest_lesson_whose_place_is_found_counts() -> None:
    page = invoice()
    first, second = teach(page, "invoice_number", "RE-118"), teach(page, "invoice_number", "77120-B")
    assert follow(invoice("RE-2"), first, second).fields["invoice_number"].value == "77120-B"
    assert follow(invoice("RE-2"), second, first).fields["invoice_number"].value == "RE-2"


def test_a_contested_memory_leaves_its_value_below_the_gate() -> None:
    lesson = teach(invoice(), "invoice_number", "RE-118")
    fresh, disputed = follow(invoice("RE-2"), lesson), follow(invoice("RE-2"), lesson, disputed=1)
    proven = follow(invoice("RE-2"), lesson, confirmed=1)
    sure = [document.fields["invoice_number"].confidence for document in (disputed, fresh, proven)]
    assert sure == sorted(sure)
    assert "invoice_number" in disputed.weak_fields
    assert "invoice_number" not in proven.weak_fields


def test_without_memories_of_the_supplier_a_paper_reads_as_ever() -> None:
    lesson = teach(invoice(), "invoice_number", "RE-118")
    assert lesson is not None
    of_another = memory(lesson, identities=(Identity("vat:DE136695976"),))
    reading = reading_of(invoice("RE-2"))
    assert extract(reading, memories=(of_another,)) == extract(reading)


def test_the_vat_number_decides_who_the_supplier_is_over_a_shared_account() -> None:
    lesson = Lesson(Subject.NAME, DocumentType.INVOICE, "supplier_name", words="kestrel")
    shared = memory(lesson, identities=(VAT, Identity("iban:DE75512108001245126199")))
    assert is_same_supplier(shared, frozenset({Identity("iban:DE75512108001245126199")}))
    others = frozenset({Identity("iban:DE75512108001245126199"), Identity("vat:DE136695976")})
    assert not is_same_supplier(shared, others)


def test_identities_are_what_the_paper_prints_of_its_supplier() -> None:
    read = read_paper((invoice(label="Invoice no."),))
    printed = printed_identities(read)
    assert {VAT, Identity("name:kestrelabrasives")} <= printed
    mailed = replace(read.document, fields={"supplier_name": Extracted("Kestrel Abrasives B.V.", "", 0.9)})
    assert identities_on((), mailed, ()) == {Identity("name:kestrelabrasives")}


def test_structured_documents_teach_nothing() -> None:
    page = invoice()
    before = replace(read_paper((page,)).document, quality=Quality.STRUCTURED)
    change = Correction("RE-118", 0, spot_of(page, "RE-118"))
    after = apply_corrections(before, {"invoice_number": change}, person="ann")
    assert lessons_of(Taught((page,), before, after), ("invoice_number",)) == {}


def test_known_gives_the_newest_first_and_only_of_the_type_of_paper() -> None:
    lesson = Lesson(Subject.NAME, DocumentType.INVOICE, "supplier_name", words="kestrel")
    old, new = memory(lesson, minutes=1), memory(lesson, minutes=2)
    other = memory(replace(lesson, document_type=DocumentType.CREDIT_NOTE))
    assert Known((old, other, new)).of(Subject.NAME, DocumentType.INVOICE) == (new, old)
