from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from idp.domain.code import Code, Role, Severity
from idp.domain.document import DocumentType
from idp.domain.errors import BadUse
from idp.domain.policy import Policy, policy_from
from idp.domain.tolerance import Combine, Limit, Off


def test_an_empty_file_is_the_shipped_policy() -> None:
    policy, shipped = policy_from({}), Policy()
    assert policy.tolerances == shipped.tolerances
    assert policy.tolerances.price_over == Limit(Decimal(2), Decimal("50.00"), Combine.BOTH)
    assert policy.tolerances.price_under.is_off
    assert policy.tolerances.quantity_over == Limit(Decimal(0), Decimal(0), Combine.BOTH)
    assert (policy.rounding_line, policy.rounding_document, policy.document_cap) == (
        Decimal("0.02"),
        Decimal("0.05"),
        Decimal("100.00"),
    )
    assert all(charge.cap is None for charge in policy.charges)
    assert policy.severities == {}


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ({"tolerance": {}}, "tolerance"),
        ({"receipts": {"types": {"invoice": True}}}, "receipts.types.invoice"),
        ({"receipts": {"vendors": {"Acme": {"proof_of_delivery": "maybe"}}}}, "receipts.vendors.Acme.proof_of_delivery"),
        ({"receipts": True}, "receipts"),
        ({"tolerances": {"company": {"price": {}}}}, "tolerances.company.price"),
        ({"tolerances": {"company": {"price_over": {"percnt": 2}}}}, "tolerances.company.price_over.percnt"),
        ({"tolerances": {"vendors": {"Acme": {"products": {"X": {"price_over": {"percent": "a"}}}}}}},
         "tolerances.vendors.Acme.products.X.price_over.percent"),
        ({"tolerances": {"company": {"price_over": 5}}}, "tolerances.company.price_over"),
        ({"tolerances": {"company": {"price_over": {"percent": -1}}}}, "tolerances.company.price_over.percent"),
        ({"tolerances": {"company": {"price_over": {"percent": True}}}}, "tolerances.company.price_over.percent"),
        ({"tolerances": {"company": {"price_over": {"combine": "any"}}}}, "tolerances.company.price_over.combine"),
        ({"document_cap": "none"}, "document_cap"),
        ({"rounding": {"line": "NaN"}}, "rounding.line"),
        ({"severities": {"PRC-HIGH": "R"}}, "severities.PRC-HIGH"),
        ({"severities": {"PRC-OVER": "stop"}}, "severities.PRC-OVER"),
        ({"approval": {"limits": [{"amount": 10, "role": "boss"}]}}, "approval.limits[0].role"),
        ({"approval": {"limits": [{"role": "finance"}]}}, "approval.limits[0].amount"),
        ({"dates": {"max_age_days": 1.5}}, "dates.max_age_days"),
        ({"touchless": {"types": {"letter": True}}}, "touchless.types.letter"),
        ({"touchless": {"types": {"invoice": "sometimes"}}}, "touchless.types.invoice"),
        ({"charges": {"toll": {"cap": 5}}}, "charges.toll"),
        ({"charges": ["freight"]}, "charges"),
        ({"name": 7}, "name"),
        ({"split": "sometimes"}, "split"),
    ],
)  # fmt: skip
def test_a_wrong_key_or_value_is_named_by_its_path(values: dict[str, Any], place: str) -> None:
    with pytest.raises(BadUse) as caught:
        policy_from(values)
    assert f" {place}" in str(caught.value)


def test_blank_inherits_from_the_next_wider_scope() -> None:
    policy = policy_from({"tolerances": {"vendors": {"Acme": {"price_over": {"percent": 5, "amount": None}}}}})
    limit = policy.limits(policy.rules_of("ACME")).price_over
    assert limit == Limit(Decimal(5), Decimal("50.00"), Combine.BOTH)


def test_the_narrowest_scope_wins_blank_by_blank() -> None:
    policy = policy_from(
        {
            "tolerances": {
                "company": {"price_over": {"percent": 1, "amount": 10}},
                "categories": {"Metal": {"price_over": {"percent": 2}}},
                "vendors": {
                    "Acme": {
                        "price_over": {"percent": 3},
                        "categories": {"Metal": {"price_over": {"percent": 4}}},
                        "products": {"X": {"price_over": {"percent": 5}}},
                    }
                },
            }
        }
    )
    acme, nobody = policy.rules_of("Acme"), policy.rules_of("Other")

    def percent(**scope: str) -> object:
        return policy.limits(acme, **scope).price_over.percent

    assert percent(product_code="X", category="Metal") == 5
    assert percent(product_code="Y", category="Metal") == 4
    assert percent(product_code="Y", category="Wood") == 3
    assert policy.limits(nobody, category="Metal").price_over.percent == 2
    assert policy.limits(nobody, category="Wood").price_over.percent == 1
    assert policy.limits(acme, product_code="X").price_over.amount == 10


def test_off_must_be_typed_and_a_bare_yaml_off_counts() -> None:
    typed = policy_from({"tolerances": {"company": {"price_over": {"percent": "off", "amount": False}}}, "document_cap": "OFF"})
    assert typed.tolerances.price_over.is_off
    assert typed.document_cap is None
    half = policy_from({"tolerances": {"company": {"price_over": {"amount": "off"}}}}).tolerances.price_over
    assert half.amount is Off.OFF
    assert half.allows(ratio=Decimal("0.02"), amount=Decimal(10_000))
    assert not half.allows(ratio=Decimal("0.0201"), amount=Decimal(1))


def test_both_limits_must_hold_unless_either_is_said() -> None:
    both = Limit(Decimal(2), Decimal(50), Combine.BOTH)
    either = Limit(Decimal(2), Decimal(50), Combine.EITHER)
    cases = [
        (Decimal("0.02"), Decimal(50)),
        (Decimal("0.02"), Decimal(51)),
        (Decimal("0.03"), Decimal(50)),
        (Decimal("0.03"), Decimal(51)),
    ]
    assert [both.allows(ratio=r, amount=a) for r, a in cases] == [True, False, False, False]
    assert [either.allows(ratio=r, amount=a) for r, a in cases] == [True, True, True, False]


def test_a_percent_limit_does_not_hold_where_nothing_was_expected() -> None:
    assert not Limit(Decimal(2), Decimal(50), Combine.BOTH).allows(ratio=None, amount=Decimal(1))


def test_the_version_follows_the_content_and_not_its_spelling() -> None:
    one = policy_from({"name": "strict", "document_cap": 50, "rounding": {"line": "0.01"}})
    same = policy_from({"rounding": {"line": "0.01"}, "document_cap": 50, "name": "strict"})
    other = policy_from({"name": "strict", "document_cap": 51, "rounding": {"line": "0.01"}})
    assert one.version == same.version
    assert one.version.startswith("strict@")
    assert one.version != other.version
    assert policy_from({}).version == Policy().version


def test_severities_charges_limits_and_switches_are_read() -> None:
    policy = policy_from(
        {
            "severities": {"PRC-UNDER": "R"},
            "charges": {"freight": {"cap": "25.00"}, "toll": {"words": ["Maut"], "cap": 5}},
            "approval": {"limits": [{"amount": 5000, "role": "finance"}, {"amount": 1000}], "just_below_percent": 3},
            "touchless": {"types": {"credit_note": False, "receipt": "on"}, "vendors": {"Acme": "off"}},
            "confirmation": {"late_days": 2},
            "duplicates": {"near_days": 3},
        }
    )
    assert policy.severity(Code.PRC_UNDER) is Severity.REVIEW
    assert policy.severity(Code.PRC_OVER) is Severity.REVIEW
    assert {c.kind: c.cap for c in policy.charges if c.cap is not None} == {"freight": Decimal(25), "toll": Decimal(5)}
    assert [(x.amount, x.role) for x in policy.approval_limits] == [(1000, Role.APPROVER), (5000, Role.FINANCE)]
    assert policy.may_pass(DocumentType.RECEIPT, policy.rules_of("Other"))
    assert not policy.may_pass(DocumentType.CREDIT_NOTE, policy.rules_of("Other"))
    assert not policy.may_pass(DocumentType.INVOICE, policy.rules_of("acme"))
    assert (policy.late_days, policy.duplicate_days) == (2, 3)


def test_the_documented_example_is_a_policy() -> None:
    text = (Path(__file__).parents[3] / "docs" / "policy.md").read_text(encoding="utf-8")
    policy = policy_from(yaml.safe_load(text.split("```yaml\n")[1].split("```")[0]))
    shipped = Policy()
    assert policy.tolerances == shipped.tolerances
    assert (policy.rounding_line, policy.rounding_document, policy.document_cap) == (
        Decimal("0.02"),
        Decimal("0.05"),
        Decimal(100),
    )
    assert (policy.max_age_days, policy.future_days, policy.duplicate_days, policy.late_days) == (
        shipped.max_age_days, shipped.future_days, shipped.duplicate_days, shipped.late_days,
    )  # fmt: skip
    azure = policy.rules_of("Azure Interior")
    chair = policy.limits(azure, product_code="FURN-7888").price_over
    assert (chair.percent, chair.amount) == (Decimal(1), Off.OFF)
    metal = policy.limits(azure, product_code="OTHER", category="Raw material").price_over
    assert (metal.percent, metal.amount) == (Decimal(3), Decimal(50))
    assert {c.kind for c in policy.charges} == {c.kind for c in shipped.charges} | {"toll"}
