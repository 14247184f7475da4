"""Whatever value the domain allows comes back equal."""

from __future__ import annotations

from decimal import Decimal
from types import MappingProxyType

from hypothesis import given
from hypothesis import strategies as st

from idp.domain.code import Code, Role, Severity
from idp.domain.document import DocumentType, Extracted, ExtractedDocument, ExtractedLine
from idp.domain.entry import BillEntry, BillEntryLine, ConfirmationEntry, EntryFile, EntryOrder, ExpectedDate, ShippingEntry
from idp.domain.finding import Decision, Finding, RecordRef
from idp.domain.geometry import Box
from idp.domain.match import LineMatch, Match
from idp.domain.money import Money
from idp.domain.page import Quality
from idp.store.body import EXTRACTION, MATCH, ORDER

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
SHARE = st.floats(0, 1)
BOX = st.tuples(SHARE, SHARE, SHARE, SHARE).map(lambda sides: Box.clamped(*sides))
EXTRACTED = st.builds(
    Extracted,
    value=st.one_of(TEXT, st.booleans(), st.lists(TEXT, max_size=3).map(tuple)),
    raw=TEXT, confidence=SHARE, page=st.none() | st.integers(0, 99), box=st.none() | BOX, boxes=st.lists(BOX, max_size=2).map(tuple),
    source=TEXT, reasons=st.lists(TEXT, max_size=2).map(tuple),
)  # fmt: skip
CELLS = st.dictionaries(TEXT, EXTRACTED, max_size=3)
DOCUMENT = st.builds(
    ExtractedDocument,
    document_type=st.sampled_from(DocumentType), pages=st.lists(st.integers(0, 9), max_size=3).map(tuple),
    quality=st.sampled_from(Quality), fields=CELLS | CELLS.map(MappingProxyType),
    lines=st.lists(st.builds(ExtractedLine, cells=CELLS, page=st.none() | st.integers(0, 9)), max_size=2).map(tuple),
    language=st.none() | TEXT, confident=st.booleans(), findings=st.just(()), model_version=TEXT,
)  # fmt: skip


@given(DOCUMENT)
def test_an_extraction_is_read_back_equal_and_to_the_same_text(document: ExtractedDocument) -> None:
    body = EXTRACTION.write(document)
    again = EXTRACTION.read(body.text)
    assert again == document
    assert EXTRACTION.write(again) == body


DECIMAL = st.decimals(allow_nan=False, allow_infinity=False, places=6) | st.sampled_from(
    [Decimal("1E+2"), Decimal("0.00"), Decimal("-0")]
)
NUMBER = st.integers(1, 2**31 - 1)
REF = st.builds(RecordRef, model=TEXT, id=NUMBER, name=TEXT)
MONEY = st.builds(Money, amount=DECIMAL.map(abs), currency=st.sampled_from(["EUR", "JPY"]))
DAY = st.dates()
FINDING = st.builds(
    Finding,
    code=st.sampled_from(Code), severity=st.sampled_from(Severity), owner=st.none() | st.sampled_from(Role), message=TEXT,
    line=st.none() | NUMBER, field=st.none() | TEXT, expected=st.none() | TEXT, money=st.none() | MONEY, page=st.none() | NUMBER,
    box=st.none() | BOX, record=st.none() | REF, proof=st.none() | TEXT, actions=st.lists(TEXT, max_size=2).map(tuple),
)  # fmt: skip
BILL_LINE = st.builds(
    BillEntryLine,
    key=TEXT, description=TEXT, quantity=DECIMAL, unit_price=DECIMAL, discount_percent=DECIMAL, unit_id=st.none() | NUMBER,
    product_id=st.none() | NUMBER, order_line_id=st.none() | NUMBER, tax_ids=st.lists(NUMBER, max_size=2).map(tuple),
)  # fmt: skip
ENTRY = st.one_of(
    st.builds(
        BillEntry,
        company_id=NUMBER, vendor_id=NUMBER, is_refund=st.booleans(), number=TEXT, bill_date=DAY, due_date=st.none() | DAY,
        currency=TEXT, lines=st.lists(BILL_LINE, max_size=2).map(tuple), subtotal=st.none() | DECIMAL,
        tax_amount=st.none() | DECIMAL, total=DECIMAL, bank_account_id=st.none() | NUMBER,
    ),
    st.builds(
        ConfirmationEntry,
        company_id=NUMBER, orders=st.lists(REF, max_size=2).map(tuple), confirmation_number=st.none() | TEXT,
        expected=st.lists(st.builds(ExpectedDate, order_line_id=NUMBER, expected=DAY), max_size=2).map(tuple),
    ),
    st.builds(
        ShippingEntry, company_id=NUMBER, targets=st.lists(REF, max_size=2).map(tuple), tracking_reference=st.none() | TEXT
    ),
)  # fmt: skip
LINE_MATCH = st.builds(
    LineMatch, line=NUMBER, record=st.none() | REF, order_name=st.none() | TEXT, score=SHARE, how=TEXT, ordered=st.none() | DECIMAL,
    received=st.none() | DECIMAL,
)  # fmt: skip
MATCHES = st.builds(
    Match,
    decision=st.sampled_from(Decision), findings=st.lists(FINDING, max_size=2).map(tuple), vendor=st.none() | REF,
    company_id=st.none() | NUMBER, orders=st.lists(REF, max_size=2).map(tuple), lines=st.lists(LINE_MATCH, max_size=2).map(tuple),
    entry=st.none() | ENTRY, money_at_stake=st.none() | MONEY, policy_version=TEXT,
)  # fmt: skip
FILE = st.builds(EntryFile, name=TEXT, sha256=TEXT, media_type=TEXT)
ORDERS = st.builds(EntryOrder, document_id=TEXT, entry=ENTRY, file=FILE, note=TEXT, approver_role=st.none() | TEXT)


@given(MATCHES)
def test_a_match_is_read_back_equal_and_to_the_same_text(match: Match) -> None:
    body = MATCH.write(match)
    again = MATCH.read(body.text)
    assert again == match
    assert type(again.entry) is type(match.entry)
    assert MATCH.write(again) == body


@given(ORDERS)
def test_an_order_is_read_back_equal_and_of_its_kind(order: EntryOrder) -> None:
    again = ORDER.read(ORDER.write(order).text)
    assert again == order
    assert type(again.entry) is type(order.entry)
