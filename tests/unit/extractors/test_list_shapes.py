from __future__ import annotations

from idp.domain.document import ExtractedDocument, ExtractedLine
from idp.domain.page import Page, Quality
from idp.extractors import extract
from idp.extractors.cell import read_cell
from idp.extractors.number import Decimals
from idp.extractors.unit import is_unit
from tests.unit.extractors.pages import page_of, reading_of, words_at

HEAD = ["!Invoice", "Invoice no.: 4711"]
SUM = [(0.65, "Total"), (0.85, "40.00")]


def set_close(*rows: list[tuple[float, str]]) -> Page:
    """A page whose rows stand as close as lines of one text."""
    words = [word for at, row in enumerate(rows) for left, text in row for word in words_at(left, 0.1 + at * 0.013, text)]
    return Page(0, 595.0, 842.0, tuple(words), Quality.NATIVE, "test 1.0")


def document_of(*rows: object, head: list[str] = HEAD) -> ExtractedDocument:
    return extract(reading_of(page_of([*head, *rows]))).documents[0]  # type: ignore[list-item]


def value(line: ExtractedLine, name: str) -> object:
    return line.cells[name].value if name in line.cells else None


def cells(document: ExtractedDocument, *names: str) -> list[tuple[object, ...]]:
    return [tuple(value(line, name) for name in names) for line in document.lines]


def test_two_words_joined_by_a_stroke_head_one_column() -> None:
    heading = [(0.1, "Goods / services"), (0.5, "Qty"), (0.65, "Price"), (0.85, "Amount")]
    rows = [
        [(0.1, "Angle bracket, galvanised"), (0.5, "12"), (0.65, "2.50"), (0.85, "30.00")],
        [(0.1, "Hex bolt M8 x 40"), (0.5, "40"), (0.65, "0.25"), (0.85, "10.00")],
    ]
    assert cells(document_of(heading, *rows, SUM), "description", "quantity") == [
        ("Angle bracket, galvanised", "12"),
        ("Hex bolt M8 x 40", "40"),
    ]


def test_headings_of_two_columns_printed_without_a_blank_are_two() -> None:
    heading = [(0.1, "Description"), (0.5, "Qty"), (0.6, "UnitPrice"), (0.85, "Amount")]
    rows = [
        [(0.1, "Angle bracket"), (0.5, "12"), (0.6, "box"), (0.67, "2.50"), (0.85, "30.00")],
        [(0.1, "Hex bolt"), (0.5, "40"), (0.6, "box"), (0.67, "0.25"), (0.85, "10.00")],
    ]
    assert cells(document_of(heading, *rows, SUM), "uom", "unit_price") == [("box", "2.50"), ("box", "0.25")]


def test_a_word_of_a_heading_broken_at_the_border_of_its_column_is_whole() -> None:
    heading = [(0.1, "Artikelnumme"), (0.3, "Beschreibung"), (0.5, "Menge"), (0.65, "Preis"), (0.85, "Betrag")]
    row = [(0.1, "70475.48"), (0.3, "O-Ring 6x8"), (0.5, "12"), (0.65, "2,50"), (0.85, "30,00")]
    page = set_close([(0.1, "Rechnung Nr.: 4711")], [], heading, [(0.1, "r")], row, [], [(0.65, "Summe"), (0.85, "30,00")])
    assert cells(extract(reading_of(page)).documents[0], "product_code", "description") == [("70475.48", "O-Ring 6x8")]


def test_the_buyers_own_numbers_are_no_product_codes_though_their_heading_ends_like_one() -> None:
    heading = [(0.1, "Customer Item no."), (0.3, "Description"), (0.5, "Qty"), (0.65, "Price"), (0.85, "Amount")]
    row = [(0.1, "000000602926"), (0.3, "Flat washer"), (0.5, "12"), (0.65, "2.50"), (0.85, "30.00")]
    assert cells(document_of(heading, row, [(0.65, "Total"), (0.85, "30.00")]), "product_code") == [(None,)]


def test_a_unit_set_right_behind_a_long_number_is_no_part_of_it() -> None:
    cell = read_cell(words_at(0.5, 0.1, "5990.000pcs"), Decimals.POINT)
    assert (str(cell.number), cell.rest) == ("5990.000", "pcs")
    assert read_cell(words_at(0.5, 0.1, "2280550AXZQ"), Decimals.POINT).number is None


def test_units_are_known_in_the_languages_of_trade() -> None:
    assert all(map(is_unit, ("pcs", "Stk.", "Stück", "pièce", "uds", "Paar", "rollo")))
    assert not any(map(is_unit, ("GBP", "Hex", "bolt", "EUR")))


def test_a_second_number_under_the_price_is_the_discount_that_makes_the_amount() -> None:
    heading = [(0.1, "Description"), (0.45, "Qty"), (0.55, "Unit Price (excl. VAT)"), (0.85, "Amount")]
    rows = [
        [(0.1, "Angle bracket"), (0.45, "4"), (0.6, "10.00"), (0.7, "12.50"), (0.85, "35.00")],
        [(0.1, "Hex bolt"), (0.45, "2"), (0.6, "2.50"), (0.85, "5.00")],
    ]
    assert cells(document_of(heading, *rows, SUM), "unit_price", "discount") == [("10.00", "12.50"), ("2.50", None)]


def test_a_list_under_a_line_is_not_the_text_of_the_next() -> None:
    page = set_close(
        [(0.1, "Invoice no.: 4711")],
        [],
        [(0.1, "Description"), (0.5, "Qty"), (0.65, "Price"), (0.85, "Amount")],
        [(0.1, "Packing tape 215 x 107 mm, brown,")],
        [(0.1, "12-pack"), (0.5, "12"), (0.65, "2.50"), (0.85, "30.00")],
        [(0.1, "- 2 x Core")],
        [(0.1, "- 3 x Knife")],
        [(0.1, "Drill bit with shaft, for concrete,")],
        [(0.1, "100-pack"), (0.5, "40"), (0.65, "0.25"), (0.85, "10.00")],
        [(0.1, "- 8 x Case")],
        [],
        SUM,
    )
    lines = extract(reading_of(page)).documents[0].lines
    assert [str(value(line, "description")).split(",")[0] for line in lines] == [
        "Packing tape 215 x 107 mm",
        "Drill bit with shaft",
    ]


def test_a_code_behind_the_key_of_the_goods_on_a_row_of_its_own() -> None:
    heading = [(0.1, "Description"), (0.5, "Qty"), (0.65, "Price"), (0.85, "Amount")]
    found = document_of(
        heading,
        [(0.1, "Copier paper"), (0.5, "12"), (0.65, "2.50"), (0.85, "30.00")],
        [(0.1, "Article: 1F204")],
        [(0.1, "Hand soap"), (0.5, "40"), (0.65, "0.25"), (0.85, "10.00")],
        [(0.1, "Article: 9M407")],
        SUM,
    )
    assert cells(found, "product_code", "description") == [("1F204", "Copier paper"), ("9M407", "Hand soap")]


def test_a_code_behind_the_key_of_the_goods_before_the_text() -> None:
    heading = [(0.1, "Description"), (0.5, "Qty"), (0.65, "Price"), (0.85, "Amount")]
    rows = [
        [(0.1, "Product: 9745562, Cutting disc"), (0.5, "12"), (0.65, "2.50"), (0.85, "30.00")],
        [(0.1, "Product: 2928505, Door closer"), (0.5, "40"), (0.65, "0.25"), (0.85, "10.00")],
    ]
    assert cells(document_of(heading, *rows, SUM), "product_code", "description") == [
        ("9745562", "Cutting disc"),
        ("2928505", "Door closer"),
    ]


def test_the_day_of_delivery_under_a_line_is_the_lines() -> None:
    heading = [(0.1, "Description"), (0.5, "Qty"), (0.65, "Price"), (0.85, "Amount")]
    found = document_of(
        heading,
        [(0.1, "Copier paper"), (0.5, "12"), (0.65, "2.50"), (0.85, "30.00")],
        [(0.1, "Delivery date: 26 July 2026")],
        [(0.1, "Hand soap"), (0.5, "40"), (0.65, "0.25"), (0.85, "10.00")],
        [(0.1, "Delivery date: 4 August 2026")],
        SUM,
        head=["!Order confirmation", "Order confirmation no.: 4711"],
    )
    assert cells(found, "promised_date") == [("2026-07-26",), ("2026-08-04",)]


def test_the_currency_behind_the_prices_of_a_table_without_headings_is_no_code() -> None:
    found = document_of(
        [(0.1, "Rock wool slab"), (0.4, "6.00 EA"), (0.55, "58.08 GBP"), (0.75, "348.48 GBP")],
        [(0.1, "Hex bolt"), (0.4, "700.00 EA"), (0.55, "0.33 GBP"), (0.75, "231.00 GBP")],
        [(0.55, "Total"), (0.75, "579.48 GBP")],
    )
    assert cells(found, "product_code", "uom", "quantity") == [(None, "EA", "6.00"), (None, "EA", "700.00")]


def test_lines_whose_numbers_stand_behind_keys() -> None:
    found = document_of(
        [(0.1, "Software licence, annual"), (0.8, "3,350.81")],
        [(0.1, "CAT. NO.: CF40.926"), (0.35, "INVOICED: 27.75 hours"), (0.6, "COST: 120.75")],
        [(0.1, "LOT: L67815")],
        "",
        [(0.1, "Hosting package L"), (0.8, "950.00")],
        [(0.1, "CAT. NO.: CF57.252"), (0.35, "INVOICED: 38 hours"), (0.6, "COST: 25.00")],
        [(0.1, "LOT: L80797")],
        "",
        [(0.6, "Total"), (0.8, "4,300.81")],
    )
    assert cells(found, "description", "quantity", "uom", "unit_price", "amount") == [
        ("Software licence, annual", "27.75", "hours", "120.75", "3350.81"),
        ("Hosting package L", "38", "hours", "25.00", "950.00"),
    ]


def test_keys_whose_numbers_do_not_multiply_make_no_lines() -> None:
    found = document_of(
        [(0.1, "Freight to the site"), (0.8, "99.00")],
        [(0.1, "QTY: 7"), (0.35, "PRICE: 3.00"), (0.6, "WEIGHT: 12 kg")],
        [(0.6, "Total"), (0.8, "99.00")],
    )
    assert all(value(line, "unit_price") is None for line in found.lines)


def test_a_heading_repeated_over_each_line_has_the_text_above_it() -> None:
    heading = [(0.1, "Quantity"), (0.3, "UOM"), (0.5, "Price"), (0.8, "Amount")]
    found = document_of(
        "LED panel, heavy duty",
        heading,
        [(0.1, "12"), (0.3, "ea"), (0.5, "2.50"), (0.8, "30.00")],
        "",
        "Spare blade, black",
        heading,
        [(0.1, "40"), (0.3, "ea"), (0.5, "0.25"), (0.8, "10.00")],
        "",
        [(0.5, "Total"), (0.8, "40.00")],
    )
    assert cells(found, "description", "quantity", "amount") == [
        ("LED panel, heavy duty", "12", "30.00"),
        ("Spare blade, black", "40", "10.00"),
    ]
