"""Who does a mail say it comes from, and what did our own mail server find when it checked that (RFC 8601)?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from email.message import Message

from idp.domain.mail import Check, CheckResult, MailEvidence
from idp.intake.mail_header import addresses_of, plain, raw_values, text_of
from idp.intake.mail_rule import Letterhead

_COMMENT = re.compile(r"\((?:[^()\\]|\\.)*\)")
_PART = re.compile(r'(?:[^;"]|"(?:[^"\\]|\\.)*"?)+')
_RESULT = re.compile(r"\s*([\w-]+)(?:/\d+)?\s*=\s*([\w-]+)")
_PROPERTY = re.compile(r'\b(smtp\.mailfrom|smtp\.helo|header\.d|header\.i|header\.from)\s*=\s*"?([^\s";]+)')
_VOUCHES = {
    Check.SPF: ("smtp.mailfrom", "smtp.helo"),
    Check.DKIM: ("header.d", "header.i"),
    Check.DMARC: ("header.from",),
}
_MOST_NESTED = 10
_MOST_BYTES = 20_000
_RECIPIENTS = ("To", "Cc", "Bcc", "Delivered-To", "X-Original-To", "Envelope-To")


def evidence_of(head: Message, *, receivers: Iterable[str] = ()) -> MailEvidence:
    """What the header lines tell. `receivers` are the authserv-ids of our own servers: what anybody else claims is ignored.

    Our servers take away results that a sender wrote in their name (RFC 8601 5); of several the topmost counts, since each server
    adds above what it got.
    """
    sender = next(iter(addresses_of(head, "From")), None)
    reply_to = next(iter(addresses_of(head, "Reply-To")), None)
    receiver, checks = _checked(head, {name.lower() for name in receivers})
    return MailEvidence(
        sender=sender[1] if sender else None,
        sender_name=(sender[0] or None) if sender else None,
        reply_to=reply_to[1] if reply_to else None,
        recipients=tuple(dict.fromkeys(address for _, address in addresses_of(head, *_RECIPIENTS))),
        subject=text_of(head, "Subject") or None,
        message_id=text_of(head, "Message-ID") or None,
        sent_at=text_of(head, "Date") or None,
        receiver=receiver,
        checks=checks,
    )


def letterhead_of(evidence: MailEvidence) -> Letterhead:
    """What rules look at."""
    return Letterhead(evidence.sender or "", evidence.recipients, evidence.subject or "")


def _checked(head: Message, receivers: set[str]) -> tuple[str | None, tuple[CheckResult, ...]]:
    """The server that is believed, and what it found. A method that a header above has told of is told."""
    believed: str | None = None
    found: list[CheckResult] = []
    for value in raw_values(head, "Authentication-Results"):
        server, *parts = _parts(plain(value))
        if server.split(" ")[0].lower() not in receivers:
            continue
        believed = believed or server.split(" ")[0].lower()
        told = {result.check for result in found}
        found += [result for result in _results(parts) if result.check not in told]
    return believed, tuple(found)


def _parts(value: str) -> list[str]:
    """The header's parts without comments; the first is the server."""
    text = value[:_MOST_BYTES]
    for _ in range(_MOST_NESTED):
        bare = _COMMENT.sub(" ", text)
        if bare == text:
            break
        text = bare
    return [" ".join(part.split()) for part in _PART.findall(text)] or [""]


def _results(parts: Iterable[str]) -> Iterator[CheckResult]:
    for part in parts:
        found = _RESULT.match(part)
        if found is None or found[1].lower() not in set(Check):
            continue
        check = Check(found[1].lower())
        properties = dict(reversed([(name.lower(), value) for name, value in _PROPERTY.findall(part)]))
        vouched = next((properties[name] for name in _VOUCHES[check] if name in properties), None)
        yield CheckResult(check, found[2].lower(), vouched.rpartition("@")[2].lower() if vouched else None)
