"""What a mail tells of its sender, and whose word on it counts."""

from __future__ import annotations

import pytest

from idp.domain.mail import Check, CheckResult, MailEvidence
from idp.intake.mail_evidence import evidence_of
from idp.intake.mail_header import parse_head

_OURS = ("mx.brennhoff.example",)
_HONEST = (
    "mx.brennhoff.example; spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=bounce@kestrel.example;\r\n\tdkim=pass (2048-bit key; "
    'unprotected) header.d=kestrel.example header.i=@kestrel.example header.b="ab;cd"; dmarc=pass (p=reject) header.from=kestrel.example'
)


def _evidence(*headers: tuple[str, str], receivers: tuple[str, ...] = _OURS) -> MailEvidence:
    lines = [f"{name}: {value}\r\n" for name, value in headers]
    head = "".join(lines) + "From: Kestrel <Billing@Kestrel.example>\r\nSubject: Invoice\r\n\r\nAuthentication-Results: none"
    return evidence_of(parse_head(head.encode("utf-8", errors="surrogateescape")), receivers=receivers)


def _results(value: str, **given: tuple[str, ...]) -> list[tuple[str, str, str | None]]:
    return [(one.check.value, one.result, one.domain) for one in _evidence(("Authentication-Results", value), **given).checks]


def test_the_results_of_our_own_server_are_read_with_their_domains() -> None:
    assert _results(_HONEST) == [
        ("spf", "pass", "kestrel.example"), ("dkim", "pass", "kestrel.example"), ("dmarc", "pass", "kestrel.example"),
    ]  # fmt: skip


@pytest.mark.parametrize("receivers", [(), ("mx.elsewhere.example",)])
def test_nobody_else_is_believed(receivers: tuple[str, ...]) -> None:
    assert _results(_HONEST, receivers=receivers) == []


def test_the_name_of_our_server_is_compared_without_case_and_version() -> None:
    assert _results("MX.Brennhoff.example 1; spf=softfail smtp.mailfrom=kestrel.example") == [
        ("spf", "softfail", "kestrel.example")
    ]


def test_of_two_results_of_our_server_the_upper_one_counts_and_others_are_added() -> None:
    evidence = _evidence(
        ("Authentication-Results", "mx.brennhoff.example; dmarc=fail header.from=kestrel.example"),
        ("Received", "from somewhere"),
        (
            "Authentication-Results",
            "mx.brennhoff.example; dmarc=pass header.from=kestrel.example; spf=fail smtp.helo=evil.example",
        ),
    )
    assert [(one.check, one.result) for one in evidence.checks] == [(Check.DMARC, "fail"), (Check.SPF, "fail")]
    assert evidence.authenticated is False


@pytest.mark.parametrize(
    "value",
    ["", ";", "mx.brennhoff.example", "mx.brennhoff.example; none", "mx.brennhoff.example; x=y; =; spf", "(" * 5000 + _HONEST],
)
def test_what_says_nothing_or_makes_no_sense_is_no_result(value: str) -> None:
    assert _results(value) == []


@pytest.mark.parametrize(
    ("checks", "verdict"),
    [
        ((), None),
        ((CheckResult(Check.DMARC, "pass"), CheckResult(Check.SPF, "fail")), True),
        ((CheckResult(Check.DMARC, "fail"), CheckResult(Check.SPF, "pass", "kestrel.example")), False),
        ((CheckResult(Check.DMARC, "none"), CheckResult(Check.DKIM, "pass", "mail.kestrel.example")), True),
        ((CheckResult(Check.SPF, "pass", "bulk-sender.example"),), None),
        ((CheckResult(Check.DKIM, "fail", "kestrel.example"), CheckResult(Check.SPF, "pass", "kestrel.example")), True),
        ((CheckResult(Check.SPF, "fail", "kestrel.example"),), False),
        ((CheckResult(Check.SPF, "softfail", "kestrel.example"), CheckResult(Check.DKIM, "none")), None),
        ((CheckResult(Check.DKIM, "pass", "xkestrel.example"),), None),
        ((CheckResult(Check.DKIM, "pass", "example"),), None),
    ],
)
def test_dmarc_decides_else_what_vouches_for_the_senders_own_domain(
    checks: tuple[CheckResult, ...], verdict: bool | None
) -> None:
    assert MailEvidence(sender="billing@kestrel.example", checks=checks).authenticated is verdict


def test_people_are_read_however_they_are_written() -> None:
    evidence = _evidence(
        ("Reply-To", "=?utf-8?q?M=C3=A4rz?= <PAY@Other.example>"), ("To", '"Brennhoff, Einkauf" <a@b.example>, c@d.example'),
        ("Cc", "broken <<e@f.example"), ("Delivered-To", "a@b.example"),
    )  # fmt: skip
    assert (evidence.sender, evidence.sender_name, evidence.domain) == ("billing@kestrel.example", "Kestrel", "kestrel.example")
    assert evidence.reply_to == "pay@other.example"
    assert evidence.answers_elsewhere
    assert evidence.recipients == ("a@b.example", "c@d.example", "e@f.example")


def test_the_history_tells_it_in_one_clause() -> None:
    evidence = _evidence(("Authentication-Results", _HONEST), ("Reply-To", "pay@other.example"))
    assert evidence.told() == (
        "from billing@kestrel.example; mx.brennhoff.example found SPF pass for kestrel.example, DKIM pass for kestrel.example, "
        "DMARC pass for kestrel.example; answers go elsewhere, to pay@other.example"
    )
    assert MailEvidence().told() == "from nobody named"


@pytest.mark.parametrize("end", [b"\r\n", b"\n", b"\r"])
def test_a_head_ends_at_its_blank_line_however_lines_end(end: bytes) -> None:
    lines = (
        b"",
        b"From: a@kestrel.example",
        b"Subject: Invoice",
        b"",
        b"Subject: body",
        b"",
        b"Reply-To: b@other.example",
    )
    evidence = evidence_of(parse_head(end.join(lines)))
    assert (evidence.sender, evidence.subject, evidence.reply_to) == ("a@kestrel.example", "Invoice", None)


def test_a_head_without_a_body_is_whole() -> None:
    assert evidence_of(parse_head(b"From: a@kestrel.example\r\nSubject: Invoice")).subject == "Invoice"
