"""Matching keeps what must not depend on chance: line order, the way a quantity is split, and that more is never judged milder."""

from __future__ import annotations

from decimal import ROUND_UP, Decimal
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from idp.domain.code import Code, Severity
from idp.domain.entry import BillEntry
from idp.domain.finding import Decision
from idp.domain.match import Match
from idp.domain.policy import Policy
from idp.matching import match
from tests.golden.matching.world import document_of, facts_of, history_of

_NAMES = (
    "Office chair black",
    "Four person desk",
    "Customizable cabinet",
    "Hex screw M8x40",
    "LED panel 60x60",
    "Cable drum 50 m",
)
_QUANTITY_CODES = {Code.QTY_OVERORD, Code.QTY_OVERREC, Code.QTY_NOREC, Code.QTY_QUALITY}

unhurried = settings(deadline=None, max_examples=60)  # how long one example takes says nothing on a shared machine
cents = st.integers(1, 50_000).map(lambda n: Decimal(n) / 100)
quantities = st.integers(1, 500)


@st.composite
def order_lines(draw: st.DrawFn) -> list[dict[str, Any]]:
    count = draw(st.integers(1, 6))
    return [
        {"product": f"C{n}", "quantity": draw(quantities), "price": str(draw(cents)), "tax_percent": draw(st.sampled_from((7, 19)))}
        for n in range(count)
    ]  # fmt: skip


def world_of(lines: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    products = [{"code": f"C{n}", "name": name} for n, name in enumerate(_NAMES)]
    return {"products": products, "purchase_orders": [{"name": "P00001", "lines": lines}], **more}


def printed(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "description": _NAMES[int(row["product"][1:])], "quantity": row["quantity"], "unit_price": row["price"],
            "tax_rate": row["tax_percent"],
        }
        for row in lines
    ]  # fmt: skip


def tax_of(lines: list[dict[str, Any]]) -> Decimal:
    amounts = [(Decimal(r["unit_price"]) * r["quantity"], r["tax_rate"]) for r in lines]
    by_rate = {rate: sum((a for a, r in amounts if r == rate), Decimal(0)) for rate in (7, 19)}
    return sum(((base * rate / 100).quantize(Decimal("0.01")) for rate, base in by_rate.items()), Decimal(0))


def decide(world: dict[str, Any], lines: list[dict[str, Any]], **fields: Any) -> Match:
    facts = facts_of(world)
    document = document_of({"lines": lines, "fields": {"tax_amount": tax_of(lines), **fields}}, world)
    return match(document, facts, Policy(), history=history_of({}, facts))


@unhurried
@given(order_lines())
def test_a_document_equal_to_order_and_receipt_has_no_finding_above_info(lines: list[dict[str, Any]]) -> None:
    found = decide(world_of(lines), printed(lines))
    assert [f.message for f in found.findings if f.severity is not Severity.INFO] == []
    assert found.decision is Decision.TOUCHLESS
    assert isinstance(found.entry, BillEntry)
    assert sum((line.quantity * line.unit_price for line in found.entry.lines), Decimal(0)) == found.entry.subtotal


@unhurried
@given(order_lines(), st.randoms(use_true_random=False), st.data())
def test_line_order_does_not_matter(lines: list[dict[str, Any]], random: Any, data: st.DataObject) -> None:
    rows = printed(lines)
    for row in rows:
        row["quantity"] += data.draw(st.integers(0, 3))
    shuffled = rows.copy()
    random.shuffle(shuffled)
    one, other = decide(world_of(lines), rows), decide(world_of(lines), shuffled)
    assert one.decision == other.decision
    assert one.money_at_stake == other.money_at_stake
    assert sorted((f.code, f.expected, f.actual) for f in one.findings) == sorted(
        (f.code, f.expected, f.actual) for f in other.findings
    )


@unhurried
@given(order_lines(), st.data())
def test_raising_a_billed_quantity_never_lowers_the_severity(lines: list[dict[str, Any]], data: st.DataObject) -> None:
    for row in lines:
        row["received"] = data.draw(st.integers(0, 600))
        row["returned"] = data.draw(st.integers(0, row["received"]))
    rows = printed(lines)
    chosen = data.draw(st.integers(0, len(rows) - 1))
    steps = sorted(data.draw(st.lists(st.integers(1, 900), min_size=2, max_size=4)))
    ranks = []
    for quantity in steps:
        rows[chosen] = rows[chosen] | {"quantity": quantity}
        ranks.append(max((f.severity.rank for f in decide(world_of(lines), rows).findings), default=0))
    assert all(earlier <= later for earlier, later in pairwise(ranks)), (steps, ranks)


@unhurried
@given(quantities, st.integers(0, 500), cents, st.data())
def test_the_last_of_several_parts_is_judged_like_the_whole(
    ordered: int, received: int, price: Decimal, data: st.DataObject
) -> None:
    line = {"product": "C0", "quantity": ordered, "price": str(price), "tax_percent": 19, "received": received}
    whole = data.draw(st.integers(2, 600))
    first = data.draw(st.integers(1, whole - 1))
    before = {
        "number": "INV-1",
        "date": "2026-01-05",
        "total": "1.00",
        "lines": [{"po": "P00001", "po_line": 0, "quantity": first, "price": str(price)}],
    }
    part = printed([line | {"quantity": whole - first}])
    parts = decide(world_of([line], bills=[before | {"date": None}]), part)
    once = decide(world_of([line]), printed([line | {"quantity": whole}]))

    def quantity_codes(found: Match) -> list[tuple[Code, str | None, str | None]]:
        return sorted((f.code, f.expected, f.actual) for f in found.findings if f.code in _QUANTITY_CODES)

    assert quantity_codes(parts) == quantity_codes(once)


@unhurried
@given(order_lines(), st.integers(2, 9))
def test_scaling_quantities_scales_the_money(lines: list[dict[str, Any]], factor: int) -> None:
    """An overcharge of ten percent on everything: ten times the goods, ten times the money at stake."""
    rows = printed(lines)
    for row in rows:
        row["unit_price"] = str((Decimal(row["unit_price"]) * 2).quantize(Decimal("0.01")))
    large = [row | {"quantity": row["quantity"] * factor} for row in rows]
    larger_lines = [line | {"quantity": line["quantity"] * factor} for line in lines]

    def overcharge(found: Match) -> Decimal:
        return sum((f.money.amount for f in found.findings if f.code is Code.PRC_OVER and f.money is not None), Decimal(0))

    small_sum, large_sum = overcharge(decide(world_of(lines), rows)), overcharge(decide(world_of(larger_lines), large))
    quiet = sum(Decimal(r["price"]) * r["quantity"] for r in lines if Decimal(r["price"]) * r["quantity"] <= Decimal("0.02"))
    assert abs(large_sum - small_sum * factor) <= quiet * factor


@unhurried
@given(order_lines(), st.data())
def test_a_split_line_is_worth_what_the_whole_is(lines: list[dict[str, Any]], data: st.DataObject) -> None:
    rows = printed(lines)
    chosen = data.draw(st.integers(0, len(rows) - 1))
    quantity = rows[chosen]["quantity"]
    if quantity < 2:
        return
    part = data.draw(st.integers(1, quantity - 1))
    split = [
        *rows[:chosen],
        rows[chosen] | {"quantity": part},
        rows[chosen] | {"quantity": quantity - part},
        *rows[chosen + 1 :],
    ]
    found = decide(world_of(lines), split)
    assert [f.message for f in found.findings if f.severity is not Severity.INFO] == []
    assert {p.record.id for p in found.lines if p.record} == {
        p.record.id for p in decide(world_of(lines), rows).lines if p.record
    }


@unhurried
@given(order_lines(), st.sampled_from(("Dozens", "t")), st.data())
def test_the_same_goods_in_another_unit_are_judged_the_same(
    lines: list[dict[str, Any]], unit: str, data: st.DataObject
) -> None:
    """A twelfth of the quantity at twelve times the price is the same money, and the same findings in the order's unit."""
    factor = {"Dozens": 12, "t": 1000}[unit]
    base = "Units" if unit == "Dozens" else "kg"
    for line in lines:
        line |= {"quantity": line["quantity"] * factor, "received": line["quantity"] * factor, "uom": base}
    rows = printed(lines)
    for row in rows:
        row["quantity"] += factor * data.draw(st.integers(-1, 2))
        row["unit_price"] = str(Decimal(row["unit_price"]) + data.draw(st.integers(0, 3)))
    rows = [row for row in rows if row["quantity"]]
    if not rows:
        return
    converted = [
        row | {"quantity": row["quantity"] // factor, "unit_price": str(Decimal(row["unit_price"]) * factor), "uom": unit}
        for row in rows
    ]
    one, other = decide(world_of(lines), rows), decide(world_of(lines), converted)
    assert one.decision == other.decision
    assert one.money_at_stake == other.money_at_stake
    assert sorted((f.code, f.expected, f.actual) for f in one.findings) == sorted(
        (f.code, f.expected, f.actual) for f in other.findings
    )


@unhurried
@given(order_lines(), st.data())
def test_raising_a_price_never_lowers_the_severity_nor_the_money(lines: list[dict[str, Any]], data: st.DataObject) -> None:
    rows = printed(lines)
    chosen = data.draw(st.integers(0, len(rows) - 1))
    ordered = Decimal(rows[chosen]["unit_price"])
    steps = sorted(data.draw(st.lists(st.integers(0, 5_000), min_size=2, max_size=4)))
    ranks, money = [], []
    for cents_more in steps:
        rows[chosen] = rows[chosen] | {"unit_price": str(ordered + Decimal(cents_more) / 100)}
        found = decide(world_of(lines), rows)
        ranks.append(max((f.severity.rank for f in found.findings), default=0))
        money.append(sum((f.money.amount for f in found.findings if f.code is Code.PRC_OVER and f.money), Decimal(0)))
    assert all(earlier <= later for earlier, later in pairwise(ranks)), (steps, ranks)
    assert all(earlier <= later for earlier, later in pairwise(money)), (steps, money)


@unhurried
@given(order_lines(), st.data())
def test_a_bill_that_was_tampered_with_never_passes(lines: list[dict[str, Any]], data: st.DataObject) -> None:
    rows = printed(lines)
    chosen = data.draw(st.integers(0, len(rows) - 1))
    row = rows[chosen]
    fields: dict[str, Any] = {}
    kind = data.draw(st.sampled_from(("quantity", "price", "account", "total", "currency", "line", "rate")))
    if kind == "quantity":
        rows[chosen] = row | {"quantity": row["quantity"] + data.draw(st.integers(1, 50))}
    elif kind == "price":
        more = max(Decimal(row["unit_price"]) * data.draw(st.integers(3, 90)) / 100, Decimal("0.03"))
        rows[chosen] = row | {"unit_price": str((Decimal(row["unit_price"]) + more).quantize(Decimal("0.01"), ROUND_UP))}
    elif kind == "account":
        fields = {"supplier_iban": "GB33BUKB20201555555555"}
    elif kind == "total":
        fields = {"total": str(1 + sum((Decimal(r["unit_price"]) * r["quantity"] for r in rows), tax_of(rows)))}
    elif kind == "currency":
        fields = {"currency": "USD"}
    elif kind == "line":
        rows = [*rows, {"description": "Something else", "quantity": 1, "unit_price": "9.00", "tax_rate": 19}]
    else:
        rows[chosen] = row | {"tax_rate": 26 - row["tax_rate"]}
    found = decide(world_of(lines), rows, **fields)
    assert found.decision is not Decision.TOUCHLESS, kind


@unhurried
@given(st.lists(st.integers(1, 200), min_size=2, max_size=4), cents, st.integers(0, 900))
def test_parts_billed_one_after_the_other_come_to_what_the_whole_comes_to(
    parts: list[int], price: Decimal, received: int
) -> None:
    """The last of any number of partial bills finds what one bill of everything finds."""
    ordered = sum(parts)
    line = {"product": "C0", "quantity": ordered, "price": str(price), "tax_percent": 19, "received": received}
    earlier = [
        {"number": f"INV-{n}", "date": None, "total": "1.00", "lines": [{"po": "P00001", "po_line": 0, "quantity": part}]}
        for n, part in enumerate(parts[:-1])
    ]
    last = decide(world_of([line], bills=earlier), printed([line | {"quantity": parts[-1]}]))
    once = decide(world_of([line]), printed([line]))

    def quantity_codes(found: Match) -> list[tuple[Code, str | None, str | None]]:
        return sorted((f.code, f.expected, f.actual) for f in found.findings if f.code in _QUANTITY_CODES)

    assert quantity_codes(last) == quantity_codes(once)
