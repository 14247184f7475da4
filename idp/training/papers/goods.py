"""How do a delivery note and a proof of delivery look? Goods without prices, and what the receiver added by hand."""

from dataclasses import dataclass
from random import Random

from idp.training.blocks.footer import draw_footer
from idp.training.blocks.letterhead import draw_letterhead
from idp.training.composition import Composition
from idp.training.content import Package, Party, Transport
from idp.training.ink import BLUE, sign, stamp, tick, write_by_hand
from idp.training.layout import Layout
from idp.training.notation import Notation
from idp.training.sheet import Align, Mark, Printed, Sheet, wrap
from idp.training.wording import Wording
from idp.training.wording.conditions import REMARKS


@dataclass(frozen=True, slots=True)
class _Col:
    key: str
    x: float
    align: Align


def draw_delivery_note(goods: Transport, layout: Layout, wording: Wording, notation: Notation) -> Printed:
    """A delivery note on the supplier's own paper, not signed."""
    sheet = Sheet(layout.page_size, title=f"{wording['delivery_note_title']} {goods.number}", author=goods.shipper.name)
    c = Composition(sheet, layout, wording, notation)
    y = draw_letterhead(c, goods.shipper)
    y = _parties(c, goods, y + 12, first=wording["ship_to"])
    sheet.text(c.left, y + 16, wording["delivery_note_title"], c.heading(layout.title_size))
    facts = [
        (wording["number_delivery_note"], goods.number, Mark("delivery_note_number", goods.number)),
        (wording["date_delivery_note"], notation.date(goods.shipped), Mark("delivery_date", goods.shipped.isoformat())),
        *((wording["po_number"], po, Mark("po_numbers", po)) for po in goods.po_numbers),
        (wording["order_number"], goods.order_number, None),
        (wording["customer_number"], goods.customer_number, None),
        (wording["carrier"], goods.carrier, None),
        (wording["incoterm"], goods.incoterm, None),
    ]
    y = _facts(c, facts, y + 34)
    y = _table(c, goods, y + 8, with_delivered=False)
    weight = f"{goods.package_count} {wording['packages']}  ·  {wording['weight']} {notation.plain(goods.weight)}"
    sheet.text(c.left, y + 14, weight, c.body())
    y = c.paragraph(c.left, y + 34, REMARKS[wording.language][0], c.body(0.86), width=c.right - c.left)
    _signature_field(c, y + 60)
    draw_footer(c, goods.shipper)
    return sheet.finish()


def draw_proof_of_delivery(
    goods: Transport, carrier: Party, layout: Layout, wording: Wording, notation: Notation, rng: Random
) -> Printed:
    """A carrier's proof of delivery, signed by hand where the goods say so."""
    sheet = Sheet(layout.page_size, title=f"{wording['pod_title']} {goods.number}", author=carrier.name)
    c = Composition(sheet, layout, wording, notation)
    y = draw_letterhead(c, carrier)
    sheet.text(c.left, y + 18, wording["pod_title"], c.heading(layout.title_size))
    facts = [
        (wording["number_pod"], goods.number, Mark("reference", goods.number)),
        *((wording["po_number"], po, Mark("po_numbers", po)) for po in goods.po_numbers),
        (wording["carrier"], goods.carrier, Mark("carrier", goods.carrier)),
        (wording["driver"], goods.driver, None),
        (wording["trailer"], goods.trailer, None),
        (wording["date"], notation.date(goods.shipped), None),
    ]
    y = _facts(c, facts, y + 38)
    y = _parties(c, goods, y + 14, first=wording["consignee"], with_shipper=True)
    y = _table(c, goods, y + 10, with_delivered=any(p.delivered is not None for p in goods.packages))
    y = _exceptions(c, goods, y + 16, rng)
    _receipt(c, goods, y + 10, rng)
    draw_footer(c, carrier)
    return sheet.finish()


def _parties(c: Composition, goods: Transport, y: float, *, first: str, with_shipper: bool = False) -> float:
    blocks = [(first, goods.consignee, None)]
    if with_shipper:
        blocks.insert(0, (c.wording["shipper"], goods.shipper, None))
    step = (c.right - c.left) / 2
    ends = []
    for index, (label, party, mark) in enumerate(blocks):
        x, at = c.left + index * step, y
        c.sheet.text(x, at, label, c.bold(0.88, c.layout.accent))
        for row, style in ((party.name, c.bold()), *((text, c.body()) for text in party.address)):
            at += c.layout.leading
            c.sheet.text(x, at, row, style, mark=mark)
        ends.append(at)
    return max(ends) + 8


def _facts(c: Composition, facts: list[tuple[str, str, Mark | None]], y: float) -> float:
    rows = [fact for fact in facts if fact[1]]
    half = (len(rows) + 1) // 2
    widest = max(c.body().width(label) for label, _, _ in rows) + 12
    for index, (label, text, mark) in enumerate(rows):
        x = c.left if index < half else c.sheet.width / 2 + 6
        at = y + (index % half if index >= half else index) * c.layout.leading * 1.15
        c.sheet.text(x, at, label, c.body())
        c.sheet.text(x + widest, at, text, c.bold() if mark else c.body(), mark=mark)
    return y + half * c.layout.leading * 1.15


def _cells(c: Composition, package: Package, index: int, *, with_delivered: bool) -> dict[str, tuple[str, Mark | None]]:
    line = package.line
    cells: dict[str, tuple[str, Mark | None]] = {
        "position": (str(index + 1), None),
        "code": (line.code or "", Mark("product_code", line.code or "", index)),
        "description": (line.description, Mark("description", line.description, index)),
        "quantity_ordered" if with_delivered else "quantity": (
            c.notation.plain(line.quantity),
            Mark("quantity", str(line.quantity), index),
        ),
        "uom": (line.uom, Mark("uom", line.uom, index)),
        "packages": (f"{package.packages} {package.package_type}", None),
        "weight": (c.notation.plain(package.weight_kg), None),
    }
    if with_delivered:
        delivered = line.quantity if package.delivered is None else package.delivered
        cells["quantity_delivered"] = (c.notation.plain(delivered), Mark("quantity_delivered", str(delivered), index))
    return cells


def _table(c: Composition, goods: Transport, y: float, *, with_delivered: bool) -> float:
    keys = ["position", "code", "description", "quantity", "uom", "packages", "weight"]
    if with_delivered:
        keys = ["position", "code", "description", "quantity_ordered", "quantity_delivered", "uom", "packages"]
    columns = _columns(c, goods, keys, with_delivered=with_delivered)
    c.sheet.box(c.left, y, c.right, y + c.layout.leading + 6, fill=c.layout.tint, stroke=c.layout.accent)
    for column in columns:
        c.sheet.text(column.x, y + c.layout.size + 3, c.wording[column.key], c.bold(0.86), align=column.align)
    y += c.layout.leading + 10
    room = columns[3].x - columns[2].x - 50
    for index, package in enumerate(goods.packages):
        cells = _cells(c, package, index, with_delivered=with_delivered)
        rows = wrap(package.line.description, c.body(), room)
        for column in columns:
            text, mark = cells[column.key]
            if column.key == "quantity_delivered" and goods.is_signed and text == cells["quantity_ordered"][0]:
                tick(c.sheet, (column.x + 2, y + c.layout.size), 6)
            for depth, row in enumerate(rows if column.key == "description" else (text,)):
                c.sheet.text(
                    column.x, y + c.layout.size + depth * c.layout.leading, row, c.body(), align=column.align, mark=mark
                )
        y += len(rows) * c.layout.leading + 5
        c.sheet.line(c.left, y, c.right, y, width=0.3, color="#888888")
    return y + 4


def _columns(c: Composition, goods: Transport, keys: list[str], *, with_delivered: bool) -> list[_Col]:
    """Columns with their text positions; the description takes what the others leave."""
    rows = [_cells(c, package, index, with_delivered=with_delivered) for index, package in enumerate(goods.packages)]
    widths = {key: max(c.bold(0.86).width(c.wording[key]), *(c.body().width(row[key][0]) for row in rows)) + 10 for key in keys}
    widths["description"] = c.right - c.left - sum(width for key, width in widths.items() if key != "description")
    columns, x = [], c.left
    for key in keys:
        is_left = key in {"position", "code", "description", "uom"}
        columns.append(_Col(key, x + 4 if is_left else x + widths[key] - 4, Align.LEFT if is_left else Align.RIGHT))
        x += widths[key]
    return columns


def _exceptions(c: Composition, goods: Transport, y: float, rng: Random) -> float:
    """The box for exceptions: handwriting where there are any, an empty one otherwise."""
    c.sheet.box(c.left, y, c.right, y + 58, stroke="#555555")
    c.sheet.text(c.left + 5, y + 11, c.wording["exceptions"], c.bold(0.9))
    if goods.exceptions:
        mark = Mark("exceptions", goods.exceptions)
        half = len(goods.exceptions) if len(goods.exceptions) < 48 else goods.exceptions.rindex(" ", 0, 48)
        write_by_hand(c.sheet, (c.left + 14, y + 32), goods.exceptions[:half], 11, rng, mark=mark)
        if half < len(goods.exceptions):
            write_by_hand(c.sheet, (c.left + 14, y + 50), goods.exceptions[half:].strip(), 11, rng, mark=mark)
    return y + 66


def _signature_field(c: Composition, y: float) -> None:
    c.sheet.line(c.left, y, c.left + 200, y, width=0.4)
    c.sheet.text(c.left, y + 10, f"{c.wording['date']}, {c.wording['signature']}", c.body(0.8))


def _receipt(c: Composition, goods: Transport, y: float, rng: Random) -> None:
    """Date, name and signature of who took the goods in."""
    y = c.paragraph(c.left, y, c.wording["good_order"], c.body(0.9), width=c.right - c.left) + 14
    third = (c.right - c.left) / 3
    labels = ("delivered_on", "received_by", "signature")
    for index, key in enumerate(labels):
        x = c.left + index * third
        c.sheet.box(x, y, x + third - 8, y + 62, stroke="#555555")
        c.sheet.text(x + 4, y + 10, c.wording[key], c.body(0.82))
    if goods.delivered:
        day = c.notation.date(goods.delivered)
        write_by_hand(c.sheet, (c.left + 14, y + 40), day, 12, rng, mark=Mark("delivered_date", goods.delivered.isoformat()))
    if goods.received_by:
        write_by_hand(
            c.sheet, (c.left + third + 10, y + 40), goods.received_by, 12, rng, mark=Mark("received_by", goods.received_by)
        )
    if goods.is_signed:
        sign(c.sheet, (c.left + 2 * third + 18, y + 44), 96, rng, mark=Mark("signed", value=True))
        word = "WARENEINGANG" if c.wording.language == "de" else "RECEIVED"
        stamp(c.sheet, (c.right - 90, y + 84), (word, goods.consignee.name.split()[0].upper()), rng, color=BLUE, size=9)
    else:
        c.sheet.claim((c.left + 2 * third, y, c.right - 8, y + 62), Mark("signed", value=False))
