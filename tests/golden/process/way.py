"""The way of a case's documents through `idp process`, and what is in Odoo after it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import odoorpc

from idp.bootstrap.service import Service
from idp.cli.files import open_files
from idp.cli.output import record_to_json
from idp.cli.process import process_given
from idp.domain.policy import policy_from
from idp.erp import connect
from idp.erp.sandbox import Sandbox
from idp.ports import Confined
from idp.settings import load_settings
from tests.fakes.means import SteppingClock, make_means
from tests.golden.process.ubl import ubl
from tests.golden.process.world import documents_of, world_of


@dataclass(frozen=True)
class Way:
    """The documents as the case describes them, the record that was printed for each, and the Odoo that they went to."""

    documents: list[dict[str, Any]]
    records: list[dict[str, Any]]
    sandbox: Sandbox

    def draft(self, record: dict[str, Any]) -> tuple[Decimal, str]:
        """Total and state of the bill that the record says was entered."""
        odoo = odoorpc.ODOO("127.0.0.1", port=self.sandbox.port)
        odoo.login("idp", "admin", "admin")
        (bill,) = odoo.env["account.move"].read([record["odoo"]["id"]], ["amount_total", "state"])
        return Decimal(str(bill["amount_total"])), bill["state"]


@contextmanager
def gone(case: dict[str, Any], reader: Confined, folder: Path) -> Iterator[Way]:
    """The case's documents processed in its world, one file each."""
    world = world_of(case)
    documents = documents_of(case, world)
    paths = _write(documents, world, folder)
    sandbox = Sandbox.from_world(world)
    sandbox.start()
    service = _service(sandbox, world, reader, folder)
    try:
        found = [result.records for result in process_given(service, open_files(paths), channel="cli")]
        yield Way(documents, [record_to_json(record) for (record,) in found], sandbox)
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
