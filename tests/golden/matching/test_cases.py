"""Every readable case beside this file: the decision and the codes that it says, no more and no fewer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from idp.domain.code import Code, Severity
from idp.domain.match import Match
from idp.domain.policy import policy_from
from idp.domain.purchase import Facts
from idp.matching import match
from idp.matching.unconfirmed import unconfirmed_findings
from tests.golden.matching.coded import check_codings
from tests.golden.matching.world import document_of, facts_of, history_of

_HERE = Path(__file__).parent
_ROUND = _HERE / "unconfirmed"  # cases of orders alone, without a document
_ROUND_CASES = sorted(_ROUND.glob("*.yaml"))
_CASES = sorted(path for path in _HERE.rglob("*.yaml") if path.parent != _ROUND)
_KEYS = {"what", "near", "source", "world", "policy", "document", "history", "expect"}


_OTHER_ROOMS = frozenset(code for code in Code if code.startswith(("ING-", "GOV-"))) | {
    Code.EXT_NOTEXT, Code.PST_STALE, Code.PST_VALID, Code.PST_OFFLINE,
}  # fmt: skip
"""Codes of intake, of papers without text and of Odoo's answers: such a document is not matched, or was."""
_FROM_READING = frozenset(
    {Code.CLS_LOWCONF, Code.CLS_MULTI, Code.EXT_AMBIG, Code.EXT_HYBRID, Code.VAL_CHECKDIGIT, Code.FRD_TAMPER}
)
"""Codes that reading alone gives; matching hands them on."""


def decide(case: dict[str, Any]) -> Match:
    world = case.get("world", {})
    facts = facts_of(world)
    return match(
        document_of(case.get("document", {}), world),
        facts,
        policy_from(case.get("policy", {})),
        history=history_of(case.get("history", {}), facts),
    )


def test_the_case_files_are_found() -> None:
    assert len(_CASES) >= 40


def test_every_code_of_matching_fires_and_is_silent_nearby() -> None:
    """`near` in a case names the codes that the situation is close to and that must not fire in it."""
    cases = [yaml.safe_load(path.read_text()) for path in (*_CASES, *_ROUND_CASES)]
    fired = {code for case in cases for code in (*case["expect"].get("codes", ()), *case["expect"].get("info", ()))}
    silent = {code for case in cases for code in case.get("near", ())}
    assert sorted(set(Code) - fired - _OTHER_ROOMS) == []
    assert sorted(set(Code) - silent - _OTHER_ROOMS - _FROM_READING) == []


@pytest.mark.parametrize("path", _CASES, ids=lambda p: str(p.relative_to(_HERE).with_suffix("")))
def test_a_case_is_decided_as_it_says(path: Path) -> None:
    case = yaml.safe_load(path.read_text())
    assert case.keys() <= _KEYS, "unknown key in the case"
    expected = case["expect"]
    found = decide(case)
    told = "\n".join(f"{f.severity} {f.code} {f.line} {f.money}: {f.message}" for f in found.findings)
    by_severity = [(f.code.value, f.severity is Severity.INFO) for f in found.findings]
    assert sorted(c for c, info in by_severity if not info) == sorted(expected.get("codes", [])), told
    assert sorted(c for c, info in by_severity if info) == sorted(expected.get("info", [])), told
    assert found.decision == expected["decision"], told
    assert not {f.code.value for f in found.findings} & set(case.get("near", ())), told
    _check_details(found, facts_of(case.get("world", {})), expected, told)


@pytest.mark.parametrize("path", _ROUND_CASES, ids=lambda p: p.stem)
def test_orders_that_wait_for_their_confirmation_are_told(path: Path) -> None:
    case = yaml.safe_load(path.read_text())
    facts = facts_of(case["world"])
    confirmed = {o.id for o in facts.orders if o.name in case["confirmed"]}
    found = unconfirmed_findings(facts, policy_from(case["policy"]), confirmed=confirmed)
    told, expected = "\n".join(f.message for f in found), case["expect"]
    assert [f.code.value for f in found] == expected["codes"], told
    assert expected.get("says", "") in told
    assert [f.record.name for f in found if f.record is not None] == expected.get(
        "orders", [f.record.name for f in found if f.record]
    )
    assert [str(f.money.amount) for f in found if f.money][:1] in ([], [expected.get("money", "2500.00")])


def _check_details(found: Match, facts: Facts, expected: dict[str, Any], told: str) -> None:
    if "vendor" in expected:
        assert (found.vendor.name if found.vendor else None) == expected["vendor"]
    if "company" in expected:
        assert {c.id: c.name for c in facts.companies}[found.company_id or 0] == expected["company"]
    if "orders" in expected:
        assert [o.name for o in found.orders] == expected["orders"]
    if "money" in expected:
        assert str(found.money_at_stake.amount if found.money_at_stake else None) == expected["money"], told
    if "pairs" in expected:
        assert [p.record.name if p.record else None for p in found.lines] == expected["pairs"]
    if "says" in expected:
        assert expected["says"] in told
    if "codings" in expected:
        check_codings(found, expected["codings"])
    if "entry" in expected:
        assert (found.entry is not None) is expected["entry"]
