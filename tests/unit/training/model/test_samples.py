"""Pages to learn from: generated ones by their marks, real ones by their truth, all of them worn."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idp.training.generate import generate_document
from idp.training.model.labels import LABELS, UNKNOWN
from idp.training.model.located import samples_of_real
from idp.training.model.noise import invented_word, worn
from idp.training.model.printed import samples_of
from idp.training.model.real import disguised
from idp.training.model.sample import Sample, content_hash, read_samples, write_samples
from tests.unit.extractors.pages import page_of

INVOICE = page_of(
    [
        "Acme Tools Ltd", [(0.1, "Invoice no. RE-4711"), (0.6, "05/11/2026")], "Bill to Bolt Trading Inc",
        [(0.1, "Item"), (0.5, "Qty"), (0.6, "Price"), (0.8, "Amount")],
        [(0.1, "Hex bolt steel"), (0.5, "10"), (0.6, "2.00"), (0.8, "20.00")], [(0.1, "zinc plated")],
        [(0.1, "Washer M8"), (0.5, "20"), (0.6, "1.00"), (0.8, "20.00")],
        [(0.6, "Subtotal"), (0.8, "40.00")], [(0.6, "VAT"), (0.8, "8.00")], [(0.6, "Total"), (0.8, "48.00")],
    ]
)  # fmt: skip
TRUTH = {
    "document_type": "invoice", "supplier_name": "Acme Tools Ltd.", "buyer_name": "Bolt Trading Inc", "invoice_number": "RE-4711",
    "invoice_date": "2026-11-05", "due_date": None, "subtotal": "40.00", "tax_amount": "8.00", "total": "48.00",
    "lines": [
        {"description": "Hex bolt steel zinc plated", "quantity": "10", "unit_price": "2.00", "amount": "20.00"},
        {"description": "Washer M8", "quantity": "20", "unit_price": "1.00", "amount": "20.00"},
    ],
}  # fmt: skip


def labelled(sample: Sample) -> list[tuple[str, str]]:
    return [(text, LABELS[label]) for text, label in zip(sample.texts, sample.labels, strict=True) if label > 0]


def drawn(seed: int) -> Sample:
    document = generate_document(seed)
    kind = str(document.truth["document_type"])
    return next(samples_of(document.printed, document_type=kind, source="drawn", kind="drawn"))


def test_values_of_a_truth_are_found_on_the_page_each_in_its_line() -> None:
    (sample,) = samples_of_real([INVOICE], TRUTH, source="acme")
    assert labelled(sample) == [
        ("Acme", "supplier_name"), ("Tools", "supplier_name"), ("Ltd", "supplier_name"), ("RE-4711", "invoice_number"),
        ("05/11/2026", "invoice_date"), ("Bolt", "buyer_name"), ("Trading", "buyer_name"), ("Inc", "buyer_name"),
        ("Hex", "line.description"), ("bolt", "line.description"), ("steel", "line.description"), ("10", "line.quantity"),
        ("2.00", "line.unit_price"), ("20.00", "line.amount"), ("zinc", "line.description"), ("plated", "line.description"),
        ("Washer", "line.description"), ("M8", "line.description"), ("20", "line.quantity"), ("1.00", "line.unit_price"),
        ("20.00", "line.amount"), ("40.00", "subtotal"), ("8.00", "tax_amount"), ("48.00", "total"),
    ]  # fmt: skip
    begins = [text for text, begin in zip(sample.texts, sample.begins, strict=True) if begin]
    assert begins == ["Hex", "bolt", "steel", "10", "2.00", "20.00", "Washer", "M8", "20", "1.00", "20.00"]


def test_where_two_fields_say_the_same_nobody_knows_which_it_is() -> None:
    (sample,) = samples_of_real([INVOICE], {**TRUTH, "subtotal": "48.00"}, source="acme")
    assert sample.labels[sample.texts.index("48.00")] == UNKNOWN


def test_a_truth_without_lines_says_nothing_about_other_words() -> None:
    (sample,) = samples_of_real([INVOICE], {"document_type": "invoice", "total": "48.00"}, source="acme")
    assert labelled(sample) == [("48.00", "total")]
    assert set(sample.labels) == {UNKNOWN, LABELS.index("total")}
    assert set(sample.begins) == {UNKNOWN}


def test_a_disguise_changes_names_and_keeps_labels_numbers_and_what_things_are_called() -> None:
    (sample,) = samples_of_real([INVOICE], TRUTH, source="acme")
    other = disguised(sample, Random(1))
    assert (other.labels, other.boxes) == (sample.labels, sample.boxes)
    assert {"Acme", "Bolt", "Washer"}.isdisjoint(other.texts)
    assert {"Invoice", "Subtotal", "48.00", "05/11/2026"} <= set(other.texts)


def test_a_generated_page_is_labelled_by_its_marks_and_by_their_repeats() -> None:
    sample = drawn(3)
    found = labelled(sample)
    assert ("168-8646-79", "confirmation_number") in found
    assert sum(pair == ("Bretagne", "supplier_name") for pair in found) == sum(text == "Bretagne" for text in sample.texts) > 1
    columns = {label for _, label in found if label.startswith("line.")}
    assert {"line.description", "line.quantity", "line.amount", "line.promised_date"} <= columns


@given(st.integers(0, 10_000))
def test_a_worn_page_still_has_a_label_and_a_box_on_the_page_for_each_word(seed: int) -> None:
    (sample,) = samples_of_real([INVOICE], TRUTH, source="acme")
    page = worn(sample, Random(seed))
    assert len(page.texts) == len(page.labels) == len(page.boxes) == len(page.begins) > 0
    assert all(text for text in page.texts)
    assert all(0 <= left <= right <= 1 and 0 <= top <= bottom <= 1 for left, top, right, bottom in page.boxes)
    assert set(page.labels) <= set(sample.labels)
    assert page == worn(sample, Random(seed))


def test_an_invented_word_keeps_its_case_and_its_signs() -> None:
    rng = Random(1)
    assert invented_word("4711", rng) == "4711"
    assert invented_word("ACME,", rng).isupper()
    assert invented_word("ACME,", rng).endswith(",")
    assert invented_word("Bolt", rng).istitle()


def test_a_shard_gives_back_what_was_written_and_its_hash_changes_with_a_word(tmp_path: Path) -> None:
    sample = replace(drawn(3), boxes=tuple((0.1, 0.2, 0.3, 0.4) for _ in drawn(3).texts))
    first, same, other = tmp_path / "a.jsonl.gz", tmp_path / "b" / "a.jsonl.gz", tmp_path / "c.jsonl.gz"
    same.parent.mkdir()
    for path in (first, same):
        assert write_samples(path, [sample]) == 1
    write_samples(other, [replace(sample, texts=("another", *sample.texts[1:]))])
    assert list(read_samples(first)) == [sample]
    assert content_hash([first]) == content_hash([same]) != content_hash([other])


def test_a_sample_with_a_word_without_label_is_refused() -> None:
    with pytest.raises(ValueError, match="without box or label"):
        Sample(("a",), (), (), (), 0, "x", "drawn")
