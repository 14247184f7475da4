"""What was answered is kept, whatever kills the server."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

import odoorpc

from idp.erp.sandbox import Sandbox
from tests.contract.sandbox.conftest import BILL_COLUMNS, WORLD, bill_rows

_SERVER = """
import json, sys, threading
from pathlib import Path
from idp.erp.sandbox import Sandbox
sandbox = Sandbox.from_world(json.loads(sys.argv[1]), data_file=Path(sys.argv[2]))
print(sandbox.start(), flush=True)
threading.Event().wait()
"""


def connect(port: int) -> odoorpc.ODOO:
    odoo = odoorpc.ODOO("127.0.0.1", protocol="jsonrpc", port=port, timeout=20)
    odoo.login("idp", "admin", "admin")
    return odoo


def test_a_killed_server_comes_back_with_every_answered_call(tmp_path: Path) -> None:
    store = tmp_path / "sandbox.sqlite"
    command = [sys.executable, "-c", _SERVER, json.dumps(WORLD), str(store)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        odoo = connect(int(process.stdout.readline()))
        made = [odoo.execute("account.move", "load", list(BILL_COLUMNS), bill_rows(f"b{n}", 1))["ids"][0] for n in range(5)]
        odoo.env["account.move"].unlink([made[0]])
        process.send_signal(signal.SIGKILL)
    again = Sandbox.from_world({**WORLD, "partners": [], "purchase_orders": [], "products": []}, data_file=store)
    try:
        odoo = connect(again.start())
        found = odoo.env["account.move"].search_read([], ["ref", "amount_total", "invoice_line_ids"], order="id")
        assert [(m["id"], m["ref"], len(m["invoice_line_ids"])) for m in found] == [
            (bill, f"b{n}", 2) for n, bill in enumerate(made) if n
        ]
        repeated = odoo.execute("account.move", "load", list(BILL_COLUMNS), bill_rows("b3", 1))
        assert repeated["ids"] == [made[3]]
        assert odoo.env["account.move"].create({"move_type": "in_invoice"}) > made[-1]
        assert odoo.env["purchase.order"].search_count([("name", "=", "P00100")]) == 1
    finally:
        again.stop()


def test_a_directory_holds_the_store_under_its_own_name(tmp_path: Path) -> None:
    sandbox = Sandbox.from_world(WORLD, data_file=tmp_path)
    sandbox.stop()
    assert [p.name for p in tmp_path.iterdir() if p.suffix == ".sqlite3"] == ["sandbox.sqlite3"]


def test_without_a_file_nothing_is_written(tmp_path: Path) -> None:
    sandbox = Sandbox.from_world(WORLD)
    sandbox.start()
    sandbox.stop()
    sandbox.stop()
    assert list(tmp_path.iterdir()) == []
