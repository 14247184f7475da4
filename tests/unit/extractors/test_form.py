from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from idp.domain.document import DocumentType, ExtractedDocument
from idp.domain.geometry import Box
from idp.domain.page import Page
from idp.extractors import extract
from tests.unit.extractors.pages import page_of, reading_of, words_at

LINES: list[object] = [
    [(0.1, "Description"), (0.55, "Qty"), (0.68, "Unit price"), (0.85, "Amount")],
    [(0.1, "Angle bracket"), (0.55, "100"), (0.7, "2.50"), (0.86, "250.00")],
    [(0.6, "Total USD"), (0.86, "250.00")],
]


def only(page: Page) -> ExtractedDocument:
    (document,) = extract(reading_of(page)).documents
    return document


def values(lines: Sequence[object]) -> dict[str, object]:
    document = only(page_of([*lines, "", *LINES]))  # type: ignore[list-item]
    return {name: field.value for name, field in document.fields.items()}


def test_a_label_in_two_lines_names_what_stands_beside_its_first() -> None:
    page = page_of(["!Invoice 4711-A", "", "", "Date: 2026-04-04", "", *LINES])  # type: ignore[list-item]
    key = [*words_at(0.6, 0.08, "Payment"), *words_at(0.8, 0.08, "2026-05-04"), *words_at(0.6, 0.091, "due date")]
    assert only(replace(page, words=(*page.words, *key))).fields["due_date"].value == "2026-05-04"


def test_an_order_number_keeps_the_name_of_its_kind() -> None:
    assert values(["!Invoice 4711-A", "Your order: PO 48163"])["po_numbers"] == ("PO 48163",)


def test_orders_in_a_list_are_all_named() -> None:
    assert values(["!Invoice 4711-A", "Your order no.: 23-82846, 23-77118"])["po_numbers"] == ("23-82846", "23-77118")


def test_on_an_order_the_letterhead_buys_and_the_address_sells() -> None:
    head = [
        "Northgate Ltd",
        "4 High Street",
        "Ashby LE8 2QT",
        "",
        "!Purchase Order PO-7711",
        "",
        "Supplier",
        "Severn Tools Ltd",
        "Leeds LS8 6PT",
    ]
    found = values(head)
    assert (found["buyer_name"], found["supplier_name"]) == ("Northgate Ltd", "Severn Tools Ltd")


def test_a_greeting_is_nobodys_name() -> None:
    assert values(["!Invoice 4711-A", "Customer", "Dear Sir or Madam,"]).get("buyer_name") is None


def test_an_opening_sentence_tells_a_confirmation() -> None:
    document = only(page_of(["Order no. 4711-22", "We are pleased to confirm your order as follows:", "", *LINES]))  # type: ignore[list-item]
    assert document.document_type is DocumentType.ORDER_CONFIRMATION


def test_a_pro_forma_invoice_is_no_invoice() -> None:
    document = only(page_of(["!Pro forma invoice", "Invoice no.: 4711-22", "Invoice date: 2026-04-04", *LINES]))  # type: ignore[list-item]
    assert document.document_type is DocumentType.OTHER


def _boxed(lines: Sequence[object], *boxes: tuple[float, float, float, float]) -> Page:
    rules: list[Box] = []
    for left, top, right, bottom in boxes:
        rules += [Box(left, top, right, top + 0.001), Box(left, bottom, right, bottom + 0.001)]
        rules += [Box(left, top, left + 0.001, bottom), Box(right, top, right + 0.001, bottom)]
    return replace(page_of(lines), rules=tuple(rules))  # type: ignore[arg-type]


def test_a_box_of_a_form_that_is_not_filled_in_gives_no_name() -> None:
    lines = ["!Bill of Lading", "", "1 Shipper", "Northgate Ltd", "2 Consignee", "(full name)", "Harbour office copy"]
    page = _boxed(lines, (0.09, 0.085, 0.5, 0.127), (0.09, 0.128, 0.5, 0.165))
    found = only(page).fields
    assert found["shipper"].value == "Northgate Ltd"
    assert "consignee" not in found


def test_a_label_in_several_languages_is_one_label() -> None:
    lines = ["!CMR", "", "2 Destinataire / Consignee / Geadresseerde", "Severn Tools Ltd", "Leeds LS8 6PT"]
    assert only(_boxed(lines, (0.09, 0.085, 0.6, 0.15))).fields["consignee"].value == "Severn Tools Ltd"
