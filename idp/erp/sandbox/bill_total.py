"""What are a bill's tax lines, payable line and totals?

Two steps, as a client can correct cents in between: `recompute_taxes` makes the tax lines anew from the product lines (after any
change of those), `recompute_totals` sums what the lines say now, corrected tax lines included (FACTS §5).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from idp.erp.sandbox.amount import ZERO, exact, rounded, wire
from idp.erp.sandbox.env import Env
from idp.erp.sandbox.money import company_currency, in_currency, places, rate
from idp.erp.sandbox.store import Row
from idp.erp.sandbox.tax import bill_amounts, line_amounts, rounding_method

INBOUND_DEBIT = {"in_invoice": 1, "in_refund": -1, "out_invoice": -1, "out_refund": 1}
"""The sign of a product line's balance: a vendor bill debits its expense."""


def recompute_taxes(env: Env, move_id: int) -> None:
    """Amounts of every product line, one tax line for each tax, then the totals."""
    move = env.store.get("account.move", move_id)
    if move is None:
        return
    sign = INBOUND_DEBIT.get(move["move_type"], 1)
    lines = _lines(env, move_id, "product")
    amounts = [line_amounts(env, exact(r.get("quantity")), r, list(r.get("tax_ids") or []), move["currency_id"]) for r in lines]
    method = rounding_method(env, move["company_id"])
    whole = bill_amounts(amounts, places(env, move["currency_id"]), method=method)
    for line, own, base in zip(lines, amounts, whole.line_bases, strict=True):
        columns = {"price_subtotal": wire(own.base), "price_total": wire(own.total)}
        env.set("account.move.line", line["id"], columns | _booked(env, move, sign * base))
    _write_tax_lines(env, move, {t: sign * a for t, a in whole.taxes.items()}, whole.tax_bases)
    env.mark(recompute_totals, move_id)


def recompute_totals(env: Env, move_id: int) -> None:
    """Untaxed, tax and total as the lines say, and the payable line that balances them."""
    move = env.store.get("account.move", move_id)
    if move is None:
        return
    sign = INBOUND_DEBIT.get(move["move_type"], 1)
    products, taxes = _lines(env, move_id, "product"), _lines(env, move_id, "tax")
    untaxed = sum((exact(r.get("amount_currency")) for r in products), ZERO)
    tax = sum((exact(r.get("amount_currency")) for r in taxes), ZERO)
    balances = [sum((exact(r.get("balance")) for r in rows), ZERO) for rows in (products, taxes)]
    if products or taxes:
        _write_payable(env, move, -(untaxed + tax), -sum(balances, ZERO))
    total, own = untaxed + tax, sum(balances, ZERO)
    columns = {
        "amount_untaxed": sign * untaxed,
        "amount_tax": sign * tax,
        "amount_total": sign * total,
        "amount_untaxed_signed": -balances[0],
        "amount_tax_signed": -balances[1],
        "amount_total_signed": -own,
        "amount_total_in_currency_signed": -total,
        "amount_residual": ZERO if move.get("payment_state") in _SETTLED else sign * total,
        "amount_residual_signed": ZERO if move.get("payment_state") in _SETTLED else -own,
    }
    env.set("account.move", move_id, {c: wire(v) for c, v in columns.items()})


_SETTLED = frozenset({"paid", "in_payment", "reversed"})


def balanced(env: Env, move: Row, amount: Decimal) -> Decimal:
    """``amount`` of the bill's currency in the company's currency at the bill's date."""
    own = company_currency(env, move["company_id"])
    day = move.get("invoice_date") or move.get("date") or env.today
    return in_currency(env, amount / rate(env, move["currency_id"], move["company_id"], day), own)


def _booked(env: Env, move: Row, amount: Decimal) -> Row:
    return booking(amount, balanced(env, move, amount))


def booking(amount: Decimal, balance: Decimal) -> Row:
    """The amount columns of a journal item."""
    return {
        "amount_currency": wire(amount),
        "balance": wire(balance),
        "debit": wire(max(balance, ZERO)),
        "credit": wire(max(-balance, ZERO)),
    }


def _lines(env: Env, move_id: int, display_type: str) -> list[Row]:
    return [r for r in env.find("account.move.line", "move_id", move_id) if r.get("display_type") == display_type]


def _write_tax_lines(env: Env, move: Row, taxes: Mapping[int, Decimal], bases: Mapping[int, Decimal]) -> None:
    existing = {r["tax_line_id"]: r for r in _lines(env, move["id"], "tax")}
    taxes = {t: amount for t, amount in taxes.items() if amount}  # Odoo keeps no tax line of zero
    gone = [r["id"] for t, r in existing.items() if t not in taxes]
    for line_id in gone:
        env.store.delete("account.move.line", line_id)
    account = env.first("account.account", code="131000")
    for tax_id, amount in taxes.items():
        tax = env.row("account.tax", tax_id)
        columns = _booked(env, move, amount) | {"tax_base_amount": wire(bases[tax_id])}
        if tax_id in existing:
            env.set("account.move.line", existing[tax_id]["id"], columns)
        else:
            own = {"display_type": "tax", "tax_line_id": tax_id, "name": tax.get("invoice_label") or tax["name"]}
            _insert(env, move, {**own, **columns, "account_id": account["id"] if account else None})


def _write_payable(env: Env, move: Row, amount: Decimal, balance: Decimal) -> None:
    columns = booking(amount, balance) | {"date_maturity": move.get("invoice_date_due")}
    columns["name"] = move.get("payment_reference") or _unnamed(env, move)
    existing = _lines(env, move["id"], "payment_term")
    if existing:
        env.set("account.move.line", existing[0]["id"], columns)
        return
    account = env.first("account.account", account_type="liability_payable")
    own = {"display_type": "payment_term", "account_id": account["id"] if account else None}
    _insert(env, move, {**own, **columns})


def _unnamed(env: Env, move: Row) -> str | None:
    """The payable line's name where no payment reference was given."""
    if env.version >= 19:
        return move.get("ref")
    return "" if env.version == 17 else None


def _insert(env: Env, move: Row, columns: Row) -> int:
    stamps = {"create_date": env.now, "create_uid": env.uid, "write_date": env.now, "write_uid": env.uid}
    empty = {"quantity": 0.0, "price_unit": 0.0, "discount": 0.0, "tax_ids": [], "sequence": 10000}
    shared = {"move_id": move["id"], "partner_id": move.get("partner_id"), "currency_id": move["currency_id"]}
    return env.store.insert("account.move.line", {**empty, **shared, **columns, **stamps})


def tax_totals(env: Env, row: Row) -> Row | None:
    """Odoo's structure for the totals widget, which 18.0 changed."""
    if not env.store.find("account.move.line", "move_id", row["id"]):
        return None
    untaxed, tax, total = (row.get(c) or 0.0 for c in ("amount_untaxed", "amount_tax", "amount_total"))
    if env.version == 17:
        shown = _formatted(env, row, untaxed)
        return {
            "amount_untaxed": untaxed,
            "amount_total": total,
            "formatted_amount_total": _formatted(env, row, total),
            "formatted_amount_untaxed": shown,
            "groups_by_subtotal": {"Untaxed Amount": _groups_17(env, row)},
            "subtotals": [{"name": "Untaxed Amount", "amount": untaxed, "formatted_amount": shown}],
            "subtotals_order": ["Untaxed Amount"],
            "display_tax_base": False,
        }
    own = company_currency(env, row["company_id"])
    amounts = _amounts(env, row, exact(untaxed), exact(tax))
    minor = float(rounded(Decimal(1).scaleb(-places(env, row["currency_id"])), 6))
    groups = [_group(env, row, r) for r in _lines(env, row["id"], "tax")]
    return {
        "currency_id": row["currency_id"],
        "currency_pd": minor,
        "company_currency_id": own,
        "company_currency_pd": float(Decimal(1).scaleb(-places(env, own))),
        "has_tax_groups": bool(groups),
        "subtotals": [{"tax_groups": groups, **amounts, "name": "Untaxed Amount"}],
        **amounts,
        "same_tax_base": True,
        "total_amount_currency": total,
        "total_amount": wire(balanced(env, row, exact(total))),
        "display_in_company_currency": False,
    }


def _amounts(env: Env, move: Row, base: Decimal, tax: Decimal) -> Row:
    return {
        "tax_amount_currency": wire(tax),
        "tax_amount": wire(balanced(env, move, tax)),
        "base_amount_currency": wire(base),
        "base_amount": wire(balanced(env, move, base)),
    }


def _group(env: Env, move: Row, line: Row) -> Row:
    tax = env.row("account.tax", line["tax_line_id"])
    base, amount = exact(line.get("tax_base_amount")), abs(exact(line.get("amount_currency")))
    shown = {"display_base_amount_currency": wire(base), "display_base_amount": wire(balanced(env, move, base))}
    names = {"group_name": f"Tax {tax['name']}", "group_label": False}
    own = {"id": tax.get("tax_group_id") or 1, "involved_tax_ids": [tax["id"]]}
    return {**own, **_amounts(env, move, base, amount), **shown, **names}


def _groups_17(env: Env, row: Row) -> Sequence[Row]:
    groups: list[Row] = []
    for line in _lines(env, row["id"], "tax"):
        tax = env.row("account.tax", line["tax_line_id"])
        amount, base = abs(line.get("amount_currency") or 0.0), line.get("tax_base_amount") or 0.0
        own = {"group_key": tax.get("tax_group_id") or 1, "tax_group_id": tax.get("tax_group_id") or 1}
        amounts = {"tax_group_amount": amount, "tax_group_base_amount": base}
        shown = {f"formatted_{key}": _formatted(env, row, value) for key, value in amounts.items()}
        groups.append({**own, "tax_group_name": f"Tax {tax['name']}", **amounts, **shown, "hide_base_amount": False})
    return groups


def _formatted(env: Env, move: Row, amount: float) -> str:
    currency = env.row("res.currency", move["currency_id"])
    number = f"{amount:,.{places(env, currency['id'])}f}"
    parts = [currency.get("symbol") or currency["name"], number]
    return "\u00a0".join(parts if currency.get("position") == "before" else reversed(parts))
