# ruff: noqa: E501 - markup reads better unbroken
"""What comes out of a till? A narrow slip with goods, a total, how it was paid and how much tax is in it."""

from decimal import ROUND_UP, Decimal
from html import escape

from idp.training.web.deal import Item
from idp.training.web.letterhead import issuer_name
from idp.training.web.look import style_sheet
from idp.training.web.phrasebook import labels
from idp.training.web.setting import Setting

_CSS = """section.page {{ display: block }} .slip-paper {{ width: {width}px; margin: {top}px auto 0 {left}px; font: {size}pt/1.3 "{face}" }}
.slip-paper .center {{ text-align: center }} .slip-paper .pair {{ display: flex; justify-content: space-between; gap: 10px }} .slip-paper .big {{ font-size: 125%; font-weight: bold }}
.slip-paper hr {{ border: 0; border-top: 1px dashed #000 }}"""


def receipt(s: Setting, *, held_out: bool) -> str:
    """The slip on a page, as it lies on a scanner or as a shop sends it by mail."""
    supplier, rng = s.deal.supplier, s.choices.rng("slip")
    items = s.deal.items[: rng.choice((2, 4, 7, 12))]
    total = sum((item.amount for item in items), Decimal(0))
    rate = s.deal.rates[0]
    tax = (total * rate / (100 + rate)).quantize(Decimal("0.01"))
    clock = f"{rng.randint(7, 20):02d}:{rng.randint(0, 59):02d}"
    vat = f"{s.labelled('supplier_vat', s.vat())}<br>" if supplier.vat and s.choices.chance("vat on slip", 0.7) else ""
    head = f'<div class="center"><b>{issuer_name(s)}</b><br>{escape(supplier.street)}<br>{escape(supplier.city)}<br>{vat}{s.label("receipt") if s.choices.chance("slip titled", 0.6) else ""}</div><hr>'
    day = f'<div class="pair"><span>{s.marked_date("invoice_date", s.deal.issued)} {clock}</span><span>{s.label("till")} {rng.randint(1, 9999)}</span></div>'
    is_dated_above, rows = s.choices.chance("dated above", 0.5), "".join(_row(s, item) for item in items)
    sums = [_pair(s.label("receipt_total"), s.money(total, "total"), "big"), *_payment(s, total)]
    if rate:
        sums.append(_pair(s.label("vat_contained", rate=s.figures.percent(rate)), s.money(tax)))
    body = f'{head}{day if is_dated_above else ""}{rows}<hr>{"".join(sums)}<hr>{"" if is_dated_above else day}<div class="center">{s.phrases["thanks"]}</div>'
    family = s.choices.pick(
        "slip face",
        *(("DejaVu Sans Mono",) if held_out else ("Liberation Mono", "Liberation Mono", "Liberation Sans Narrow", "Roboto")),
    )
    look = _CSS.format(
        width=rng.choice((250, 280, 320)),
        top=rng.choice((0, 30, 120)),
        left=rng.choice(("auto", 60, 240)).__str__(),
        size=rng.choice((8, 9, 9.5)),
        face=family,
    )
    sheet = style_sheet(s.choices, held_out=held_out) + look.replace("autopx", "auto")
    return f'<!doctype html><html data-paper="a4"><head><title>{escape(s.phrases["receipt"])}</title><style>{sheet}</style></head><body><section class="page"><div class="slip-paper">{body}</div></section></body></html>'


def _pair(label: str, value: str, look: str = "") -> str:
    return f'<div class="pair {look}"><span>{label}</span><span>{value}</span></div>'


def _row(s: Setting, item: Item) -> str:
    name, amount = escape(item.description.split("\n")[0]), s.figures.number(item.amount)
    if item.quantity == 1:
        return _pair(name, amount)
    return f"<div>{name}</div>{_pair(f'&nbsp; {s.figures.quantity(item.quantity)} x {s.figures.price(item.price)}', amount)}"


def _payment(s: Setting, total: Decimal) -> list[str]:
    """How it was paid, with the change where it was paid in cash."""
    if not s.choices.chance("paid in cash", 0.4):
        return [_pair(s.label("cash"), s.money(total))]
    given = (total / 5).quantize(Decimal(1), rounding=ROUND_UP) * 5
    return [
        _pair(escape(labels(s.phrases.language)["cash"][0]), s.money(given)),
        _pair(s.label("change"), s.money(given - total)),
    ]
