"""Whole ways: every file beside this module states a world and e-documents, and what `idp process` must make of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import odoorpc
import pytest
import yaml

from idp.bootstrap.reading import make_confined
from idp.bootstrap.service import Service
from idp.cli.files import open_files
from idp.cli.output import record_to_json
from idp.cli.process import process_given
from idp.domain.finding import Decision
from idp.domain.policy import policy_from
from idp.erp import connect
from idp.erp.sandbox import Sandbox
from idp.ports import Confined
from idp.settings import load_settings
from tests.fakes.means import SteppingClock, make_means
from tests.golden.process.ubl import printed_total, ubl
from tests.golden.process.world import documents_of, world_of

_HERE = Path(__file__).parent
_CASES = sorted(path for path in _HERE.glob("*/*.yaml"))
_SILENT = {"I", "W"}


@pytest.fixture(scope="module")
def reader() -> Iterator[Confined]:
    """The child process that reads, one for all cases."""
    confined = make_confined(load_settings(), children=1)
    yield confined
    confined.close()


def test_the_case_files_are_found() -> None:
    assert len(_CASES) >= 60


@pytest.mark.parametrize("path", _CASES, ids=lambda p: str(p.relative_to(_HERE).with_suffix("")))
def test_a_case_goes_the_way_it_says(path: Path, reader: Confined, tmp_path: Path) -> None:
    case = yaml.safe_load(path.read_text("utf-8"))
    world = world_of(case)
    documents = documents_of(case, world)
    paths = _write(documents, world, tmp_path)
    sandbox = Sandbox.from_world(world)
    sandbox.start()
    service = _service(sandbox, world, reader, tmp_path)
    try:
        found = [result.records for result in process_given(service, open_files(paths), channel="cli")]
        for document, (record,) in zip(documents, found, strict=True):
            _check(document, record_to_json(record), sandbox)
    finally:
        service.means.store.close()
        sandbox.stop()


def _write(documents: list[dict[str, Any]], world: dict[str, Any], folder: Path) -> list[Path]:
    paths: list[Path] = []
    for number, document in enumerate(documents):
        path = folder / f"{number}.xml"
        path.write_bytes(paths[document["same_as"]].read_bytes() if "same_as" in document else ubl(document, world).encode())
        paths.append(path)
    return paths


def _service(sandbox: Sandbox, world: dict[str, Any], reader: Confined, folder: Path) -> Service:
    means = make_means(folder, policy=policy_from(world.get("policy", {})))
    erp = connect(sandbox.url, "idp", "admin", "admin", timeout_seconds=10, clock=SteppingClock())
    return Service(load_settings(data_dir=folder), replace(means, erp=erp, confined=reader), None, sandbox)


def _check(document: dict[str, Any], found: dict[str, Any], sandbox: Sandbox) -> None:
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
    _check_entry(document, found, sandbox)


def _check_entry(document: dict[str, Any], found: dict[str, Any], sandbox: Sandbox) -> None:
    """What passed is in Odoo with the printed total, and nothing else is."""
    if found["decision"] != Decision.TOUCHLESS:
        assert (found["state"], found["odoo"]) == ("REJECTED" if "same_as" in document else "IN_REVIEW", None)
        return
    assert found["state"] == "ENTERED"
    if "confirmation" in document:
        assert found["odoo"]["model"] == "purchase.order"
        return
    odoo = odoorpc.ODOO("127.0.0.1", port=sandbox.port)
    odoo.login("idp", "admin", "admin")
    (bill,) = odoo.env["account.move"].read([found["odoo"]["id"]], ["amount_total", "state"])
    assert (Decimal(str(bill["amount_total"])), bill["state"]) == (printed_total(document, document["_world"]), "draft")
