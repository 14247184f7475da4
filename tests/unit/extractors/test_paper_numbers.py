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
