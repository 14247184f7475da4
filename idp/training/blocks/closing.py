"""What stands below the sums? Payment terms, tax notes, account to pay to, conditions."""

from datetime import timedelta

from idp.training.blocks.footer import bank_rows
from idp.training.composition import Composition
from idp.training.content import Commercial, Kind
from idp.training.notation import percent
from idp.training.wording.conditions import REMARKS


def draw_closing(c: Composition, document: Commercial, y: float) -> float:
    """Draws the closing text; returns the first free y."""
    width = c.right - c.left
    if document.shipment:
        carrier, packages, weight = document.shipment
        text = c.wording.fill("shipment", carrier=carrier, packages=packages, weight=c.notation.plain(weight))
        y = c.paragraph(c.left, y, text, c.body(), width=width) + 2
    for text in _sentences(c, document):
        y = c.paragraph(c.left, y, text, c.body(), width=width) + 2
    for note in document.notes:
        y = c.paragraph(c.left, y + 2, note, c.bold(), width=width) + 2
    if c.layout.has_bank_in_closing and document.supplier.banks and document.kind is Kind.INVOICE:
        y = _bank(c, document, y + 4)
    for remark in remarks(c):
        y = c.paragraph(c.left, y + 4, remark, c.body(0.86, "#333333"), width=width)
    return y


def remarks(c: Composition) -> tuple[str, ...]:
    """The sender's standing remarks, as many as his layout has room for."""
    return REMARKS[c.wording.language][c.layout.first_remark :][: c.layout.remark_count]


def closing_height(c: Composition, document: Commercial) -> float:
    """About how many points the closing text takes, so that it is not torn off the sums."""
    bank = 5 if c.layout.has_bank_in_closing else 0
    return c.layout.leading * (
        2 + 2 * len(remarks(c)) + 2 * len(document.notes) + bank + bool(document.cash_discount) + bool(document.tax_note)
    )


def _sentences(c: Composition, document: Commercial) -> list[str]:
    rows: list[str] = []
    if document.tax_note:
        rows.append(c.wording[document.tax_note])
    if document.kind is Kind.CREDIT_NOTE:
        return rows
    if "terms_label" not in c.layout.meta_keys:
        rows.append(c.wording.fill("terms", days=document.terms_days))
    if document.cash_discount:
        days, rate = document.cash_discount
        until = c.notation.date(document.issued + timedelta(days=days))
        rows.append(c.wording.fill("cash_discount", days=days, percent=percent(c.notation, rate)) + f" ({until})")
    return rows


def _bank(c: Composition, document: Commercial, y: float) -> float:
    c.sheet.text(c.left, y, c.wording["to_pay"], c.bold())
    y += c.layout.leading
    for row in bank_rows(c, document.supplier)[:3]:
        x = c.left
        for text, mark in row:
            c.sheet.text(x, y, text, c.body(), mark=mark)
            x += c.body().width(f"{text} ")
        y += c.layout.leading
    return y + 2
