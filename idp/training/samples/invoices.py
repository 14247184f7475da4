"""Which invoices and credit notes pass, or are only hard to read? Native PDFs in thirteen house styles, e-invoices and scans."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from idp.training.degrade import CLEAN, OFFICE, PHONE, TIRED, Wear
from idp.training.ink import BLUE, stamp, write_by_hand
from idp.training.papers.commercial import Overlay
from idp.training.samples.case import Case
from idp.training.samples.desk import TOUCHLESS, bill, bill_together, credit, print_commercial, review
from idp.training.samples.orders import EarlierBill, Item, order
from idp.training.samples.suppliers import SUPPLIERS
from idp.training.sheet import Sheet

_NOTES_US = (
    "Remit to: Great Inland Bank, Toledo OH - ABA 041205559 - Account 4410098823. Make checks payable to Lakeshore Bearing & Supply, Inc.",
)


def native_invoices(case: Case) -> None:
    """One clean invoice of every supplier; all match their orders and pass."""
    for name, supplier, number, day, shows, items in _NATIVE:
        ordered = case.order(order(case.next_order(), supplier, date(2026, 9, 14), date(2026, 10, 12), *items))
        document = bill(ordered, number, day)
        if supplier == "lakeshore":
            document = replace(document, notes=_NOTES_US)
        case.add_native(name, shows, document, TOUCHLESS)


_NATIVE: tuple[tuple[str, str, str, date, str, tuple[Item, ...]], ...] = (
    ("invoice_de_fasteners", "schraubwerk", "2610-48813", date(2026, 10, 14), "German, prices per 100, window address, totals in a strip",
     (Item(0, "2000"), Item(1, "1500"), Item(3, "2000"), Item(4, "1500"), Item(5, "5000"), Item(7, "8000"), Item(8, "150"))),
    ("invoice_de_bearings", "renz", "RE-26-03391", date(2026, 10, 15), "German, zebra table, account in the text",
     (Item(0, "120"), Item(1, "80"), Item(2, "30"), Item(4, "24"), Item(5, "200"), Item(6, "500"), Item(7, "12"))),
    ("invoice_de_multipage", "vossberg", "70455128", date(2026, 10, 16), "German, 40 lines over three pages with carry-forward",
     tuple(Item(index, str(1 + index * 7 % 11)) for index in range(40))),
    ("invoice_fr_chemicals", "valmont", "FC2610-0772", date(2026, 10, 19), "French, TVA 20 %, number in the title",
     (Item(0, "12"), Item(1, "2"), Item(2, "8"), Item(4, "40"), Item(5, "18"), Item(6, "24"))),
    ("invoice_fr_two_rates", "emballages", "F-026-11873", date(2026, 10, 20), "French, serif, two tax rates (20 % and 5,5 %)",
     (Item(0, "1500"), Item(1, "800"), Item(2, "96"), Item(3, "216"), Item(4, "50"), Item(6, "10"))),
    ("invoice_es_bearings", "ibarra", "A/26/4471", date(2026, 10, 21), "Spanish, intra-Community supply without tax, line discounts",
     (Item(0, "150", discount="10"), Item(1, "60", discount="10"), Item(2, "80", discount="10"), Item(3, "40"),
      Item(5, "12", discount="5"))),
    ("invoice_es_electrical", "aranda", "FV260-02218", date(2026, 10, 22), "Spanish, IVA 21 %, unruled table",
     (Item(0, "24"), Item(1, "10"), Item(2, "50"), Item(3, "8"), Item(4, "30"), Item(5, "16"))),
    ("invoice_en_gbp", "hartwell", "118842", date(2026, 10, 23), "English, sterling, typewriter layout, three decimals",
     (Item(0, "5000"), Item(1, "3000"), Item(2, "2000"), Item(3, "10000"), Item(4, "4000"), Item(5, "48"))),
    ("invoice_en_abrasives", "kestrel", "KA-2026-5107", date(2026, 10, 26), "English, Netherlands; codes below the text, reverse charge",
     (Item(0, "600"), Item(1, "240"), Item(2, "100"), Item(3, "8"), Item(4, "25"))),
    ("invoice_de_chf", "brunner", "91184-26", date(2026, 10, 27), "Swiss German, francs, apostrophes as thousands separators",
     (Item(0, "60"), Item(1, "25"), Item(2, "4"), Item(3, "12"), Item(4, "40"))),
    ("invoice_us_usd", "lakeshore", "INV0098214", date(2026, 10, 28), "American, US letter, dollars, month first",
     (Item(0, "100"), Item(1, "40"), Item(2, "25"), Item(3, "12"), Item(4, "150"))),
    ("invoice_en_lubricants", "nordlub", "33021877", date(2026, 10, 29), "English, Denmark; litres and kilograms, ISO dates, a discount",
     (Item(0, "1800"), Item(1, "640", discount="4"), Item(2, "150"), Item(3, "15"), Item(4, "72"))),
    ("invoice_en_packaging", "linden", "LP/26/10995", date(2026, 10, 30), "English, Ireland; month names, prices of three decimals",
     (Item(0, "8000"), Item(1, "500"), Item(2, "6"), Item(3, "20"), Item(4, "24"))),
)  # fmt: skip


def special_invoices(case: Case) -> None:
    """Several orders on one bill, a second partial bill, a small difference, a credit note."""
    orders = tuple(
        case.order(order(case.next_order(), "schraubwerk", date(2026, 9, day), date(2026, 10, 19), *items))
        for day, items in (
            (8, (Item(1, "1500"), Item(4, "1500"))),
            (15, (Item(2, "400"),)),
            (22, (Item(6, "30"), Item(7, "6000"))),
        )
    )
    together = bill_together(tuple(bill(one, "2610-49120", date(2026, 10, 30)) for one in orders))
    case.add_native("invoice_de_several_orders", "One bill for three orders, lines under their order", together, TOUCHLESS)

    split = case.order(order(case.next_order(), "renz", date(2026, 9, 10), date(2026, 10, 5), Item(2, "60"), Item(3, "20")))
    case.earlier(EarlierBill(split, "RE-26-03207", date(2026, 10, 8), {0: Decimal(36), 1: Decimal(12)}))
    partial = bill(split, "RE-26-03466", date(2026, 11, 2), quantities={0: "24", 1: "8"})
    case.add_native("invoice_de_second_partial", "Second partial bill of an order: not a duplicate", partial, TOUCHLESS)

    close = case.order(
        order(case.next_order(), "kestrel", date(2026, 9, 28), date(2026, 10, 26), Item(0, "1000"), Item(3, "6"))
    )
    near = bill(close, "KA-2026-5233", date(2026, 11, 3), prices={0: "0.93"})
    case.add_native(
        "invoice_en_price_within_tolerance", "One price 1.1 % and 10.00 over the order: within tolerance", near, TOUCHLESS
    )

    returned = case.order(
        order(case.next_order(), "kestrel", date(2026, 9, 3), date(2026, 9, 30), Item(1, "300", returned="40"), Item(4, "30"))
    )
    first = case.earlier(EarlierBill(returned, "KA-2026-4872", date(2026, 10, 1), {0: Decimal(300), 1: Decimal(30)}))
    note = credit(first, "KC-2026-0318", date(2026, 10, 21), {0: "40"})
    case.add_native("credit_note_en_return", "Credit note for goods sent back, original invoice named", note, TOUCHLESS)


def e_invoices(case: Case) -> None:
    """Structured invoices: Factur-X, ZUGFeRD and UBL; and a hybrid whose page and XML differ."""
    boxes = case.order(
        order(
            case.next_order(),
            "emballages",
            date(2026, 9, 21),
            date(2026, 10, 19),
            Item(0, "2400"),
            Item(3, "144"),
            Item(4, "60"),
        )
    )
    case.add_hybrid("invoice_fr_facturx", "Factur-X: PDF with embedded CII", bill(boxes, "F-026-11940", date(2026, 11, 4)))
    screws = case.order(
        order(case.next_order(), "schraubwerk", date(2026, 9, 24), date(2026, 10, 22), Item(0, "4000"), Item(4, "2500"))
    )
    case.add_hybrid(
        "invoice_de_zugferd",
        "ZUGFeRD: German PDF with embedded CII, price base 100",
        bill(screws, "2611-50007", date(2026, 11, 5)),
    )
    discs = case.order(
        order(
            case.next_order(), "kestrel", date(2026, 9, 25), date(2026, 10, 23), Item(0, "500"), Item(2, "150"), Item(5, "12")
        )
    )
    case.add_ubl("invoice_nl_ubl", "UBL 2.1 invoice (Peppol BIS)", bill(discs, "KA-2026-5260", date(2026, 11, 5)))
    oil = case.order(
        order(case.next_order(), "nordlub", date(2026, 9, 2), date(2026, 9, 29), Item(2, "200", returned="50"), Item(3, "20"))
    )
    first = case.earlier(EarlierBill(oil, "33021502", date(2026, 9, 30), {0: Decimal(200), 1: Decimal(20)}))
    case.add_ubl(
        "credit_note_dk_ubl",
        "UBL 2.1 credit note for goods sent back",
        credit(first, "33029011", date(2026, 11, 6), {0: "50"}),
    )


def scanned_invoices(case: Case) -> None:
    """The same kinds of paper after a printer, a hand and a scanner; no scan passes until enough were measured to vouch for it."""
    rows: tuple[tuple[str, str, str, date, str, Wear, str, tuple[Item, ...]], ...] = (
        ("scan_de_clean.png", "vossberg", "70455390", date(2026, 11, 2), "Clean office scan, 200 dpi, PNG", CLEAN, "clean_scan",
         (Item(0, "20"), Item(7, "120"), Item(13, "10"))),
        ("scan_en_clean.pdf", "linden", "LP/26/11020", date(2026, 11, 3), "Clean scan as PDF without text layer", CLEAN, "clean_scan",
         (Item(1, "800"), Item(3, "10"))),
        ("scan_fr_office.tif", "valmont", "FC2611-0815", date(2026, 11, 4), "Bilevel TIFF (G4), punch holes, skewed", OFFICE, "clean_scan",
         (Item(2, "16"), Item(3, "3"), Item(6, "24"))),
        ("scan_es_poor.pdf", "ibarra", "A/26/4530", date(2026, 11, 5), "Poor scan as PDF: faded, skewed, folded, noisy", TIRED, "poor_scan",
         (Item(1, "90", discount="10"), Item(2, "48", discount="10"), Item(4, "16"))),
        ("photo_en.jpg", "nordlub", "33021994", date(2026, 11, 6), "Phone photo: perspective and shadow", PHONE, "poor_scan",
         (Item(0, "900"), Item(4, "36"))),
    )  # fmt: skip
    for name, supplier, number, day, shows, wear, quality, items in rows:
        ordered = case.order(order(case.next_order(), supplier, date(2026, 9, 30), date(2026, 10, 28), *items))
        document = print_commercial(bill(ordered, number, day), SUPPLIERS[supplier], _received_stamp(day, number))
        case.add_scan(name, shows, document, wear, quality, review("EXT-LOWCONF"))


def _received_stamp(day: date, number: str) -> Overlay:
    """The stamp of our mail room, with initials by hand, in the empty part of the page."""

    def press(sheet: Sheet) -> None:
        rng = Random(number)
        x, y = sheet.width * rng.uniform(0.3, 0.7), sheet.height * rng.uniform(0.66, 0.76)
        stamp(sheet, (x, y), ("EINGEGANGEN", f"{day + timedelta(days=3):%d. %m. %Y}", "BRENNHOFF"), rng, color=BLUE, size=12)
        write_by_hand(sheet, (x + 60, y + 12), "Kl.", 14, rng, hand="script")

    return press
