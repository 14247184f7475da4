"""Which payment terms are there? Two calls: the terms, then their parts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from idp.domain.payment_term import DueRule, PaymentTerm, TermPart
from idp.erp.connection import Connection, Row
from idp.erp.value import exact, id_of

_TERM_FIELDS = ("name", "early_discount", "discount_percentage", "discount_days")
_PART_FIELDS = ("payment_id", "value", "value_amount", "delay_type", "nb_days")
_ARCHIVED_TOO = {"active_test": False}


def read_payment_terms(connection: Connection) -> Mapping[int, PaymentTerm]:
    """All terms by id, archived ones too: old orders still name them. None are known before Odoo 17, which counted differently."""
    names = connection.names
    if not names.has_due_rules:
        return {}
    fields = [*_PART_FIELDS, names.day_of_next_month] if names.day_of_next_month else list(_PART_FIELDS)
    terms = connection.rows("account.payment.term", [], _TERM_FIELDS, context=_ARCHIVED_TOO)
    parts: dict[int, list[TermPart]] = {}
    for row in connection.rows("account.payment.term.line", [], fields, context=_ARCHIVED_TOO):
        parts.setdefault(id_of(row["payment_id"]) or 0, []).append(_part(row, names.day_of_next_month))
    return {row["id"]: _term(row, parts.get(row["id"], ())) for row in terms}


def _term(row: Row, parts: Sequence[TermPart]) -> PaymentTerm:
    has_discount = bool(row["early_discount"])
    return PaymentTerm(
        id=row["id"],
        name=str(row["name"] or ""),
        parts=tuple(parts),
        discount_percent=exact(row["discount_percentage"]) if has_discount else Decimal(0),
        discount_days=int(row["discount_days"] or 0) if has_discount else 0,
    )


def _part(row: Row, day_field: str | None) -> TermPart:
    """A part; one of a fixed amount is no share that could be told without the bill: 0 %."""
    return TermPart(
        days=int(row["nb_days"] or 0),
        rule=DueRule(row["delay_type"]),
        percent=exact(row["value_amount"]) if row["value"] == "percent" else Decimal(0),
        day_of_month=_day_of_month(row[day_field]) if day_field else 0,
    )


def _day_of_month(text: object) -> int:
    """Odoo keeps the day as text and takes what is no number for 1."""
    digits = str(text).strip() if text else ""
    return int(digits) if digits.isdigit() else 1
