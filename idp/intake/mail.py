"""What is in a mail: its attachments, and why the other parts are none."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage, Message

from PIL import Image, UnidentifiedImageError

from idp.ports import Part

_HEADER = re.compile(rb"^[!-9;-~]+:")
_TELLING = (b"from:", b"received:", b"mime-version:", b"message-id:", b"return-path:", b"delivered-to:")
_PICTURE = {"image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp"}
_SMALL_PICTURE_PIXELS = 300 * 300
_NO_DOCUMENT = {
    "text/calendar": "calendar entry",
    "text/vcard": "business card",
    "text/x-vcard": "business card",
    "application/pkcs7-signature": "digital signature",
    "application/x-pkcs7-signature": "digital signature",
    "application/pgp-signature": "digital signature",
    "message/delivery-status": "delivery report",
}


def is_mail(content: bytes) -> bool:
    """True for an RFC 5322 message: it begins with header lines, at least two of which only mails have."""
    head = content[:65536].lstrip()
    if not _HEADER.match(head):
        return False
    block = re.split(rb"\r?\n\r?\n", head, maxsplit=1)[0].lower()
    telling = [name for name in _TELLING if block.startswith(name) or b"\n" + name in block]
    return len(telling) >= 2


def parse_mail(content: bytes) -> EmailMessage:
    """The message; the standard parser never raises for broken ones but keeps what it understands."""
    return message_from_bytes(content.lstrip(), policy=policy.default)


def mail_parts(content: bytes) -> Iterator[Part]:
    """Every leaf of the mail, in order, with a reason where it is no document; an attached mail is one part."""
    yield from _leaves(parse_mail(content))


def _leaves(message: Message) -> Iterator[Part]:
    if message.get_content_type() == "message/rfc822":
        payload = message.get_payload()
        inner = payload[0] if isinstance(payload, list) and payload else None
        content = inner.as_bytes(policy=policy.default) if isinstance(inner, Message) else b""
        yield Part(_name(message, "mail.eml"), content)
    elif message.is_multipart():
        payload = message.get_payload()
        for child in payload if isinstance(payload, list) else []:
            if isinstance(child, Message):
                yield from _leaves(child)
    else:
        yield _leaf(message)


def _leaf(message: Message) -> Part:
    payload = message.get_payload(decode=True)
    content = payload if isinstance(payload, bytes) else b""
    kind = message.get_content_type()
    name = _name(message, f"part.{kind.rsplit('/', 1)[-1]}")
    return Part(name, content, skipped=_why_no_document(message, kind, content))


def _why_no_document(message: Message, kind: str, content: bytes) -> str | None:
    if kind in _NO_DOCUMENT:
        return _NO_DOCUMENT[kind]
    if kind in {"text/plain", "text/html"} and message.get_filename() is None:
        return "text of the mail"
    if kind in _PICTURE and _is_decoration(message, content):
        return "picture of the mail's layout"
    return None


def _is_decoration(message: Message, content: bytes) -> bool:
    """True for a picture that the mail's text shows, or that is too small to be a page. Disposition is not believed."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            pixels = image.width * image.height
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return False
    return pixels <= _SMALL_PICTURE_PIXELS or bool(message["Content-ID"] is not None and pixels <= 4 * _SMALL_PICTURE_PIXELS)


def _name(message: Message, default: str) -> str:
    name = message.get_filename()
    return name.strip() if isinstance(name, str) and name.strip() else default
