"""What do the buttons of a bill do: post, reset, cancel, reverse, pay?"""

from __future__ import annotations

from collections.abc import Sequence

from idp.erp.sandbox import fault
from idp.erp.sandbox.access import BILLING, Operation, has_group, require
from idp.erp.sandbox.amount import exact
from idp.erp.sandbox.bill_total import recompute_totals
from idp.erp.sandbox.env import VOID, Behaviour, Env, Method
from idp.erp.sandbox.message import log_note
from idp.erp.sandbox.records import require_records
from idp.erp.sandbox.store import Row, Value

_BILLS = frozenset({"in_invoice", "in_refund"})
_PREFIX = {"in_refund": "R", "out_refund": "R"}
_DRAFT_UNTIL = 18


def action_post(env: Env, model: str, ids: Sequence[int]) -> Value:
    """Posts drafts: numbered, dated, no longer to be changed. Answers false, as Odoo does on success."""
    wanted = require_records(env, model, ids)
    if not has_group(env, BILLING):
        raise fault.access_error("You don't have the access rights to post an invoice.")
    for move_id in wanted:
        move = env.row(model, move_id)
        _require_postable(env, move)
        name = move["name"] if move.get("name") and move["name"] != "/" else _next_name(env, move)
        total = exact(move.get("amount_total"))
        columns = {"state": "posted", "name": name, "posted_before": True, "checked": True}
        columns["payment_state"] = "paid" if total == 0 else "not_paid"
        columns["date"] = move.get("date") or move.get("invoice_date")
        env.set(model, move_id, columns)
        env.mark(recompute_totals, move_id)
        env.flush()
        _take_back(env, env.row(model, move_id))
        log_note(env, model, move_id, "", subtype="Invoice Posted")
    return False


def _take_back(env: Env, refund: Row) -> None:
    """A posted reversal is reconciled with the bill that it takes back."""
    bill = env.store.get("account.move", refund.get("reversed_entry_id") or 0)
    if bill is None or bill["state"] != "posted":
        return
    common = min(exact(bill.get("amount_residual")), exact(refund.get("amount_residual")))
    for move, whole in ((bill, "reversed"), (refund, "paid")):
        left = float(exact(move.get("amount_residual")) - common)
        columns = {"payment_state": "partial" if left else whole, "amount_residual": left}
        env.set("account.move", move["id"], columns if left else {**columns, "amount_residual_signed": 0.0})


def _require_postable(env: Env, move: Row) -> None:
    """Raises: OdooFault: UserError, the first thing that is missing."""
    if move["state"] != "draft":
        raise fault.user_error(f"The entry {move['name']} (id {move['id']}) must be in draft.")
    items = [r for r in env.find("account.move.line", "move_id", move["id"]) if r.get("display_type") == "product"]
    if not items:
        raise fault.user_error("You need to add a line before posting.")
    if move["move_type"] in _BILLS and not move.get("partner_id"):
        raise fault.user_error("The field 'Vendor' is required, please complete it to validate the Vendor Bill.")
    if exact(move.get("amount_total")) < 0:
        raise fault.user_error(
            "You cannot validate an invoice with a negative total amount. You should create a credit note instead. Use the "
            "action menu to transform it into a credit note or refund."
        )
    if move["move_type"] in _BILLS and not move.get("invoice_date"):
        raise fault.user_error("The Bill/Refund date is required to validate this document.")
    currency = env.row("res.currency", move["currency_id"])
    if not currency.get("active", True):
        raise fault.user_error(f"You cannot validate a document with an inactive currency: {currency['name']}")


def _next_name(env: Env, move: Row) -> str:
    """``BILL/2026/11/0002``: per journal, kind and month, one after the highest."""
    code = env.row("account.journal", move["journal_id"])["code"]
    year, month, _ = str(move["date"]).split("-")
    period = f"{year}/{month}" if move["move_type"] in _BILLS else year
    prefix = f"{_PREFIX.get(move['move_type'], '')}{code}/{period}/"
    padding = 4 if move["move_type"] in _BILLS else 5
    used = [str(r.get("name") or "") for r in env.find("account.move", "journal_id", move["journal_id"])]
    numbers = [int(n.removeprefix(prefix)) for n in used if n.startswith(prefix) and n.removeprefix(prefix).isdigit()]
    return f"{prefix}{max(numbers, default=0) + 1:0{padding}d}"


def button_draft(env: Env, model: str, ids: Sequence[int]) -> Value:
    """Takes posted or cancelled bills back to draft; their numbers stay."""
    _require_billing(env, model)
    for move_id in require_records(env, model, ids):
        if env.row(model, move_id)["state"] not in {"posted", "cancel"}:
            raise fault.user_error("Only posted/cancelled journal entries can be reset to draft.")
        unchecked = {"checked": False} if env.version >= 19 else {}
        env.write(model, [move_id], {"state": "draft", "payment_state": "not_paid", **unchecked})
    return VOID


def button_cancel(env: Env, model: str, ids: Sequence[int]) -> Value:
    """Cancels drafts; their lines no longer count as billed."""
    _require_billing(env, model)
    for move_id in require_records(env, model, ids):
        if env.row(model, move_id)["state"] != "draft":
            raise fault.user_error("Only draft journal entries can be cancelled.")
        env.write(model, [move_id], {"state": "cancel"})
    return VOID


def _require_billing(env: Env, model: str) -> None:
    require(env, model, Operation.WRITE)


def not_copied(_env: Env) -> frozenset[str]:
    """Columns that ``copy`` leaves behind."""
    gone = {"name", "state", "ref", "date", "invoice_date", "invoice_date_due", "payment_state", "payment_reference"}
    return frozenset(gone | {"posted_before", "reversed_entry_id", "message_main_attachment_id", "line_ids", "checked"})


METHODS: dict[str, Method] = {
    "action_post": action_post,
    "button_draft": button_draft,
    "button_cancel": button_cancel,
    "_not_copied": not_copied,
}

# -- reversal ---------------------------------------------------------------------------------------------------------


def _complete_reversal(env: Env, vals: Row) -> Row:
    moves = list(env.context.get("active_ids") or [])
    return {"date": env.today, "move_ids": [(6, 0, moves)], **vals}


def refund_moves(env: Env, model: str, ids: Sequence[int]) -> Value:
    """A draft refund of the bills the wizard was opened on; its reference is Odoo's text, not the vendor's number."""
    require(env, model, Operation.CREATE)
    created: list[int] = []
    for wizard in ids:
        row = env.row(model, wizard)
        for move_id in env.get(model, wizard, "move_ids"):
            created.append(env.create("account.move", _refund_of(env, env.row("account.move", move_id), row)))
    env.flush()
    action = {"name": "Reverse Moves", "type": "ir.actions.act_window", "res_model": "account.move"}
    if len(created) == 1:
        return {**action, "view_mode": "form", "res_id": created[0], "context": {"default_move_type": "in_refund"}}
    return {**action, "view_mode": "list,form", "domain": [["id", "in", created]]}


def _refund_of(env: Env, move: Row, wizard: Row) -> Row:
    kind = {"in_invoice": "in_refund", "out_invoice": "out_refund"}.get(move["move_type"])
    if kind is None:
        raise fault.user_error("You can only reverse bills and invoices.")
    items = [r for r in env.find("account.move.line", "move_id", move["id"]) if r.get("display_type") == "product"]
    columns = ("product_id", "name", "quantity", "price_unit", "discount", "product_uom_id", "purchase_line_id", "account_id")
    lines = [(0, 0, {**{c: r.get(c) for c in columns}, "tax_ids": [(6, 0, r.get("tax_ids") or [])]}) for r in items]
    reason = f", {wizard['reason']}" if wizard.get("reason") else ""
    return {
        "move_type": kind,
        "partner_id": move["partner_id"],
        "currency_id": move["currency_id"],
        "company_id": move["company_id"],
        "journal_id": wizard.get("journal_id") or move["journal_id"],
        "invoice_date": wizard.get("date"),
        "date": wizard.get("date"),
        "ref": f"Reversal of: {move['name']}{reason}",
        "reversed_entry_id": move["id"],
        "checked": move.get("checked") if env.version == 18 else False,
        **({"partner_bank_id": move.get("partner_bank_id")} if env.version == 17 else {}),
        "invoice_line_ids": lines,
    }


REVERSAL = Behaviour(
    complete=_complete_reversal,
    methods={"refund_moves": refund_moves, "reverse_moves": refund_moves, "modify_moves": refund_moves},
)

# -- payment ----------------------------------------------------------------------------------------------------------


def _complete_payment(env: Env, vals: Row) -> Row:
    moves = [env.row("account.move", i) for i in env.context.get("active_ids") or []]
    if not moves or any(m["state"] != "posted" for m in moves):
        raise fault.user_error("You can only register payment for posted journal entries.")
    items = [r["id"] for m in moves for r in env.find("account.move.line", "move_id", m["id"])]
    amount = sum(exact(m.get("amount_residual")) for m in moves)
    given = {"payment_date": env.today, "amount": float(amount), "currency_id": moves[0]["currency_id"]}
    return {**given, **vals, "line_ids": [(6, 0, items)]}


def action_create_payments(env: Env, model: str, ids: Sequence[int]) -> Value:
    """Pays the bills of the wizard, in full or in part."""
    for wizard in ids:
        row = env.row(model, wizard)
        lines = [env.row("account.move.line", i) for i in env.get(model, wizard, "line_ids")]
        left = exact(row.get("amount"))
        for move_id in sorted({line["move_id"] for line in lines}):
            due = exact(env.row("account.move", move_id).get("amount_residual"))
            paid = min(left, due)
            left -= paid
            settled = {"payment_state": "paid", "amount_residual": 0.0, "amount_residual_signed": 0.0}
            partly = {"payment_state": "partial", "amount_residual": float(due - paid)}
            env.set("account.move", move_id, settled if paid == due else partly)
    return True


PAYMENT = Behaviour(complete=_complete_payment, methods={"action_create_payments": action_create_payments})
