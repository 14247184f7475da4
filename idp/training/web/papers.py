# ruff: noqa: E501 - markup reads better unbroken
"""Which other papers lie in the same mailbox? Statements, reminders, price lists, letters, advices: none of them a bill."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from html import escape

from idp.training.sheet import Printed
from idp.training.truth import GeneratedDocument, generated
from idp.training.web.bargain import invent_deal, invent_reference
from idp.training.web.choices import Choices
from idp.training.web.family import family_id
from idp.training.web.letterhead import has_title_above, letterhead, title
from idp.training.web.opening import parties
from idp.training.web.page import framed
from idp.training.web.phrasebook import Phrases
from idp.training.web.receipt import receipt
from idp.training.web.setting import Setting, choose_figures

OTHERS = (
    *("receipt",) * 7,
    *("statement",) * 4,
    *("reminder",) * 2,
    *("price_list",) * 2,
    *("letter",) * 2,
    *("remittance",) * 2,
)
_TYPES = {"receipt": "receipt", "statement": "statement"}


def other_paper(kind: str, choices: Choices, set_on_paper: Callable[[str], Printed], *, held_out: bool) -> GeneratedDocument:
    """One paper of `kind`, set and with its truth; all but receipts and statements are `other`."""
    deal = replace(invent_deal("invoice", choices), kind=kind)
    s = Setting(deal, Phrases(deal.language, choices, held_out=held_out), choose_figures(deal, choices), choices)
    html = receipt(s, held_out=held_out) if kind == "receipt" else framed(s, _blocks(s), held_out=held_out)
    document = generated(_TYPES.get(kind, "other"), set_on_paper(html), language=deal.language)
    name = "held-out" if held_out else "free"
    return replace(document, layout=family_id(f"{kind.replace('_', '-')}-{name}", choices.taken))


def _blocks(s: Setting) -> str:
    heading = "" if has_title_above(s) or s.deal.kind == "letter" else f'<div class="title">{title(s)}</div>'
    dated = f"<p>{s.labelled('date', s.plain_date(s.deal.issued))}<br>{s.labelled('customer_number', escape(s.deal.customer_number))}</p>"
    body = {
        "statement": _statement,
        "reminder": _reminder,
        "price_list": _price_list,
        "letter": _letter,
        "remittance": _remittance,
    }[s.deal.kind](s)
    return f"{letterhead(s)}{parties(s)}{heading}{dated}{body}"


def _ledger(s: Setting, count: int) -> list[tuple[str, str, str, Decimal, Decimal]]:
    """Open items: number, day, due day, amount, what has been paid of it."""
    rng, rows = s.choices.rng("ledger"), []
    day = s.deal.issued - timedelta(days=120)
    for _ in range(count):
        day += timedelta(days=rng.randint(1, 14))
        amount = Decimal(rng.randint(1000, 900000)) / 100 * (-1 if rng.random() < 0.1 else 1)
        paid = amount if rng.random() < 0.15 else Decimal(0)
        rows.append(
            (escape(invent_reference(rng, day.year)), s.plain_date(day), s.plain_date(day + timedelta(days=30)), amount, paid)
        )
    return rows


def _table(s: Setting, heads: list[str], rows: list[list[str]], numeric_from: int) -> str:
    rules = s.choices.pick("rules", "grid", "lines", "zebra", "head", "none", "dots")

    def side(index: int) -> str:
        return "a-right" if index >= numeric_from else "a-left"

    head = "".join(f'<th class="{side(i)}">{text}</th>' for i, text in enumerate(heads))
    body = "".join(
        "<tbody><tr>" + "".join(f'<td class="{side(i)}">{text}</td>' for i, text in enumerate(row)) + "</tr></tbody>"
        for row in rows
    )
    return f'<table class="goods r-{rules}" data-splits><thead><tr>{head}</tr></thead>{body}</table>'


def _statement(s: Setting) -> str:
    rows = _ledger(s, s.choices.one("items", (3, 6, 9, 14, 30)))
    has_running = s.choices.chance("running balance", 0.5)
    balance, table = Decimal(0), []
    for number, day, due, amount, paid in rows:
        balance += amount - paid
        shown = balance if has_running else amount - paid
        table.append(
            [day, number, due, s.figures.number(amount), s.figures.number(paid) if paid else "", s.figures.number(shown)]
        )
    heads = [s.label(key) for key in ("date", "document", "due_date", "debit", "paid", "open_amount")]
    ageing = s.phrases["ageing"]
    total = f'<table class="sums s-right"><tr class="sum total"><td>{s.label("balance")}</td><td class="a-right">{s.money(balance)}</td></tr></table>'
    note = f"<p>{s.phrases['statement_note']}</p>" if s.choices.chance("says statement", 0.6) else ""
    return f"{_table(s, heads, table, 3)}{total}{note}" + (
        f"<p>{escape(ageing)}: {s.money(balance)}</p>" if s.choices.chance("ageing", 0.4) else ""
    )


def _reminder(s: Setting) -> str:
    rows = _ledger(s, s.choices.one("items", (1, 2, 3, 5)))
    fee = Decimal(s.choices.one("fee", ("0", "5", "10", "40")))
    total = sum((abs(row[3]) for row in rows), Decimal(0)) + fee
    table = [[number, day, due, s.figures.number(abs(amount))] for number, day, due, amount, _ in rows]
    sums = [(s.label("reminder_fee"), fee)] if fee else []
    block = "".join(
        f'<tr class="sum"><td>{label}</td><td class="a-right">{s.money(value)}</td></tr>'
        for label, value in (*sums, (s.label("balance"), total))
    )
    heads = [s.label(key) for key in ("number_invoice", "date_invoice", "due_date", "open_amount")]
    return f'<p>{s.phrases["greeting"]}</p><p>{s.phrases["reminder_text"]}</p>{_table(s, heads, table, 3)}<table class="sums s-right">{block}</table>{_regards(s)}'


def _price_list(s: Setting) -> str:
    rows = [
        [
            escape(item.code or ""),
            escape(item.description).replace("\n", "<br>"),
            escape(item.uom or ""),
            s.figures.price(item.price),
        ]
        for item in s.deal.items
    ]
    heads = [s.label(key) for key in ("code", "description", "uom", "list_price")]
    return f"<p>{s.labelled('valid_from', s.plain_date(s.deal.issued))}</p>{_table(s, heads, rows, 3)}"


def _letter(s: Setting) -> str:
    bodies = (s.phrases["letter_body"], s.phrases["order_only"].format(po=s.deal.order_number))
    return f"<p><b>{s.phrases['letter_subject']}</b></p><p>{s.phrases['greeting']}</p>{''.join(f'<p>{escape(text)}</p>' for text in bodies)}{_regards(s)}"


def _remittance(s: Setting) -> str:
    rows = _ledger(s, s.choices.one("items", (1, 3, 6, 12)))
    total = sum((abs(row[3]) for row in rows), Decimal(0))
    table = [[number, day, s.figures.number(abs(amount))] for number, day, _, amount, _ in rows]
    heads = [s.label(key) for key in ("number_invoice", "date_invoice", "amount_short")]
    return f'<p>{s.phrases["remittance_text"]}</p>{_table(s, heads, table, 2)}<table class="sums s-right"><tr class="sum total"><td>{s.label("receipt_total")}</td><td class="a-right">{s.money(total)}</td></tr></table>'


def _regards(s: Setting) -> str:
    return f"<p>{s.phrases['closing']}<br><br>{escape(s.deal.contact)}</p>"
