"""Of invented orders, a bill as ordered and received passes with its printed total; a bill with one thing wrong never does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from idp.domain.finding import Decision
from idp.ports import Confined
from tests.golden.process.invented import SPOILINGS, honest_bills, spoiled_bills
from tests.golden.process.ubl import printed_total
from tests.golden.process.way import gone

_SEED = 1


def test_honest_bills_are_entered_with_their_printed_total(reader: Confined, tmp_path: Path) -> None:
    with gone(honest_bills(_SEED, 12).case, reader, tmp_path) as way:
        for document, record in zip(way.documents, way.records, strict=True):
            assert record["decision"] == Decision.TOUCHLESS, _told(document, record)
            assert way.draft(record) == (printed_total(document, document["_world"]), "draft"), _told(document, record)


def test_a_bill_with_one_thing_wrong_never_passes(reader: Confined, tmp_path: Path) -> None:
    with gone(spoiled_bills(_SEED).case, reader, tmp_path) as way:
        passed = [
            f"{spoil.__name__}: {_told(document, record)}"
            for spoil, document, record in zip(SPOILINGS, way.documents, way.records, strict=True)
            if record["decision"] == Decision.TOUCHLESS or record["odoo"] is not None
        ]
    assert passed == []


def _told(document: dict[str, Any], record: dict[str, Any]) -> str:
    shown = {key: value for key, value in document.items() if key != "_world"}
    return "\n".join([str(shown), *(f"{f['severity']} {f['code']} {f['line']}: {f['message']}" for f in record["findings"])])
