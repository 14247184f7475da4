from __future__ import annotations

from idp.extractors import extract
from idp.extractors.confidence import STRONG
from idp.extractors.paper_document import read_paper
from tests.unit.extractors.pages import page_of, reading_of
from tests.unit.extractors.test_paper import HEAD, SUMS, TABLE

TWO_BANKS = [
    "",
    [(0.1, "Bank Eins"), (0.5, "Bank Zwei")],
    [(0.1, "IBAN DE89 3704 0044 0532 0130 00"), (0.5, "IBAN DE02 1203 0000 0000 2020 51")],
]


def test_a_supplier_with_two_accounts_names_both_and_is_as_sure_as_with_one() -> None:
    document = read_paper([page_of([*HEAD, *TABLE, *SUMS, *TWO_BANKS])]).document
    assert document.fields["supplier_iban"].value == "DE89370400440532013000"
    assert document.fields["supplier_iban"].confidence >= STRONG
    assert document.fields["supplier_ibans"].value == ("DE89370400440532013000", "DE02120300000000202051")


def test_two_accounts_far_apart_leave_open_whose_they_are() -> None:
    lines = [*HEAD, "IBAN DE02 1203 0000 0000 2020 51", *TABLE, *SUMS, "", "IBAN DE89 3704 0044 0532 0130 00"]
    document = read_paper([page_of(lines)]).document
    assert document.fields["supplier_iban"].confidence < STRONG


def test_one_account_alone_is_no_list() -> None:
    (document,) = extract(reading_of(page_of([*HEAD, *TABLE, *SUMS, "IBAN DE89 3704 0044 0532 0130 00"]))).documents
    assert "supplier_ibans" not in document.fields
