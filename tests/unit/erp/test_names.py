from __future__ import annotations

import pytest

from idp.erp.names import Names, read_names
from idp.erp.sandbox.registry import registry_for


def names_of(version: int) -> Names:
    """The names on a server with the fields that a real one of this version told."""

    def fields_of(model: str, candidates: tuple[str, ...]) -> frozenset[str]:
        return frozenset(registry_for(version).models[model].fields) & frozenset(candidates)

    return read_names(fields_of)


@pytest.mark.parametrize("version", [17, 18])
def test_names_before_19(version: int) -> None:
    names = names_of(version)
    assert (names.line_unit, names.line_taxes, names.user_groups) == ("product_uom", "taxes_id", "groups_id")
    assert (names.unit_category, names.order_locked, names.move_done) == ("category_id", None, "quantity")


def test_names_of_19() -> None:
    names = names_of(19)
    assert (names.line_unit, names.line_taxes, names.user_groups) == ("product_uom_id", "tax_ids", "group_ids")
    assert (names.unit_category, names.unit_reference, names.order_locked) == (None, "relative_uom_id", "locked")


def test_a_server_of_16_keeps_what_was_moved_under_its_old_name() -> None:
    names = read_names(lambda model, _: frozenset({"quantity_done"} if model == "stock.move" else ()))
    assert (names.move_done, names.line_discount, names.bank_trust) == ("quantity_done", None, None)
    assert (names.has_due_rules, names.sale_unit) == (False, None)


@pytest.mark.parametrize(
    ("version", "day_field", "sale_unit"), [(17, None, "product_uom"), (19, "days_next_month", "product_uom_id")]
)
def test_payment_terms_and_sales(version: int, day_field: str | None, sale_unit: str) -> None:
    names = names_of(version)
    assert (names.has_due_rules, names.day_of_next_month, names.sale_unit) == (True, day_field, sale_unit)
