"""The match panel compares on one base and says what the paper prints; confirmations and shipping papers have panels of their own."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from idp.domain.choice import Choice, Topic
from idp.domain.code import Code
from idp.domain.document import Extracted
from idp.domain.finding import RecordRef, finding
from idp.domain.geometry import Box
from idp.domain.match import LineMatch, PaperTrail
from idp.domain.page import Ink, InkKind, Page, Quality
from idp.domain.record import DocumentRecord
from idp.review.match_view import ComparisonRow, view_chosen, view_comparison
from idp.review.paper_view import view_paper
from tests.fakes.documents import samples


def with_line(name: str, matched: LineMatch, cells: dict[str, str], *codes: Code) -> DocumentRecord:
    """The sample with this as its only matched line; `cells` are printed on it."""
    record = samples()[name].record
    assert record.match is not None
    assert record.extraction is not None
    first = record.extraction.lines[0]
    printed = replace(first, cells={**first.cells, **{column: Extracted(value, value, 1.0) for column, value in cells.items()}})
    found = tuple(finding(code, "It differs.", line=0) for code in codes)
    extraction = replace(record.extraction, lines=(printed, *record.extraction.lines[1:]))
    return replace(record, extraction=extraction, match=replace(record.match, lines=(matched,), findings=found))


def matched(**figures: object) -> LineMatch:
    ref = RecordRef("purchase.order.line", 101, "PO00231 line 1")
    defaults = {"ordered": Decimal(10), "received": Decimal(10), "billed_before": Decimal(0), "order_price": Decimal("18.40")}
    values = {**defaults, "unit": "Box", "currency": "EUR", **figures}
    return LineMatch(0, ref, "PO00231", 0.97, "vendor code", **values)  # type: ignore[arg-type]  # attributes of the pair


def the_row(record: DocumentRecord) -> ComparisonRow:
    (row,) = view_comparison(record)
    return row


def test_pieces_stand_beside_boxes_in_boxes_and_the_paper_is_told() -> None:
    record = with_line("price", matched(quantity=Decimal(1)), {"quantity": "100", "uom": "pcs"})
    row = the_row(record)
    assert (row.quantity.shown, row.quantity.note) == ("1", "100 pcs = 1 Box")
    assert row.order_price.note == "per Box"


def test_a_price_for_a_hundred_stands_beside_the_orders_for_one() -> None:
    price = matched(quantity=Decimal(100), price=Decimal("0.2390"), order_price=Decimal("0.2150"), unit="Units")
    record = with_line(
        "price", price, {"quantity": "100", "unit_price": "23.90", "price_base": "100", "uom": "pcs"}, Code.PRC_OVER
    )
    row = the_row(record)
    assert (row.price.shown, row.order_price.shown, row.order_price.note) == ("0.239", "0.215", "per Units")
    assert row.price.note == "printed 23.90 per 100 pcs · ▲ 0.024 (11.2 %)"


def test_figures_on_one_base_are_told_without_more_words() -> None:
    row = the_row(with_line("price", matched(quantity=Decimal(24), price=Decimal("18.40")), {}))
    assert (row.quantity.shown, row.quantity.note, row.price.shown, row.price.note) == ("24", "", "18.40", "")


def test_the_chain_leads_to_the_confirmation_and_the_shipping_paper() -> None:
    told = PaperTrail(Decimal(10), Decimal("18.40"), date(2026, 5, 4), "c" * 32, Decimal(9), None, "d" * 32)
    row = the_row(with_line("price", matched(told=told), {}))
    assert (row.confirmed.shown, row.confirmed.note, row.confirmed.paper) == ("10", "at 18.40", "c" * 32)
    assert row.papers == (("Promised for 2026-05-04", "c" * 32), ("Shipped 9", "d" * 32))


def test_who_chose_stands_beside_what_was_chosen() -> None:
    at = datetime(2026, 4, 20, 9, 0, tzinfo=UTC)
    choices = (
        Choice(Topic.LINE, "clara", "Clara Clerk", at, 0),
        Choice(Topic.VENDOR, "carl", "Carl Clerk", at, None, (RecordRef("v", 1, "Keller"),)),
    )  # fmt: skip
    record = replace(with_line("price", matched(), {}), choices=choices)
    assert the_row(record).chosen == (("chosen by Clara Clerk, 2026-04-20 09:00", "line"),)
    assert view_chosen(record) == {"vendor": "chosen by Carl Clerk, 2026-04-20 09:00", "orders": ""}


def test_a_confirmation_shows_days_beside_each_other() -> None:
    pair = matched(expected=date(2026, 5, 4), quantity=Decimal(10))
    paper = view_paper(with_line("confirmation", pair, {"promised_date": "2026-05-29"}, Code.CNF_LATE))
    assert paper is not None
    assert paper.headings == ("Ordered", "Confirmed", "Order price", "Confirmed price", "Expected", "Promised")
    expected, promised = paper.rows[0].cells[-2:]
    assert (expected.shown, promised.shown, promised.note, promised.codes) == (
        "2026-05-04",
        "2026-05-29",
        "▲ 25 d later",
        ("CNF-LATE",),
    )


def test_a_proof_of_delivery_shows_what_was_noted_and_cuts_the_signature_out() -> None:
    record = samples()["delivery"].record
    page = Page(
        0,
        600,
        800,
        (),
        Quality.NATIVE,
        "none",
        ink=(Ink(InkKind.HANDWRITING, Box(0.5, 0.5, 0.7, 0.6)), Ink(InkKind.IMAGE, Box(0, 0, 1, 1))),
    )
    paper = view_paper(record, (page, replace(page, index=7)))
    assert paper is not None
    assert ("Exceptions", "1 seal set damaged, packaging wet", True) in paper.facts
    (mark,) = paper.marks
    assert (mark.page, mark.label, mark.width, mark.height) == (0, "Handwriting", 600, 800)
    assert mark.left < 300 < mark.left + mark.cut_width
    assert mark.top < 400 < mark.top + mark.cut_height


def test_bills_have_the_comparison_alone() -> None:
    assert view_paper(samples()["price"].record) is None
    assert view_paper(samples()["locked"].record) is None
