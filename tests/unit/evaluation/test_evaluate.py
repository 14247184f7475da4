from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from idp.evaluation import Report, Score, evaluate, render
from idp.evaluation.agreement import agree
from idp.evaluation.alignment import align


def truth(folder: Path, name: str, **values: Any) -> None:
    (folder / "src").mkdir(exist_ok=True)
    (folder / "src" / f"{name}.truth.json").write_text(json.dumps(values))


def document(
    *, confident: bool = False, lines: tuple[dict[str, str], ...] = (), kind: str = "invoice", **fields: Any
) -> dict[str, Any]:
    return {
        "document_type": kind,
        "confident": confident,
        "fields": {name: {"value": value} for name, value in fields.items()},
        "lines": [{column: {"value": value} for column, value in line.items()} for line in lines],
    }


def score(folder: Path, **outputs: Any) -> Report:
    return evaluate({f"{name}.pdf": docs for name, docs in outputs.items()}, folder)


@pytest.mark.parametrize(
    ("key", "got", "want"),
    [
        ("total", "1234.50", "1234.5"),
        ("invoice_date", "2026-04-05", "2026-04-05"),
        ("invoice_number", "R 2026/118", "r-2026-118"),
        ("supplier_name", "Müller Metallbau GmbH", "Mueller Metallbau"),
        ("supplier_name", "Coolblue B.V.", "Coolblue"),
        ("description", "Winkel 50x50 verzinkt, lang", "Winkel 50x50 verzinkt"),
        ("signed", True, True),
        ("po_numbers", ["P1", "P2"], ["P2", "P1"]),
    ],
)
def test_values_that_say_the_same_agree(key: str, got: object, want: object) -> None:
    assert agree(key, got, want)


@pytest.mark.parametrize(
    ("key", "got", "want"),
    [
        ("total", "1234.50", "1234.51"),
        ("total", "n/a", "1"),
        ("invoice_number", "R-2026-118", "R-2026-119"),
        ("supplier_name", "Kunde AG", "Muster GmbH"),
        ("signed", "true", True),
        ("po_numbers", ["P1"], ["P1", "P2"]),
        ("invoice_number", "", ""),
    ],
)
def test_values_that_say_another_thing_disagree(key: str, got: object, want: object) -> None:
    assert not agree(key, got, want)


def test_amounts_of_credit_notes_agree_without_their_sign() -> None:
    assert agree("total", "-10.00", "10.00", document_type="credit_note")
    assert not agree("total", "-10.00", "10.00", document_type="invoice")


def test_right_wrong_missed_and_invented_values_are_counted_apart(tmp_path: Path) -> None:
    truth(tmp_path, "a", document_type="invoice", invoice_number="1", total="2", currency="EUR", supplier_iban=None)
    report = score(tmp_path, a=[document(invoice_number="1", total="3", supplier_iban="DE1", buyer_name="not scored")])
    assert report.header == Score(right=1, wrong=1, missed=1, invented=1)
    assert report.header.precision == pytest.approx(1 / 3)
    assert report.header.recall == pytest.approx(1 / 3)
    assert not report.files[0].exact


def test_a_key_that_the_truth_lacks_is_not_scored(tmp_path: Path) -> None:
    truth(tmp_path, "a", document_type="invoice", invoice_number="1")
    report = score(tmp_path, a=[document(invoice_number="1", total="99")])
    assert report.files[0].exact


def test_false_success_is_the_share_of_confident_files_that_are_not_exact(tmp_path: Path) -> None:
    for name in ("a", "b", "c"):
        truth(tmp_path, name, document_type="invoice", invoice_number="1")
    right, wrong = document(confident=True, invoice_number="1"), document(confident=True, invoice_number="2")
    report = score(tmp_path, a=[right], b=[wrong], c=[document(invoice_number="2")])
    assert report.confident_count == 2
    assert report.coverage == pytest.approx(2 / 3)
    assert report.false_success == 0.5


def test_lines_are_paired_by_what_they_say_not_by_their_place(tmp_path: Path) -> None:
    truth(
        tmp_path,
        "a",
        document_type="invoice",
        lines=[{"description": "red", "amount": "1"}, {"description": "blue", "amount": "2"}],
    )
    report = score(
        tmp_path, a=[document(lines=({"description": "blue", "amount": "2"}, {"description": "red", "amount": "1"}))]
    )
    assert report.line_cells == Score(right=4)


def test_a_line_too_many_is_invented_and_makes_the_file_inexact(tmp_path: Path) -> None:
    truth(tmp_path, "a", document_type="invoice", lines=[{"amount": "1"}])
    report = score(tmp_path, a=[document(lines=({"amount": "1"}, {"amount": "7"}))])
    assert report.line_cells == Score(right=1, invented=1)
    assert not report.files[0].exact


def test_a_document_too_few_makes_the_file_inexact(tmp_path: Path) -> None:
    truth(
        tmp_path,
        "a",
        documents=[{"document_type": "invoice", "invoice_number": "1"}, {"document_type": "invoice", "invoice_number": "2"}],
    )
    report = score(tmp_path, a=[document(invoice_number="2")])
    assert report.header == Score(right=1, missed=1)
    assert not report.files[0].exact


def test_a_file_without_output_misses_everything(tmp_path: Path) -> None:
    truth(tmp_path, "a", document_type="invoice", invoice_number="1")
    report = score(tmp_path)
    assert report.header == Score(missed=1)
    assert report.document_type == Score(missed=1)


def test_the_macro_score_is_the_mean_over_folders(tmp_path: Path) -> None:
    truth(tmp_path, "a", document_type="invoice", invoice_number="1")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "b.truth.json").write_text(
        json.dumps({"document_type": "invoice", "invoice_number": "1", "total": "2"})
    )
    report = score(tmp_path, a=[document(invoice_number="1")], b=[document(invoice_number="9", total="9")])
    assert report.macro_header_f1 == pytest.approx(0.5)


def test_swaps_improve_a_greedy_pairing() -> None:
    got = [{"x": "1", "y": "1"}, {"x": "1", "z": "9"}]
    want = [{"x": "1", "z": "9"}, {"x": "1", "y": "1", "w": "3"}]
    assert align(got, want) == {0: 1, 1: 0}


def test_the_text_names_the_worst_files_with_their_misses(tmp_path: Path) -> None:
    truth(tmp_path, "a", document_type="invoice", invoice_number="1")
    text = render(score(tmp_path, a=[document(invoice_number="2")]), worst=1)
    assert "files              1" in text
    assert "src/a.truth.json confident=False" in text
    assert "invoice_number: '2' for '1'" in text
