"""Whole ways: every file beside this module states a world and e-documents, and what `idp process` must make of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from idp.domain.finding import Decision
from idp.ports import Confined
from tests.golden.process.ubl import printed_total
from tests.golden.process.way import Way, gone

_HERE = Path(__file__).parent
_CASES = sorted(path for path in _HERE.glob("*/*.yaml"))
_SILENT = {"I", "W"}


def test_the_case_files_are_found() -> None:
    assert len(_CASES) >= 60


@pytest.mark.parametrize("path", _CASES, ids=lambda p: str(p.relative_to(_HERE).with_suffix("")))
def test_a_case_goes_the_way_it_says(path: Path, reader: Confined, tmp_path: Path) -> None:
    with gone(yaml.safe_load(path.read_text("utf-8")), reader, tmp_path) as way:
        for document, record in zip(way.documents, way.records, strict=True):
            _check(document, record, way)


def _check(document: dict[str, Any], found: dict[str, Any], way: Way) -> None:
    expected = document.get("expect", {})
    told = "\n".join(f"{f['severity']} {f['code']} {f['line']} {f['money']}: {f['message']}" for f in found["findings"])
    codes = [f["code"] for f in found["findings"]]
    stopping = sorted({f["code"] for f in found["findings"] if f["severity"] not in _SILENT})
    assert found["decision"] == expected.get("decision", "touchless"), told
    assert stopping == sorted(expected.get("codes", [])), told
    assert set(expected.get("info", [])) <= set(codes), told
    assert not set(expected.get("not", [])) & set(codes), told
    for code, line in expected.get("line", {}).items():
        assert line in [f["line"] for f in found["findings"] if f["code"] == code], told
    for code, money in expected.get("money", {}).items():
        assert money in [f["money"] for f in found["findings"] if f["code"] == code], told
    if "from" in document:
        assert found["vendor"] == expected.get("vendor", document["from"])
    if "orders" in expected:
        assert found["purchase_orders"] == expected["orders"]
    _check_entry(document, found, way)


def _check_entry(document: dict[str, Any], found: dict[str, Any], way: Way) -> None:
    """What passed is in Odoo with the printed total, and nothing else is."""
    if found["decision"] != Decision.TOUCHLESS:
        assert (found["state"], found["odoo"]) == ("REJECTED" if "same_as" in document else "IN_REVIEW", None)
        return
    assert found["state"] == "ENTERED"
    if "confirmation" in document:
        assert found["odoo"]["model"] == "purchase.order"
        return
    assert way.draft(found) == (printed_total(document, document["_world"]), "draft")
