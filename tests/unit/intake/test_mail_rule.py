"""Rules of the operator: what fits, and what is no rule."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from idp.domain.errors import BadUse
from idp.intake.mail_rule import Letterhead, MailRule, Pattern, rule_for

_MAIL = Letterhead("sales@kestrel.example", ("ap@brennhoff.example", "archive@brennhoff.example"), "RE: Rechnung 4711 [offen]")


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        ("*@kestrel.example", True), ("*@KESTREL.*", True), ("sales@kestrel.example", True), ("kestrel", False), ("/kestrel/", True),
        (r"/^sales@/", True), ("/^kestrel/", False), ("sales@kestrel.exampl?", True), ("*@*.kestrel.example", False),
    ],
)  # fmt: skip
def test_a_glob_fits_all_of_a_value_and_a_regular_expression_a_part(pattern: str, fits: bool) -> None:
    assert Pattern(pattern).fits(_MAIL.sender) is fits


def test_every_pattern_of_a_rule_has_to_fit() -> None:
    near = MailRule(sender=Pattern("*@kestrel.example"), subject=Pattern("/mahnung/"), company="A")
    right = MailRule(recipient=Pattern("archive@*"), subject=Pattern("/rechnung \\d+/"), company="B")
    also = MailRule(sender=Pattern("*"), company="C")
    assert rule_for((near, right, also), _MAIL) is right
    assert rule_for((near,), _MAIL) is None


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: Pattern("/(/"), "is no regular expression"),
        (lambda: Pattern("  "), "must not be empty"),
        (lambda: MailRule(company="A"), "needs a sender, a recipient or a subject"),
        (lambda: MailRule(sender=Pattern("*")), "needs something that it does"),
        (lambda: MailRule(sender=Pattern("*"), skip=" "), "needs a reason"),
        (lambda: MailRule(sender=Pattern("*"), skip="spam", company="A"), "can give no hints"),
    ],
)
def test_what_is_no_rule(make: Callable[[], object], words: str) -> None:
    with pytest.raises(BadUse, match=words):
        make()
