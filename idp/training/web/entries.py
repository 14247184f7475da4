# ruff: noqa: E501 - markup reads better unbroken
"""Which references, dates and sums does this paper print, in which order? Label and value pairs, before any block sets them."""

from dataclasses import dataclass
from decimal import Decimal
from html import escape

from idp.training.content import Party
from idp.training.web.setting import Setting, marked

Entry = tuple[str, str]
NUMBER_FIELD = {
    "invoice": "invoice_number",
    "credit_note": "invoice_number",
    "order_confirmation": "confirmation_number",
    "purchase_order": "po_numbers",
}
DATE_FIELD = {
    "invoice": "invoice_date",
    "credit_note": "invoice_date",
    "order_confirmation": "confirmation_date",
    "purchase_order": "order_date",
}
_OPTIONAL = {
    "invoice": ("customer_number", "order_number", "delivery_note", "delivery_date", "contact", "incoterm", "ship_via", "job", "buyer_vat", "currency",
                "service_period", "weight_total", "method"),
    "credit_note": ("customer_number", "delivery_note", "contact", "buyer_vat", "currency", "method"),
    "order_confirmation": ("customer_number", "contact", "incoterm", "ship_via", "job", "currency", "weight_total"),
    "purchase_order": ("contact", "incoterm", "ship_via", "job", "currency", "deliver_by"),
}  # fmt: skip


def number(s: Setting) -> str:
    """The paper's own number, marked."""
    return marked(NUMBER_FIELD[s.deal.kind], s.deal.number, f'<span style="white-space:nowrap">{escape(s.deal.number)}</span>')


def own_date(s: Setting) -> str:
    """The paper's own date, marked."""
    return s.marked_date(DATE_FIELD[s.deal.kind], s.deal.issued)


def number_entry(s: Setting) -> Entry:
    """The paper's own number with its label."""
    return s.label(f"number_{s.deal.kind}"), number(s)


def date_entry(s: Setting) -> Entry:
    """The paper's own date with its label."""
    return s.label(f"date_{s.deal.kind}"), own_date(s)


def orders(s: Setting) -> str:
    """All order numbers, marked one by one."""
    return ", ".join(
        marked("po_numbers", po, f'<span style="white-space:nowrap">{escape(po)}</span>') for po in s.deal.po_numbers
    )


def prints_due_date(s: Setting) -> bool:
    """Whether the day itself is printed, or only the terms."""
    return s.deal.due is not None and s.choices.chance("due date printed", 0.65)


def due_in_meta(s: Setting) -> bool:
    """Whether the due date stands among the references, and not below the sums."""
    return prints_due_date(s) and s.choices.chance("due date above", 0.75)


def references(s: Setting, *, without: tuple[str, ...] = ()) -> list[Entry]:
    """Number, date and whatever else this paper refers to, in its order; `without` stands elsewhere already."""
    entries = [] if "number" in without else [number_entry(s)]
    if "date" not in without:
        entries.append(date_entry(s))
    if s.choices.chance("date first", 0.25):
        entries.reverse()
    rest = optional_entries(s)
    if due_in_meta(s) and s.deal.due:
        rest.append((s.label("due_date"), s.marked_date("due_date", s.deal.due)))
    if s.deal.po_numbers and not orders_in_table(s):
        rest.append((s.label("po_number"), orders(s)))
    if s.deal.kind == "credit_note" and s.choices.chance("original named", 0.7):
        rest.append(
            (
                s.label("original_invoice"),
                marked(
                    "original_invoice_number",
                    s.deal.original_invoice,
                    f'<span class="solid">{escape(s.deal.original_invoice)}</span>',
                ),
            )
        )
    s.choices.rng("reference order").shuffle(rest)
    return entries + rest if s.choices.chance("own number first", 0.8) else rest[:2] + entries + rest[2:]


def orders_in_table(s: Setting) -> bool:
    """Whether the order numbers stand over their rows instead of above."""
    if len(s.deal.po_numbers) == 1:
        return s.choices.chance("one order over the rows", 0.12) and not s.deal.items[0].group
    return bool(s.deal.po_numbers) and s.choices.chance("orders over the rows", 0.7)


def optional_entries(s: Setting) -> list[Entry]:
    """References that some papers have and others have not."""
    deal, share = s.deal, s.choices.one("reference share", (0.15, 0.3, 0.5, 0.8))
    texts = {
        "customer_number": escape(deal.customer_number), "order_number": escape(deal.order_number), "delivery_note": escape(deal.delivery_note),
        "delivery_date": s.plain_date(deal.delivered or deal.issued), "contact": escape(deal.contact), "incoterm": escape(f"{deal.incoterm} {deal.buyer.city.title()}"),
        "ship_via": escape(deal.carrier), "job": escape(f"{deal.buyer.city.split()[-1].title()} {deal.number[-2:]}"), "buyer_vat": s.buyer_vat() if deal.buyer.vat else "",
        "currency": marked("currency", deal.currency, deal.currency), "weight_total": f"{s.figures.number(sum((i.weight for i in deal.items), Decimal(0)))} kg",
        "service_period": f"{s.plain_date(deal.issued.replace(day=1))} - {s.plain_date(deal.issued)}", "method": s.label("method_value"),
        "deliver_by": s.plain_date(deal.items[0].promised or deal.issued),
    }  # fmt: skip
    return [
        (s.label(key), texts[key]) for key in _OPTIONAL[deal.kind] if texts[key] and s.choices.chance(f"prints {key}", share)
    ]


@dataclass(frozen=True, slots=True)
class SumRow:
    """One row of the totals; `role` is `part`, `total` or `due`."""

    label: str
    value: str
    role: str = "part"


def sum_rows(s: Setting) -> list[SumRow]:
    """The totals from the goods to what is to be paid."""
    deal, sums = s.deal, s.deal.sums()
    rows = []
    has_steps = bool(deal.adjustments)
    if has_steps or s.choices.chance("goods total always", 0.06):
        rows.append(
            SumRow(
                s.label("goods_total"),
                s.money(sums.goods) if has_steps or deal.is_inclusive else s.money(sums.goods, "subtotal"),
            )
        )
    rows += [SumRow(_adjustment_label(s, a.label, a.percent), s.money(a.amount)) for a in deal.adjustments]
    rows += _taxed_rows(s)
    if sums.rounding or (deal.rounds_to_five and s.choices.chance("zero rounding", 0.5)):
        rows.append(SumRow(s.label("rounding"), s.money(sums.rounding)))
    rows.append(SumRow(s.label(total_key(s)), s.money(sums.total, "total"), "total"))
    if deal.is_inclusive:
        rows += [
            SumRow(_rated(s, "vat_contained", group.percent), _tax_money(s, group.amount, alone=len(sums.taxes) == 1))
            for group in sums.taxes
        ]
    if sums.withheld:
        rows.append(SumRow(_rated(s, "withholding", deal.withholding), s.money(-sums.withheld)))
    if sums.deposit:
        rows.append(SumRow(s.label("deposit"), s.money(-sums.deposit)))
    if sums.withheld or sums.deposit:
        rows.append(SumRow(s.label("amount_due"), s.money(sums.due), "due"))
    return rows


def total_key(s: Setting) -> str:
    """What the total is called: never "to be paid" where something is taken off it."""
    if s.deal.sums().due != s.deal.sums().total:
        return "total_before"
    return {"invoice": "total", "credit_note": "total_credit"}.get(s.deal.kind, "total_order")


def _taxed_rows(s: Setting) -> list[SumRow]:
    """Net and taxes, where they are put on top."""
    sums, rows = s.deal.sums(), []
    if s.deal.is_inclusive:
        return [SumRow(s.label("subtotal"), s.money(sums.net, "subtotal"))] if s.choices.chance("net of inclusive", 0.3) else []
    is_free = sums.tax == 0
    if not is_free or s.deal.adjustments or s.choices.chance("net of untaxed", 0.6):
        rows.append(SumRow(s.label("subtotal"), s.money(sums.net, "subtotal")))
    if is_free and not s.choices.chance("zero tax printed", 0.6):
        return rows
    if prints_tax_rows(s):
        is_alone = len(sums.taxes) == 1
        rows += [SumRow(_rated(s, "tax", group.percent), _tax_money(s, group.amount, alone=is_alone)) for group in sums.taxes]
        if not is_alone:
            rows.append(SumRow(s.label("tax_total"), s.money(sums.tax, "tax_amount")))
    else:
        rows.append(SumRow(s.label("tax_total"), s.money(sums.tax, "tax_amount")))
    return rows


def prints_tax_rows(s: Setting) -> bool:
    """Whether the totals name each rate, or only the tax."""
    return s.choices.chance("tax by rate", 0.75)


def _tax_money(s: Setting, amount: Decimal, *, alone: bool) -> str:
    return s.money(amount, "tax_amount") if alone else s.money(amount)


def _rated(s: Setting, key: str, percent: Decimal) -> str:
    return s.label(key, rate=s.figures.percent(percent))


def _adjustment_label(s: Setting, key: str, percent: Decimal | None) -> str:
    text = s.phrases[key]
    rate = s.figures.percent(percent) if percent is not None else ""
    return s.label(key, rate=rate) if "{rate}" in text else s.label(key)


def address_rows(party: Party, s: Setting, *, with_country: bool) -> list[str]:
    """Street, city and sometimes the country, as on an envelope."""
    land = {"DE": "Germany", "AT": "Austria", "CH": "Switzerland", "FR": "France", "BE": "Belgium", "ES": "Spain", "IT": "Italy", "NL": "Netherlands",
            "GB": "United Kingdom", "IE": "Ireland", "US": "USA", "DK": "Denmark"}[party.country]  # fmt: skip
    rows = [escape(party.street), escape(party.city)]
    return [*rows, land.upper() if s.choices.chance("land in capitals", 0.4) else land] if with_country else rows
