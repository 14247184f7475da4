"""Every form, printed: nothing covers anything, the truth is what stands there, one seed is one document."""

import re
from decimal import Decimal
from itertools import combinations
from random import Random

import pypdfium2
import pytest

from idp.training.forms.catalogue import FORMS, Form, forms
from idp.training.forms.generate import GeneratedForm, compose, generate_form, print_form
from idp.training.sheet import Printed, Word
from idp.training.web.printer import DoesNotFit, Printer

SEED = 11
_DRAWN = "(signature)"
_HIDDEN_SHARE = 0.3


@pytest.fixture(scope="module")
def made(printer: Printer) -> dict[str, GeneratedForm]:
    return {form.name: print_form(form, SEED, printer) for form in FORMS}


def _area(box: tuple[float, float, float, float]) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def _is_covered(one: Word, other: Word) -> bool:
    left, top = max(one.box[0], other.box[0]), max(one.box[1], other.box[1])
    right, bottom = min(one.box[2], other.box[2]), min(one.box[3], other.box[3])
    return one.page == other.page and _area((left, top, right, bottom)) > _HIDDEN_SHARE * min(_area(one.box), _area(other.box))


def _covered(printed: Printed) -> list[tuple[str, str]]:
    """Printed words that lie upon each other; a pen may cross print, print may not."""
    typed = [word for word in printed.words if not (word.mark and _looks_drawn(word))]
    return [(one.text, other.text) for one, other in combinations(typed, 2) if _is_covered(one, other)]


def _looks_drawn(word: Word) -> bool:
    return word.text == _DRAWN or " " in word.text or (word.box[3] - word.box[1]) > 0.016


def _print(form: Form, seed: int, printer: Printer) -> Printed | None:
    try:
        return printer.measure(compose(form, Random(f"{form.name} {seed}")).set(form.name))
    except DoesNotFit:
        return None


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_no_print_covers_print(printer: Printer, form: Form) -> None:
    prints = [printed for seed in range(4) if (printed := _print(form, seed, printer))]
    assert len(prints) >= 2
    for printed in prints:
        assert _covered(printed) == []


def test_words_stand_where_the_pdf_has_them(made: dict[str, GeneratedForm]) -> None:
    for name, one in made.items():
        if not one.has_handwriting and not any(word.text == _DRAWN for word in one.document.printed.words):
            assert _share_found(one.document.printed) >= 0.98, name


def _share_found(printed: Printed) -> float:
    """Share of the words whose letters the PDF has in their box; where pdfium parts words is its own affair."""
    hits = 0
    with pypdfium2.PdfDocument(printed.pdf) as pdf:
        texts = [(page.get_textpage(), *page.get_size()) for page in pdf]
        for word in printed.words:
            text, width, height = texts[word.page]
            left, top, right, bottom = word.box
            found = text.get_text_bounded(
                left * width - 2, (1 - bottom) * height - 1, right * width + 2, (1 - top) * height + 1
            )
            hits += word.text in re.sub(r"\s", "", found)
    return hits / len(printed.words)


def test_every_value_of_the_truth_stands_on_the_page(made: dict[str, GeneratedForm]) -> None:
    for name, one in made.items():
        seen = re.sub(r"\s", "", " ".join(word.text for word in one.document.printed.words)).lower()
        for key in (
            "bol_number",
            "delivery_note_number",
            "reference",
            "confirmation_number",
            "po_number",
            "shipper",
            "supplier_name",
        ):
            value = one.document.truth.get(key)
            if isinstance(value, str):
                assert re.sub(r"\s", "", value).lower() in seen, (name, key, value)


def test_the_numbers_of_lines_are_printed_beside_their_goods(made: dict[str, GeneratedForm]) -> None:
    for name, one in made.items():
        boxes = one.document.boxes
        for index, line in enumerate(one.document.truth["lines"]):
            for column, value in line.items():
                if value is not None:
                    assert f"{index}.{column}" in boxes, (name, index, column)


def test_both_sides_hold_every_kind_of_paper_and_share_no_form() -> None:
    train, held_out = forms(held_out=False), forms(held_out=True)
    assert not {form.name for form in train} & {form.name for form in held_out}
    assert {form.document_type for form in train} == {form.document_type for form in held_out}
    assert len(FORMS) >= 24
    assert len(held_out) >= 10


def test_seeds_in_a_row_go_through_all_forms_of_a_side(printer: Printer) -> None:
    held_out = forms(held_out=True)
    names = {generate_form(9000 + step, printer, held_out=True).form for step in range(len(held_out))}
    assert names == {form.name for form in held_out}


def test_one_seed_makes_one_document(made: dict[str, GeneratedForm], printer: Printer) -> None:
    for form in (FORMS[0], FORMS[len(FORMS) // 2], FORMS[-1]):
        again = print_form(form, SEED, printer)
        assert again.document.truth == made[form.name].document.truth
        assert again.document.pdf == made[form.name].document.pdf


def test_confirmed_amounts_add_up(made: dict[str, GeneratedForm]) -> None:
    confirmations = [one.document.truth for one in made.values() if one.document.truth["document_type"] == "order_confirmation"]
    assert confirmations
    for truth in confirmations:
        lines = sum(Decimal(line["amount"]) for line in truth["lines"])
        assert lines == Decimal(truth["subtotal"] or truth["total"])
        if truth["subtotal"]:
            assert lines + Decimal(truth["tax_amount"]) == Decimal(truth["total"])


def test_only_signed_proofs_are_signed(printer: Printer) -> None:
    form = next(form for form in FORMS if form.name == "pod_signed_note")
    answers = set()
    for seed in range(12):
        document = print_form(form, seed, printer).document
        has_signature = any(word.text == _DRAWN for word in document.printed.words)
        assert document.truth["signed"] is has_signature
        assert (document.truth["received_by"] is None) is not has_signature
        answers.add(has_signature)
    assert answers == {True, False}


def test_a_bill_of_lading_without_the_consignees_pen_says_nothing_of_a_receipt(printer: Printer) -> None:
    form = next(form for form in FORMS if form.name == "bol_ltl")
    truths = [print_form(form, seed, printer).document.truth for seed in range(10)]
    assert {truth.get("signed") for truth in truths} == {None, True}
    for truth in truths:
        assert (truth["delivered_date"] is None) is ("signed" not in truth)
