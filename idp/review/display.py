"""How is a value written for a person? Dates, ages, amounts, hidden bank accounts."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from decimal import Decimal

from babel.dates import format_date

from idp.domain.document import Value
from idp.domain.money import Money, minor_digits
from idp.review.language import Language, current_language
from idp.review.text import text

_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]{4}){2,7}(?:[ \u00a0]?[A-Z0-9]{1,4})?\b")
"""An IBAN as printed (ISO 13616: 15–34 characters), with or without blanks."""

_COMMA_DECIMALS = str.maketrans(",.", ".,")

HIDDEN = "••••"


def find_accounts(text: str) -> list[tuple[int, int]]:
    """Where IBANs stand in `text`: begin and end of each."""
    return [found.span() for found in _IBAN.finditer(text)]


def hide_accounts(text: str) -> str:
    """`text` with every IBAN reduced to its last four characters."""
    return _IBAN.sub(lambda found: f"{HIDDEN} {found.group().replace(' ', '')[-4:]}", text)


def shown_value(value: Value | None) -> str:
    """A field's value as it stands in its input: lists joined by ", ", truth as yes or no, absent as ""."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(value) if isinstance(value, tuple) else value


def money_text(money: Money | None) -> str:
    """`1,234.50 EUR`, at least the currency's minor digits; "" for None."""
    if money is None:
        return ""
    return f"{amount_text(money.amount, digits=minor_digits(money.currency))} {money.currency}"


def printed_money(text: str | None) -> str:
    """A list's `1234.50 EUR` as `money_text` writes it; what is not of that form stays, None is ""."""
    amount, _, currency = (text or "").partition(" ")
    try:
        return money_text(Money(Decimal(amount), currency))
    except (ArithmeticError, ValueError):
        return text or ""


def amount_text(value: Decimal | None, *, digits: int = 2) -> str:
    """A number with thousands separated and at least `digits` decimals, never fewer than it has, as the reader's language writes it; "" for
    None."""
    if value is None:
        return ""
    exponent = value.normalize().as_tuple().exponent
    own = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    written = f"{value:,.{max(own, digits)}f}"
    return written.translate(_COMMA_DECIMALS) if current_language() is Language.GERMAN else written


def quantity_text(value: Decimal | None) -> str:
    """A quantity without trailing zeros; "" for None."""
    return amount_text(value, digits=0)


def moment_text(moment: datetime | None) -> str:
    """`2026-04-05 14:30` in UTC, `05.04.2026 14:30` in German."""
    if moment is None:
        return ""
    return moment.strftime("%d.%m.%Y %H:%M" if current_language() is Language.GERMAN else "%Y-%m-%d %H:%M")


def date_text(day: date) -> str:
    """`2026-04-05`, in German `05.04.2026`."""
    return day.strftime("%d.%m.%Y" if current_language() is Language.GERMAN else "%Y-%m-%d")


def age_text(age: timedelta) -> str:
    """The age in its largest useful unit: `4 min`, `3 h`, `12 d`."""
    minutes = max(0, int(age.total_seconds() // 60))
    if minutes < 60:
        return text("unit.minutes", count=minutes)
    return text("unit.hours", count=minutes // 60) if minutes < 48 * 60 else text("unit.days", count=minutes // (24 * 60))


def duration_text(time: timedelta | None) -> str:
    """A length of time with one decimal in its largest useful unit: `40 s`, `12 min`, `5.2 h`, `3.4 d`; "" for None."""
    if time is None:
        return ""
    seconds = max(0.0, time.total_seconds())
    if seconds < 60:
        return text("unit.seconds", count=f"{seconds:.0f}")
    if seconds < 60 * 60:
        return text("unit.minutes", count=f"{seconds / 60:.0f}")
    if seconds < 48 * 3600:
        return text("unit.hours", count=amount_text(Decimal(f"{seconds / 3600:.1f}"), digits=1))
    return text("unit.days", count=amount_text(Decimal(f"{seconds / 86400:.1f}"), digits=1))


def day_text(day: date) -> str:
    """`5 Apr`, in German `5. Apr.`."""
    return format_date(day, "d MMM" if current_language() is Language.ENGLISH else "d. MMM", locale=current_language().value)


def due_text(due: date | None, *, today: date) -> str:
    """How far the due date is: `in 3 d`, `today`, `2 d late`; "" for None."""
    if due is None:
        return ""
    days = (due - today).days
    if days < 0:
        return text("due.late", days=-days)
    return text("due.in", days=days) if days else text("due.today")


def discount_text(until: date | None, *, today: date) -> str:
    """How long a discount can still be had: `3 d left`, `today`, `missed`; "" where there is none."""
    if until is None:
        return ""
    days = (until - today).days
    return text("discount.missed") if days < 0 else text("discount.left", days=days) if days else text("due.today")
