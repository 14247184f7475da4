# ruff: noqa: E501 - markup reads better unbroken
"""What stands below the sums? Terms, reasons for no tax, bank accounts, payment slip, remarks, and the footer of every page."""

from datetime import timedelta
from decimal import Decimal
from html import escape

from idp.training.content import Bank
from idp.training.web.entries import address_rows, due_in_meta, prints_due_date
from idp.training.web.letterhead import head_form, is_name_drawn_only, issuer_name
from idp.training.web.logo import code_picture
from idp.training.web.setting import Setting, marked
from idp.training.wording.conditions import CLAUSES, REMARKS, TITLES


def closing(s: Setting) -> str:
    """All blocks between the sums and the footer."""
    deal, parts = s.deal, []
    if deal.tax_note:
        parts.append(f"<p>{s.phrases[deal.tax_note]}</p>")
    if deal.is_inclusive and s.choices.chance("says inclusive", 0.5):
        parts.append(f"<p>{s.phrases['tax_inclusive']}</p>")
    if deal.kind == "invoice":
        parts += [terms(s), _schedule(s)]
    elif deal.kind != "credit_note" and s.choices.chance("terms of orders", 0.5):
        parts.append(f"<p>{s.labelled('terms_label', s.phrases.fill('terms_short', days=deal.terms_days))}</p>")
    if s.choices.chance("currency sentence", 0.06):
        parts.append(f"<p>{s.label('currency_sentence')}</p>")
    if bank_place(s) == "closing":
        parts.append(_bank_block(s))
    if s.choices.chance("code picture", 0.07) and deal.kind == "invoice":
        parts.append(f"<div>{code_picture(s)}</div>")
    parts += _remarks(s)
    return "".join(parts)


def terms(s: Setting) -> str:
    """When to pay: a sentence, a label with short terms, the day, a discount for early payment."""
    deal, rows = s.deal, []
    if prints_due_date(s) and not due_in_meta(s) and deal.due:
        rows.append(s.labelled("due_date", s.marked_date("due_date", deal.due)))
    style = s.choices.pick("terms", "sentence", "short", "none", "end of month" if not prints_due_date(s) else "short")
    if style != "none" or (not rows and not prints_due_date(s)):
        rows.append({
            "short": s.labelled("terms_label", s.phrases.fill("terms_short", days=deal.terms_days)), "sentence": s.phrases.fill("terms", days=deal.terms_days),
            "end of month": s.labelled("terms_label", s.phrases.fill("terms_eom", days=deal.terms_days)), "none": "",
        }[style])  # fmt: skip
    if deal.cash_discount:
        days, percent = deal.cash_discount
        text = s.phrases.fill("cash_discount", days=days, percent=s.figures.percent(percent))
        if s.choices.chance("discount day", 0.3):
            less = (deal.sums().total * (100 - percent) / 100).quantize(Decimal("0.01"))
            text += f" ({s.plain_date(deal.issued + timedelta(days=days))}: {s.money(less)})"
        rows.append(text)
    return f"<p>{'<br>'.join(row for row in rows if row)}</p>" if any(rows) else ""


def _schedule(s: Setting) -> str:
    """Payment in parts: a table of days and amounts that is no table of goods. Such a paper prints no single due date."""
    total = s.deal.sums().due
    if not s.choices.chance("schedule", 0.04) or prints_due_date(s) or total < 100:
        return ""
    part = (total / 3).quantize(Decimal("0.01"))
    parts = (part, part, total - 2 * part)
    rows = "".join(
        f"<tr><td>{s.plain_date(s.deal.issued + timedelta(days=30 * (i + 1)))}</td><td class='a-right'>{s.money(p)}</td></tr>"
        for i, p in enumerate(parts)
    )
    return f'<table class="taxes"><caption>{s.label("schedule")}</caption><tr><th>{s.label("schedule_due")}</th><th>{s.label("amount_short")}</th></tr>{rows}</table>'


def bank_place(s: Setting) -> str:
    """Where the accounts stand: `closing`, `footer`, `slip`, or nowhere. Only who is to be paid prints them."""
    if s.deal.kind == "purchase_order":
        return "none"
    return s.choices.pick(
        "bank place",
        "closing",
        "closing",
        "footer",
        "footer",
        "footer",
        "slip" if s.deal.kind == "invoice" else "footer",
        "none",
    )


def _bank_rows(s: Setting, bank: Bank) -> list[str]:
    rows = [f"{s.label('bank')}{s.colon} {escape(bank.name)}", f"{s.label('iban')}{s.colon} {s.iban(bank.iban)}"]
    if s.choices.chance("bic", 0.75):
        rows.append(f"{s.label('bic')}{s.colon} {bank.bic}")
    if s.choices.chance("bank name left out", 0.2):
        rows.pop(0)
    return rows


def _bank_block(s: Setting) -> str:
    if not s.deal.supplier.banks:
        return _american_bank(s)
    lead = f"<div>{s.phrases['to_pay']}{s.colon}</div>" if s.choices.chance("bank lead", 0.4) else ""
    joint = s.choices.pick("bank rows", "<br>", "<br>", ", ", " &nbsp; ")
    return f'<div class="bank">{lead}{"".join(f"<div>{joint.join(_bank_rows(s, bank))}</div>" for bank in s.deal.supplier.banks)}</div>'


def _american_bank(s: Setting) -> str:
    rng = s.choices.rng("routing")
    return f"<p>Remit to: {issuer_name(s)}, {escape(s.deal.supplier.street)}, {escape(s.deal.supplier.city)}<br>ACH routing {rng.randint(10**8, 10**9 - 1)} account {rng.randint(10**8, 10**10)}</p>"


def slip(s: Setting) -> str:
    """A payment slip at the foot of the last page."""
    deal = s.deal
    if bank_place(s) != "slip" or not deal.supplier.banks:
        return ""
    bank = deal.supplier.banks[0]
    left = f"<div><b>{s.phrases['slip']}</b><br>{s.labelled('account_holder', issuer_name(s))}<br>{s.labelled('iban', s.iban(bank.iban))}<br>{s.labelled('bic', bank.bic)}</div>"
    number = marked("invoice_number", deal.number, escape(deal.number))
    right = f"<div>{s.label('number_invoice')}{s.colon} {number}<br>{s.label('customer_number')}{s.colon} {escape(deal.customer_number)}<br>{s.labelled('slip_amount', s.money(deal.sums().due))}</div>"
    return f'<div class="slip" data-on="last">{left}{right}</div>'


def _remarks(s: Setting) -> list[str]:
    texts = list(REMARKS.get(s.phrases.language, ()))
    count = s.choices.one("remarks", (0, 0, 1, 1, 2, 3))
    chosen = s.choices.rng("which remarks").sample(texts, min(count, len(texts)))
    parts = [f'<p class="small">{escape(text, quote=False)}</p>' for text in chosen]
    if s.choices.chance("thanks", 0.3):
        parts.append(f"<p>{s.phrases['thanks']}</p>")
    if s.choices.chance("signed by", 0.12):
        parts.append(f"<p>{s.phrases['closing']}<br><br>{escape(s.deal.contact)}<br>{issuer_name(s)}</p>")
    return parts


def conditions(s: Setting) -> str:
    """A page of small print, "" for papers without one."""
    clauses = CLAUSES.get(s.phrases.language)
    if not clauses or not s.choices.chance("terms page", 0.05):
        return ""
    rows = "".join(f"<p><b>{n}.</b> {escape(text, quote=False)}</p>" for n, text in enumerate(clauses, 1))
    return f'<section class="page"><div class="body"><div class="title">{TITLES[s.phrases.language]}</div><div class="clauses">{rows}</div></div></section>'


def footer(s: Setting) -> str:
    """The issuer's small print at the foot of every page."""
    form, page = s.choices.pick("footer", "columns", "columns", "columns", "centred", "row", "none"), _page_number(s)
    groups = _footer_groups(s)
    if form == "none" and bank_place(s) != "footer" and not is_name_drawn_only(s):
        return f'<footer class="f-centred">{page}</footer>'
    if form in {"columns", "none"}:
        columns = "".join(f"<div>{'<br>'.join(rows)}</div>" for rows in groups)
        return f'<footer><div class="f-columns">{columns}</div>{page}</footer>'
    flat = [row for rows in groups for row in rows]
    joint = " · " if form == "centred" else " | "
    return f'<footer class="f-{form}"><div>{joint.join(flat)}</div>{page}</footer>'


def _footer_groups(s: Setting) -> list[list[str]]:
    """The columns of the footer: address, contact, register and tax numbers, accounts."""
    party, is_supplier = s.deal.issuer, s.deal.kind != "purchase_order"
    groups = (
        [[issuer_name(s), *address_rows(party, s, with_country=False)]]
        if s.choices.chance("name in footer", 0.7) or is_name_drawn_only(s)
        else []
    )
    if s.choices.chance("contacts in footer", 0.5):
        groups.append([f"{s.label('phone')} {escape(party.phone)}", escape(party.email), escape(party.web)])
    legal = (
        [f"{s.label('register')} {escape(party.register)}", f"{s.label('manager')}: {escape(party.manager)}"]
        if s.choices.chance("register", 0.5)
        else []
    )
    if is_supplier and s.deal.supplier.vat and s.choices.chance("vat in footer", 0.75):
        legal.append(s.labelled("supplier_vat", s.vat()))
    if s.choices.chance("tax number", 0.25):
        legal.append(f"{s.label('tax_number')}{s.colon} {escape(party.tax_number)}")
    if legal:
        groups.append(legal)
    if bank_place(s) == "footer":
        groups += [_bank_rows(s, bank) for bank in s.deal.supplier.banks]
    return groups


def _page_number(s: Setting) -> str:
    if not s.choices.chance("page numbers", 0.6) or head_form(s) == "plain":
        return ""
    text = (
        s.phrases["page"]
        .replace("{n}", '<span class="page-number">1</span>')
        .replace("{m}", '<span class="page-count">1</span>')
    )
    return f'<div class="page-no p-{s.choices.pick("page number side", "right", "center", "left")}">{text}</div>'
