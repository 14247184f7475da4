from __future__ import annotations

from decimal import Decimal

import pytest

from idp.domain.page import Quality
from tests.unit.extractors.test_line import read


@pytest.mark.parametrize(("quality", "expected"), [(Quality.POOR_SCAN, ["24.00", "42.00"]), (Quality.NATIVE, [])])
def test_a_heading_one_letter_off_is_read_on_a_scan_alone(quality: Quality, expected: list[str]) -> None:
    heading = [(0.1, "DESCRIPTION"), (0.55, "QTY"), (0.85, "AMOLNT")]
    rows = [[(0.1, "Angle bracket"), (0.55, "3"), (0.85, "24.00")], [(0.1, "Gate valve"), (0.55, "7"), (0.85, "42.00")]]
    lines = read("!Invoice", "Invoice no.: 4711", heading, *rows, quality=quality).documents[0].lines
    amounts = [line.cells["amount"].value for line in lines if "amount" in line.cells]
    assert [f"{Decimal(str(value)):.2f}" for value in amounts] == expected
