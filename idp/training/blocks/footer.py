"""What stands in the small print at the foot? The sender's address, contact, accounts and register entries, and the page number."""

from collections.abc import Callable

from idp.training.composition import FOOTER_HEIGHT, Composition
from idp.training.content import Party
from idp.training.identifiers import group
from idp.training.layout import Footer
from idp.training.sheet import Align, Mark, Style

Row = tuple[tuple[str, Mark | None], ...]


def draw_footer(c: Composition, sender: Party) -> None:
    """Draws the foot of the current page."""
    _FOOTERS[c.layout.footer](c, sender)
    label = c.wording.fill("page", n=c.sheet.page + 1, m=c.page_total)
    c.right_text(c.right, c.sheet.height - 14, label, c.body(0.8, "#555555"))


def bank_rows(c: Composition, sender: Party) -> list[Row]:
    """One row per account: bank, IBAN, BIC; the first account's IBAN is marked as the supplier's."""
    rows: list[Row] = []
    for index, bank in enumerate(sender.banks):
        mark = Mark("supplier_iban", bank.iban) if index == 0 else None
        rows.append(((bank.name, None),))
        rows.append(((c.wording["iban"], None), (group(bank.iban), mark)))
        rows.append(((f"{c.wording['bic']} {bank.bic}", None),))
    return rows


def _legal_rows(c: Composition, sender: Party) -> list[Row]:
    rows: list[Row] = []
    if sender.register:
        rows.append(((f"{c.wording['register']}: {sender.register}", None),))
    if sender.manager:
        rows.append(((f"{c.wording['manager']}: {sender.manager}", None),))
    if sender.vat:
        rows.append(((c.wording["supplier_vat"], None), (sender.vat, Mark("supplier_vat", sender.vat))))
    if sender.tax_number:
        rows.append(((f"{c.wording['tax_number']} {sender.tax_number}", None),))
    return rows


def _contact_rows(c: Composition, sender: Party) -> list[Row]:
    pairs = (("phone", sender.phone), ("email", sender.email), ("web", sender.web))
    return [((f"{c.wording[key]} {value}", None),) for key, value in pairs if value]


def _draw_rows(c: Composition, rows: list[Row], x: float, y: float, style: Style) -> None:
    for row in rows:
        at = x
        for text, mark in row:
            c.sheet.text(at, y, text, style, mark=mark)
            at += style.width(f"{text} ")
        y += style.size * 1.22


def _columns(c: Composition, sender: Party) -> None:
    top = c.sheet.height - FOOTER_HEIGHT
    c.sheet.line(c.left, top, c.right, top, width=0.6, color=c.layout.accent)
    address: list[Row] = [((sender.name, Mark("supplier_name", sender.name)),), *(((row, None),) for row in sender.address)]
    banks = bank_rows(c, sender)
    blocks = [block for block in (address, _contact_rows(c, sender), banks[:3], banks[3:6], _legal_rows(c, sender)) if block]
    style, widths = _fitting(c, blocks)
    gap = (c.right - c.left - sum(widths)) / max(1, len(blocks) - 1)
    x = c.left
    for block, width in zip(blocks, widths, strict=True):
        _draw_rows(c, block, x, top + 10, style)
        x += width + gap


def _fitting(c: Composition, blocks: list[list[Row]]) -> tuple[Style, list[float]]:
    """The largest small print in which all blocks fit side by side, and how wide each of them is in it."""
    size = 6.6
    while True:
        style = Style(c.body().font, size, "#333333")
        widths = [max(sum(style.width(f"{text} ") for text, _ in row) for row in block) for block in blocks]
        if sum(widths) + 8 * (len(blocks) + 1) <= c.right - c.left or size < 4:
            return style, widths
        size -= 0.2


def _one_line(c: Composition, rows: list[Row], y: float, style: Style) -> float:
    """Rows joined with dots and centred, broken where they pass the margins."""
    line: list[tuple[str, Mark | None]] = []
    width = 0.0
    for row in [*rows, ()]:
        cost = sum(style.width(f"{t} ") for t, _ in row) + style.width("· ")
        if line and (not row or width + cost > c.right - c.left):
            _draw_rows(c, [tuple(line)], c.sheet.width / 2 - width / 2, y, style)
            y += style.size * 1.3
            line, width = [], 0.0
        if row and line:
            line.append(("·", None))
        line += row
        width += cost
    return y


def _centered(c: Composition, sender: Party) -> None:
    top = c.sheet.height - FOOTER_HEIGHT + 14
    c.sheet.line(c.left, top - 10, c.right, top - 10, width=0.4, color="#888888")
    style = Style(c.body().font, 6.8, "#444444")
    address: list[Row] = [((sender.name, Mark("supplier_name", sender.name)),), ((", ".join(sender.address), None),)]
    banks = [sum(bank_rows(c, sender)[k : k + 3], ()) for k in range(0, 3 * len(sender.banks), 3)]
    y = _one_line(c, [*address, *_contact_rows(c, sender)], top, style)
    y = _one_line(c, _legal_rows(c, sender), y, style)
    for bank in banks:
        y = _one_line(c, [bank], y, style)


def _band(c: Composition, sender: Party) -> None:
    top = c.sheet.height - FOOTER_HEIGHT
    c.sheet.box(c.left, top, c.right, top + 50, fill=c.layout.tint)
    blocks = [
        [
            ((sender.name, Mark("supplier_name", sender.name)),),
            *(((row, None),) for row in sender.address),
            *_contact_rows(c, sender)[:2],
        ],
        bank_rows(c, sender)[:3],
        _legal_rows(c, sender),
    ]
    blocks = [block for block in blocks if block]
    style, widths = _fitting(c, blocks)
    gap = (c.right - c.left - 16 - sum(widths)) / max(1, len(blocks) - 1)
    x = c.left + 8
    for block, width in zip(blocks, widths, strict=True):
        _draw_rows(c, block, x, top + 11, style)
        x += width + gap


def _plain(c: Composition, sender: Party) -> None:
    y = c.sheet.height - 44
    style = Style(c.body().font, 6.8, "#333333")
    pieces = [sum(_legal_rows(c, sender)[-2:], ()), *(sum(bank_rows(c, sender)[:3], ()),)]
    for piece in pieces:
        width = sum(style.width(f"{text} ") for text, _ in piece)
        _draw_rows(c, [piece], c.sheet.width / 2 - width / 2, y, style)
        y += 9
    c.sheet.text(c.sheet.width / 2, y, f"{sender.register}  {sender.manager}".strip(), style, align=Align.CENTER)


_FOOTERS: dict[Footer, Callable[[Composition, Party], None]] = {
    Footer.COLUMNS: _columns, Footer.CENTERED: _centered, Footer.BAND: _band, Footer.PLAIN: _plain,
}  # fmt: skip
