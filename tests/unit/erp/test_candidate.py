from __future__ import annotations

from typing import Any

import pytest

from idp.domain.document import DocumentType
from idp.domain.purchase import BankAccount, Vendor
from idp.erp.candidate import candidates, gap, index_of, vendors_for
from idp.erp.party import Parties
from idp.ports import Hints

ACME = Vendor(
    1, "ACME Industrial Supply GmbH", vat="DE811128135", bank_accounts=(BankAccount(1, "DE89370400440532013000", True),)
)
BOLT = Vendor(2, "Bolt & Nut Ltd", vat="GB123456789", bank_accounts=(BankAccount(2, "GB29NWBK60161331926819", False),))


def parties(*vendors: Vendor, emails: dict[int, tuple[str, ...]] | None = None) -> Parties:
    return Parties({v.id: v for v in vendors}, {v.id: v.id for v in vendors}, emails or {}, {})


def hints(**values: Any) -> Hints:
    return Hints(document_type=DocumentType.INVOICE, **values)


BOTH = parties(ACME, BOLT, emails={1: ("ar@acme.example.de",), 2: ("bolt@gmail.com",)})
INDEX = index_of(BOTH)


@pytest.mark.parametrize("vat", ["DE811128135", "de 811 128 135", "811128135"])
def test_a_vat_number_points_to_its_vendor_however_it_is_written(vat: str) -> None:
    assert candidates(hints(vats=(vat,)), INDEX) == (1,)


@pytest.mark.parametrize("vat", ["DE811128136", "11128135", "", "DE", "FR811128135"])
def test_another_vat_number_points_to_nobody(vat: str) -> None:
    assert candidates(hints(vats=(vat,)), INDEX) == ()


def test_an_account_points_to_its_vendor_released_or_not() -> None:
    assert candidates(hints(ibans=("GB29 NWBK 6016 1331 9268 19",)), INDEX) == (2,)


def test_a_colleague_at_the_vendors_domain_points_to_it() -> None:
    assert candidates(hints(emails=("sales@ACME.example.de",)), INDEX) == (1,)


def test_a_public_mail_domain_points_to_nobody_but_the_very_address_does() -> None:
    assert candidates(hints(emails=("someone@gmail.com",)), INDEX) == ()
    assert candidates(hints(emails=("bolt@gmail.com",)), INDEX) == (2,)


def test_a_similar_name_points_to_the_vendor() -> None:
    assert candidates(hints(names=("Acme Industrial Supply",)), INDEX) == (1,)


def test_a_vendor_without_vat_number_is_not_meant_by_an_empty_one() -> None:
    assert candidates(hints(vats=("",)), index_of(parties(Vendor(3, "Zed")))) == ()


def test_nothing_is_missing_where_every_number_is_known() -> None:
    assert not gap(hints(vats=("DE811128135",), ibans=("DE89370400440532013000",)), INDEX)


def test_unknown_numbers_and_accounts_that_are_not_released_are_missing() -> None:
    asked = hints(vats=("FR1",), ibans=("GB29NWBK60161331926819", "XX1"))
    assert gap(asked, INDEX) == {"FR1", "GB29NWBK60161331926819", "XX1"}


def test_a_vendor_that_no_hint_finds_is_missing_by_its_name() -> None:
    assert gap(hints(names=("Entirely Different",)), INDEX) == {"Entirely Different"}


def test_few_vendors_are_handed_over_whole_and_of_many_those_found() -> None:
    assert vendors_for((2,), BOTH) == (ACME, BOLT)
    many = parties(*(Vendor(i, f"Vendor {i}") for i in range(1, 700)))
    assert [v.id for v in vendors_for((5, 9, 1234), many)] == [5, 9]
