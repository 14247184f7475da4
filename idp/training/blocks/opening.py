"""What stands between the letterhead and the lines? Addressee, title, numbers, dates and references."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from idp.training.composition import Composition
from idp.training.content import Commercial, Kind, Party
from idp.training.identifiers import group
from idp.training.layout import Meta, Recipient
from idp.training.sheet import Align, Mark, wrap
from idp.training.wording import CREDITED

_FIELDS = {
    Kind.INVOICE: ("invoice_number", "invoice_date"),
    Kind.CREDIT_NOTE: ("invoice_number", "invoice_date"),
    Kind.ORDER_CONFIRMATION: ("confirmation_number", "confirmation_date"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One labelled reference."""

    label: str
    text: str
    mark: Mark | None = None


def number_mark(document: Commercial) -> Mark:
    """The mark of the document's own number."""
    return Mark(_FIELDS[document.kind][0], document.number)


def draw_opening(c: Composition, document: Commercial, y: float) -> float:
    """Draws everything above the table; returns the first free y."""
    y = _OPENINGS[c.layout.meta](c, document, y)
    if document.original_issued:
        y = _credited(c, document, document.original_issued, y + 4)
    intro = c.wording[f"intro_{document.kind}"]
    if intro:
        y = c.paragraph(c.left, y + 4, intro, c.body(), width=c.right - c.left)
    return y + 6


def _items(c: Composition, document: Commercial) -> list[Item]:
    keys = [key for key in c.layout.meta_keys if not (key == "number" and c.layout.is_title_numbered)]
    items = [item for key in keys if (item := _item(c, document, key)) is not None]
    if document.original_invoice and document.original_issued is None:
        items.append(Item(c.wording["original_invoice"], document.original_invoice, _original_mark(document)))
    return items


def _original_mark(document: Commercial) -> Mark:
    return Mark("original_invoice_number", document.original_invoice)


def _credited(c: Composition, document: Commercial, issued: date, y: float) -> float:
    """The sentence that names the invoice credited and its day; returns the next free baseline."""
    before, after = CREDITED[document.language]
    x, day = c.left, after.format(date=c.notation.date(issued))
    for text, mark in ((before, None), (document.original_invoice, _original_mark(document)), (day, None)):
        c.sheet.text(x, y, text, c.bold(), mark=mark)
        x += c.bold().width(text)
    return y + c.layout.leading


def _item(c: Composition, document: Commercial, key: str) -> Item | None:
    """The reference `key` of this document; None where it has none."""
    if key in {"number", "date"}:
        return _own_item(c, document, key)
    make = _ITEMS.get(key)
    text, mark = make(c, document) if make else (str(getattr(document, key, "")), None)
    return Item(c.wording[key], text, mark) if text else None


def _own_item(c: Composition, document: Commercial, key: str) -> Item:
    """The document's own number or date, under its kind's label."""
    label = c.wording[f"{key}_{document.kind}"]
    if key == "number":
        return Item(label, document.number, number_mark(document))
    return Item(label, c.notation.date(document.issued), Mark(_FIELDS[document.kind][1], document.issued.isoformat()))


def _due(c: Composition, document: Commercial) -> tuple[str, Mark | None]:
    return (c.notation.date(document.due), Mark("due_date", document.due.isoformat())) if document.due else ("", None)


def _order(_c: Composition, document: Commercial) -> tuple[str, Mark | None]:
    """The order number where there is just one; several stand above their lines."""
    numbers = document.po_numbers
    return (numbers[0], Mark("po_numbers", numbers[0])) if len(numbers) == 1 else ("", None)


def _supplier_vat(_c: Composition, document: Commercial) -> tuple[str, Mark | None]:
    vat = document.supplier.vat
    return (vat, Mark("supplier_vat", vat)) if vat else ("", None)


_ITEMS: dict[str, Callable[[Composition, Commercial], tuple[str, Mark | None]]] = {
    "due_date": _due,
    "po_number": _order,
    "supplier_vat": _supplier_vat,
    "delivery_date": lambda c, document: (c.notation.date(document.delivered) if document.delivered else "", None),
    "terms_label": lambda c, document: (c.wording.fill("terms_short", days=document.terms_days), None),
    "buyer_vat": lambda _c, document: (document.buyer.vat or "", None),
}


def _title(c: Composition, document: Commercial, x: float, y: float, align: Align = Align.LEFT) -> float:
    style = c.heading(c.layout.title_size)
    word = c.wording[document.kind]
    if not c.layout.is_title_numbered:
        c.sheet.text(x, y, word, style, align=align)
        return y + c.layout.title_size * 0.7
    total = style.width(f"{word} {document.number}")
    start = {Align.LEFT: x, Align.RIGHT: x - total, Align.CENTER: x - total / 2}[align]
    c.sheet.text(start, y, word, style)
    c.sheet.text(start + style.width(f"{word} "), y, document.number, style, mark=number_mark(document))
    return y + c.layout.title_size * 0.7


def _party_rows(c: Composition, party: Party, x: float, y: float, *, width: float, mark: Mark | None, has_vat: bool) -> float:
    for row in wrap(party.name, c.bold(), width):
        c.sheet.text(x, y, row, c.bold(), mark=mark)
        y += c.layout.leading
    rows = [*party.address, *([c.wording.fill("buyer_vat") + " " + group(party.vat, 99)] if has_vat and party.vat else [])]
    for row in rows:
        c.sheet.text(x, y, row, c.body())
        y += c.layout.leading
    return y


def _recipient(c: Composition, document: Commercial, y: float) -> float:
    return _RECIPIENTS[c.layout.recipient](c, document, y)


def _window(c: Composition, document: Commercial, x: float, y: float) -> float:
    sender, scale = document.supplier, 0.72
    line = f"{sender.name} · {sender.street} · {sender.city}"
    while x + c.body(scale).width(line) > c.right:
        scale -= 0.04
    small = c.body(scale, "#555555")
    c.sheet.text(x, y, line, small)
    c.sheet.line(x, y + 2.5, x + small.width(line), y + 2.5, width=0.3, color="#777777")
    return _party_rows(c, document.buyer, x, y + 18, width=230, mark=Mark("buyer_name", document.buyer.name), has_vat=False)


def _window_left(c: Composition, document: Commercial, y: float) -> float:
    return _window(c, document, c.left, max(y + 8, 122))


def _window_right(c: Composition, document: Commercial, y: float) -> float:
    return _window(c, document, c.sheet.width / 2 + 20, max(y + 8, 122))


def _parties(c: Composition, document: Commercial) -> list[tuple[str, Party, Mark | None]]:
    ship_to = document.ship_to or document.buyer
    return [
        (c.wording["bill_to"], document.buyer, Mark("buyer_name", document.buyer.name)),
        (c.wording["ship_to"], ship_to, None),
    ]


def _two_columns(c: Composition, document: Commercial, y: float) -> float:
    ends = []
    step = (c.right - c.left) * (0.5 if c.layout.meta is not Meta.RIGHT_COLUMN else 0.31)
    for index, (label, party, mark) in enumerate(_parties(c, document)):
        x = c.left + index * step
        c.sheet.text(x, y, label, c.bold(0.9, c.layout.accent))
        ends.append(_party_rows(c, party, x, y + c.layout.leading + 1, width=step - 8, mark=mark, has_vat=index == 0))
    return max(ends)


def _two_boxes(c: Composition, document: Commercial, y: float) -> float:
    half = (c.right - c.left - 12) / 2 if c.layout.meta is not Meta.RIGHT_COLUMN else (c.right - c.left) * 0.3
    top, height = y - 8, c.layout.leading * 5 + 22
    for index, (label, party, mark) in enumerate(_parties(c, document)):
        x = c.left + index * (half + 12)
        c.sheet.box(x, top, x + half, top + height, stroke=c.layout.accent, width=0.6)
        c.sheet.box(x, top, x + half, top + 14, fill=c.layout.tint, stroke=c.layout.accent, width=0.6)
        c.sheet.text(x + 5, top + 10, label, c.bold(0.88))
        _party_rows(c, party, x + 5, top + 14 + c.layout.leading, width=half - 10, mark=mark, has_vat=index == 0)
    return top + height + 8


_RECIPIENTS: dict[Recipient, Callable[[Composition, Commercial, float], float]] = {
    Recipient.WINDOW_LEFT: _window_left, Recipient.WINDOW_RIGHT: _window_right,
    Recipient.TWO_COLUMNS: _two_columns, Recipient.TWO_BOXES: _two_boxes,
}  # fmt: skip


def _right_column(c: Composition, document: Commercial, y: float) -> float:
    """Addressee left, references in two columns at the right; the title below both, across."""
    start = max(y + 8, 122)
    is_right = c.layout.recipient is Recipient.WINDOW_RIGHT
    end = _recipient(c, document, start - 8)
    items = _items(c, document)
    label_width = max((c.body().width(item.label) for item in items), default=0) + 14
    text_width = max((c.body().width(item.text) for item in items), default=0)
    x = c.left if is_right else c.right - label_width - text_width
    at = start
    for item in items:
        c.sheet.text(x, at, item.label, c.body())
        c.sheet.text(x + label_width, at, item.text, c.bold() if item.mark else c.body(), mark=item.mark)
        at += c.layout.leading * 1.08
    return _title(c, document, c.left, max(end, at) + c.layout.title_size + 10) + 8


def _strip(c: Composition, document: Commercial, y: float) -> float:
    """Addressee, title, then all references in one ruled strip across the page (two where they do not fit)."""
    end = _recipient(c, document, y + 16)
    y = _title(c, document, c.left, end + c.layout.title_size + 8) + 8
    items = _items(c, document)
    rows = [items] if len(items) <= 6 else [items[: len(items) // 2], items[len(items) // 2 :]]
    for row in rows:
        y = _strip_row(c, row, y)
    return y + 12


def _strip_row(c: Composition, items: list[Item], y: float) -> float:
    step = (c.right - c.left) / len(items)
    height = c.layout.leading * 2 + 8
    c.sheet.box(c.left, y, c.right, y + c.layout.leading + 2, fill=c.layout.tint)
    c.sheet.box(c.left, y, c.right, y + height, stroke="#777777", width=0.5)
    for index, item in enumerate(items):
        x = c.left + index * step
        if index:
            c.sheet.line(x, y, x, y + height, color="#777777")
        c.sheet.text(x + 4, y + c.layout.size, item.label, c.bold(0.82))
        c.sheet.text(x + 4, y + c.layout.leading + c.layout.size + 3, item.text, c.body(), mark=item.mark)
    return y + height


def _grid(c: Composition, document: Commercial, y: float) -> float:
    """Title and a ruled grid at the top right, addressee at the left of it or below."""
    top = y + 8
    _title(c, document, c.right, top + c.layout.title_size * 0.75, Align.RIGHT)
    at = top + c.layout.title_size + 8
    width, row_height = 218.0, c.layout.leading + 4
    x = c.right - width
    for item in _items(c, document):
        c.sheet.box(x, at, x + width * 0.46, at + row_height, fill=c.layout.tint)
        c.sheet.box(x, at, x + width, at + row_height, stroke="#999999", width=0.5)
        c.sheet.text(x + 4, at + row_height - 4.5, item.label, c.body(0.92))
        c.sheet.text(
            x + width * 0.46 + 5, at + row_height - 4.5, item.text, c.bold(0.95) if item.mark else c.body(0.95), mark=item.mark
        )
        at += row_height
    beside = c.layout.recipient is Recipient.WINDOW_LEFT
    end = _recipient(c, document, top + 14 if beside else at + 22)
    return max(end, at) + 16


def _list(c: Composition, document: Commercial, y: float) -> float:
    """Title across, then `label: value` rows in two columns, then the addressee."""
    y = _title(c, document, c.left, y + c.layout.title_size) + 10
    items = _items(c, document)
    half = (len(items) + 1) // 2
    for index, item in enumerate(items):
        x = c.left if index < half else c.sheet.width / 2
        c.labelled(x, y + (index % half) * c.layout.leading, item.label, item.text, mark=item.mark)
    y += half * c.layout.leading + 10
    return _recipient(c, document, y) + 12


_OPENINGS: dict[Meta, Callable[[Composition, Commercial, float], float]] = {
    Meta.RIGHT_COLUMN: _right_column, Meta.STRIP: _strip, Meta.GRID: _grid, Meta.LIST: _list,
}  # fmt: skip
