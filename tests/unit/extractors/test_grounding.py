"""Values that agree about one vendor are surer; one value alone proves nothing, and nothing printed changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from idp.domain.code import Code
from idp.domain.document import DocumentType, Extracted, ExtractedDocument
from idp.domain.finding import finding
from idp.domain.page import Quality
from idp.domain.purchase import BankAccount, Company, Facts, OrderState, PurchaseOrder, Vendor
from idp.extractors.grounding import GROUNDED, ground

_VENDOR = Vendor(
    7, "Hartwell Fasteners Ltd", vat="GB037345771", bank_accounts=(BankAccount(1, "GB50CJOQ99803883460049", trusted=True),)
)
_OTHER = Vendor(8, "Kestrel Abrasives B.V.", vat="NL786992426B01")
_ORDER = PurchaseOrder(21, "P00108", 7, 1, "GBP", OrderState.CONFIRMED, date(2026, 10, 1), ())
_FACTS = Facts(
    date(2026, 11, 24), (Company(1, "Brennhoff Industriebedarf GmbH", "EUR", vat="DE124757547"),), (_VENDOR, _OTHER), (_ORDER,),
    rates=(("GBP", Decimal("0.85")),),
)  # fmt: skip


def _document(weak: tuple[str, ...] = ("supplier_name",), *, sound: bool = True, **values: str) -> ExtractedDocument:
    fields = {name: Extracted(value, value, 0.6 if name in weak else 0.95) for name, value in values.items()}
    doubts = tuple(finding(Code.EXT_LOWCONF, f"The {name} is not certain.", field=name) for name in weak)
    return ExtractedDocument(
        DocumentType.INVOICE, (0,), Quality.NATIVE, fields, weak_fields=weak, sound=sound, findings=doubts, confident=False
    )


def test_a_name_that_agrees_with_the_printed_order_s_vendor_is_certain() -> None:
    grounded = ground(_document(supplier_name="HARTWELL FASTENERS LTD", po_number="P00108", currency="GBP"), _FACTS)
    assert grounded.fields["supplier_name"].confidence == GROUNDED
    assert grounded.fields["supplier_name"].value == "HARTWELL FASTENERS LTD", "what was printed stays"
    assert grounded.findings == ()
    assert grounded.confident


def test_one_value_alone_proves_nothing() -> None:
    document = _document(supplier_name="HARTWELL FASTENERS LTD", currency="GBP")
    assert ground(document, _FACTS) == document


def test_values_of_two_vendors_do_not_support_each_other() -> None:
    document = _document(supplier_name="Kestrel Abrasives B.V.", po_number="P00108", currency="GBP")
    grounded = ground(document, _FACTS)
    assert not grounded.confident
    assert grounded.fields["supplier_name"].confidence == 0.6


@pytest.mark.parametrize("name", ["Hartwell Fasteners", "Hartwell Fasteners Limited", "HARTWELL  FASTENERS, LTD."])
def test_case_punctuation_and_legal_form_do_not_matter(name: str) -> None:
    assert ground(_document(supplier_name=name, po_number="P00108"), _FACTS).fields["supplier_name"].confidence == GROUNDED


def test_part_of_a_name_is_not_the_name() -> None:
    assert ground(_document(supplier_name="Hartwell", po_number="P00108"), _FACTS).fields["supplier_name"].confidence == 0.6


def test_an_account_of_the_vendor_is_certain_and_a_stranger_s_is_not() -> None:
    known = _document(("supplier_iban",), supplier_iban="GB50 CJOQ 9980 3883 4600 49", supplier_vat="GB037345771")
    assert ground(known, _FACTS).confident
    changed = _document(
        ("supplier_iban",), supplier_iban="GB33BUKB20201555555555", supplier_vat="GB037345771", po_number="P00108"
    )
    assert not ground(changed, _FACTS).confident


def test_our_own_name_is_known_without_an_order() -> None:
    document = _document(("buyer_name",), buyer_name="Brennhoff Industriebedarf")
    assert ground(document, _FACTS).fields["buyer_name"].confidence == GROUNDED


def test_a_document_that_is_not_sound_stays_in_doubt_however_much_agrees() -> None:
    document = _document(sound=False, supplier_name="HARTWELL FASTENERS LTD", po_number="P00108")
    assert not ground(document, _FACTS).confident


def test_another_weak_field_keeps_the_document_in_doubt() -> None:
    weak = ("supplier_name", "invoice_number")
    document = _document(weak, supplier_name="HARTWELL FASTENERS LTD", po_number="P00108", invoice_number="118842")
    grounded = ground(document, _FACTS)
    assert (grounded.confident, grounded.weak_fields) == (False, ("invoice_number",))


def test_grounding_twice_is_grounding_once() -> None:
    once = ground(_document(supplier_name="HARTWELL FASTENERS LTD", po_number="P00108"), _FACTS)
    assert ground(once, _FACTS) == once


def test_several_orders_must_all_be_the_vendor_s() -> None:
    document = replace(_document(supplier_name="HARTWELL FASTENERS LTD"))
    several = document.with_field("po_numbers", Extracted(("P00108", "P99999"), "P00108 P99999", 0.9))
    assert not ground(several, _FACTS).confident
