"""Which bills need a person, and why? One file for every question that the service must ask."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

from idp.training.content import Bank, Party, Statement, StatementRow, to_cents
from idp.training.degrade import CLEAN
from idp.training.identifiers import make_bic, make_iban, make_vat
from idp.training.papers.statement import draw_statement
from idp.training.samples.case import Case
from idp.training.samples.desk import (
    Expected,
    bill,
    bill_together,
    charge,
    file_truth,
    hold,
    join_pdfs,
    print_commercial,
    reject,
    review,
)
from idp.training.samples.orders import Item, Order, order
from idp.training.samples.suppliers import OURS, SUPPLIERS
from idp.training.truth import generated

_EUROS_A_FRANC = Decimal("1.065")


def duplicates(case: Case) -> None:
    """The same bytes again, and the same bill again as a scan."""
    first = case.file("invoice_de_bearings.pdf")
    case.add(
        "duplicate_same_file.pdf",
        "The very bytes of 02 once more",
        first.data,
        Expected("reject", "REJECTED", ("DUP-FILE",)),
        truth=first.truth,
    )
    ordered = next(one for one in case.orders if one.supplier.key == "renz")
    printed = print_commercial(bill(ordered, "RE-26-03391", date(2026, 10, 15)), ordered.supplier)
    case.add_scan(
        "duplicate_resent_scan.pdf",
        "Invoice 02 sent again on paper: same number, other bytes",
        printed,
        CLEAN,
        "clean_scan",
        reject("DUP-NUMBER"),
    )


def quantity_and_price(case: Case) -> None:
    """Billed more than ordered, more than received, before anything came, and dearer than agreed."""

    def plain(supplier: str, *items: Item) -> Order:
        return case.order(order(case.next_order(), supplier, date(2026, 9, 29), date(2026, 10, 27), *items))

    over = plain("renz", Item(0, "100"), Item(5, "50"))
    case.add_native(
        "over_ordered",
        "Bills 120 where 100 were ordered and received",
        bill(over, "RE-26-03501", date(2026, 11, 9), quantities={0: "120", 1: "50"}),
        hold("QTY-OVERORD"),
    )
    short = plain("aranda", Item(0, "40", received="25"), Item(3, "12"))
    case.add_native(
        "over_received",
        "Bills 40 where 25 of 40 have come in",
        bill(short, "FV260-02290", date(2026, 11, 9), quantities={0: "40", 1: "12"}),
        review("QTY-OVERREC"),
    )
    nothing = plain("linden", Item(0, "5000", received="0"), Item(2, "4", received="0"))
    case.add_native(
        "not_received",
        "Bill came before the goods",
        bill(nothing, "LP/26/11077", date(2026, 11, 10), quantities={0: "5000", 1: "4"}),
        hold("QTY-NOREC"),
    )
    dear = plain("valmont", Item(0, "10"), Item(3, "4"))
    case.add_native(
        "price_over",
        "One price 9 % over the order",
        bill(dear, "FC2611-0861", date(2026, 11, 10), prices={1: "751.00"}),
        review("PRC-OVER"),
    )
    freight = plain("kestrel", Item(0, "400"), Item(1, "160"))
    charged = bill(freight, "KA-2026-5301", date(2026, 11, 11))
    lines = (*charged.lines, charge("Express freight surcharge", "64.50", Decimal(0), "pcs", "KA-FRT"))
    case.add_native(
        "freight_not_on_order", "Freight line that is not on the order", replace(charged, lines=lines), review("CHG-UNPLANNED")
    )
    taxed = plain("vossberg", Item(3, "30"), Item(8, "60"))
    wrong = bill(taxed, "70455611", date(2026, 11, 11))
    lines = tuple(replace(line, tax_percent=Decimal(7)) for line in wrong.lines)
    case.add_native(
        "tax_rate_differs", "Bills 7 % tax where the order has 19 %", replace(wrong, lines=lines), review("TAX-RATE")
    )


def who_sends(case: Case) -> None:
    """A known vendor's changed account, and a vendor that Odoo does not know."""
    ordered = case.order(
        order(case.next_order(), "schraubwerk", date(2026, 10, 1), date(2026, 10, 29), Item(1, "1200"), Item(8, "100"))
    )
    moved = bill(ordered, "2611-50190", date(2026, 11, 12))
    rng = Random("new account")
    account = Bank("Direktbank Nordlicht", make_iban("DE", rng), make_bic("DE", rng))
    changed = replace(
        moved, supplier=replace(moved.supplier, banks=(account,)), notes=("Bitte beachten Sie unsere neue Bankverbindung!",)
    )
    case.add_native("bank_changed", "Known vendor, account that is not among his trusted ones", changed, hold("FRD-BANK"))

    known = case.order(order(case.next_order(), "renz", date(2026, 10, 2), date(2026, 10, 30), Item(1, "40"), Item(6, "200")))
    foreign = replace(
        bill(known, "QP-10027", date(2026, 11, 12)),
        supplier=_stranger(),
        po_numbers=(),
        customer_number="",
        delivery_note="",
        contact="",
    )
    made = print_commercial(foreign, SUPPLIERS["renz"])
    case.add(
        "vendor_unknown.pdf",
        "Vendor that Odoo does not know, no order number",
        made.pdf,
        review("VEN-UNKNOWN"),
        truth=file_truth(made),
    )
    wrong = replace(bill(known, "RE-26-03533", date(2026, 11, 13)), po_numbers=("P09917",))
    case.add_native("order_not_found", "Names an order that does not exist", wrong, review("PO-NOTFOUND"))


def _stranger() -> Party:
    """A dealer who is not in Odoo."""
    return Party(
        "QuickParts Trading UG (haftungsbeschränkt)",
        "Gewerbering 3a",
        "04442 Zwenkau",
        "DE",
        make_vat("DE", Random("quickparts")),
        "Ersatzteile online",
        "0341 555 7781",
        "buchhaltung@quickparts.example",
        "www.quickparts.example",
        "AG Leipzig HRB 39920",
        "K. Sommer",
        "238/118/04517",
        (Bank("Onlinebank Sachsen", make_iban("DE", Random("quickparts")), "ONSADE2L"),),
    )


def which_order(case: Case) -> None:
    """No order number on the bill, and a bill addressed to somebody else."""
    silent = case.order(order(case.next_order(), "brunner", date(2026, 10, 5), date(2026, 11, 2), Item(1, "18"), Item(3, "6")))
    unnamed = replace(bill(silent, "91240-26", date(2026, 11, 13)), po_numbers=())
    case.add_native("order_not_named", "No order number printed; the lines fit one open order", unnamed, review("PO-INFERRED"))

    other = case.order(order(case.next_order(), "linden", date(2026, 10, 6), date(2026, 11, 3), Item(4, "30")))
    them = Party("Brückner Fördertechnik KG", "Siemensring 40", "47877 Willich", "DE", make_vat("DE", Random("somebody else")))
    case.add_native(
        "billed_to_other",
        "Addressed to another company",
        replace(bill(other, "LP/26/11102", date(2026, 11, 13)), buyer=them, ship_to=them),
        review("VAL-NOTUS"),
    )


def odd_files(case: Case) -> None:
    """Two bills in one PDF, and a page that differs from its XML."""
    pair = []
    for number, day, items in (("A/26/4588", 16, (Item(0, "80"), Item(3, "30"))), ("A/26/4589", 16, (Item(2, "24"),))):
        ordered = case.order(order(case.next_order(), "ibarra", date(2026, 10, 7), date(2026, 11, 4), *items))
        pair.append(print_commercial(bill(ordered, number, date(2026, 11, day)), ordered.supplier))
    truths = [file_truth(made) for made in pair]
    case.add(
        "two_invoices_one_file.pdf",
        "Two invoices of one vendor in one PDF",
        join_pdfs(tuple(made.pdf for made in pair)),
        review("CLS-MULTI"),
        review("CLS-MULTI"),
        truth={"documents": truths},
    )

    mixed = case.order(
        order(case.next_order(), "emballages", date(2026, 10, 8), date(2026, 11, 5), Item(2, "120"), Item(5, "10"))
    )
    page = bill(mixed, "F-026-12055", date(2026, 11, 16))
    xml = replace(page, lines=(replace(page.lines[0], unit_price=Decimal("6.95")), *page.lines[1:]))
    case.add_hybrid(
        "hybrid_differs", "Factur-X whose XML bills more than its page shows", page, embedded=xml, expected=hold("EXT-HYBRID")
    )


def sums_and_states(case: Case) -> None:
    """Another currency than ordered, a total that does not add up, and an order that was cancelled."""
    francs = case.order(
        order(case.next_order(), "brunner", date(2026, 10, 13), date(2026, 11, 10), Item(0, "30"), Item(4, "15"))
    )
    billed = bill(francs, "91266-26", date(2026, 11, 19))
    lines = tuple(replace(line, unit_price=to_cents(line.unit_price * _EUROS_A_FRANC)) for line in billed.lines)
    case.add_native(
        "currency_differs",
        "Bills euros where the order is in francs",
        replace(billed, currency="EUR", lines=lines),
        review("CUR-MISMATCH"),
    )

    plain = case.order(order(case.next_order(), "renz", date(2026, 10, 14), date(2026, 11, 11), Item(1, "60"), Item(5, "150")))
    added = replace(bill(plain, "RE-26-03560", date(2026, 11, 20)), misprinted_total=Decimal("769.58"))
    case.add_native("total_wrong", "Net and tax come to 697.58, 769.58 is printed", added, review("VAL-TOTAL"))

    kept = case.order(order(case.next_order(), "schraubwerk", date(2026, 10, 15), date(2026, 11, 12), Item(4, "2000")))
    dropped = case.order(
        order(
            case.next_order(),
            "schraubwerk",
            date(2026, 10, 16),
            date(2026, 11, 13),
            Item(2, "300", received="0"),
            state="cancel",
        )
    )
    number, day = "2611-50261", date(2026, 11, 20)
    together = bill_together((bill(kept, number, day), bill(dropped, number, day, quantities={0: "300"})))
    case.add_native("order_cancelled", "One of its two orders was cancelled", together, review("PO-CLOSED"))


def statement(case: Case) -> None:
    """A list of open items, two of them bills of this very demo."""
    totals = [str((case.file(name).truth or {})["total"]) for name in ("invoice_de_multipage.pdf", "scan_de_clean.png")]
    rows = tuple(
        StatementRow(number, date(2026, month, day), date(2026, month + 1, day), Decimal(amount), Decimal(paid))
        for number, month, day, amount, paid in (
            ("70454410", 9, 3, "1284.33", "1284.33"),
            ("70454987", 9, 24, "612.08", "0.00"),
            ("70455128", 10, 16, totals[0], "0.00"),
            ("70455390", 11, 2, totals[1], "0.00"),
        )
    )
    vossberg = SUPPLIERS["vossberg"]
    items = Statement("de", vossberg.party, OURS, date(2026, 11, 16), "EUR", rows, vossberg.customer_number)
    made = generated("statement", draw_statement(items, vossberg.layout, vossberg.wording, vossberg.notation), language="de")
    case.add(
        "statement_of_account.pdf",
        "Statement of account, not a bill",
        made.pdf,
        review("CLS-STATEMENT"),
        truth=file_truth(made),
    )
