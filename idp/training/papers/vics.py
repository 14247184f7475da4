"""How does an American bill of lading look? The VICS standard form: boxes of the form are drawn, not scanned."""

from decimal import Decimal
from random import Random

from reportlab.graphics.barcode.code128 import Code128

from idp.training.composition import Composition
from idp.training.content import Package, Party, Transport
from idp.training.ink import BLACK, sign, write_by_hand
from idp.training.layout import Layout
from idp.training.notation import Notation
from idp.training.sheet import LETTER, Align, Mark, Printed, Sheet, Style
from idp.training.wording import Wording

_LEFT, _RIGHT, _MIDDLE = 36.0, 576.0, 316.0
_POUNDS = Decimal("2.20462")
_SMALL = Style("Helvetica", 6.5)
_TEXT = Style("Helvetica", 8.5)
_BOLD = Style("Helvetica-Bold", 8.5)
_HEAD = Style("Helvetica-Bold", 7, "#ffffff")
_NOTE = (
    "NOTE Liability Limitation for loss or damage in this shipment may be applicable. See 49 U.S.C. § 14706(c)(1)(A) and (B)."
)
_LEGAL = (
    "RECEIVED, subject to individually determined rates or contracts that have been agreed upon in writing between the "
    "carrier and shipper, if applicable, otherwise to the rates, classifications and rules that have been established by "
    "the carrier and are available to the shipper, on request, and to all applicable state and federal regulations. The "
    "carrier shall not make delivery of this shipment without payment of freight and all other lawful charges."
)


def draw_vics_bill(goods: Transport, layout: Layout, wording: Wording, notation: Notation, rng: Random) -> Printed:
    """A filled-in VICS bill of lading on US letter paper; weights are printed in pounds."""
    sheet = Sheet(LETTER, title=f"Bill of Lading {goods.number}", author=goods.shipper.name)
    c = Composition(sheet, layout, wording, notation)
    sheet.text(_LEFT, 34, f"Date: {notation.date(goods.shipped)}", _TEXT)
    sheet.claim((_LEFT + 22, 26, _LEFT + 72, 36), Mark("ship_date", goods.shipped.isoformat()))
    sheet.text((_LEFT + _RIGHT) / 2, 36, "BILL OF LADING", Style("Helvetica-Bold", 15), align=Align.CENTER)
    sheet.text(_RIGHT, 34, "Page 1 of 1", _TEXT, align=Align.RIGHT)
    y = _parties(c, goods, 42)
    y = _customer_orders(c, goods, y)
    y = _carrier_information(c, goods, y)
    _bottom(c, goods, y, rng)
    return sheet.finish()


def _bar(sheet: Sheet, y: float, text: str, left: float = _LEFT, right: float = _RIGHT) -> float:
    sheet.box(left, y, right, y + 11, fill="#000000")
    sheet.text((left + right) / 2, y + 8.3, text, _HEAD, align=Align.CENTER)
    return y + 11


def _party(sheet: Sheet, y: float, title: str, party: Party, mark: Mark | None, last: str) -> float:
    y = _bar(sheet, y, title, _LEFT, _MIDDLE)
    for label, text in (("Name:", party.name), ("Address:", party.street), ("City/State/Zip:", party.city), (last, "")):
        y += 12
        sheet.text(_LEFT + 4, y, label, _TEXT)
        sheet.text(_LEFT + 66, y, text, _BOLD if label == "Name:" else _TEXT, mark=mark if label == "Name:" else None)
    return y + 5


def _parties(c: Composition, goods: Transport, top: float) -> float:
    sheet = c.sheet
    y = _party(sheet, top, "SHIP FROM", goods.shipper, Mark("shipper", goods.shipper.name), "SID#:")
    y = _party(sheet, y, "SHIP TO", goods.consignee, Mark("consignee", goods.consignee.name), "CID#:")
    y = _party(sheet, y, "THIRD PARTY FREIGHT CHARGES BILL TO", Party("", "", "", "US"), None, "")
    sheet.text(_LEFT + 4, y + 9, "SPECIAL INSTRUCTIONS:", _BOLD)
    sheet.text(_LEFT + 4, y + 21, "Deliver Mon-Thu 07:00-15:00, call dock office on approach.", _TEXT)
    bottom = y + 28
    at = _references(c, goods, top)
    sheet.line(_MIDDLE, at, _RIGHT, at)
    sheet.text(_MIDDLE + 5, at + 11, "Freight Charge Terms: (freight charges are prepaid", _SMALL)
    sheet.text(_MIDDLE + 5, at + 19, "unless marked otherwise)", _SMALL)
    sheet.text(_MIDDLE + 5, at + 33, "Prepaid  __X__      Collect  _____      3rd Party  _____", _TEXT)
    sheet.box(_LEFT, top, _RIGHT, bottom, stroke="#000000", width=0.9)
    sheet.line(_MIDDLE, top, _MIDDLE, bottom)
    return bottom


def _references(c: Composition, goods: Transport, top: float) -> float:
    sheet, x = c.sheet, _MIDDLE + 5
    sheet.text(x, top + 13, "Bill of Lading Number:", _BOLD)
    sheet.text(x + 104, top + 13, goods.number, _BOLD, mark=Mark("bol_number", goods.number))
    _barcode(sheet, x + 8, top + 48, goods.number)
    rows = [("CARRIER NAME:", goods.carrier, Mark("carrier", goods.carrier)), ("Trailer number:", goods.trailer, None)]
    rows += [("Seal number(s):", seal, Mark("seal_numbers", seal)) for seal in goods.seals]
    rows += [
        ("SCAC:", goods.scac or "", Mark("scac", goods.scac or "")),
        ("Pro number:", goods.pro_number or "", Mark("pro_number", goods.pro_number or "")),
    ]
    y = top + 64
    sheet.line(_MIDDLE, y - 10, _RIGHT, y - 10)
    for label, text, mark in rows:
        sheet.text(x, y, label, _BOLD)
        sheet.text(x + 76, y, text, _TEXT, mark=mark if text else None)
        y += 12.5
    if goods.pro_number:
        _barcode(sheet, x + 8, y + 26, goods.pro_number)
    return y + 36


def _barcode(sheet: Sheet, x: float, bottom: float, text: str) -> None:
    code = Code128(text, barHeight=26, barWidth=0.85, humanReadable=False)
    sheet.draw_on(code.drawOn, x, bottom)


def _pounds(package: Package) -> Decimal:
    return (package.weight_kg * _POUNDS).quantize(Decimal(1))


def _customer_orders(c: Composition, goods: Transport, y: float) -> float:
    sheet = c.sheet
    y = _bar(sheet, y, "CUSTOMER ORDER INFORMATION")
    edges = (_LEFT, 196.0, 250.0, 316.0, 376.0, _RIGHT)
    heads = ("CUSTOMER ORDER NUMBER", "# PKGS", "WEIGHT", "PALLET/SLIP", "ADDITIONAL SHIPPER INFO")
    total = sum((_pounds(p) for p in goods.packages), Decimal(0))
    share = len(goods.po_numbers)
    rows = [
        (po, str(goods.package_count) if share == 1 else "", f"{total:,}" if share == 1 else "", "Y", goods.order_number)
        for po in goods.po_numbers
    ]
    rows += [("", "", "", "", "")] * max(0, 7 - len(rows))
    top = y
    for index, head in enumerate(heads):
        sheet.text((edges[index] + edges[index + 1]) / 2, y + 9, head, Style("Helvetica-Bold", 6.5), align=Align.CENTER)
    y += 13
    for row in rows:
        sheet.line(_LEFT, y, _RIGHT, y)
        for index, text in enumerate(row):
            mark = Mark("po_numbers", text) if index == 0 else None
            sheet.text(edges[index] + 6, y + 11, text, _TEXT, mark=mark if text else None)
        y += 15
    sheet.line(_LEFT, y, _RIGHT, y)
    sheet.text(edges[0] + 6, y + 11, "GRAND TOTAL", _BOLD)
    sheet.text(edges[1] + 6, y + 11, str(goods.package_count), _BOLD, mark=Mark("package_count", str(goods.package_count)))
    sheet.text(edges[2] + 6, y + 11, f"{total:,}", _BOLD, mark=Mark("total_weight", str(total)))
    y += 15
    _columns(sheet, edges, top, y)
    return y


def _columns(sheet: Sheet, edges: tuple[float, ...], top: float, bottom: float) -> None:
    sheet.box(_LEFT, top, _RIGHT, bottom, stroke="#000000", width=0.9)
    for edge in edges[1:-1]:
        sheet.line(edge, top, edge, bottom)


def _carrier_information(c: Composition, goods: Transport, y: float) -> float:
    sheet = c.sheet
    y = _bar(sheet, y, "CARRIER INFORMATION")
    edges = (_LEFT, 66.0, 108.0, 138.0, 184.0, 236.0, 256.0, 496.0, 536.0, _RIGHT)
    heads = ("QTY", "TYPE", "QTY", "TYPE", "WEIGHT", "H.M.", "COMMODITY DESCRIPTION", "NMFC #", "CLASS")
    top = y
    for index, head in enumerate(heads):
        sheet.text((edges[index] + edges[index + 1]) / 2, y + 9, head, Style("Helvetica-Bold", 6), align=Align.CENTER)
    y += 13
    for index, package in enumerate(goods.packages):
        sheet.line(_LEFT, y, _RIGHT, y)
        line = package.line
        texts = (
            str(package.packages),
            package.package_type,
            c.notation.plain(line.quantity),
            line.uom,
            f"{_pounds(package):,}",
            "",
            "",
            "123460",
            "70",
        )
        marks = {2: Mark("quantity", str(line.quantity), index), 3: Mark("uom", line.uom, index)}
        for at, text in enumerate(texts):
            sheet.text(edges[at] + 3, y + 10, text, Style("Helvetica", 7.5), mark=marks.get(at))
        style = Style("Helvetica", 7.5)
        sheet.text(edges[6] + 3, y + 10, line.code or "", style, mark=Mark("product_code", line.code or "", index))
        sheet.text(
            edges[6] + 3 + style.width(f"{line.code}  "),
            y + 10,
            line.description,
            style,
            mark=Mark("description", line.description, index),
        )
        y += 15
    for _ in range(max(2, 9 - len(goods.packages))):
        sheet.line(_LEFT, y, _RIGHT, y)
        y += 15
    _columns(sheet, edges, top, y)
    return y


def _bottom(c: Composition, goods: Transport, y: float, rng: Random) -> None:
    sheet = c.sheet
    sheet.text(_LEFT + 3, y + 9, _NOTE, Style("Helvetica-Bold", 6.2))
    y = c.paragraph(_LEFT + 3, y + 18, _LEGAL, Style("Helvetica", 6.2), width=_RIGHT - _LEFT - 6) - 8
    y += 8
    sheet.box(_LEFT, y, _RIGHT, y + 74, stroke="#000000", width=0.9)
    for index, title in enumerate(
        ("SHIPPER SIGNATURE / DATE", "Trailer Loaded:      Freight Counted:", "CARRIER SIGNATURE / PICKUP DATE")
    ):
        x = _LEFT + index * 180
        sheet.line(x, y, x, y + 74)
        sheet.text(x + 5, y + 10, title, _BOLD)
    sheet.text(_LEFT + 185, y + 24, "[X] By shipper        [X] By shipper", _TEXT)
    sheet.text(_LEFT + 185, y + 38, "[  ] By driver           [  ] By driver/pallets", _TEXT)
    if goods.driver:
        sign(sheet, (_LEFT + 20, y + 44), 80, rng, color=BLACK)
        sign(sheet, (_LEFT + 380, y + 44), 90, rng, color=BLACK)
        write_by_hand(sheet, (_LEFT + 375, y + 66), c.notation.date(goods.shipped), 9, rng, color=BLACK)
