"""What is in a mail: every part with nothing inside, from mails within mails too, however broken the mail is."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from email.message import Message

from idp.domain.errors import DocumentRefused
from idp.intake.mail_body import content_of, from_base64, name_of, raw_body, without_uuencoded
from idp.intake.mail_part import Leaf, as_part
from idp.intake.mail_text import shown_in
from idp.ports import Part

_HEADER = re.compile(rb"^[!-9;-~]+:")
_TELLING = (b"from:", b"received:", b"mime-version:", b"message-id:", b"return-path:", b"delivered-to:")
_ENVELOPE = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:>?From [^\r\n]*\r?\n)?")
_BOUNDARY = re.compile(rb"^--([^\r\n]{1,70}?)[ \t]*\r?\n(?=[!-9;-~]{1,60}:)", re.MULTILINE)
_MOST_MAILS_DEEP = 20


def is_mail(content: bytes) -> bool:
    """True for an RFC 5322 message: it begins with header lines, at least two of which only mails have."""
    head = _ENVELOPE.sub(b"", content[:65536], count=1)
    if not _HEADER.match(head):
        return False
    block = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0].lower()
    telling = [name for name in _TELLING if block.startswith(name) or b"\n" + name in block]
    return len(telling) >= 2


def parse_mail(content: bytes) -> Message:
    """The message; the standard parser never raises for broken ones but keeps what it understands."""
    return message_from_bytes(_ENVELOPE.sub(b"", content, count=1), policy=policy.compat32)


def mail_parts(content: bytes) -> Iterator[Part]:
    """Every leaf of a mail or of a MIME entity, in order, with a reason where it is no document; those of attached mails too.

    Raises DocumentRefused (ING-SIZE) for a mail that is nested deeper than any honest one.
    """
    try:
        yield from _mail_leaves(parse_mail(content), deep=0)
    except RecursionError:
        raise DocumentRefused("ING-SIZE", "The mail is nested too deep to be taken apart.") from None


def _mail_leaves(message: Message, *, deep: int) -> Iterator[Part]:
    if deep > _MOST_MAILS_DEEP:
        raise DocumentRefused("ING-SIZE", f"The mail holds mails more than {_MOST_MAILS_DEEP} levels deep.")
    found = list(_leaves(message))
    shown = frozenset(
        name for one in found if isinstance(one, Leaf) and one.kind == "text/html" for name in shown_in(one.content)
    )
    for one in found:
        if isinstance(one, Leaf):
            yield from _taken_apart(one, shown)
        elif isinstance(one, _Attached):
            yield from _mail_leaves(one.message, deep=deep + 1)
        else:
            yield one


@dataclass(frozen=True, slots=True)
class _Attached:
    """A mail within the mail."""

    message: Message


def _leaves(message: Message, *, in_report: bool = False) -> Iterator[Leaf | _Attached | Part]:
    """Parts with nothing inside, and attached mails, in order."""
    kind = message.get_content_type()
    if kind in {"message/rfc822", "message/global"}:
        yield _attached(message, in_report=in_report)
    elif kind.startswith("multipart/"):
        for child in _children(message):
            yield from _leaves(child, in_report=in_report or kind == "multipart/report")
    else:
        yield _leaf(message, kind)


def _children(message: Message) -> list[Message]:
    """The parts of a multipart, also where its boundary is missing or another than the one declared."""
    payload = message.get_payload()
    if isinstance(payload, list):
        return [child for child in payload if isinstance(child, Message)]
    body = raw_body(message)
    boundary = _BOUNDARY.search(body)
    if boundary is None:
        return [_renamed_kind(message)]
    head = b'Content-Type: multipart/mixed; boundary="' + boundary[1].replace(b'"', b"") + b'"\r\n\r\n'
    again = message_from_bytes(head + body, policy=policy.compat32).get_payload()
    return [child for child in again if isinstance(child, Message)] if isinstance(again, list) else [_renamed_kind(message)]


def _renamed_kind(message: Message) -> Message:
    """A multipart without any part in it is taken for what it is: text."""
    single = Message(policy=policy.compat32)
    single.set_payload(message.get_payload())
    single["Content-Type"] = "text/plain"
    return single


def _attached(message: Message, *, in_report: bool) -> _Attached | Part:
    payload = message.get_payload()
    inner = payload[0] if isinstance(payload, list) and payload and isinstance(payload[0], Message) else None
    name = name_of(message) or "mail.eml"
    if in_report:
        content = _as_bytes(inner) if inner is not None and not inner.is_multipart() else b""
        return Part(name, content, skipped="returned mail of a delivery report")
    if inner is None:
        return Part(name, content_of(message))
    encoding = str(message.get("Content-Transfer-Encoding", "")).strip().lower()
    if encoding == "base64":  # forbidden by RFC 2046 5.2.1, and sent all the same
        return Part(name, from_base64(raw_body(inner)))
    if encoding == "quoted-printable":
        return Part(name, quopri.decodestring(_as_bytes(inner)))
    return _Attached(inner)


def _as_bytes(message: Message) -> bytes:
    """The message written down again, as near to what came as the standard library gets."""
    try:
        return message.as_bytes(policy=policy.compat32)
    except (UnicodeError, LookupError):  # it cannot write every broken head that it read
        return message.as_string(policy=policy.compat32).encode("utf-8", errors="surrogateescape")


def _leaf(message: Message, kind: str) -> Leaf:
    shown_as = [str(message.get(header, "")).strip().strip("<>") for header in ("Content-ID", "Content-Location")]
    return Leaf(kind, content_of(message), name_of(message), tuple(name for name in shown_as if name))


def _taken_apart(leaf: Leaf, shown: frozenset[str]) -> Iterator[Part]:
    """The leaf as a part; before it the files that an old mail program wrote into its text (uuencode)."""
    text, files = without_uuencoded(leaf.content) if leaf.kind == "text/plain" else (leaf.content, [])
    yield as_part(replace(leaf, content=text), shown)
    for name, content in files:
        yield as_part(Leaf("application/octet-stream", content, name), shown)
