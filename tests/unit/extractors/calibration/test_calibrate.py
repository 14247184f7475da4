from __future__ import annotations

from dataclasses import replace

import pytest

from idp.domain.code import Code
from idp.extractors.calibration.calibrate import Calibration, calibrated, shipped
from idp.extractors.calibration.forest import forest_from
from idp.extractors.calibration.offer import offers
from idp.extractors.calibration.signal import (
    cell_signals,
    columns_asked,
    document_signals,
    field_signals,
    fields_asked,
    line_signals,
)
from idp.extractors.paper_document import read_paper
from idp.extractors.read import Read
from tests.unit.extractors.pages import page_of
from tests.unit.extractors.test_paper import FOOT, HEAD, SUMS, TABLE


def always(probability: float) -> dict[str, object]:
    return {"features": [], "trees": [], "scores": [-1.0, 1.0], "probabilities": [probability, probability]}


def below(feature: str, limit: float, *, low: float, high: float) -> dict[str, object]:
    """`low` where the signal is ≤ limit, else `high`."""
    tree = {
        "feature": [0, -1, -1],
        "threshold": [limit, 0.0, 0.0],
        "left": [1, 0, 0],
        "right": [2, 0, 0],
        "value": [0.0, -1.0, 1.0],
    }
    return {"features": [feature], "trees": [tree], "scores": [-1.0, 1.0], "probabilities": [low, high]}


def calibration(
    field: dict[str, object], cell: dict[str, object] | None = None, *, alone: float = 0.9, proven: float = 0.9
) -> Calibration:
    cells = forest_from(cell or always(0.99))
    return Calibration(forest_from(field), cells, {"native": alone}, {"native": proven}, "test-1")


@pytest.fixture
def read() -> Read:
    return read_paper([page_of([*HEAD, *TABLE, *SUMS, *FOOT])])


def test_every_signal_of_a_document_is_a_finite_number(read: Read) -> None:
    whole = document_signals(read, None)
    listed = [(name, offer) for name in fields_asked(read.document) for offer in offers(read, name, None)]
    rows = [field_signals(read, name, offer, whole, tags=None) for name, offer in listed]
    for index in range(len(read.lines)):
        line = line_signals(read, index, whole)
        rows += [cell_signals(read, index, column, line, tags=None) for column in columns_asked(read.document)]
    assert len(rows) == len(listed) + 2 * len(columns_asked(read.document))
    assert all(isinstance(value, float | int) and abs(value) < 1e6 for row in rows for value in row.values())


def test_fields_and_cells_carry_the_measured_probability(read: Read) -> None:
    document = calibrated(read, calibration=calibration(always(0.93))).document
    assert {value.confidence for name, value in document.fields.items() if name in fields_asked(document)} == {0.93}
    assert {cell.confidence for line in document.lines for cell in line.cells.values()} >= {0.99}
    assert document.model_version.endswith(" test-1")


def test_a_required_field_that_is_not_sure_is_asked_about(read: Read) -> None:
    document = calibrated(read, calibration=calibration(always(0.5))).document
    asked = {found.field for found in document.findings if found.code is Code.EXT_LOWCONF}
    assert asked == {"supplier_name", "invoice_number", "invoice_date", "total", "currency"}
    assert not document.confident


def test_a_document_passes_from_the_threshold_on(read: Read) -> None:
    assert calibrated(read, calibration=calibration(always(0.95), alone=0.95)).document.confident
    assert not calibrated(read, calibration=calibration(always(0.9499), alone=0.95)).document.confident


def test_one_doubtful_cell_holds_the_whole_document(read: Read) -> None:
    assert not calibrated(read, calibration=calibration(always(0.99), always(0.6))).document.confident


def test_a_band_without_a_threshold_never_passes(read: Read) -> None:
    surest = replace(calibration(always(1.0), always(1.0)), alone={}, proven={})
    document = calibrated(read, calibration=surest).document
    assert (document.confident, document.sound) == (False, False)


def test_nothing_passes_whose_sums_do_not_close() -> None:
    wrong = [[(0.6, "Summe netto"), (0.86, "550,00")], [(0.6, "zzgl. 19 % MwSt"), (0.86, "104,50")],
             [(0.6, "Gesamtbetrag EUR"), (0.86, "655,50")]]  # fmt: skip
    read = read_paper([page_of([*HEAD, *TABLE, *wrong, *FOOT])])
    document = calibrated(read, calibration=calibration(always(1.0), always(1.0))).document
    assert not document.confident
    assert not document.sound


def test_fields_that_the_erp_may_prove_are_named_where_they_alone_stand_in_the_way(read: Read) -> None:
    doubtful = calibrated(read, calibration=calibration(always(0.8))).document
    assert (doubtful.confident, doubtful.sound) == (False, False), "fields that no ERP knows are as doubtful"
    names = below("kind", 0.5, low=0.7, high=0.9995)  # names are texts, kind 0
    document = calibrated(read, calibration=calibration(names)).document
    assert (document.confident, document.sound) == (False, True)
    assert set(document.weak_fields) == {"supplier_name", "buyer_name"}


def test_the_shipped_calibration_judges_every_kind_of_signal(read: Read) -> None:
    known = shipped()
    document = calibrated(read).document
    assert all(0.0 < p < 1.0 for p in known.field.curve[1])
    assert all(0.5 < threshold < 1.0 for threshold in (*known.alone.values(), *known.proven.values()))
    assert "native" in known.proven
    assert known.version in document.model_version
