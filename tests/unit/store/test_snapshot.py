"""What a decision was made from comes back equal, to the digit, and stays readable in every form that was ever written."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from idp.domain.choice import Choice, Topic
from idp.domain.document import DocumentType
from idp.domain.finding import RecordRef
from idp.domain.history import History
from idp.domain.policy import Policy
from idp.domain.purchase import Company, Facts
from idp.domain.snapshot import Snapshot
from idp.store.snapshot import FORMAT, Packed, pack, unpack

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
DECIMAL = st.decimals(allow_nan=False, allow_infinity=False, places=6) | st.sampled_from(
    [Decimal("1E+2"), Decimal("0.00"), Decimal("-0"), Decimal("1.10"), Decimal("1E-9")]
)
st.register_type_strategy(Decimal, DECIMAL)
st.register_type_strategy(Mapping, lambda kind: st.dictionaries(*(st.from_type(part) for part in kind.__args__), max_size=3))  # type: ignore[type-abstract]  # a Protocol-like kind

RECORD = st.builds(RecordRef, st.sampled_from(["res.partner", "purchase.order"]), st.integers(1, 9), TEXT)
CHOICE = st.builds(
    Choice,
    st.sampled_from([Topic.VENDOR, Topic.ORDERS]),
    TEXT,
    TEXT,
    st.datetimes(timezones=st.just(UTC)),
    records=st.lists(RECORD, min_size=1, max_size=2).map(tuple),
) | st.builds(
    Choice, st.just(Topic.LINE), TEXT, TEXT, st.datetimes(timezones=st.just(UTC)), st.integers(0, 9), charge=st.none() | TEXT
)
st.register_type_strategy(Choice, CHOICE)

_FORMS = Path(__file__).parent / "snapshots"


def _of(kind: type[Any]) -> st.SearchStrategy[Any]:
    return st.from_type(kind)


@given(_of(Facts))
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], max_examples=60)
def test_facts_come_back_to_the_digit(facts: Facts) -> None:
    snapshot = Snapshot(facts, History(), Policy(), "1")
    again = unpack(pack(snapshot))
    assert again == snapshot
    assert repr(again.facts) == repr(facts), "equal amounts may still be written differently: 1.10 is not 1.1"
    assert pack(again) == pack(snapshot)


@given(_of(History))
@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=60)
def test_history_comes_back_to_the_digit(history: History) -> None:
    snapshot = Snapshot(Facts(date(2026, 1, 31), ()), history, Policy(), "1")
    again = unpack(pack(snapshot))
    assert again.history == history
    assert pack(again) == pack(snapshot), "amounts in the very same digits"


@given(_of(Policy))
@settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], max_examples=60)
def test_a_policy_comes_back_equal(policy: Policy) -> None:
    snapshot = Snapshot(Facts(date(2026, 1, 31), ()), History(), policy, "1")
    assert unpack(pack(snapshot)).policy == policy


def test_a_policy_is_one_part_however_its_sets_are_ordered() -> None:
    types = sorted(DocumentType)
    policies = [replace(Policy(), touchless=frozenset(types)), replace(Policy(), touchless=frozenset(reversed(types)))]
    facts = Facts(date(2026, 1, 31), ())
    first, second = (pack(Snapshot(facts, History(), policy, "1")).policy for policy in policies)
    assert first == second


def test_companies_units_and_taxes_are_not_repeated_in_every_snapshot() -> None:
    company = Company(1, "Brennhoff Industriebedarf GmbH", "EUR")
    first, second = (
        pack(Snapshot(Facts(date(2026, 1, day), (company,)), History(own_document_id=str(day)), Policy(), "1"))
        for day in (1, 2)
    )
    assert (first.reference, first.policy) == (second.reference, second.policy)
    assert first.own != second.own


@pytest.mark.parametrize("form", range(1, FORMAT + 1))
def test_every_form_that_was_ever_written_is_read(form: int) -> None:
    stored = json.loads((_FORMS / f"form_{form}.json").read_text())
    packed = Packed(*(base64.b64decode(stored[name]) for name in ("own", "reference", "policy")))
    assert packed.sha256 == stored["sha256"]
    seen = unpack(packed, form=form)
    told = stored["holds"]
    assert [order.name for order in seen.facts.orders] == told["orders"]
    assert [str(line.unit_price) for order in seen.facts.orders for line in order.lines] == told["prices"]
    assert [vendor.name for vendor in seen.facts.vendors] == told["vendors"]
    assert seen.facts.today.isoformat() == told["today"]
    assert seen.policy.version == told["policy"]
    assert seen.history.own_document_id == told["document"]
