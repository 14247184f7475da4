"""How does a statement of account look? A list of open items that must not be taken for a bill."""

from idp.training.blocks.footer import draw_footer
from idp.training.blocks.letterhead import draw_letterhead
from idp.training.composition import Composition
from idp.training.content import Statement
from idp.training.layout import Layout
from idp.training.notation import Notation
from idp.training.sheet import Printed, Sheet
from idp.training.wording import Wording


def draw_statement(statement: Statement, layout: Layout, wording: Wording, notation: Notation) -> Printed:
    """One page of open items with their balance."""
    sheet = Sheet(layout.page_size, title=wording["statement"], author=statement.supplier.name)
    c = Composition(sheet, layout, wording, notation)
    y = draw_letterhead(c, statement.supplier) + 24
    for row in (statement.buyer.name, *statement.buyer.address):
        sheet.text(c.left, y, row, c.body())
        y += layout.leading
    sheet.text(c.left, y + 34, wording["statement"], c.heading(layout.title_size))
    y += 54
    for label, text in (
        (wording["date"], notation.date(statement.issued)),
        (wording["customer_number"], statement.customer_number),
    ):
        c.labelled(c.left, y, label, text)
        y += layout.leading
    y = _rows(c, statement, y + 16)
    c.paragraph(c.left, y + 30, wording["statement_note"], c.body(), width=c.right - c.left)
    draw_footer(c, statement.supplier)
    return sheet.finish()


def _rows(c: Composition, statement: Statement, y: float) -> float:
    heads = ("document", "date", "due_date", "debit", "paid", "open_amount")
    step = (c.right - c.left) / len(heads)
    c.sheet.box(c.left, y, c.right, y + c.layout.leading + 6, fill=c.layout.tint)
    for index, key in enumerate(heads):
        c.right_text(c.left + (index + 1) * step - 4, y + c.layout.size + 3, c.wording[key], c.bold(0.9))
    y += c.layout.leading + 8
    for row in statement.rows:
        texts = (
            row.number,
            c.notation.date(row.issued),
            c.notation.date(row.due),
            c.notation.number(row.amount),
            c.notation.number(row.paid),
            c.notation.number(row.amount - row.paid),
        )
        for index, text in enumerate(texts):
            c.right_text(c.left + (index + 1) * step - 4, y + c.layout.size, text, c.body())
        y += c.layout.leading + 3
        c.sheet.line(c.left, y, c.right, y, width=0.3, color="#999999")
    c.sheet.text(c.right - step * 3, y + 18, c.wording["balance"], c.bold(1.05))
    c.right_text(c.right - 4, y + 18, c.notation.amount(statement.balance, statement.currency), c.bold(1.05))
    c.sheet.line(c.right - step * 3, y + 23, c.right, y + 23, width=0.8)
    return y + 24
