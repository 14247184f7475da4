"""An unmodified odoorpc client at work on the sandbox."""

from __future__ import annotations

import urllib.request

import odoorpc
import pytest
import structlog

from idp.erp.sandbox import Sandbox
from tests.contract.sandbox.conftest import Client


def test_the_client_sees_version_and_database(sandbox: Sandbox, client: Client) -> None:
    odoo = client()
    assert odoo.version.startswith(f"{sandbox._rpc.version}.0")
    assert odoo.db.list() == ["idp"]
    assert odoo.env.user.login == "admin"


def test_a_wrong_password_is_refused_as_odoo_refuses_it(sandbox: Sandbox) -> None:
    odoo = odoorpc.ODOO("127.0.0.1", protocol="jsonrpc", port=sandbox.port)
    with pytest.raises(odoorpc.error.RPCError) as caught:
        odoo.login("idp", "admin", "wrong")
    assert caught.value.info is False
    with pytest.raises(odoorpc.error.RPCError) as caught:
        odoo.login("elsewhere", "admin", "admin")
    assert caught.value.info["data"]["name"] == "psycopg2.OperationalError"


def test_a_world_is_read_back_with_its_receipts_and_returns(client: Client) -> None:
    odoo = client()
    (order,) = odoo.env["purchase.order"].search_read([("name", "=", "P00100")], ["amount_total", "picking_ids", "state"])
    assert (order["amount_total"], order["state"]) == (333.2, "purchase")
    lines = odoo.env["purchase.order.line"].search_read(
        [("order_id.name", "=", "P00100")], ["name", "product_qty", "qty_received", "qty_to_invoice"], order="id"
    )
    assert [(r["name"], r["product_qty"], r["qty_received"]) for r in lines] == [
        ("Hex bolt M8", 100.0, 85.0),
        ("Freight", 1.0, 0.0),
    ]
    pickings = odoo.env["stock.picking"].read(order["picking_ids"], ["name", "state", "picking_type_code"])
    assert {p["name"] for p in pickings} >= {"WH/IN/00007"}
    assert sorted((p["picking_type_code"], p["state"]) for p in pickings) == [
        ("incoming", "assigned"),
        ("incoming", "done"),
        ("incoming", "done"),
        ("outgoing", "done"),
    ]


def test_records_are_browsed_created_and_changed(client: Client) -> None:
    odoo = client()
    partners = odoo.env["res.partner"]
    record = partners.browse(partners.create({"name": "New One", "vat": "DE129273398"}))
    record.vat = "DE812526315"
    assert partners.read([record.id], ["vat"])[0]["vat"] == "DE812526315"
    with pytest.raises(ValueError, match="ID"):
        _ = partners.browse(999999).name


def test_faults_carry_odoos_names_and_the_versions_code(sandbox: Sandbox, client: Client) -> None:
    odoo = client()
    cases = [
        ("account.move", "create", [{"nope": 1}], "builtins.ValueError"),
        ("account.move", "write", [[1], {"nope": 1}], "builtins.KeyError"),
        ("account.move", "read", [[1], ["nope"]], "builtins.ValueError"),
        ("account.move", "search", [[["nope", "=", 1]]], "builtins.ValueError"),
        ("account.move", "write", [[999999], {"ref": "x"}], "odoo.exceptions.MissingError"),
        ("account.move", "no_such_method", [[1]], "builtins.AttributeError"),
        ("account.move", "_post", [[1]], "odoo.exceptions.AccessError"),
        ("no.such.model", "search", [[]], "odoo.exceptions.UserError"),
        ("account.move", "search", [], None),
        ("account.move", "write", [[1]], "builtins.TypeError"),
    ]
    for model, method, args, name in cases:
        if name is None:
            odoo.execute(model, method, *args)
            continue
        with pytest.raises(odoorpc.error.RPCError) as caught:
            odoo.execute(model, method, *args)
        error = caught.value.info
        assert error["data"]["name"] == name, (model, method)
        assert error["code"] == (0 if sandbox._rpc.version == 19 else 200)
        assert error["data"].keys() == {"name", "debug", "message", "arguments", "context"}


def test_a_void_method_answers_neither_result_nor_error(client: Client) -> None:
    odoo = client()
    answer = odoo.json(
        "/jsonrpc",
        {
            "service": "object",
            "method": "execute_kw",
            "args": ["idp", odoo.env.uid, "admin", "purchase.order", "button_unlock", [[1]], {}],
        },
    )
    assert answer.keys() == {"jsonrpc", "id"}


def test_what_is_not_emulated_is_logged(client: Client) -> None:
    odoo = client()
    with structlog.testing.capture_logs() as entries, pytest.raises(odoorpc.error.RPCError):
        odoo.execute("account.move", "action_send_by_pigeon", [1])
    missing = {"event": "method not emulated", "log_level": "warning"}
    assert {**missing, "model": "account.move", "method": "action_send_by_pigeon"} in entries


def test_malformed_json_is_a_plain_400(sandbox: Sandbox) -> None:
    request = urllib.request.Request(f"{sandbox.url}/jsonrpc", b"{nope", {"Content-Type": "application/json"})
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(request)
    with caught.value as answer:
        assert (answer.code, answer.headers.get_content_type()) == (400, "text/plain")


def test_every_field_of_every_record_can_be_read(sandbox: Sandbox, client: Client) -> None:
    odoo = client()
    bill = {"move_type": "in_invoice", "partner_id": 1, "invoice_line_ids": [(0, 0, {"product_id": 1, "purchase_line_id": 1})]}
    odoo.env["account.move"].create(bill)
    for model in sandbox._rpc._registry.models:
        fields = odoo.execute(model, "fields_get")
        ids = odoo.execute_kw(model, "search", [[]], {"limit": 3})
        for row in odoo.execute(model, "read", ids):
            assert row.keys() == fields.keys(), model
            numbers = [n for n, f in fields.items() if f["type"] in {"float", "monetary"}]
            assert all(isinstance(row[n], float) for n in numbers), model
            assert all(row[n] is not None for n in fields), model
