from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import parse_qsl

import pytest

from idp.domain.code import Code
from idp.domain.coding import Coding
from idp.domain.document import DocumentType, Extracted, ExtractedDocument, ExtractedLine
from idp.domain.finding import Decision, RecordRef, finding
from idp.domain.match import LineMatch, Match
from idp.domain.money import Money
from idp.domain.page import Quality
from idp.domain.purchase import AnalyticShare
from idp.domain.record import DocumentRecord
from idp.review.correction import read_place
from idp.review.display import age_text, amount_text, due_text, hide_accounts, money_text, printed_money, quantity_text
from idp.review.document_view import view_document
from idp.review.match_view import view_comparison
from idp.review.queue_view import Filters, read_filters
from tests.fakes.documents import samples


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("DE89370400440532013000", "•••• 3000"),
        ("pay to DE89 3704 0044 0532 0130 00 please", "pay to •••• 3000 please"),
        ("NO9386011117947.", "•••• 7947."),
        ("invoice FC2611-0861 of 2026", "invoice FC2611-0861 of 2026"),
        ("order PO00231, 24 boxes", "order PO00231, 24 boxes"),
    ],
)
def test_an_account_in_a_sentence_keeps_its_last_four_and_nothing_else_is_hidden(text: str, shown: str) -> None:
    assert hide_accounts(text) == shown


def test_numbers_are_written_exactly_with_thousands_apart() -> None:
    assert amount_text(Decimal("1234567.5")) == "1,234,567.50"
    assert amount_text(Decimal("0.00123")) == "0.00123"
    assert quantity_text(Decimal("100.000")) == "100"
    assert quantity_text(Decimal("1E+3")) == "1,000"
    assert quantity_text(Decimal(0)) == "0"
    assert quantity_text(None) == ""
    assert money_text(Money(Decimal("12000"), "JPY")) == "12,000 JPY"
    assert printed_money("1409.3 EUR") == "1,409.30 EUR"
    assert printed_money("about ten") == "about ten"
    assert printed_money(None) == ""


def test_ages_and_due_days_read_as_people_say_them() -> None:
    assert [age_text(timedelta(minutes=m)) for m in (-3, 0, 59, 60, 47 * 60, 48 * 60)] == [
        "0 min",
        "0 min",
        "59 min",
        "1 h",
        "47 h",
        "2 d",
    ]
    today = date(2026, 4, 20)
    assert [due_text(today + timedelta(days=d), today=today) for d in (-9, 0, 3)] == ["9 d late", "today", "in 3 d"]
    assert due_text(None, today=today) == ""


@pytest.mark.parametrize(
    "place", ["", "0", "0 0.1 0.2 0.3", "-1 0.1 0.1 0.2 0.2", "0 0.5 0.1 0.2 0.2", "0 nan 0 1 1", "0 0 0 1 9", "x 0 0 1 1"]
)
def test_a_place_that_is_no_place_is_none(place: str) -> None:
    assert read_place(place) == (None, None)


def test_filters_survive_their_address() -> None:
    filters = Filters(tab="failed", document_type="invoice", code="PRC-OVER", owner="buyer", search="a & b", at=51)
    assert read_filters(dict(parse_qsl(filters.address().removeprefix("?")))) == filters
    assert Filters().address() == ""


def test_questions_come_strictest_and_dearest_first_and_mark_their_fields() -> None:
    view = view_document(samples()["price"].record, hide=True)
    assert [f.code for f in view.questions] == ["PRC-OVER", "EXT-AMBIG"]
    assert [f.code for f in view.notices] == ["QTY-UNDER"]
    assert [f.path for f in view.fields if f.asks] == ["invoice_date"]
    assert [c.path for line in view.lines for c in line.cells if c.asks] == ["lines.1.unit_price"]


def test_nothing_taken_over_is_zero_and_not_what_was_shipped() -> None:
    line = ExtractedLine({"quantity": Extracted("6", "6", 0.9), "quantity_delivered": Extracted("0", "0", 0.9)})
    record = samples()["delivery"].record
    match = Match(Decision.REVIEW, (), lines=(LineMatch(0, None, None, 0.0, ""),))
    extraction = ExtractedDocument(DocumentType.PROOF_OF_DELIVERY, (0,), Quality.NATIVE, lines=(line,))
    (row,) = view_comparison(replace(record, match=match, extraction=extraction))
    assert row.quantity.shown == "0"


def test_a_line_without_an_order_shows_how_it_would_be_booked_and_why() -> None:
    record = samples()["price"].record
    shares = (
        AnalyticShare((4,), Decimal("60.0"), ("Hall A",)),
        AnalyticShare((5, 9), Decimal("40.0"), ("Hall B", "North")),
    )
    coding = Coding("0", 0, 7, "600100", "Freight in", RecordRef("account.move", 3, "BILL/1"), "as on BILL/1", shares)
    match = Match(Decision.REVIEW, (), lines=(LineMatch(0, None, None, 0.0, ""),), codings=(coding,))
    (row,) = view_comparison(replace(record, match=match))
    assert (row.booked, row.why) == ("600100 Freight in · Hall A 60 % · Hall B / North 40 %", "as on BILL/1")


def _with_findings(count: int) -> DocumentRecord:
    record = samples()["clean"].record
    assert record.match is not None
    over = tuple(
        finding(Code.QTY_OVERORD, f"Line {n + 1} is too much.", line=n, money=Money(Decimal("12.50"), "EUR"))
        for n in range(count)
    )
    return replace(record, match=replace(record.match, findings=(*over, finding(Code.GOV_SAMPLE, "Drawn."))))


def test_findings_of_one_code_are_told_as_one_when_there_are_more_than_three() -> None:
    over, drawn = view_document(_with_findings(7), hide=True).question_groups
    assert over.is_folded
    assert (over.code, over.where, over.money) == ("QTY-OVERORD", "on 7 lines", "87.50 EUR")
    assert [f.line for f in over.findings] == list(range(7))
    assert not drawn.is_folded


def test_three_findings_of_one_code_are_each_told_in_full() -> None:
    over, _ = view_document(_with_findings(3), hide=True).question_groups
    assert not over.is_folded
