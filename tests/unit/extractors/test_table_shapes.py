from __future__ import annotations

from decimal import Decimal

from idp.domain.document import ExtractedLine
from idp.domain.geometry import Box
from idp.domain.page import Page, Quality
from idp.extractors import extract
from idp.extractors.article import product_code
from idp.extractors.cell import Cell, read_cell
from idp.extractors.number import Decimals
from idp.extractors.ruling import column_lines, row_lines
from tests.unit.extractors.pages import page_of, reading_of, words_at

HEAD = ["!Invoice", "Invoice no.: 4711"]


def lines_of(*rows: object) -> tuple[ExtractedLine, ...]:
    return extract(reading_of(page_of([*HEAD, *rows]))).documents[0].lines  # type: ignore[list-item]


def value(line: ExtractedLine, name: str) -> object:
    return line.cells[name].value if name in line.cells else None


def test_rows_that_multiply_make_a_table_whose_headings_nobody_knows() -> None:
    lines = lines_of(
        [(0.1, "Qwert"), (0.5, "Zuiop"), (0.65, "Asdfg"), (0.85, "Hjklm")],
        [(0.1, "Angle bracket"), (0.5, "12"), (0.65, "2.50"), (0.85, "30.00")],
        [(0.1, "Hex bolt"), (0.5, "40"), (0.65, "0.25"), (0.85, "10.00")],
        [(0.65, "Total"), (0.85, "40.00")],
    )
    assert [(value(x, "description"), value(x, "quantity"), value(x, "unit_price"), value(x, "amount")) for x in lines] == [
        ("Angle bracket", "12", "2.50", "30.00"),
        ("Hex bolt", "40", "0.25", "10.00"),
    ]


def test_the_arithmetic_of_all_rows_corrects_what_headings_say() -> None:
    lines = lines_of(
        [(0.1, "Description"), (0.45, "Ordered"), (0.56, "Sent"), (0.68, "Unit price"), (0.85, "Amount")],
        [(0.1, "Angle bracket"), (0.45, "20"), (0.56, "12"), (0.68, "2.50"), (0.85, "30.00")],
        [(0.1, "Hex bolt"), (0.45, "50"), (0.56, "40"), (0.68, "0.25"), (0.85, "10.00")],
    )
    assert [value(line, "quantity") for line in lines] == ["12", "40"]


def test_tables_side_by_side_are_read_apart() -> None:
    heading = [(0.05, "Qty"), (0.1, "Material"), (0.3, "Rate"), (0.4, "Total")]
    other = [(0.55, "Labor"), (0.7, "Hours"), (0.8, "Rate"), (0.9, "Amount")]
    lines = lines_of(
        heading,
        [(0.05, "5"), (0.1, "Sand"), (0.3, "20.00"), (0.4, "100.00")],
        other,
        [
            (0.05, "4"),
            (0.1, "Gravel"),
            (0.3, "15.00"),
            (0.4, "60.00"),
            (0.55, "Digging"),
            (0.7, "3"),
            (0.8, "60.00"),
            (0.9, "180.00"),
        ],
        [
            (0.05, "2"),
            (0.1, "Cement"),
            (0.3, "9.00"),
            (0.4, "18.00"),
            (0.55, "Paving"),
            (0.7, "2"),
            (0.8, "60.00"),
            (0.9, "120.00"),
        ],
    )
    assert [value(line, "description") for line in lines] == ["Sand", "Gravel", "Cement", "Digging", "Paving"]


def test_a_note_among_the_lines_does_not_end_the_table() -> None:
    lines = lines_of(
        [(0.1, "Item"), (0.55, "Quantity"), (0.7, "Rate"), (0.85, "Amount")],
        [(0.1, "Service A"), (0.55, "12"), (0.7, "10.00"), (0.85, "120.00")],
        "Notes: Replaced capacitor",
        [(0.1, "Service B"), (0.55, "5"), (0.7, "1.50"), (0.85, "7.50")],
    )
    assert [(value(line, "description"), value(line, "amount")) for line in lines] == [
        ("Service A", "120.00"),
        ("Service B", "7.50"),
    ]


def test_the_printed_sum_tells_a_part_of_a_line_from_a_line() -> None:
    lines = lines_of(
        [(0.1, "Item"), (0.55, "Quantity"), (0.7, "Price"), (0.85, "Amount")],
        [(0.1, "Laptop"), (0.55, "1"), (0.7, "500.00"), (0.85, "500.00")],
        [(0.12, "incl. copying levy"), (0.55, "1"), (0.85, "4.24")],
        [(0.1, "Mouse"), (0.55, "2"), (0.7, "20.00"), (0.85, "40.00")],
        [(0.7, "Subtotal"), (0.85, "540.00")],
    )
    assert [value(line, "description") for line in lines] == ["Laptop", "Mouse"]


def test_codes_in_rows_of_their_own_are_product_codes() -> None:
    lines = lines_of(
        [(0.1, "Description"), (0.55, "Qty"), (0.7, "Price"), (0.85, "Amount")],
        [(0.1, "ZS9971"), (0.55, "2"), (0.7, "10.00"), (0.85, "20.00")],
        "Citric acid 100 ml",
        [(0.1, "GZ2502"), (0.55, "3"), (0.7, "4.00"), (0.85, "12.00")],
        "Jam sugar 250 g",
    )
    assert [(value(x, "product_code"), value(x, "description")) for x in lines] == [
        ("ZS9971", "Citric acid 100 ml"),
        ("GZ2502", "Jam sugar 250 g"),
    ]


def test_a_code_before_a_dash_is_the_product_code() -> None:
    lines = lines_of(
        [(0.1, "Description"), (0.6, "Qty"), (0.72, "Price"), (0.85, "Amount")],
        [(0.1, "81 404 34 - Storage box"), (0.6, "2"), (0.72, "10.00"), (0.85, "20.00")],
        [(0.1, "41 622 88 - Castor"), (0.6, "3"), (0.72, "4.00"), (0.85, "12.00")],
    )
    assert [(value(x, "product_code"), value(x, "description")) for x in lines] == [
        ("81 404 34", "Storage box"),
        ("41 622 88", "Castor"),
    ]


def _cells(*texts: str) -> list[Cell]:
    return [read_cell(words_at(0.1, 0.1 + 0.02 * place, text), Decimals.POINT) for place, text in enumerate(texts)]


def test_the_suppliers_code_is_chosen_among_keyed_ones_and_barcodes_are_none() -> None:
    chosen = product_code(_cells("GTIN: 4012345001235", "SE_ID: 987654321", "BY_ID: 654987321"), "Product ID")
    assert chosen is not None
    assert chosen.text == "987654321"
    second = product_code(_cells("Toolbox 0815", "CO-123/V2A"), "Art-Nr-Kunde Art-Nr-Lief.")
    assert second is not None
    assert second.text == "CO-123/V2A"
    typed = product_code(_cells("KR3M", "4012345001235", "(GTIN)"), "Art-Nr-Kunde Art-Nr-Lief.")
    assert typed is not None
    assert typed.text == "KR3M"


def test_lines_drawn_in_pieces_count_where_they_cover_most_of_the_table() -> None:
    rules = (Box(0.1, 0.2, 0.5, 0.201), Box(0.5, 0.2, 0.9, 0.201), Box(0.1, 0.3, 0.3, 0.301), Box(0.4, 0.2, 0.401, 0.3))
    page = Page(0, 595.0, 842.0, (), Quality.NATIVE, "test 1.0", rules=rules)
    assert [round(y, 2) for y in row_lines(page, 0.1, 0.9)] == [0.2]
    assert [round(x, 1) for x in column_lines(page, 0.2, 0.3)] == [0.4]


def test_dates_and_times_are_no_numbers_of_a_line_and_torn_decimals_are_joined() -> None:
    date, time, torn = (
        read_cell(words_at(0.1, 0.1, text), Decimals.POINT).number for text in ("15/04/2020", "09:00", "14. 40")
    )
    assert (date, time, torn) == (None, None, Decimal("14.40"))
