"""What a person finds in Odoo by a few letters."""

from __future__ import annotations

from idp.domain.finding import RecordRef
from idp.erp.odoo_erp import OdooErp
from idp.ports import Kind, Sought
from tests.contract.erp.place import Place
from tests.contract.erp.sample import simple_order


def test_vendors_are_found_by_parts_of_their_names_and_by_id(place: Place, erp: OdooErp) -> None:
    place.vendor()
    first = erp.find(Sought(Kind.VENDOR), limit=20)[0].record
    word = first.name.split()[0]
    assert first in [hit.record for hit in erp.find(Sought(Kind.VENDOR, word.upper()[:4]), limit=20)]
    assert [hit.record for hit in erp.find(Sought(Kind.VENDOR, ids=(first.id,)), limit=1)] == [first]
    assert erp.find(Sought(Kind.VENDOR, "no vendor has this"), limit=20) == ()
    assert len(erp.find(Sought(Kind.VENDOR), limit=1)) == 1


def test_a_vendor_entered_a_moment_ago_is_found(place: Place, erp: OdooErp) -> None:
    erp.companies()
    vendor_id = place.vendor()
    assert [hit.record.id for hit in erp.find(Sought(Kind.VENDOR, ids=(vendor_id,)), limit=1)] == [vendor_id]


def test_orders_are_found_by_number_and_narrowed_to_a_vendor(place: Place, erp: OdooErp) -> None:
    order = simple_order(place)
    one = next(hit for hit in erp.find(Sought(Kind.ORDER, vendor_id=order.vendor_id), limit=20) if hit.record.id == order.id)
    assert one.record in [hit.record for hit in erp.find(Sought(Kind.ORDER, one.record.name.lower()), limit=20)]
    assert one.detail
    assert [hit.record for hit in erp.find(Sought(Kind.ORDER, ids=(one.record.id,)), limit=1)] == [one.record]
    assert erp.find(Sought(Kind.ORDER, vendor_id=987654321), limit=20) == ()


def test_accounts_are_found_by_code_and_name(erp: OdooErp) -> None:
    one = erp.find(Sought(Kind.ACCOUNT), limit=1)[0].record
    code = one.name.split()[0]
    assert one in [hit.record for hit in erp.find(Sought(Kind.ACCOUNT, code), limit=20)]
    assert erp.find(Sought(Kind.ANALYTIC, "no such analytic account"), limit=20) == ()


def test_the_purchase_taxes_of_a_company_are_found(place: Place, erp: OdooErp) -> None:
    tax_id = place.tax("11")
    [name] = [row["name"] for row in place.rows("account.tax", [("id", "=", tax_id)], "name")]
    [hit] = place.erp().find(Sought(Kind.TAX, name, company_id=place.company_id), limit=20)
    assert hit.record == RecordRef("account.tax", tax_id, name)
    assert erp.find(Sought(Kind.TAX, name, company_id=place.sister().id), limit=20) == ()
