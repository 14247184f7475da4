"""Mails written line by line, so that they can be as broken as those that come."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import dataclass

TEXT = "skipped:text of the mail"
LAYOUT = "skipped:picture of the mail's layout"
SIGNATURE = "skipped:digital signature"
DOCUMENT = "document"

HEAD = (
    "From: Kestrel Billing <billing@kestrel.example>\r\nTo: invoices@brennhoff.example\r\nSubject: {subject}\r\n"
    "Date: Tue, 24 Nov 2026 08:00:00 +0100\r\nMessage-ID: <{subject}@kestrel.example>\r\nMIME-Version: 1.0\r\n"
)


@dataclass(frozen=True, slots=True)
class Case:
    """A mail and the fate of each of its parts as (name, fate), in order. `joined_with` stands without the hash.

    `thread` is where people were troubled by such a mail. `review` is the code under which the whole message waits for a person.
    """

    name: str
    message: Callable[[], bytes]
    fates: tuple[tuple[str, str], ...]
    thread: str | None = None
    review: str | None = None


def mail(body: bytes, *, subject: str = "Invoice", kind: str = "text/plain; charset=utf-8", extra: str = "") -> bytes:
    """A message with one body."""
    head = HEAD.format(subject=subject) + f"Content-Type: {kind}\r\n" + extra
    return head.encode("utf-8", errors="surrogateescape") + b"\r\n" + body


def mixed(*parts: bytes, subject: str = "Invoice", kind: str = "mixed", border: str = "=_border", extra: str = "") -> bytes:
    """A message of several parts."""
    return mail(multi(*parts, border=border), subject=subject, kind=f'multipart/{kind}; boundary="{border}"{extra}')


def multi(*parts: bytes, border: str) -> bytes:
    """The body of a multipart."""
    line = f"--{border}".encode()
    return b"".join(line + b"\r\n" + part + b"\r\n" for part in parts) + line + b"--\r\n"


def nested(*parts: bytes, kind: str, border: str) -> bytes:
    """A multipart as a part."""
    return f'Content-Type: multipart/{kind}; boundary="{border}"\r\n\r\n'.encode() + multi(*parts, border=border)


def part(content: bytes, *, kind: str, headers: str = "", encoding: str = "base64") -> bytes:
    """A part with its bytes in base64, or as they are for any other encoding that is named."""
    head = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: {encoding}\r\n{headers}\r\n"
    body = base64.encodebytes(content).replace(b"\n", b"\r\n") if encoding.lower() == "base64" else content
    return head.encode("utf-8", errors="surrogateescape") + body


def text(words: str = "Please find our invoice attached.") -> bytes:
    return part(words.encode(), kind="text/plain; charset=utf-8", encoding="8bit")


def html(markup: str) -> bytes:
    return part(markup.encode(), kind="text/html; charset=utf-8", encoding="8bit")


def attachment(name: str, content: bytes, *, kind: str = "application/octet-stream") -> bytes:
    return part(content, kind=kind, headers=f'Content-Disposition: attachment; filename="{name}"\r\n')


def inline(content: bytes, *, kind: str, name: str = "", cid: str = "") -> bytes:
    headers = f'Content-Disposition: inline; filename="{name}"\r\n' if name else "Content-Disposition: inline\r\n"
    return part(content, kind=kind, headers=headers + (f"Content-ID: <{cid}>\r\n" if cid else ""))


def attached_mail(message: bytes, *, headers: str = "") -> bytes:
    return f"Content-Type: message/rfc822\r\n{headers}\r\n".encode() + message
