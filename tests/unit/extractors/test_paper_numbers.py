from __future__ import annotations

import pytest

from idp.domain.document import DocumentType, ExtractedDocument
from idp.extractors import extract
from tests.unit.extractors.pages import page_of, reading_of

CONSIGNMENT = [[(0.1, "Shipper"), (0.5, "Consignee")], [(0.1, "Muster Steel Inc."), (0.5, "Example Supply Inc.")]]
GOODS = [[(0.1, "Pieces"), (0.3, "Description"), (0.7, "Weight (lbs)")], [(0.1, "2"), (0.3, "Conduit 10 ft"), (0.7, "166.4")]]


def document_of(*rows: object) -> ExtractedDocument:
    return extract(reading_of(page_of(list(rows)))).documents[0]  # type: ignore[arg-type]


def value(document: ExtractedDocument, name: str) -> object:
    return document.fields[name].value if name in document.fields else None


@pytest.mark.parametrize("printed", ["PO435632 712039", "PO435632 / 712039", "PO435632, 712039"])
def test_several_orders_by_one_label_are_all_named(printed: str) -> None:
    bill = document_of("!Bill of lading", "B/L No.: 2021/7938", f"Customer PO No.: {printed}", *CONSIGNMENT, *GOODS)
    assert value(bill, "po_numbers") == ("PO435632", "712039")


def test_a_number_written_in_groups_is_one_order() -> None:
    bill = document_of("!Bill of lading", "B/L No.: 2021/7938", "Customer PO No.: 018304 / 28", *CONSIGNMENT, *GOODS)
    assert value(bill, "po_numbers") == ("018304 / 28",)


def test_a_day_behind_an_order_is_no_order() -> None:
    bill = document_of("!Bill of lading", "B/L No.: 2021/7938", "Customer PO No.: 712039 14.02.2021", *CONSIGNMENT, *GOODS)
    assert value(bill, "po_numbers") == ("712039",)


def test_the_day_behind_the_place_at_the_head_of_a_letter_is_the_papers() -> None:
    confirmation = document_of(
        "Muster Componenti S.n.c.",
        [(0.6, "37085 Verona (VR), 14-11-2022")],
        "!Conferma ordine SM2295280",
        "Vs. ordine: HT71437 del 01-11-2022",
        "Data ordine: 01-11-2022",
    )
    assert value(confirmation, "confirmation_date") == "2022-11-14"


def test_a_delivery_receipt_on_a_carriers_form_proves_a_delivery() -> None:
    receipt = document_of(
        [(0.1, "Muster Motor Freight"), (0.4, "!Delivery receipt"), (0.8, "PRO")],
        [(0.8, "81043718-7")],
        *CONSIGNMENT,
        [(0.1, "SCAC SMPL"), (0.3, "PO Number"), (0.6, "B/L Number")],
        [(0.3, "PO315941"), (0.6, "MV-192589")],
        *GOODS,
    )
    assert receipt.document_type is DocumentType.PROOF_OF_DELIVERY
    assert value(receipt, "reference") == "81043718-7"


def test_a_number_behind_the_title_of_a_packing_list_is_its_own() -> None:
    listed = document_of(
        [(0.1, "Muster Matériaux SA"), (0.6, "Liste de colisage #X868135")],
        "",
        [(0.1, "Désignation"), (0.8, "Qté")],
        [(0.1, "Roulement 6216"), (0.8, "4")],
    )
    assert (listed.document_type, value(listed, "delivery_note_number")) == (DocumentType.DELIVERY_NOTE, "X868135")


def test_a_confirmation_that_promises_one_day_for_all_lines_says_so() -> None:
    table = [(0.1, "Description"), (0.5, "Qty"), (0.65, "Price"), (0.85, "Amount")]
    row = [(0.1, "Hex bolt"), (0.5, "40"), (0.65, "0.25"), (0.85, "10.00")]
    head = ["!Order confirmation", "Order confirmation no.: 4711", "Order date: 02 Nov 2026"]
    for_all = document_of(*head, "Promised date: 22 Nov 2026", table, row)
    assert (value(for_all, "promised_date"), value(for_all, "confirmation_date")) == ("2026-11-22", "2026-11-02")
    by_line = document_of(*head, [*table, (0.94, "ETA")], [*row, (0.94, "25.11.2026")], "Delivered: 22 Nov 2026")
    assert value(by_line, "promised_date") is None
