"""How does a carrier's own bill of lading look? A liner or haulier layout: labelled boxes, containers and seals, particulars of goods."""

from random import Random

from idp.training.composition import Composition
from idp.training.content import Party, Transport
from idp.training.ink import sign, stamp
from idp.training.layout import Layout
from idp.training.notation import Notation
from idp.training.sheet import A4, Mark, Printed, Sheet, Style, wrap
from idp.training.wording import Wording

_LABEL = Style("Helvetica", 5.8, "#333333")
_SMALL_PRINT = (
    "RECEIVED by the Carrier the Goods as specified above in apparent good order and condition unless otherwise stated, to "
    "be transported to such place as agreed, authorised or permitted herein and subject to all the terms and conditions "
    "appearing on the front and reverse of this Bill of Lading to which the Merchant agrees by accepting this Bill of "
    "Lading, any local privileges and customs notwithstanding. The particulars given above as stated by the shipper and the "
    "weight, measure, quantity, condition, contents and value of the Goods are unknown to the Carrier. In WITNESS whereof "
    "one (1) original Bill of Lading has been signed if not otherwise stated."
)


def draw_sea_bill(
    goods: Transport, issuer: Party, layout: Layout, wording: Wording, notation: Notation, rng: Random
) -> Printed:
    """A liner bill of lading on A4."""
    sheet = Sheet(A4, title=f"Bill of Lading {goods.number}", author=issuer.name)
    c = Composition(sheet, layout, wording, notation)
    sheet.text(c.left, 46, issuer.name, c.heading(16))
    sheet.text(c.left, 58, ", ".join(issuer.address), c.body(0.8))
    c.right_text(c.right, 44, "BILL OF LADING", c.heading(13, "#000000"))
    c.right_text(c.right, 57, "for combined transport or port to port shipment", c.body(0.8))
    y = _boxes(c, goods, 70)
    y = _particulars(c, goods, y)
    y = c.paragraph(c.left, y + 12, _SMALL_PRINT, Style("Helvetica", 5.6, "#222222"), width=c.right - c.left)
    _issue(c, goods, issuer, y + 4, rng)
    return sheet.finish()


def _field(
    c: Composition, box: tuple[float, float, float, float], label: str, rows: tuple[tuple[str, Mark | None], ...]
) -> None:
    left, top, right, bottom = box
    c.sheet.box(left, top, right, bottom, stroke="#222222", width=0.5)
    c.sheet.text(left + 3, top + 7, label, _LABEL)
    y = top + 17
    for text, mark in rows:
        c.sheet.text(left + 5, y, text, c.body(), mark=mark)
        y += c.layout.leading


def _address(party: Party, mark: Mark | None) -> tuple[tuple[str, Mark | None], ...]:
    return ((party.name, mark), *((row, None) for row in party.address))


def _boxes(c: Composition, goods: Transport, y: float) -> float:
    middle, left, right = c.sheet.width / 2, c.left, c.right
    _field(c, (left, y, middle, y + 62), "Shipper", _address(goods.shipper, Mark("shipper", goods.shipper.name)))
    _field(c, (left, y + 62, middle, y + 124), "Consignee", _address(goods.consignee, Mark("consignee", goods.consignee.name)))
    _field(c, (left, y + 124, middle, y + 172), "Notify party", (("SAME AS CONSIGNEE", None),))
    number = Mark("bol_number", goods.number)
    _field(c, (middle, y, right, y + 31), "B/L No.", ((goods.number, number),))
    _field(c, (middle, y + 31, right, y + 62), "Booking / reference", ((goods.order_number, None),))
    orders = tuple((po, Mark("po_numbers", po)) for po in goods.po_numbers)
    _field(c, (middle, y + 62, right, y + 124), "Export references (consignee's order nos.)", orders)
    carrier = (
        (goods.carrier, Mark("carrier", goods.carrier)),
        *(((goods.scac, Mark("scac", goods.scac)),) if goods.scac else ()),
    )
    _field(c, (middle, y + 124, right, y + 172), "Carrier / SCAC", carrier)
    y += 172
    ports = goods.ports or ("", "")
    quarter = (right - left) / 4
    cells = (
        ("Vessel / voyage", goods.vessel, None),
        ("Port of loading", ports[0], None),
        ("Port of discharge", ports[1], None),
        ("Shipped on board", c.notation.date(goods.shipped), Mark("ship_date", goods.shipped.isoformat())),
    )
    for index, (label, text, mark) in enumerate(cells):
        _field(c, (left + index * quarter, y, left + (index + 1) * quarter, y + 28), label, ((text, mark),))
    return y + 28


def _particulars(c: Composition, goods: Transport, y: float) -> float:
    edges = (c.left, c.left + 108, c.left + 158, c.right - 84, c.right)
    heads = (
        "Container No. / Seal No. / Marks",
        "No. of pkgs",
        "Description of packages and goods (said to contain)",
        "Gross weight kg",
    )
    c.sheet.box(c.left, y, c.right, y + 13, fill="#e8e8e8", stroke="#222222")
    for index, head in enumerate(heads):
        c.sheet.text(edges[index] + 3, y + 9, head, Style("Helvetica-Bold", 6.2))
    top = y
    y += 26
    _marks_column(c, goods, y)
    for index, package in enumerate(goods.packages):
        y = _goods_row(c, package.line.description, edges, y, index, goods)
    y = max(y, top + 150)
    c.sheet.line(c.left, y, c.right, y, width=0.5)
    c.sheet.text(edges[0] + 3, y + 11, "TOTAL", c.bold(0.9))
    c.sheet.text(
        edges[1] + 3, y + 11, str(goods.package_count), c.bold(0.9), mark=Mark("package_count", str(goods.package_count))
    )
    c.sheet.text(edges[2] + 3, y + 11, "FREIGHT PREPAID   -   " + goods.incoterm, c.body(0.9))
    c.right_text(edges[4] - 4, y + 11, c.notation.number(goods.weight, 2), c.bold(0.9), Mark("total_weight", str(goods.weight)))
    c.sheet.box(c.left, top, c.right, y + 16, stroke="#222222", width=0.6)
    for edge in edges[1:-1]:
        c.sheet.line(edge, top, edge, y + 16, width=0.4)
    return y + 16


def _marks_column(c: Composition, goods: Transport, y: float) -> None:
    for container in goods.containers:
        c.sheet.text(c.left + 4, y, container, c.body(), mark=Mark("container_numbers", container))
        y += c.layout.leading
    for seal in goods.seals:
        c.sheet.text(c.left + 4, y, "Seal:", c.body(0.9))
        c.sheet.text(c.left + 4 + c.body(0.9).width("Seal: "), y, seal, c.body(0.9), mark=Mark("seal_numbers", seal))
        y += c.layout.leading
    for row in ("Marks:", goods.consignee.name.split()[0].upper(), goods.consignee.city.split()[-1].upper()):
        c.sheet.text(c.left + 4, y + 6, row, c.body(0.85))
        y += c.layout.leading


def _goods_row(c: Composition, text: str, edges: tuple[float, ...], y: float, index: int, goods: Transport) -> float:
    package = goods.packages[index]
    line = package.line
    c.sheet.text(edges[1] + 4, y, f"{package.packages} {package.package_type}", c.body(0.9))
    c.right_text(edges[4] - 4, y, c.notation.number(package.weight_kg, 2), c.body(0.9))
    quantity = c.notation.plain(line.quantity)
    c.sheet.text(edges[2] + 4, y, quantity, c.body(), mark=Mark("quantity", str(line.quantity), index))
    at = edges[2] + 4 + c.body().width(f"{quantity} ")
    c.sheet.text(at, y, line.uom, c.body(), mark=Mark("uom", line.uom, index))
    at += c.body().width(f"{line.uom} ")
    rows = wrap(text, c.body(), edges[3] - at - 4)
    for row in rows:
        c.sheet.text(at, y, row, c.body(), mark=Mark("description", text, index))
        y += c.layout.leading
    c.sheet.text(at, y, f"Item {line.code}", c.body(0.85))
    c.sheet.claim((at + 18, y - 7, at + 100, y + 2), Mark("product_code", line.code or "", index))
    return y + c.layout.leading + 4


def _issue(c: Composition, goods: Transport, issuer: Party, y: float, rng: Random) -> None:
    middle = c.sheet.width / 2
    place = (goods.ports or ("", ""))[0]
    _field(c, (c.left, y, middle, y + 54), "Place and date of issue", ((f"{place}, {c.notation.date(goods.shipped)}", None),))
    _field(c, (middle, y, c.right, y + 54), "Signed for the carrier", ((issuer.name, None), ("as agent for the carrier", None)))
    sign(c.sheet, (c.right - 120, y + 42), 84, rng)
    stamp(c.sheet, (middle + 20, y + 74), ("ORIGINAL", "NON-NEGOTIABLE COPY"), rng, size=9)
