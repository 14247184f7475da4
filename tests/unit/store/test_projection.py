from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from idp.domain.code import Code, Role
from idp.domain.document import DocumentType, Extracted
from idp.domain.lifecycle import State
from idp.domain.record import DocumentRecord
from idp.store.projection import desks, glance, plain_number, present_findings, printed, terms
from tests.contract.store.sample import a_document, a_match, an_extraction


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("1234.5", "EUR", "1234.50 EUR"),
        ("-0.005", "EUR", "-0.005 EUR"),
        ("1234", "JPY", "1234 JPY"),
        ("1.5", "KWD", "1.500 KWD"),
        ("0.123456", "EUR", "0.123456 EUR"),
    ],
)
def test_an_amount_is_printed_with_its_currencys_digits_and_more_only_where_they_count(
    amount: str, currency: str, text: str
) -> None:
    assert printed(Decimal(amount), currency) == text
    assert printed(Decimal(amount) + Decimal("0.000000"), currency) == text


def test_an_amount_without_a_currency_is_not_printed() -> None:
    assert printed(Decimal(1), None) is None
    assert printed(None, "EUR") is None


@pytest.mark.parametrize("written", ["INV-2026/0815", "inv 2026 0815", "ＩＮＶ20260815", "Inv.2026_0815"])
def test_two_writings_of_one_number_are_equal(written: str) -> None:
    assert plain_number(written) == "inv20260815"


def test_leading_zeros_do_not_make_another_number_but_zero_stays() -> None:
    assert plain_number("000815") == plain_number("815")
    assert plain_number("000") == "000"


@pytest.mark.parametrize(
    ("field", "value"),
    [("total", "twelve"), ("currency", "€"), ("due_date", "2026-13-45"), ("total", "NaN"), ("total", "1e400")],
)
def test_a_value_that_is_none_of_its_kind_leaves_the_column_empty(field: str, value: str) -> None:
    read = an_extraction().with_field(field, Extracted(value, value, 0.2))
    seen = glance(a_document(extraction=read))
    assert (seen.due_date if field == "due_date" else seen.total) is None
    assert seen.number == "INV-2026-0815"


def test_an_orders_own_number_is_its_order_number_an_invoices_is_not() -> None:
    named = {"po_number": Extracted("P00042", "P00042", 1.0)}
    order = replace(an_extraction(number=None, kind=DocumentType.PURCHASE_ORDER), fields=named)
    assert glance(a_document(extraction=order)).number == "P00042"
    assert glance(a_document(extraction=replace(order, document_type=DocumentType.INVOICE))).number is None


def test_desks_are_the_owners_of_what_needs_a_person_unless_forwarded() -> None:
    record = a_document(state=State.IN_REVIEW, match=a_match(Code.PRC_OVER, Code.FRD_BANK, Code.QTY_UNDER, Code.TRM_PAYMENT))
    assert desks(record) == {Role.BUYER, Role.FINANCE}
    assert desks(replace(record, owner="warehouse")) == {Role.WAREHOUSE}
    assert desks(replace(record, owner="anna@x.example")) == {Role.BUYER, Role.FINANCE}
    assert desks(replace(record, state=State.ENTERED, owner="warehouse")) == frozenset()


def test_a_refusal_with_an_unknown_code_adds_no_finding() -> None:
    def codes(record: DocumentRecord) -> list[str]:
        return [f.code for f in present_findings(record)]

    assert codes(a_document(failure_code="ING-TYPE")) == ["ING-TYPE"]
    assert codes(a_document(failure_code="whatever")) == []


def test_terms_stay_few_and_short_however_long_the_number_is() -> None:
    found = terms(a_document(extraction=an_extraction(number="9" * 5000)))
    assert len(found) < 100
    assert max(map(len, found)) <= 64
