"""What is to be paid? Draws subtotal, tax by rate and total."""

from collections.abc import Callable

from idp.training.composition import Composition
from idp.training.content import Commercial, Kind
from idp.training.layout import Totals
from idp.training.notation import percent
from idp.training.sheet import Mark

_TOTAL_KEYS = {Kind.INVOICE: "total", Kind.CREDIT_NOTE: "total_credit", Kind.ORDER_CONFIRMATION: "total_order"}
Row = tuple[str, str, Mark | None]


def totals_height(c: Composition, document: Commercial) -> float:
    """Points that the block takes, so that it is not torn apart."""
    return c.layout.leading * (len(document.taxes) + 5) + 24


def draw_totals(c: Composition, document: Commercial, y: float) -> float:
    """Draws the sums; returns the first free y."""
    return _BLOCKS[c.layout.totals](c, document, y)


def _subtotal(c: Composition, document: Commercial) -> Row:
    return (c.wording["subtotal"], c.notation.number(document.subtotal), Mark("subtotal", str(document.subtotal)))


def _tax_rows(c: Composition, document: Commercial) -> list[Row]:
    """One row per rate; with several rates a row with their sum, which is then the one that shows the tax amount."""
    groups = document.taxes
    rows: list[Row] = []
    for tax in groups:
        mark = Mark("tax_amount", str(tax.amount)) if len(groups) == 1 else None
        rows.append((c.wording.fill("tax", rate=percent(c.notation, tax.percent)), c.notation.number(tax.amount), mark))
    if len(groups) > 1:
        rows.append(_tax_sum(c, document))
    return rows


def _tax_sum(c: Composition, document: Commercial) -> Row:
    return (c.wording["tax_total"], c.notation.number(document.tax_amount), Mark("tax_amount", str(document.tax_amount)))


def _total(c: Composition, document: Commercial) -> Row:
    text = c.notation.amount(document.total, document.currency)
    return (c.wording[_TOTAL_KEYS[document.kind]], text, Mark("total", str(document.total)))


def _currency(c: Composition, document: Commercial, x: float, y: float) -> None:
    """Prints the currency code beside the total where the notation's money does not carry it."""
    if c.notation.money == "{n}":
        c.sheet.text(x, y, document.currency, c.bold(1.1), mark=Mark("currency", document.currency))


def _sums_width(c: Composition, document: Commercial) -> float:
    """Points that the widest of label and amount take side by side."""
    label, text, _ = _total(c, document)
    code = document.currency if c.notation.money == "{n}" else ""
    widest = c.bold(1.1).width(f"{label} {code} {text}")
    rows = (_subtotal(c, document), *_tax_rows(c, document))
    return max(widest, *(c.body().width(f"{row[0]} {row[1]}") for row in rows)) + 24


def _right(c: Composition, document: Commercial, y: float) -> float:
    x = c.right - max(190, _sums_width(c, document))
    y += c.layout.size + 2
    for label, text, mark in (_subtotal(c, document), *_tax_rows(c, document)):
        c.sheet.text(x, y, label, c.body())
        c.right_text(c.right - 3, y, text, c.body(), mark)
        y += c.layout.leading * 1.15
    label, text, mark = _total(c, document)
    c.sheet.line(x, y - c.layout.size + 1, c.right, y - c.layout.size + 1, width=0.8)
    y += 4
    c.sheet.text(x, y, label, c.bold(1.1))
    _currency(c, document, x + c.bold(1.1).width(f"{label} "), y)
    c.right_text(c.right - 3, y, text, c.bold(1.1), mark)
    for gap in (4, 6):
        c.sheet.line(x, y + gap, c.right, y + gap, width=0.5)
    return y + 22


def _boxed(c: Composition, document: Commercial, y: float) -> float:
    x, middle = c.right - max(210, _sums_width(c, document)), c.right - max(86, c.bold(1.1).width(_total(c, document)[1]) + 10)
    height = c.layout.leading + 5
    y += 4
    for label, text, mark in (_subtotal(c, document), *_tax_rows(c, document)):
        c.sheet.box(x, y, c.right, y + height, stroke="#888888")
        c.sheet.text(x + 5, y + height - 5, label, c.body())
        c.right_text(c.right - 5, y + height - 5, text, c.body(), mark)
        y += height
    label, text, mark = _total(c, document)
    c.sheet.box(x, y, c.right, y + height + 3, fill=c.layout.accent)
    c.sheet.text(x + 5, y + height - 3, label, c.bold(1.05, "#ffffff"))
    if c.notation.money == "{n}":
        at = x + 5 + c.bold(1.05).width(f"{label} ")
        c.sheet.text(at, y + height - 3, document.currency, c.bold(1.05, "#ffffff"), mark=Mark("currency", document.currency))
    c.right_text(c.right - 5, y + height - 3, text, c.bold(1.05, "#ffffff"), mark)
    c.sheet.line(middle, y, middle, y - height * (1 + len(_tax_rows(c, document))), color="#888888")
    return y + height + 22


def _strip(c: Composition, document: Commercial, y: float) -> float:
    """One row across the page: net | rate | tax … | total, as many German forms have it."""
    cells: list[Row] = [_subtotal(c, document)]
    for tax in document.taxes:
        mark = Mark("tax_amount", str(tax.amount)) if len(document.taxes) == 1 else None
        cells.append((c.wording["tax_code"], percent(c.notation, tax.percent), None))
        cells.append(
            (
                c.wording["tax_total"] if mark else c.wording.fill("tax", rate=percent(c.notation, tax.percent)),
                c.notation.number(tax.amount),
                mark,
            )
        )
    if len(document.taxes) > 1:
        cells.append(_tax_sum(c, document))
    cells.append(
        (
            c.wording["currency"] if "currency" in c.wording.labels else "",
            document.currency,
            Mark("currency", document.currency),
        )
    )
    cells.append((_total(c, document)[0], c.notation.number(document.total), Mark("total", str(document.total))))
    step, height = (c.right - c.left) / len(cells), c.layout.leading * 2 + 8
    y += 6
    c.sheet.box(c.left, y, c.right, y + height, stroke="#333333", width=0.8)
    c.sheet.line(c.left, y + c.layout.leading + 2, c.right, y + c.layout.leading + 2, width=0.4)
    for index, (label, text, mark) in enumerate(cells):
        right, is_last = c.left + (index + 1) * step, index == len(cells) - 1
        if index:
            c.sheet.line(right - step, y, right - step, y + height, width=0.4)
        c.right_text(right - 4, y + c.layout.size, label, c.bold(0.82))
        c.right_text(right - 4, y + height - 5, text, c.bold() if is_last else c.body(), mark)
    return y + height + 16


def _tax_table(c: Composition, document: Commercial, y: float) -> float:
    """Tax base and amount by rate at the left, sums at the right."""
    keys = ("tax_code", "tax_base", "tax_total")
    y += 6
    for index, key in enumerate(keys):
        c.right_text(c.left + 62 + index * 74, y + c.layout.size, c.wording[key], c.bold(0.88))
    row = y + c.layout.leading + 3
    c.sheet.line(c.left, row - 1, c.left + 214, row - 1, width=0.5, color=c.layout.accent)
    for tax in document.taxes:
        texts = (percent(c.notation, tax.percent), c.notation.number(tax.base), c.notation.number(tax.amount))
        for index, text in enumerate(texts):
            c.right_text(c.left + 62 + index * 74, row + c.layout.size, text, c.body(0.94))
        row += c.layout.leading
    c.sheet.box(c.left, y - 3, c.left + 218, row + 5, stroke="#999999", width=0.4)
    return max(row + 14, _sums_beside(c, document, y))


def _sums_beside(c: Composition, document: Commercial, y: float) -> float:
    x = c.right - max(186, _sums_width(c, document))
    for label, text, mark in (_subtotal(c, document), _tax_sum(c, document)):
        c.sheet.text(x, y + c.layout.size, label, c.body())
        c.right_text(c.right - 3, y + c.layout.size, text, c.body(), mark)
        y += c.layout.leading * 1.1
    label, text, mark = _total(c, document)
    c.sheet.box(x - 6, y + 1, c.right, y + c.layout.leading * 1.5 + 1, fill=c.layout.tint)
    baseline = y + c.layout.leading * 1.1
    c.sheet.text(x, baseline, label, c.bold(1.1))
    _currency(c, document, x + c.bold(1.1).width(f"{label} "), baseline)
    c.right_text(c.right - 3, baseline, text, c.bold(1.1), mark)
    return y + c.layout.leading * 1.5 + 16


_BLOCKS: dict[Totals, Callable[[Composition, Commercial, float], float]] = {
    Totals.RIGHT: _right, Totals.BOXED: _boxed, Totals.STRIP: _strip, Totals.TAX_TABLE: _tax_table,
}  # fmt: skip
