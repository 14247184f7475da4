"""Which fields do invoices, credit notes, confirmations, orders, receipts and delivery notes have? Read from what a paper shows."""

from __future__ import annotations

from idp.domain.document import FIELDS_OF, DocumentType
from idp.domain.page import Quality
from idp.extractors import confidence, money_sign
from idp.extractors.account import ALL_ACCOUNTS, read_accounts
from idp.extractors.day import confirm_only_day, doubt_disorder, take_letter_day, take_lone_day
from idp.extractors.fields import Fields
from idp.extractors.header import OWN_DATE, OWN_NUMBER, OpenDate, date_by_label, identifier_by_label, lone_number
from idp.extractors.order_number import read_orders
from idp.extractors.paper import Paper
from idp.extractors.party import Parties, find_ordering_parties, find_parties
from idp.extractors.printed_sum import Sum, find_sums
from idp.extractors.product import Checked, amounts_of
from idp.extractors.sums import OTHER_CHARGES
from idp.extractors.totals import Totals, decide


def read_trade(paper: Paper, lines: list[Checked]) -> tuple[Fields, Totals]:
    """The header fields of a trade document and the decision on its amounts."""
    wanted = FIELDS_OF[paper.kind.document_type]
    found = Fields(paper)
    find = find_ordering_parties if paper.kind.document_type is DocumentType.PURCHASE_ORDER else find_parties
    parties = find(paper.layout, paper.labels, paper.around, paper.candidates, paper.own)
    _names(found, parties, wanted)
    _numbers(found)
    _days(found)
    if paper.kind.document_type is not DocumentType.PURCHASE_ORDER:
        read_orders(found)
    if paper.kind.document_type is DocumentType.ORDER_CONFIRMATION and not any("promised_date" in x.line.cells for x in lines):
        _promised_day(found)
    read_accounts(found, parties)
    totals = Totals()
    if "total" in wanted:
        totals = _amounts(found, lines)
        _currency(found)
    kept = set(wanted) | {"amount_due", "supplier_email", "buyer_vat", "promised_date", OTHER_CHARGES}
    kept |= {ALL_ACCOUNTS} if "supplier_iban" in wanted else set()
    found.values = {name: value for name, value in found.values.items() if name in kept}
    return found, totals


def _names(found: Fields, parties: Parties, wanted: tuple[str, ...]) -> None:
    if parties.supplier is not None and "supplier_name" in wanted:
        supplier = parties.supplier
        found.put(
            "supplier_name", supplier.option.value, supplier.option.spot, confidence.of_name(supplier), supplier.option.reasons
        )
    if "buyer_name" in wanted:
        found.put_choice("buyer_name", parties.buyer)


def _numbers(found: Fields) -> None:
    paper = found.paper
    own = OWN_NUMBER.get(paper.kind.document_type)
    if own is not None:
        named = identifier_by_label((own,), paper.labels, paper.around)
        found.put_choice(own, named or lone_number(paper.labels, paper.around))
    if paper.kind.document_type is DocumentType.CREDIT_NOTE:
        found.put_choice("original_invoice_number", identifier_by_label(("original_number",), paper.labels, paper.around))


def _days(found: Fields) -> None:
    paper = found.paper
    own = OWN_DATE.get(paper.kind.document_type)
    if own is not None:
        for labels in ((own,), ("invoice_date",)):
            if own not in found.values:
                _day(found, own, labels)
        if own not in found.values:
            take_letter_day(found, own)
        if own == "confirmation_date" and own not in found.values:
            _day(found, own, ("order_date",))
    _day(found, "due_date", ("due_date",))
    if own is not None:
        confirm_only_day(found, own)
    doubt_disorder(found)
    if own is not None and own not in found.values:
        take_lone_day(found, own)


def _day(found: Fields, name: str, labels: tuple[str, ...]) -> None:
    paper = found.paper
    inside = {row for table in paper.tables for row in range(table.head_first, table.last + 1)}
    outside = [label for label in paper.labels if not (label.weak and label.row in inside)]
    choice, undecided = date_by_label(labels, outside, paper.around, paper.candidates, paper.habits, field=name)
    found.put_choice(name, choice)
    if choice is None and undecided and not any(open_date.field == name for open_date in found.open_dates):
        found.open_dates.append(OpenDate(name, undecided[0].spot, undecided[0].readings))


def _promised_day(found: Fields) -> None:
    """The day that a confirmation promises for all its lines at once, outside of its table."""
    paper = found.paper
    inside = {row for table in paper.tables for row in range(table.head_first, table.head_last + 1)}
    labels = [label for label in paper.labels if not label.weak and label.row not in inside]
    choice, _ = date_by_label(("delivery_date",), labels, paper.around, paper.candidates, paper.habits, field="promised_date")
    found.put_choice("promised_date", choice)


def _amounts(found: Fields, lines: list[Checked]) -> Totals:
    paper = found.paper
    headings = frozenset(row for table in paper.tables for row in range(table.head_first, table.head_last + 1))
    sums = [*find_sums(paper.labels, paper.around, paper.candidates, headings), *paper.told_sums]
    totals = decide(sums, amounts_of(lines))
    for name, chosen in (
        ("subtotal", totals.subtotal),
        ("tax_amount", totals.tax),
        ("total", totals.total),
        ("amount_due", totals.due),
    ):
        if chosen is not None:
            sure, reasons = _amount_evidence(name, chosen, totals)
            found.put(name, f"{chosen.value:f}", chosen.spot, sure, reasons)
    if totals.adjustment and totals.total is not None:
        found.put(
            OTHER_CHARGES,
            f"{totals.adjustment:f}",
            None,
            confidence.CLOSING_WITH_ADJUSTMENT,
            ("closes the sum from the lines to the total",),
        )
    return totals


def _amount_evidence(name: str, chosen: Sum, totals: Totals) -> tuple[float, tuple[str, ...]]:
    reasons = [f"stands by '{chosen.label.text}'"]
    if name == "amount_due":
        return 0.8, tuple(reasons)
    if totals.closes and not totals.adjustment:
        reasons.append("subtotal and tax come to the total")
        sure = confidence.CLOSING_TOTAL_WITH_LINES if totals.lines_agree else confidence.CLOSING_TOTAL
    elif totals.closes:
        reasons.append(f"subtotal, tax and {totals.adjustment} for discount, freight or rounding come to the total")
        sure = confidence.CLOSING_WITH_ADJUSTMENT
    elif totals.closes is False:
        reasons.append("subtotal and tax do not come to the total")
        sure = confidence.CONTRADICTED_TOTAL
    else:
        sure = 0.55 + 0.2 * min(1.0, chosen.points) + (0.15 if totals.lines_agree else 0.0)
    if totals.lines_agree:
        reasons.append("the lines add up to it" if name != "tax_amount" else "the lines agree with the amounts")
    if chosen.open:
        sure = min(sure, 0.85 if totals.closes and totals.lines_agree else 0.4)
    return sure, tuple(reasons)


def _currency(found: Fields) -> None:
    choice = money_sign.find_currency(found.paper.layout)
    if choice is None:
        return
    native = found.paper.layout.quality is Quality.NATIVE
    sure = 0.95 if choice.runner_up is None and native else 0.9 if choice.margin > 0.8 else 0.6
    sure = 0.6 if choice.option.spot is None else sure
    if "tell which" not in choice.option.reasons[0] and choice.option.reasons[0] == "amounts in $":
        sure = min(sure, 0.88)
    found.put("currency", choice.option.value, choice.option.spot, sure, choice.option.reasons)
