"""The strictest finding decides."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idp.domain.code import CODES, Code, Role, Severity
from idp.domain.finding import Decision, decide, finding
from idp.domain.money import Money

_codes = st.lists(st.sampled_from(sorted(Code)), max_size=8)


def test_no_finding_is_touchless() -> None:
    assert decide([]) is Decision.TOUCHLESS


@pytest.mark.parametrize(
    ("code", "decision"),
    [
        (Code.PRC_UNDER, Decision.TOUCHLESS),
        (Code.TRM_PAYMENT, Decision.TOUCHLESS),
        (Code.PRC_OVER, Decision.REVIEW),
        (Code.FRD_BANK, Decision.HOLD),
        (Code.DUP_NUMBER, Decision.REJECT),
    ],
)
def test_each_severity_has_its_decision(code: Code, decision: Decision) -> None:
    assert decide([finding(code, "…")]) is decision


@given(_codes, st.sampled_from(sorted(Code)))
def test_one_more_finding_never_makes_the_decision_milder(codes: list[Code], more: Code) -> None:
    order = list(Decision)
    before = decide(finding(code, "…") for code in codes)
    after = decide([*(finding(code, "…") for code in codes), finding(more, "…")])
    assert order.index(after) >= order.index(before)


@given(_codes)
def test_the_order_of_findings_does_not_matter(codes: list[Code]) -> None:
    findings = [finding(code, "…") for code in codes]
    assert decide(findings) is decide(reversed(findings))


def test_a_finding_takes_severity_and_owner_from_the_table() -> None:
    found = finding(Code.QTY_NOREC, "Nothing has been received yet.", line=2)
    assert (found.severity, found.owner, found.line) == (Severity.HOLD, Role.WAREHOUSE, 2)
    assert CODES[Code.QTY_NOREC].meaning.startswith("nothing received")


def test_money_at_stake_is_unsigned() -> None:
    with pytest.raises(ValueError, match="unsigned"):
        finding(Code.PRC_OVER, "…", money=Money(Decimal(-1), "EUR"))
