"""Search domains choose what Odoo's would."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idp.erp.sandbox import Sandbox
from idp.erp.sandbox.domain import matching
from idp.erp.sandbox.env import Env
from idp.erp.sandbox.fault import OdooFault

WORLD = {
    "company": {"name": "Us", "currency": "EUR", "country": "DE"},
    "partners": [
        {"name": "Alpha", "vat": "DE1", "email": "a@alpha.example"},
        {"name": "Beta_1", "vat": "AT2"},
        {"name": "alphabet", "parent": "Alpha"},
        {"name": "Gone", "active": False},
    ],
    "products": [{"code": "P1", "name": "One"}],
    "purchase_orders": [
        {"name": "P1", "partner": "Alpha", "date_order": "2026-10-01 10:00:00", "lines": [{"product": "P1", "quantity": 5}]},
        {"name": "P2", "partner": "Beta_1", "date_order": "2026-10-02 10:00:00", "state": "draft", "lines": []},
        {"name": "P3", "partner": "alphabet", "date_order": "2026-11-01 10:00:00", "lines": [{"product": "P1", "price": 9}]},
    ],
}


@cache
def env() -> Env:
    return Sandbox.from_world(WORLD)._rpc.environment(2)


def names(model: str, domain: list[Any], **context: Any) -> list[str]:
    view = env().with_context(**context)
    return [view.row(model, i)["name"] for i in matching(view, model, domain)]


def orders(*domain: Any) -> list[str]:
    return names("purchase.order", list(domain))


@pytest.mark.parametrize(
    ("leaf", "chosen"),
    [
        (["name", "=", "P2"], ["P2"]),
        (["name", "!=", "P2"], ["P1", "P3"]),
        (["name", "in", ["P1", "P3", "no"]], ["P1", "P3"]),
        (["name", "not in", ["P1"]], ["P2", "P3"]),
        (["name", "like", "p"], []),
        (["name", "ilike", "p"], ["P1", "P2", "P3"]),
        (["name", "=like", "P_"], ["P1", "P2", "P3"]),
        (["name", "=ilike", "p%"], ["P1", "P2", "P3"]),
        (["name", "=like", "1"], []),
        (["name", "not ilike", "1"], ["P2", "P3"]),
        (["origin", "=", False], ["P1", "P2", "P3"]),
        (["origin", "!=", False], []),
        (["amount_total", ">", 0], ["P3"]),
        (["amount_total", "<=", 0], ["P1", "P2"]),
        (["partner_id", "ilike", "ALPHA"], ["P1", "P3"]),
        (["partner_id.vat", "=", "AT2"], ["P2"]),
        (["partner_id.name", "=like", "Beta\\_1"], ["P2"]),
        (["order_line", "=", False], ["P2"]),
        (["order_line", "!=", False], ["P1", "P3"]),
        (["order_line.price_unit", "=", 9], ["P3"]),
        (["order_line.product_id.default_code", "in", ["P1"]], ["P1", "P3"]),
        (["date_order", ">=", "2026-10-02"], ["P2", "P3"]),
        (["date_order", "<=", "2026-10-02"], ["P1", "P2"]),
        (["date_order", ">", "2026-10-02"], ["P3"]),
        (["date_order", "<", "2026-10-02"], ["P1"]),
        (["partner_ref", "=?", False], ["P1", "P2", "P3"]),
        (["partner_ref", "=?", "x"], []),
        (["partner_id", "child_of", "Alpha"], ["P1", "P3"]),
        (["order_line", "any", [["price_unit", "=", 9]]], ["P3"]),
        (["order_line", "not any", [["price_unit", "=", 9]]], ["P1", "P2"]),
        ([1, "=", 1], ["P1", "P2", "P3"]),
        ([0, "=", 1], []),
    ],
)
def test_a_leaf_chooses(leaf: list[Any], chosen: list[str]) -> None:
    assert orders(leaf) == chosen


def test_operators_stand_before_their_operands_and_nest() -> None:
    one, two, three = (["name", "=", n] for n in ("P1", "P2", "P3"))
    assert orders("|", one, two) == ["P1", "P2"]
    assert orders("|", one, "|", two, three) == ["P1", "P2", "P3"]
    assert orders("!", "|", one, two) == ["P3"]
    assert orders("&", "!", one, ["state", "=", "purchase"]) == ["P3"]
    assert orders(["state", "=", "purchase"], ["amount_total", "=", 0]) == ["P1"]


def test_archived_records_are_found_only_when_asked_for() -> None:
    assert "Gone" not in names("res.partner", [])
    assert names("res.partner", [["active", "=", False], ["name", "=", "Gone"]]) == ["Gone"]
    assert "Gone" in names("res.partner", [], active_test=False)


def test_children_are_found_below_their_parent() -> None:
    (alpha,) = matching(env(), "res.partner", [["name", "=", "Alpha"]])
    assert names("res.partner", [["id", "child_of", alpha]]) == ["Alpha", "alphabet"]
    (child,) = matching(env(), "res.partner", [["name", "=", "alphabet"]])
    assert names("res.partner", [["id", "parent_of", child]]) == ["Alpha", "alphabet"]


@pytest.mark.parametrize(
    "domain", [[["nope", "=", 1]], [["name", "~", 1]], ["|", ["name", "=", "P1"]], [["name", "="]], [["name.x", "=", 1]]]
)
def test_a_malformed_domain_is_refused(domain: list[Any]) -> None:
    with pytest.raises(OdooFault) as caught:
        matching(env(), "purchase.order", domain)
    assert caught.value.name == "builtins.ValueError"


LEAVES = st.sampled_from(
    [
        ["name", "=", "P1"],
        ["state", "=", "purchase"],
        ["amount_total", ">", 1],
        ["partner_id.vat", "=", "AT2"],
        ["order_line", "!=", False],
        ["name", "in", ["P2", "P3"]],
    ]
)


@given(LEAVES, LEAVES)
def test_not_and_or_follow_de_morgan(one: list[Any], two: list[Any]) -> None:
    assert orders("!", "&", one, two) == orders("|", "!", one, "!", two)
    assert orders("!", "|", one, two) == orders("!", one, "!", two)


@given(st.lists(LEAVES, max_size=4))
def test_an_index_never_changes_what_a_conjunction_chooses(leaves: list[list[Any]]) -> None:
    plain = set(orders())
    for leaf in leaves:
        plain &= set(orders("!", "!", leaf))  # a negation is never answered from an index
    assert orders(*leaves) == sorted(plain)
