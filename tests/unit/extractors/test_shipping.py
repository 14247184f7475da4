from __future__ import annotations

from idp.domain.code import Code
from idp.domain.document import DocumentType, ExtractedDocument
from idp.domain.geometry import Box
from idp.domain.page import Ink, InkKind
from idp.extractors import extract
from tests.unit.extractors.pages import page_of, reading_of

BOL = [
    "!Bill of Lading",
    [(0.1, "B/L No.:"), (0.25, "NLOC2611004472"), (0.55, "SCAC:"), (0.65, "NLOC")],
    [(0.1, "Shipper:"), (0.25, "Kestrel Abrasives B.V."), (0.55, "Carrier:"), (0.65, "Northline Ocean Carriers")],
    [(0.1, "Consignee:"), (0.25, "Brennhoff Bedarf GmbH"), (0.55, "PRO No.:"), (0.65, "4418820176")],
    [(0.1, "Ship date:"), (0.25, "13 November 2026"), (0.55, "Seal No.:"), (0.65, "NL448812")],
    [(0.1, "Container No.:"), (0.25, "CSQU3054383"), (0.55, "PO No.:"), (0.65, "P00134")],
    [(0.1, "Gross weight:"), (0.25, "3,820.00 kg"), (0.55, "Total packages:"), (0.7, "4")],
]
POD = [
    "!Proof of delivery",
    [(0.1, "Reference:"), (0.3, "OWS-2611-30512")],
    [(0.1, "Delivered on:"), (0.3, "17 November 2026")],
    [(0.1, "Received by:"), (0.3, "S. Yildiz")],
    "",
    [(0.1, "Consignee signature:")],
]


def only(*pages: object) -> ExtractedDocument:
    (document,) = extract(reading_of(*pages)).documents  # type: ignore[arg-type]
    return document


def test_a_bill_of_lading_gives_parties_numbers_and_measures() -> None:
    document = only(page_of(BOL))
    assert document.document_type is DocumentType.BILL_OF_LADING
    assert {name: value.value for name, value in document.fields.items()} == {
        "bol_number": "NLOC2611004472",
        "scac": "NLOC",
        "pro_number": "4418820176",
        "shipper": "Kestrel Abrasives B.V.",
        "consignee": "Brennhoff Bedarf GmbH",
        "carrier": "Northline Ocean Carriers",
        "ship_date": "2026-11-13",
        "seal_numbers": ("NL448812",),
        "container_numbers": ("CSQU3054383",),
        "po_numbers": ("P00134",),
        "total_weight": "3820.00",
        "package_count": "4",
    }


def test_a_container_number_that_fails_its_check_digit_is_not_taken_but_reported() -> None:
    lines = [*BOL[:5], [(0.1, "Container No.:"), (0.25, "CSQU3054384")]]
    document = only(page_of(lines))
    assert "container_numbers" not in document.fields
    (found,) = [f for f in document.findings if f.code is Code.VAL_CHECKDIGIT]
    assert found.actual == "CSQU3054384"


def test_a_paper_with_handwriting_by_the_signature_is_signed() -> None:
    ink = (Ink(InkKind.HANDWRITING, Box(0.32, 0.14, 0.45, 0.165)),)
    document = only(page_of(POD, ink=ink))
    assert document.flag("signed") is True
    assert document.text("received_by") == "S. Yildiz"
    assert document.text("delivered_date") == "2026-11-17"
    assert document.text("reference") == "OWS-2611-30512"


def test_a_paper_with_an_empty_signature_field_is_not_signed() -> None:
    assert only(page_of(POD)).flag("signed") is False


def test_without_a_signature_field_nothing_is_said_about_signing() -> None:
    assert only(page_of(POD[:4])).flag("signed") is None


def test_handwriting_by_an_empty_field_asks_for_a_second_look() -> None:
    lines = [*POD[:3], [(0.1, "Received by:")], "", [(0.1, "Consignee signature:")]]
    ink = (Ink(InkKind.HANDWRITING, Box(0.12, 0.125, 0.22, 0.14)),)
    extraction = extract(reading_of(page_of(lines, ink=ink)))
    assert "received_by" not in extraction.documents[0].fields
    assert [(d.page_index, d.box) for d in extraction.doubts] == [(0, ink[0].box)]


GOODS = [(0.1, "No. of pkgs"), (0.3, "Description of packages and goods"), (0.8, "Gross weight kg")]


def test_goods_are_counted_as_their_text_says_and_packages_apart() -> None:
    rows = [
        [(0.1, "1 PALLETS"), (0.3, "6,000 pcs Cutting disc inox 125 mm"), (0.8, "1,180.00")],
        [(0.3, "Item KA-CD125-10X")],
        [(0.1, "3 PALLETS"), (0.3, "150 pcs Grinding wheel 200 mm"), (0.8, "2,640.00")],
        [(0.3, "Item KA-GW20025-46")],
    ]
    lines = only(page_of([*BOL, "", GOODS, *rows])).lines
    read = [{name: line.cells[name].value for name in ("product_code", "description", "quantity", "uom")} for line in lines]
    assert read == [
        {"product_code": "KA-CD125-10X", "description": "Cutting disc inox 125 mm", "quantity": "6000", "uom": "pcs"},
        {"product_code": "KA-GW20025-46", "description": "Grinding wheel 200 mm", "quantity": "150", "uom": "pcs"},
    ]


def test_text_that_begins_with_a_number_of_its_own_leaves_a_count_of_pieces_alone() -> None:
    rows = [[(0.1, "400 EA"), (0.3, "6 pcs socket set in a box"), (0.8, "1,180.00")]]
    (line,) = only(page_of([*BOL, "", [(0.1, "Qty"), *GOODS[1:]], *rows])).lines
    assert (line.cells["quantity"].value, line.cells["description"].value) == ("400", "6 pcs socket set in a box")


def test_codes_before_every_text_are_product_codes() -> None:
    rows = [
        [(0.1, "400 EA"), (0.3, "SET2-LM11949/10 Tapered roller bearing set"), (0.8, "463.00")],
        [(0.1, "120 EA"), (0.3, "RC50-10FT Roller chain in a box"), (0.8, "750.00")],
    ]
    lines = only(page_of([*BOL, "", [(0.1, "Qty"), *GOODS[1:]], *rows])).lines
    assert [line.cells["product_code"].value for line in lines] == ["SET2-LM11949/10", "RC50-10FT"]


def test_an_order_number_said_twice_is_surer_than_one_said_once() -> None:
    orders = [[(0.1, "CUSTOMER ORDER NUMBER"), (0.4, "# PKGS"), (0.5, "WEIGHT")], [(0.1, "P00134"), (0.4, "4"), (0.5, "1,213")]]
    once, twice = only(page_of(BOL)), only(page_of([*BOL, "", *orders]))
    assert once.fields["po_numbers"].value == twice.fields["po_numbers"].value == ("P00134",)
    assert twice.fields["po_numbers"].confidence >= once.fields["po_numbers"].confidence


def test_a_remark_is_taken_from_the_beginning_of_its_row() -> None:
    lines = [*POD[:4], "", [(0.1, "Remarks / damages:")], [(0.1, "1"), (0.13, "carton damaged, 6 pcs missing")]]
    assert only(page_of(lines)).fields["exceptions"].value == "1 carton damaged, 6 pcs missing"
