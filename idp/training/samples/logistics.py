"""Which confirmations and transport papers come in? As ordered, late, short, dearer; signed, damaged, unsigned."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from idp.training.content import Bank, Package, Party, Transport
from idp.training.degrade import OFFICE
from idp.training.faces import Face
from idp.training.identifiers import make_bic, make_container, make_iban, make_vat, make_vics_bol
from idp.training.layout import Footer, Layout, Letterhead, Logo
from idp.training.papers.goods import draw_delivery_note, draw_proof_of_delivery
from idp.training.papers.sea_bill import draw_sea_bill
from idp.training.papers.vics import draw_vics_bill
from idp.training.samples import styles
from idp.training.samples.case import Case
from idp.training.samples.desk import TOUCHLESS, Expected, confirm, file_truth, review
from idp.training.samples.orders import Item, Order, order
from idp.training.samples.suppliers import WAREHOUSE
from idp.training.truth import GeneratedDocument, generated
from idp.training.wording import choose_wording

OSTWIND = Party(
    "Ostwind Spedition GmbH",
    "Frachtstraße 101",
    "28309 Bremen",
    "DE",
    make_vat("DE", Random("ostwind")),
    "Stückgut · Teilladung · Logistik",
    "+49 421 555 230",
    "dispo@ostwind-spedition.example",
    "www.ostwind-spedition.example",
    "AG Bremen HRB 17733",
    "Kai Osterloh",
    "60/112/04418",
    (Bank("Weserhandelsbank", make_iban("DE", Random("ostwind")), make_bic("DE", Random("ostwind"))),),
)
NORTHLINE = Party(
    "Northline Ocean Carriers B.V.",
    "Waalkade 88",
    "3011 XN Rotterdam",
    "NL",
    make_vat("NL", Random("northline")),
    "",
    "+31 10 555 7000",
    "docs@northline.example",
    "www.northline.example",
)
_CARRIER_LAYOUT = Layout(
    Face.HELVETICA,
    Face.HELVETICA,
    size=8.5,
    accent="#d35400",
    tint="#fbeee4",
    letterhead=Letterhead.LOGO_RIGHT,
    logo=Logo.CHEVRONS,
    footer=Footer.COLUMNS,
    title_size=17,
)


def confirmations(case: Case) -> None:
    """Order confirmations: as ordered, later, short, at another price."""

    def ordered(supplier: str, *items: Item) -> Order:
        return case.order(order(case.next_order(), supplier, date(2026, 11, 2), date(2026, 12, 7), *items))

    def open_item(good: int, quantity: str) -> Item:
        return Item(good, quantity, received="0")

    same = ordered("renz", open_item(0, "200"), open_item(3, "16"))
    case.add_native(
        "confirmation_de_as_ordered", "Order confirmation as ordered", confirm(same, "AB-26-1804", date(2026, 11, 4)), TOUCHLESS
    )
    late = ordered("vossberg", open_item(1, "40"), open_item(14, "20"), open_item(30, "60"))
    moved = confirm(late, "AB7701422", date(2026, 11, 4), dates={1: date(2027, 1, 11)})
    case.add_native("confirmation_de_later", "One line confirmed five weeks later", moved, review("CNF-LATE"))
    short = ordered("valmont", open_item(0, "30"), open_item(4, "60"))
    case.add_native(
        "confirmation_fr_short",
        "40 of 60 confirmed",
        confirm(short, "ARC-26-0933", date(2026, 11, 5), quantities={1: "40"}),
        review("CNF-SHORT"),
    )
    dear = ordered("hartwell", open_item(1, "4000"), open_item(5, "60"))
    case.add_native(
        "confirmation_en_price",
        "One price 6 % over the order",
        confirm(dear, "SO-55219", date(2026, 11, 5), prices={1: "2.080"}),
        review("CNF-PRICE"),
    )


def bills_of_lading(case: Case) -> None:
    """A VICS form for goods on the road, a liner's bill for a container."""
    _road_bill(case)
    _sea_bill(case)


def _road_bill(case: Case) -> None:
    road = case.order(
        order(
            case.next_order(),
            "lakeshore",
            date(2026, 10, 12),
            date(2026, 12, 1),
            Item(0, "400", received="0"),
            Item(2, "120", received="0"),
        )
    )
    goods = _shipment(
        road,
        make_vics_bol(Random("vics")),
        date(2026, 11, 10),
        carrier="Great Plains Freightways LLC",
        packing=("PLT", "210", "340"),
    )
    goods = replace(goods, scac="GPFX", pro_number="GPFX4418820176", seals=("8841207",), trailer="53-20417", driver="R. Ortiz")
    printed = draw_vics_bill(goods, styles.LAKESHORE, choose_wording("en", Random("vics")), styles.AMERICAN, Random("vics ink"))
    _native(
        case,
        "bol_us_vics.pdf",
        "Bill of lading, VICS form, signed by shipper and carrier",
        generated("bill_of_lading", printed, language="en"),
        TOUCHLESS,
    )


def _sea_bill(case: Case) -> None:
    sea = case.order(
        order(
            case.next_order(),
            "kestrel",
            date(2026, 10, 14),
            date(2026, 12, 3),
            Item(0, "6000", received="0"),
            Item(3, "150", received="0"),
        )
    )
    goods = _shipment(sea, "NLOC2611004472", date(2026, 11, 13), carrier=NORTHLINE.name, packing=("PALLETS", "1180", "2640"))
    rng = Random("sea")
    goods = replace(
        goods,
        scac="NLOC",
        containers=(make_container(rng),),
        seals=("NL448812",),
        vessel="NORTHLINE AURORA / 046E",
        ports=("Rotterdam", "Duisburg"),
        order_number="BK-7740213",
        incoterm="DAP Duisburg",
    )
    printed = draw_sea_bill(
        goods,
        NORTHLINE,
        replace(styles.KESTREL, margin=40, face=Face.HELVETICA, accent="#0a2a5e"),
        choose_wording("en", rng),
        styles.ENGLISH_EURO,
        rng,
    )
    _native(
        case,
        "bol_en_liner.pdf",
        "Liner bill of lading with container and seal",
        generated("bill_of_lading", printed, language="en"),
        TOUCHLESS,
    )


def delivery_notes(case: Case) -> None:
    """Delivery notes on the suppliers' own paper."""
    german = case.order(
        order(case.next_order(), "schraubwerk", date(2026, 10, 19), date(2026, 11, 17), Item(0, "3000"), Item(7, "4000"))
    )
    french = case.order(
        order(
            case.next_order(),
            "emballages",
            date(2026, 10, 20),
            date(2026, 11, 18),
            Item(1, "600"),
            Item(2, "48"),
            Item(4, "30"),
        )
    )
    for ordered, name, number, packing in (
        (german, "delivery_note_de.pdf", "LS-448190", ("Karton", "63", "78")),
        (french, "delivery_note_fr.pdf", "BL-26-7702", ("palette", "190", "210")),
    ):
        supplier = ordered.supplier
        goods = _shipment(ordered, number, ordered.planned, carrier=OSTWIND.name, packing=packing)
        printed = draw_delivery_note(
            replace(goods, customer_number=supplier.customer_number, incoterm=supplier.incoterm),
            supplier.layout,
            supplier.wording,
            supplier.notation,
        )
        _native(
            case,
            name,
            f"Delivery note, {supplier.language}, agrees with the receipt",
            generated("delivery_note", printed, language=supplier.language),
            TOUCHLESS,
        )


def proofs_of_delivery(case: Case) -> None:
    """Proofs of delivery: signed, signed with exceptions, not signed."""
    clean = case.order(
        order(case.next_order(), "brunner", date(2026, 10, 21), date(2026, 11, 18), Item(0, "80"), Item(4, "60"))
    )
    goods = replace(_signed(clean, "OWS-2611-30418"), received_by="M. Kowalski", is_signed=True)
    _native(case, "pod_de_signed.pdf", "Proof of delivery, signed, all complete", _pod(goods), review("EXT-LOWCONF"))

    harmed = case.order(
        order(case.next_order(), "aranda", date(2026, 10, 22), date(2026, 11, 17), Item(2, "90", received="84"), Item(5, "20"))
    )
    goods = _signed(harmed, "OWS-2611-30512", delivered={0: "84"})
    goods = replace(goods, received_by="S. Yildiz", is_signed=True, exceptions="1 Karton beschädigt, 6 Stk fehlen")
    case.add_scan(
        "pod_de_exceptions.pdf",
        "Scanned proof of delivery: one carton damaged, 6 pieces short",
        _pod(goods),
        OFFICE,
        "clean_scan",
        review("SHP-DAMAGE", "SHP-SHORT"),
    )

    bare = case.order(order(case.next_order(), "linden", date(2026, 10, 23), date(2026, 11, 18), Item(1, "400"), Item(4, "24")))
    _native(
        case,
        "pod_de_unsigned.pdf",
        "Proof of delivery without a signature",
        _pod(replace(_signed(bare, "OWS-2611-30577"), received_by=None)),
        review("SHP-NOSIGN"),
    )


def _native(case: Case, name: str, shows: str, made: GeneratedDocument, expected: Expected) -> None:
    case.add(name, shows, made.pdf, expected, truth=file_truth(made))


def _shipment(ordered: Order, number: str, shipped: date, *, carrier: str, packing: tuple[str, str, str]) -> Transport:
    kind, *weights = packing
    packages = []
    for index, from_order in enumerate(confirm(ordered, "", shipped).lines):
        packages.append(Package(from_order, 1 + index * 2, kind, Decimal(weights[min(index, len(weights) - 1)])))
    return Transport(
        ordered.supplier.language,
        number,
        ordered.supplier.party,
        WAREHOUSE,
        carrier,
        shipped,
        tuple(packages),
        (ordered.name,),
        order_number=f"{70000 + int(ordered.name[1:])}",
    )


def _signed(ordered: Order, number: str, delivered: dict[int, str] | None = None) -> Transport:
    goods = _shipment(ordered, number, ordered.planned - timedelta(days=1), carrier=OSTWIND.name, packing=("Colli", "84", "41"))
    packages = tuple(
        replace(package, delivered=Decimal((delivered or {}).get(index, str(package.line.quantity))))
        for index, package in enumerate(goods.packages)
    )
    return replace(goods, packages=packages, delivered=ordered.planned, trailer="HB-OW 418", driver="J. Petersen")


def _pod(goods: Transport) -> GeneratedDocument:
    rng = Random(goods.number)
    printed = draw_proof_of_delivery(
        goods, OSTWIND, _CARRIER_LAYOUT, choose_wording("de", Random("ostwind")), styles.GERMAN, rng
    )
    return generated("proof_of_delivery", printed, language="de")
