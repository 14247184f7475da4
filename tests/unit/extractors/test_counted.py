from __future__ import annotations

from decimal import Decimal

from tests.unit.extractors.test_line import document

HEAD = ["!Invoice", "Invoice no.: 4711", "Invoice date: 12 March 2024", "Dear customer,", "we charge you for the following:"]
Row = list[tuple[float, str]] | str


def cells(*rows: Row) -> list[dict[str, object]]:
    lines = document(*HEAD, *rows).lines
    return [
        {
            name: Decimal(str(cell.value)) if name in ("quantity", "unit_price", "amount") else cell.value
            for name, cell in line.cells.items()
        }
        for line in lines
    ]


def test_rows_that_begin_with_a_counted_quantity_have_their_price_in_the_row_below() -> None:
    first, second = cells(
        [(0.1, "65 h x Repair of pump"), (0.8, "1,300.00")],
        "[KA-771]",
        "20.00",
        [(0.1, "3 pcs x Gate valve"), (0.8, "37.50")],
        "[KB-802]",
        "12.50",
        [(0.6, "Total"), (0.8, "1,337.50")],
    )
    assert first == {
        "quantity": Decimal(65), "uom": "h", "description": "Repair of pump", "product_code": "KA-771",
        "unit_price": Decimal(20), "amount": Decimal(1300),
    }  # fmt: skip
    assert second["product_code"] == "KB-802"


def test_the_name_and_the_amount_may_stand_over_quantity_and_price() -> None:
    found = cells(
        [(0.1, "Paint roller"), (0.8, "17.88")],
        "6 pcs @ 2.98",
        [(0.1, "Pump seal kit"), (0.8, "2,029.80")],
        "in a box of wood",
        "10 pcs @ 202.98",
        [(0.6, "Total"), (0.8, "2,047.68")],
    )
    assert [(line["description"], line["quantity"], line["unit_price"], line["amount"]) for line in found] == [
        ("Paint roller", Decimal(6), Decimal("2.98"), Decimal("17.88")),
        ("Pump seal kit in a box of wood", Decimal(10), Decimal("202.98"), Decimal("2029.80")),
    ]


def test_a_line_without_a_price_belongs_to_a_list_whose_amounts_come_to_the_printed_sum() -> None:
    found = cells(
        [(0.1, "2 x Gate valve"), (0.8, "124.99")],
        "69.44",
        [(0.1, "1 x Carriage"), (0.8, "91.90")],
        [(0.6, "Total"), (0.8, "216.89")],
    )
    assert [(line["description"], line["amount"], line.get("unit_price")) for line in found] == [
        ("Gate valve", Decimal("124.99"), Decimal("69.44")),
        ("Carriage", Decimal("91.90"), None),
    ]


def test_dimensions_in_texts_make_no_lines() -> None:
    assert not cells("12 x 0.5 L bottles are packed", "30 x 40 mm", [(0.6, "Total"), (0.8, "20.00")])


def test_the_order_number_over_a_group_holds_for_its_lines() -> None:
    found = cells(
        "Your order number: 19-13359",
        [(0.1, "5 x Gate valve"), (0.8, "50.00")],
        "10.00",
        "Your order number: 19-39169",
        [(0.1, "2 x Hinge"), (0.8, "7.00")],
        "3.50",
        [(0.6, "Total"), (0.8, "57.00")],
    )
    assert [line["po_number"] for line in found] == ["19-13359", "19-39169"]
