"""A world file is loaded as it says, or refused with the path of the key that is wrong."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from idp.erp.sandbox import Sandbox, WorldError, load_world

SMALL: dict[str, Any] = {
    "company": {"name": "Us", "currency": "EUR"},
    "partners": [{"name": "V", "ibans": ["DE02 1203 0000 0000 2020 51"]}],
    "products": [{"code": "P", "name": "Prod"}],
    "purchase_orders": [{"name": "P1", "partner": "V", "lines": [{"product": "P", "quantity": 10, "price": "1.25"}]}],
}


def changed(**parts: Any) -> dict[str, Any]:
    return {**SMALL, **parts}


def order(**parts: Any) -> dict[str, Any]:
    return changed(purchase_orders=[{**SMALL["purchase_orders"][0], **parts}])


def line(**parts: Any) -> dict[str, Any]:
    return order(lines=[{**SMALL["purchase_orders"][0]["lines"][0], **parts}])


def rows(world: dict[str, Any], model: str, *fields: str, domain: Any = ()) -> list[dict[str, Any]]:
    call = Sandbox.from_world(world)._rpc.call
    answer: list[dict[str, Any]] = call(2, model, "search_read", [list(domain), list(fields)], {"order": "id"})
    return answer


@pytest.mark.parametrize(
    ("world", "path"),
    [
        ({k: v for k, v in SMALL.items() if k != "partners"}, "partners: is missing"),
        (changed(odoo_version=16), "odoo_version"),
        (changed(compnay={}), "compnay: is not a key"),
        (order(partner="Nobody"), "purchase_orders[0].partner: no partner is named 'Nobody'"),
        (order(company="Other"), "purchase_orders[0].company"),
        (order(state="open"), "purchase_orders[0].state"),
        (line(product="Q"), "purchase_orders[0].lines[0].product"),
        (line(uom="barrel"), "purchase_orders[0].lines[0].uom"),
        (line(quantity="many"), "purchase_orders[0].lines[0].quantity"),
        (line(received=[{"quantity": -1}]), "purchase_orders[0].lines[0].received[0].quantity"),
        (line(date_planned="01.12.2026"), "purchase_orders[0].lines[0].date_planned"),
        (order(state="draft", lines=[{"product": "P", "received": [{"quantity": 1}]}]), "purchase_orders[0].lines[0].received"),
        (order(lines=[{"quantity": 1}]), "purchase_orders[0].lines[0]"),
        (changed(bills=[{"partner": "V", "lines": [{"po": "P9"}]}]), "bills[0].lines[0].po"),
        (changed(bills=[{"partner": "V", "lines": [{"po": "P1", "po_line": 3}]}]), "bills[0].lines[0].po_line"),
        (changed(uoms=[{"name": "box", "base": "barrel"}]), "uoms[0].base"),
        (changed(users=[{"login": "x", "groups": ["boss"]}]), "users[0].groups[0]"),
        (changed(partners=[{"name": "V"}, {"name": "V"}]), "partners[1].name: a second partner"),
        (changed(company={"name": "Us", "currency": "euro"}), "company.currency"),
        (changed(company={"name": "Us", "currency": "EUR", "country": "Atlantis"}), "company.country"),
        (changed(stock=[{"product": "Q"}]), "stock[0].product"),
        (changed(sale_orders=[{"name": "S", "partner": "V", "lines": [{"product": "Q"}]}]), "sale_orders[0].lines[0].product"),
    ],
)
def test_a_bad_world_is_told_with_its_key_path(world: dict[str, Any], path: str) -> None:
    with pytest.raises(WorldError) as caught:
        Sandbox.from_world(world)
    assert path in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", ["", "{", "[]", "null"])
def test_a_file_that_is_no_world_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "world.json"
    file.write_text(text)
    with pytest.raises(WorldError, match=r"world\.json"):
        load_world(file)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WorldError, match="cannot be read"):
        load_world(tmp_path / "none.json")


def test_a_file_and_its_contents_give_the_same(tmp_path: Path) -> None:
    file = tmp_path / "world.json"
    file.write_text(json.dumps(SMALL))
    sandbox = Sandbox.from_world(file)
    answer = sandbox._rpc.call(2, "purchase.order", "search_read", [[], ["name", "amount_total"]], {})
    assert answer == [{"id": 1, "name": "P1", "amount_total": 12.5}]


def test_units_currencies_and_the_administrator_are_always_there() -> None:
    names = {r["name"] for r in rows(SMALL, "uom.uom", "name")}
    assert names >= {"Units", "Dozens", "kg", "g", "t", "lb", "m", "l", "hours"}
    assert {r["name"] for r in rows(SMALL, "res.currency", "name")} >= {"EUR", "USD", "GBP", "CHF"}
    assert Sandbox.from_world(SMALL)._rpc.sign_in("idp", "admin", "admin") == 2


def test_each_used_tax_rate_exists() -> None:
    world = order(lines=[{"product": "P", "tax_percent": "8.25"}, {"product": "P", "tax_percent": 0}])
    taxes = rows(world, "account.tax", "amount", domain=[["type_tax_use", "=", "purchase"]])
    assert {t["amount"] for t in taxes} >= {8.25, 0.0}


def test_vendor_codes_are_prices_of_the_template() -> None:
    world = changed(
        products=[{"code": "P", "name": "Prod", "vendor_codes": [{"partner": "V", "code": "X-9", "name": "theirs"}]}]
    )
    (seller,) = rows(world, "product.supplierinfo", "product_code", "product_name", "product_id", "product_tmpl_id")
    assert (seller["product_code"], seller["product_name"], seller["product_id"]) == ("X-9", "theirs", False)


def test_an_account_is_trusted_only_where_the_world_says_so() -> None:
    world = changed(partners=[{"name": "V", "ibans": ["DE1 0"], "trusted_ibans": ["DE2 0"]}])
    banks = rows(world, "res.partner.bank", "sanitized_acc_number", "allow_out_payment")
    assert {b["sanitized_acc_number"]: b["allow_out_payment"] for b in banks} == {"DE10": False, "DE20": True}


def test_receipts_under_one_name_are_one_transfer_and_others_get_a_name() -> None:
    received = [{"date": "2026-10-01", "quantity": 4, "picking": "IN/A"}]
    world = order(
        lines=[
            {"product": "P", "quantity": 10, "received": received},
            {"product": "P", "quantity": 5, "received": [*received, {"date": "2026-10-02", "quantity": 1}]},
        ]
    )
    pickings = rows(world, "stock.picking", "name", "state", "date_done")
    done = [(p["name"], p["date_done"][:10]) for p in pickings if p["state"] == "done"]
    assert done[0] == ("IN/A", "2026-10-01")
    assert len(done) == 2
    assert len({p["name"] for p in pickings}) == len(pickings) == 3


def test_more_than_ordered_may_be_received() -> None:
    world = line(received=[{"date": "2026-10-01", "quantity": 10}, {"date": "2026-10-02", "quantity": 3}])
    (read,) = rows(world, "purchase.order.line", "qty_received", "qty_to_invoice")
    assert (read["qty_received"], read["qty_to_invoice"]) == (13.0, 13.0)


@pytest.mark.parametrize("received", [[10], [4, 6]], ids=["of one receipt", "of two receipts"])
def test_every_return_goes_back_to_the_vendor(received: list[int]) -> None:
    goods = line(received=[{"quantity": q} for q in received], returned=[{"quantity": 3}, {"quantity": 4}])
    (counted,) = rows(goods, "purchase.order.line", "qty_received")
    assert counted["qty_received"] == 3.0
    back = [m for m in rows(goods, "stock.move", "location_dest_id", "to_refund") if m["to_refund"]]
    assert {m["location_dest_id"][1] for m in back} == {"Vendors"}


def test_no_more_goes_back_than_came() -> None:
    with pytest.raises(WorldError, match="returned of a line that received less"):
        Sandbox.from_world(line(received=[{"quantity": 3}], returned=[{"quantity": 4}]))


def test_a_bill_reaches_its_printed_total() -> None:
    bill = {"partner": "V", "number": "R1", "date": "2026-10-05", "lines": [{"po": "P1", "quantity": 4}]}
    taxed = order(lines=[{"product": "P", "quantity": 10, "price": "1.25", "tax_percent": 19}])
    for total, cents in (("5.95", 0.95), ("5.96", 0.96), ("12.00", 0.95)):
        (move,) = rows({**taxed, "bills": [{**bill, "total": total}]}, "account.move", "amount_total", "amount_tax", "state")
        assert (move["amount_total"], move["amount_tax"], move["state"]) == (float(total), cents, "posted")


@pytest.mark.parametrize(("state", "billed"), [("draft", 4.0), ("posted", 4.0), ("cancel", 0.0)])
def test_a_bill_counts_in_every_state_but_cancelled(state: str, billed: float) -> None:
    bill = {"partner": "V", "number": "R1", "date": "2026-10-05", "state": state, "lines": [{"po": "P1", "quantity": 4}]}
    (read,) = rows(changed(bills=[bill]), "purchase.order.line", "qty_invoiced")
    assert read["qty_invoiced"] == billed


@pytest.mark.parametrize("version", [17, 18, 19])
def test_a_locked_order_is_locked_as_the_version_does_it(version: int) -> None:
    fields = ("state", "locked") if version == 19 else ("state",)
    (read,) = rows({**order(locked=True), "odoo_version": version}, "purchase.order", *fields)
    assert {k: read[k] for k in fields} == ({"state": "purchase", "locked": True} if version == 19 else {"state": "done"})


def test_sales_that_wait_and_stock_on_hand_are_there() -> None:
    world = changed(
        stock=[{"product": "P", "quantity": 7}],
        sale_orders=[
            {
                "name": "S1",
                "partner": "V",
                "commitment_date": "2026-12-01",
                "lines": [{"product": "P", "quantity": 3}],
                "pickings": [{"name": "OUT/9", "state": "confirmed"}],
            }
        ],
    )
    (sale,) = rows(world, "sale.order", "name", "commitment_date", "delivery_status")
    assert (sale["name"], sale["commitment_date"], sale["delivery_status"]) == ("S1", "2026-12-01 12:00:00", "pending")
    (product,) = rows(world, "product.product", "qty_available", "virtual_available")
    assert (product["qty_available"], product["virtual_available"]) == (7.0, 14.0)
    (out,) = rows(world, "stock.picking", "name", "state", domain=[["picking_type_code", "=", "outgoing"]])
    assert (out["name"], out["state"]) == ("OUT/9", "confirmed")


def test_a_number_is_not_given_to_a_second_record() -> None:
    world = order(name="P00001")
    sandbox = Sandbox.from_world(world)
    new = sandbox._rpc.call(2, "purchase.order", "create", [{"partner_id": 4}], {})
    names = sandbox._rpc.call(2, "purchase.order", "search_read", [[], ["name"]], {})
    assert new == 2
    assert len({r["name"] for r in names}) == 2


def test_a_receipt_keeps_the_name_that_the_world_gives_it() -> None:
    first = {**SMALL["purchase_orders"][0], "name": "PA"}
    lines = [{"product": "P", "quantity": 10, "received": [{"date": "2026-10-01", "quantity": 1, "picking": "WH/IN/00001"}]}]
    pickings = rows(
        changed(purchase_orders=[first, {**first, "name": "PB", "lines": lines}]), "stock.picking", "name", "origin"
    )
    assert [p["origin"] for p in pickings if p["name"] == "WH/IN/00001"] == ["PB"]
    assert len({p["name"] for p in pickings}) == len(pickings) == 3


def test_payment_terms_and_coded_lines_are_as_the_world_says() -> None:
    world = changed(
        payment_terms=[{"name": "Month's end + 10", "days": 10, "rule": "days_after_end_of_month"}],
        accounts=[{"code": "640000", "name": "Freight"}],
        partners=[{"name": "V", "payment_term": "30 Days"}],
        purchase_orders=[{**SMALL["purchase_orders"][0], "payment_term": "Month's end + 10"}],
        bills=[
            {
                "partner": "V", "number": "F-1", "date": "2026-10-03",
                "lines": [{"description": "Freight", "price": "80.00", "account": "640000", "tax_percent": 19}],
            }
        ],
    )  # fmt: skip
    call = Sandbox.from_world(world)._rpc.call
    answer = {"order": "id"}
    (placed,) = call(2, "purchase.order", "search_read", [[], ["payment_term_id"]], answer)
    (bill,) = call(2, "account.move", "search_read", [[], ["invoice_date_due", "amount_total"]], answer)
    (coded,) = call(2, "account.move.line", "search_read", [[("display_type", "=", "product")], ["name", "account_id"]], answer)
    assert placed["payment_term_id"][1] == "Month's end + 10"
    assert (bill["invoice_date_due"], bill["amount_total"]) == ("2026-11-02", 95.2)
    assert (coded["name"], coded["account_id"][1]) == ("Freight", "640000 Freight")


@pytest.mark.parametrize(
    ("world", "path"),
    [
        (order(payment_term="never"), "purchase_orders[0].payment_term"),
        (changed(bills=[{"partner": "V", "lines": [{"account": "1"}]}]), "bills[0].lines[0].account"),
    ],
)
def test_terms_and_accounts_that_are_not_there_are_told(world: dict[str, Any], path: str) -> None:
    with pytest.raises(WorldError, match=re.escape(path)):
        Sandbox.from_world(world)
