"""How does an order of ours become a supplier's paper? Bills and confirmations made from orders, printed in his style."""

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pikepdf

from idp.training.content import Commercial, Kind, Line
from idp.training.layout import with_promised_dates
from idp.training.papers.commercial import Overlay, draw_commercial
from idp.training.samples.orders import EarlierBill, Order, OrderLine
from idp.training.samples.suppliers import OURS, STRASBOURG, WAREHOUSE, Supplier
from idp.training.truth import GeneratedDocument, Truth, generated
from idp.training.wording import for_confirmation

_OUTSIDE_EU = {"GB", "CH", "US"}


@dataclass(frozen=True, slots=True)
class Expected:
    """What the service must decide about one document, and finding codes that must be there; words of the command line."""

    decision: str
    state: str
    codes: tuple[str, ...] = ()


TOUCHLESS = Expected("touchless", "ENTERED")


def review(*codes: str) -> Expected:
    """A clerk (or another owner of an R finding) is asked."""
    return Expected("review", "IN_REVIEW", codes)


def hold(*codes: str) -> Expected:
    """A named role must release it."""
    return Expected("hold", "IN_REVIEW", codes)


def reject(*codes: str) -> Expected:
    """To be sent back; a person confirms."""
    return Expected("reject", "IN_REVIEW", codes)


def quarantined(code: str) -> Expected:
    """Not readable at all."""
    return Expected("review", "QUARANTINED", (code,))


@dataclass(frozen=True, slots=True)
class Sample:
    """One file of `sample_docs/`. `truth` is None for files that hold no document."""

    file: str
    shows: str
    data: bytes
    expected: tuple[Expected, ...]
    truth: Truth | None = None


def bill(
    order: Order,
    number: str,
    issued: date,
    *,
    quantities: Mapping[int, str] | None = None,
    prices: Mapping[int, str] | None = None,
) -> Commercial:
    """The supplier's invoice for what was received, at order prices.

    `quantities` (then only these lines) and `prices` (per price base) by line index say otherwise.
    """
    supplier = order.supplier
    chosen = {index: sum((q for _, q in line.received), Decimal(0)) for index, line in enumerate(order.lines)}
    if quantities is not None:
        chosen = {index: Decimal(quantity) for index, quantity in quantities.items()}
    lines = tuple(_billed(order.lines[i], q, None if prices is None else prices.get(i)) for i, q in chosen.items() if q)
    return Commercial(
        Kind.INVOICE,
        supplier.language,
        supplier.party,
        OURS,
        number,
        issued,
        supplier.currency,
        lines,
        (order.name,),
        due=issued + timedelta(days=supplier.terms_days),
        terms_days=supplier.terms_days,
        cash_discount=supplier.cash_discount,
        customer_number=supplier.customer_number,
        order_number=_own_order_number(order),
        delivery_note=_delivery_note(order),
        delivered=order.planned,
        ship_to=STRASBOURG if supplier.party.country == "FR" else WAREHOUSE,
        contact=supplier.contact,
        incoterm=supplier.incoterm,
        tax_note=_tax_note(supplier),
        shipment=_shipment(order, lines),
    )


def bill_together(bills: tuple[Commercial, ...]) -> Commercial:
    """One invoice over several orders: the first one's head, all lines under their orders."""
    lines = tuple(
        replace(line, po_number=one.po_numbers[0], delivery_note=one.delivery_note) for one in bills for line in one.lines
    )
    return replace(
        bills[0], lines=lines, po_numbers=tuple(one.po_numbers[0] for one in bills), delivery_note="", order_number=""
    )


def credit(original: EarlierBill, number: str, issued: date, quantities: Mapping[int, str]) -> Commercial:
    """The supplier's credit note for goods of `original` that went back."""
    return replace(
        bill(original.order, number, issued, quantities=quantities),
        kind=Kind.CREDIT_NOTE,
        original_invoice=original.number,
        original_issued=original.issued,
        due=None,
        delivery_note="",
        cash_discount=None,
        shipment=None,
    )


def confirm(
    order: Order,
    number: str,
    issued: date,
    *,
    dates: Mapping[int, date] | None = None,
    quantities: Mapping[int, str] | None = None,
    prices: Mapping[int, str] | None = None,
) -> Commercial:
    """The supplier's confirmation, as ordered unless `dates`, `quantities` or `prices` by line index say otherwise."""
    asked = {index: str(line.quantity) for index, line in enumerate(order.lines)} | dict(quantities or {})
    document = bill(order, number, issued, quantities=asked, prices=prices)
    days = dates or {}
    lines = tuple(
        replace(line, promised=days.get(index, order.planned)) for index, line in zip(asked, document.lines, strict=True)
    )
    return replace(
        document,
        kind=Kind.ORDER_CONFIRMATION,
        lines=lines,
        due=None,
        delivery_note="",
        delivered=None,
        cash_discount=None,
        shipment=None,
    )


def charge(text: str, amount: str, tax: Decimal, uom: str, code: str | None = None) -> Line:
    """A charge line: freight, packing, surcharge."""
    return Line(text, Decimal(1), uom, Decimal(amount), code=code, tax_percent=tax, is_charge=True)


def print_commercial(document: Commercial, supplier: Supplier, overlay: Overlay | None = None) -> GeneratedDocument:
    """`document` on the supplier's paper, with `overlay` drawn over it."""
    wording = supplier.wording
    layout = supplier.layout
    if document.kind is Kind.ORDER_CONFIRMATION:
        layout, wording = with_promised_dates(layout), for_confirmation(wording)
    printed = draw_commercial(document, layout, wording, supplier.notation, overlay)
    return generated(document.kind.value, printed, language=document.language)


def file_truth(document: GeneratedDocument, quality: str = "native") -> Truth:
    """The truth file's content of a file that holds one document, with the places of its values."""
    places = {
        key: [{"page": page, "box": [round(edge, 5) for edge in box]} for page, box in spots]
        for key, spots in document.boxes.items()
    }
    return {**document.truth, "quality": quality, "boxes": places}


def join_pdfs(parts: tuple[bytes, ...]) -> bytes:
    """All pages of `parts` in one PDF, byte for byte the same for the same input."""
    out = io.BytesIO()
    with pikepdf.new() as whole:
        for part in parts:
            with pikepdf.open(io.BytesIO(part)) as one:
                whole.pages.extend(one.pages)
        whole.save(out, deterministic_id=True)
    return out.getvalue()


def _billed(line: OrderLine, quantity: Decimal, price: str | None) -> Line:
    good = line.good
    unit_price = line.price * good.price_base if price is None else Decimal(price)
    return Line(
        good.text,
        quantity,
        good.uom,
        unit_price.quantize(good.price) if price is None else unit_price,
        code=good.code,
        our_code=good.our_code,
        detail=good.detail,
        gtin=good.barcode,
        price_base=good.price_base,
        discount=line.discount,
        tax_percent=line.tax,
    )


def _tax_note(supplier: Supplier) -> str:
    if supplier.tax:
        return ""
    return "tax_free" if supplier.party.country in _OUTSIDE_EU else "reverse_charge"


def _shipment(order: Order, lines: tuple[Line, ...]) -> tuple[str, int, Decimal]:
    """Who carried the goods, in how many packages of which weight: numbers that a reader must not take for quantities."""
    rng = Random(order.name)
    carrier = rng.choice(("Ostwind Spedition", "Rheinkurier", "Eurotrans Paketdienst", "Alpha Cargo"))
    return carrier, rng.randint(1, 2 + len(lines)), Decimal(rng.randint(60, 9400)) / 10


def _own_order_number(order: Order) -> str:
    """The supplier's own order number: stable, and not to be confused with ours."""
    return f"{70000 + int(order.name[1:]) * 37 % 9973}"


def _delivery_note(order: Order) -> str:
    prefix = {"de": "LS", "fr": "BL", "es": "ALB", "en": "DN"}[order.supplier.language]
    return f"{prefix}{26000 + int(order.name[1:]) * 13}"
