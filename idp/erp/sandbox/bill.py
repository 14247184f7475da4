"""How do vendor bills and refunds behave: defaults, what may be changed when, what they show?

Odoo checks next to nothing on a draft (FACTS §5): neither this bill's lines against the order nor a reference used twice. The
buttons are `bill_action`'s, the amounts `bill_total`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from idp.erp.sandbox import fault
from idp.erp.sandbox.access import active_company
from idp.erp.sandbox.amount import wire
from idp.erp.sandbox.attachment import attachments_of
from idp.erp.sandbox.bill_action import METHODS
from idp.erp.sandbox.bill_total import recompute_taxes, recompute_totals, tax_totals
from idp.erp.sandbox.env import Behaviour, Env, related
from idp.erp.sandbox.message import log_created, log_note, require_sender
from idp.erp.sandbox.money import company_currency, rate
from idp.erp.sandbox.partner import commercial_partner, default_bank
from idp.erp.sandbox.payment_term import due_date
from idp.erp.sandbox.purchase_quantity import recompute_billed
from idp.erp.sandbox.store import Row, Value

_JOURNAL = {"in": "purchase", "ou": "sale"}
_TYPE_NAME = {
    "in_invoice": "Vendor Bill",
    "in_refund": "Vendor Credit Note",
    "out_invoice": "Customer Invoice",
    "out_refund": "Customer Credit Note",
    "entry": "Journal Entry",
}
_LOCKED_WHEN_POSTED = (
    "invoice_line_ids",
    "line_ids",
    "invoice_date",
    "date",
    "partner_id",
    "invoice_payment_term_id",
    "currency_id",
    "fiscal_position_id",
    "invoice_cash_rounding_id",
)
_SHOWN_ITEMS = frozenset({"product", "line_section", "line_subsection", "line_note"})


def _complete(env: Env, vals: Row) -> Row:
    if vals.get("state") == "posted":
        raise fault.user_error(
            "You cannot create a move already in the posted state. Please create a draft move and post it after."
        )
    move_type = vals.get("move_type") or env.context.get("default_move_type") or "entry"
    journal = _journal(env, vals, move_type)
    full = {"state": "draft", "payment_state": "not_paid", "posted_before": False, "auto_post": "no", **vals}
    full |= {"move_type": move_type, "journal_id": journal["id"], "company_id": journal["company_id"]}
    full["currency_id"] = vals.get("currency_id") or company_currency(env, journal["company_id"])
    full["name"] = vals.get("name") or ("/" if env.version == 17 else None)
    full["date"] = vals.get("date") or vals.get("invoice_date") or env.today
    full |= {
        "checked": bool(vals.get("checked")),
        "to_check": bool(vals.get("to_check")),
        "user_id": env.uid,
        "invoice_user_id": vals.get("invoice_user_id") or env.uid,
    }
    full |= _of_partner(env, full, vals)
    # 17.0 lets the payment term win over a due date that was given
    by_term = env.version == 17 and full.get("invoice_payment_term_id")
    full["invoice_date_due"] = _due(env, full) if by_term else vals.get("invoice_date_due") or _due(env, full)
    full["invoice_currency_rate"] = _rate(env, full)
    if env.version >= 19 and "fiscal_position_id" not in vals and full.get("partner_id"):
        full["fiscal_position_id"] = _domestic(env, full)
    return full


def _journal(env: Env, vals: Row, move_type: str) -> Row:
    wanted = _JOURNAL.get(move_type[:2], "general")
    company = vals.get("company_id")
    if vals.get("journal_id"):
        journal = env.row("account.journal", vals["journal_id"])
        if company and journal["company_id"] != company:
            raise _incompatible(env, company, journal)
        if move_type != "entry" and journal["type"] != wanted:
            raise fault.validation_error(f"Cannot create a {wanted} document in a non {wanted} journal")
        return journal
    found = env.first("account.journal", company_id=company or active_company(env), type=wanted)
    if found is None:
        raise fault.user_error(f"No journal could be found in company for any of those types: {wanted}")
    return found


def _incompatible(env: Env, company: int, journal: Row) -> fault.OdooFault:
    own = env.label("res.company", company)
    return fault.user_error(
        "Incompatible companies on records:\n"
        f"- “Draft Bill” belongs to company “{own}” and “Journal” (journal_id: '{journal['name']}') belongs to another company."
    )


def _of_partner(env: Env, full: Row, vals: Row) -> Row:
    """Bank account and payment term that come with the partner; a refund is paid to us."""
    partner = full.get("partner_id")
    company = full["company_id"]
    holder = env.row("res.company", company)["partner_id"] if full["move_type"] in {"in_refund", "out_invoice"} else partner
    filled: Row = {}
    if vals.get("partner_bank_id") is None and full["move_type"] != "entry" and partner:
        filled["partner_bank_id"] = default_bank(env, holder, company)
    if vals.get("invoice_payment_term_id") is None and partner:
        filled["invoice_payment_term_id"] = env.row("res.partner", partner).get("property_supplier_payment_term_id")
    return filled


def _due(env: Env, full: Row) -> str:
    start = date.fromisoformat(full.get("invoice_date") or env.today)
    return due_date(env, full.get("invoice_payment_term_id"), start).isoformat()


def _domestic(env: Env, full: Row) -> int | None:
    """The fiscal position of partners in the company's own country."""
    own = env.get("res.company", full["company_id"], "country_id")
    if not own or env.row("res.partner", full["partner_id"]).get("country_id") != own:
        return None
    position = env.first("account.fiscal.position", company_id=full["company_id"])
    return position["id"] if position else None


def _rate(env: Env, full: Row) -> float:
    day = full.get("invoice_date") or full["date"]
    return wire(rate(env, full["currency_id"], full["company_id"], day))


def _created(env: Env, move_id: int, vals: Row) -> None:
    kind = _TYPE_NAME.get(vals["move_type"], "Journal Entry")
    log_created(env, "account.move", move_id, f"{kind} Created")
    orders = _orders(env, env.view("account.move", move_id))
    if orders:
        require_sender(env)
        names = ", ".join(env.row("purchase.order", order)["name"] for order in orders)
        log_note(env, "account.move", move_id, f"<p>This vendor bill has been created from: {names}</p>")
    env.mark(recompute_totals, move_id)


def _writing(env: Env, ids: Sequence[int], vals: Row) -> Row:
    for move_id in ids:
        move = env.row("account.move", move_id)
        if move["state"] == "posted":
            _refuse_posted(env, move, vals)
        if vals.get("state") == "posted" and move["state"] != "posted":
            raise fault.user_error("You cannot post an entry by writing its state.")
    return vals


def _refuse_posted(env: Env, move: Row, vals: Row) -> None:
    """17.0 refuses a date of another month alone, since the bill's name says the month."""
    locked = [c for c in vals if c in _LOCKED_WHEN_POSTED]
    if env.version == 17:
        locked = [c for c in locked if c in {"invoice_date", "date"} and str(vals[c])[:7] != str(move.get(c))[:7]]
    if locked:
        text = f"You cannot modify the following readonly fields on a posted move: {', '.join(locked)}"
        raise fault.validation_error(text) if env.version == 17 else fault.user_error(text)


def _written(env: Env, ids: Sequence[int], vals: Row) -> None:
    for move_id in ids:
        move = env.row("account.move", move_id)
        changes: Row = {}
        if "partner_id" in vals:
            changes |= _of_partner(env, move, vals)
        if {"invoice_date", "invoice_payment_term_id", "partner_id"} & vals.keys():
            if "invoice_date_due" not in vals:
                changes["invoice_date_due"] = _due(env, {**move, **changes})
            if "date" not in vals and move.get("invoice_date") and move["state"] == "draft":
                changes["date"] = move["invoice_date"]
        if {"currency_id", "invoice_date"} & vals.keys():
            changes["invoice_currency_rate"] = _rate(env, move)
            for line in env.find("account.move.line", "move_id", move_id):
                env.set("account.move.line", line["id"], {"currency_id": move["currency_id"]})
            env.mark(recompute_taxes, move_id)
        if changes:
            env.set("account.move", move_id, changes)
        if "state" in vals:
            mark_billed(env, move_id)


def mark_billed(env: Env, move_id: int) -> None:
    """The order lines of a bill count anew what is billed."""
    for line in env.find("account.move.line", "move_id", move_id):
        env.mark(recompute_billed, line.get("purchase_line_id"))


def _deleting(env: Env, ids: Sequence[int]) -> None:
    for move_id in ids:
        if env.row("account.move", move_id)["state"] == "posted":
            raise fault.user_error(
                "You can't delete a posted journal item. Don’t play games with your accounting records; reset the journal "
                "entry to draft before deleting it."
            )
    for move_id in ids:
        env.unlink("account.move.line", env.store.find("account.move.line", "move_id", move_id))
        for model in ("ir.attachment", "mail.message", "mail.activity"):
            hanging = [r["id"] for r in env.find(model, "res_id", move_id) if _model_of(r) == "account.move"]
            env.unlink(model, hanging)


def _model_of(row: Row) -> Value:
    return row.get("res_model") or row.get("model")


# -- computed ---------------------------------------------------------------------------------------------------------


def _duplicates(env: Env, row: Row) -> list[int]:
    """Bills with exactly this reference: same kind, company, commercial partner and year, not cancelled.

    19.0 also takes bills without a reference for the same when date and total are.
    """
    if not row.get("partner_id") or not (row.get("ref") or env.version >= 19):
        return []
    partner = commercial_partner(env, row["partner_id"])
    return [
        other["id"]
        for other in env.find("account.move", "ref", row.get("ref"))
        if other["id"] != row["id"]
        and other["state"] != "cancel"
        and (other["move_type"], other["company_id"]) == (row["move_type"], row["company_id"])
        and other.get("partner_id")
        and commercial_partner(env, other["partner_id"]) == partner
        and _looks_same(row, other)
    ]


def _looks_same(row: Row, other: Row) -> bool:
    one, two = row.get("invoice_date"), other.get("invoice_date")
    if not row.get("ref"):
        return bool(one) and one == two and row.get("amount_total") == other.get("amount_total") != 0
    return not one or not two or one[:4] == two[:4]


def _is_matched(env: Env, row: Row) -> bool:
    items = env.find("account.move.line", "move_id", row["id"])
    return all(r.get("purchase_line_id") for r in items if r.get("display_type") == "product")


def _orders(env: Env, row: Row) -> list[int]:
    items = env.find("account.move.line", "move_id", row["id"])
    lines = [env.row("purchase.order.line", r["purchase_line_id"]) for r in items if r.get("purchase_line_id")]
    return sorted({line["order_id"] for line in lines})


def _commercial(env: Env, row: Row) -> Value:
    return commercial_partner(env, row["partner_id"]) if row.get("partner_id") else None


def _bank_partner(env: Env, row: Row) -> Value:
    if row["move_type"] in {"in_refund", "out_invoice"}:
        return env.row("res.company", row["company_id"])["partner_id"]
    return _commercial(env, row)


def _label(env: Env, row: Row) -> str:
    del env
    name = row.get("name")
    if row["state"] == "draft" or not name or name == "/":
        kind = {"in_invoice": "Draft Bill", "in_refund": "Draft Vendor Credit Note"}.get(row["move_type"], "Draft Entry")
        shown = f"{kind} (* {row['id']})" if not name or name == "/" else f"{kind} {name}"
    else:
        shown = str(name)
    return f"{shown} ({row['ref']})" if row.get("ref") else shown


MOVE = Behaviour(
    complete=_complete,
    created=_created,
    writing=_writing,
    written=_written,
    deleting=_deleting,
    label=_label,
    lines={"invoice_line_ids": lambda line: line.get("display_type") in _SHOWN_ITEMS},
    computed={
        "commercial_partner_id": _commercial,
        "bank_partner_id": _bank_partner,
        "company_currency_id": related("company_id", "currency_id"),
        "duplicated_ref_ids": _duplicates,
        "is_purchase_matched": _is_matched,
        "purchase_order_count": lambda env, row: len(_orders(env, row)),
        "attachment_ids": lambda env, row: attachments_of(env, "account.move", row["id"]),
        "tax_totals": tax_totals,
        "type_name": lambda _env, row: _TYPE_NAME.get(row["move_type"]),
        "status_in_payment": lambda _env, row: row["payment_state"] if row["state"] == "posted" else row["state"],
        "invoice_partner_display_name": lambda env, row: (
            env.label("res.partner", row["partner_id"]) if row.get("partner_id") else None
        ),
        "purchase_id": lambda _env, _row: None,
    },
    methods=METHODS,
    order="date desc, name desc, invoice_date desc, id desc",
)
