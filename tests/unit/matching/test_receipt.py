"""Which receipts a shipping paper validates: where the policy says so, and only where nothing about it is in question."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from idp.domain.entry import ShippingEntry
from idp.domain.policy import policy_from
from idp.matching import match
from tests.golden.matching.world import document_of, facts_of, history_of

CHAIR = {"product_code": "AZ-100", "description": "Office chair black", "quantity": 100, "quantity_delivered": 100}
DESK = {"product_code": "AZ-200", "description": "Four person desk", "quantity": 2, "quantity_delivered": 2}
BOTH = [{"product": "FURN-7888", "quantity": 100, "price": 25}, {"product": "FURN-8220", "quantity": 2, "price": 300}]
ON: dict[str, Any] = {"receipts": {"types": {"proof_of_delivery": True, "bill_of_lading": True}}}
SIGNED = {"signed": True, "delivered_date": "2026-04-18", "po_numbers": ["P00001"]}


def entry_of(
    *lines: dict[str, Any], policy: dict[str, Any] | None = None, order: list[dict[str, Any]] = BOTH,
    kind: str = "proof_of_delivery", **fields: Any,
) -> ShippingEntry:  # fmt: skip
    world = {"purchase_orders": [{"lines": [{"received": 0, **line} for line in order]}]}
    facts = facts_of(world)
    document = document_of({"type": kind, "lines": list(lines), "fields": SIGNED | fields}, world)
    found = match(document, facts, policy_from(ON if policy is None else policy), history=history_of({}, facts))
    assert isinstance(found.entry, ShippingEntry)
    return found.entry


def test_no_policy_no_receipt_and_no_word_of_it() -> None:
    entry = entry_of(CHAIR, DESK, policy={})
    assert (entry.receipt, entry.receipt_said) == (None, "")


def test_a_clear_proof_of_delivery_validates_its_open_receipt() -> None:
    entry = entry_of(CHAIR, DESK)
    assert entry.receipt is not None
    assert entry.receipt.picking == entry.targets[0]
    assert [line.quantity for line in entry.receipt.lines] == [Decimal(100), Decimal(2)]
    assert entry.receipt_said.startswith(f"Receipt {entry.targets[0].name} validated: 100 ")
    assert "back-order" not in entry.receipt_said


def test_what_a_paper_does_not_tell_goes_to_a_backorder_and_is_said() -> None:
    entry = entry_of(CHAIR)
    assert entry.receipt is not None
    assert [line.quantity for line in entry.receipt.lines] == [Decimal(100)]
    assert entry.receipt_said.endswith("The rest stays expected on a back-order.")


@pytest.mark.parametrize(
    ("lines", "fields", "why"),
    [
        (({**CHAIR, "quantity_delivered": 90},), {}, "its quantities are in question (SHP-SHORT)"),
        ((CHAIR,), {"signed": False}, "its quantities are in question (SHP-NOSIGN)"),
        ((CHAIR,), {"exceptions": "2 cartons damaged"}, "its quantities are in question (SHP-DAMAGE)"),
        ((), {}, "the paper tells no quantity of an ordered product"),
    ],
)
def test_what_is_in_question_is_left_to_the_warehouse_and_said(
    lines: tuple[dict[str, Any], ...], fields: dict[str, Any], why: str
) -> None:
    entry = entry_of(*lines, **fields)
    assert entry.receipt is None
    assert entry.receipt_said == f"The receipt is left to the warehouse: {why}."


def test_a_paper_that_may_be_an_earlier_receipt_s_is_left() -> None:
    half = [{"product": "FURN-7888", "quantity": 200, "price": 25, "received": 100}, BOTH[1]]
    entry = entry_of(CHAIR, DESK, order=half)
    assert entry.receipt is None
    assert "as much of" in entry.receipt_said


def test_a_paper_of_a_receipt_that_is_done_has_nothing_to_do() -> None:
    entry = entry_of(CHAIR, order=[{**BOTH[0], "received": 100}])
    assert (entry.receipt, entry.receipt_said) == (None, "")


def test_a_bill_of_lading_counts_once_the_consignee_has_signed_it() -> None:
    line = {key: value for key, value in CHAIR.items() if key != "quantity_delivered"}
    shipped = {"signed": None, "delivered_date": None}
    assert "consignee's signature" in entry_of(line, kind="bill_of_lading", **shipped).receipt_said
    assert entry_of(line, kind="bill_of_lading").receipt is not None


@pytest.mark.parametrize(
    ("receipts", "validated"),
    [
        ({"types": {"proof_of_delivery": True}, "vendors": {"Azure Interior GmbH": {"proof_of_delivery": False}}}, False),
        ({"vendors": {"Azure Interior GmbH": {"proof_of_delivery": True}}}, True),
        ({"vendors": {"Somebody Else": {"proof_of_delivery": True}}}, False),
        ({"types": {"delivery_note": True}}, False),
        ({"types": {"proof_of_delivery": True}, "vendors": {"Azure Interior GmbH": {"proof_of_delivery": None}}}, True),
    ],
)
def test_what_is_said_of_the_vendor_wins_type_by_type(receipts: dict[str, Any], validated: bool) -> None:
    assert (entry_of(CHAIR, policy={"receipts": receipts}).receipt is not None) is validated
