"""When is a bill due by its payment terms? The last of the terms' parts."""

from __future__ import annotations

from datetime import date

from idp.domain.payment_term import DueRule, PaymentTerm, TermPart
from idp.erp.sandbox.env import Behaviour, Env
from idp.erp.sandbox.store import Row


def due_date(env: Env, term_id: int | None, dated: date) -> date:
    """The day on which a bill of ``dated`` is due; the same day without terms."""
    rows = env.find("account.payment.term.line", "payment_id", term_id) if term_id else []
    return PaymentTerm(term_id or 0, "", tuple(_part(row) for row in rows)).due(dated)


def _part(row: Row) -> TermPart:
    day = str(row.get("days_next_month") or "")
    return TermPart(
        days=int(row.get("nb_days") or 0),
        rule=DueRule(row.get("delay_type") or DueRule.DAYS_AFTER),
        day_of_month=int(day) if day.isdigit() else 1,
    )


def _complete_term(_env: Env, vals: Row) -> Row:
    given = {"sequence": 10, "early_discount": False, "discount_percentage": 2.0, "discount_days": 10}
    whole = {"value": "percent", "value_amount": 100.0, "nb_days": 0}
    return {**given, "line_ids": [(0, 0, whole)], **vals}


def _complete_line(_env: Env, vals: Row) -> Row:
    return {"value": "percent", "value_amount": 0.0, "delay_type": "days_after", "nb_days": 0, **vals}


TERM = Behaviour(complete=_complete_term, order="sequence, id")
TERM_LINE = Behaviour(complete=_complete_line)
