"""Is a part of a mail a document, or something that mails carry along? Its bytes decide, its use in the text, its size; never its
disposition, which says nothing: many programs send invoices inline and logos as attachments."""

from __future__ import annotations

import io
import re
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from PIL import Image, UnidentifiedImageError

from idp.domain.media import MediaType, known_media_type
from idp.ports import Part

_CARRIED = {
    "text/calendar": "calendar entry",
    "application/ics": "calendar entry",
    "text/vcard": "business card",
    "text/x-vcard": "business card",
    "text/directory": "business card",
    "application/pkcs7-signature": "digital signature",
    "application/x-pkcs7-signature": "digital signature",
    "application/pgp-signature": "digital signature",
    "application/pgp-keys": "digital signature",
    "application/pgp-encrypted": "control part of an encrypted mail",
    "message/delivery-status": "delivery report",
    "message/global-delivery-status": "delivery report",
    "message/disposition-notification": "delivery report",
    "message/feedback-report": "delivery report",
    "text/rfc822-headers": "delivery report",
    "message/external-body": "link to a file elsewhere",
    "application/applefile": "file of the mail program",
    "text/css": "part of the mail's layout",
}
_BEGINNINGS = ((b"BEGIN:VCALENDAR", "calendar entry"), (b"BEGIN:VCARD", "business card"))
_LAYOUT_NAMES = re.compile(r"\.(mso|wmz|emz|thmx)$|^(filelist|colorschememapping|themedata)\.(xml|thmx)$", re.IGNORECASE)
_TEXTS = {
    "text/plain", "text/html", "text/enriched", "text/richtext", "text/rtf", "application/rtf", "text/x-amp-html", "text/watch-html",
    "text/markdown",
}  # fmt: skip
_NAMED_BY_SERVERS = re.compile(
    r"^ATT\d{5,6}\.(txt|html?)$", re.IGNORECASE
)  # Exchange gives text between attachments such names
_DRAWING = re.compile(rb"<svg[\s>]", re.IGNORECASE)
_WEB_PAGE = re.compile(rb"<(!doctype\s+)?html[\s>]", re.IGNORECASE)
_ENCRYPTED_TEXT = b"-----BEGIN PGP MESSAGE-----"

_DOT_SIDE = 16  # pixels; below are spacers and what tells the sender that the mail was read
_SMALL_PIXELS = 300 * 300
_BANNER = 4.0  # width over height, from which no page is so wide
_PAGE_SIDES = (1000, 700)  # pixels of the longer and the shorter side
_UPRIGHT_PAGE = (1.2, 1.6, 500)  # height over width from and to, and least width in pixels: A4 and letter even at 60 dpi
_WIDE, _WIDE_SIDE = 1.6, 1000  # a picture so wide is a page photo only with that many pixels on its shorter side
_ICON_BYTES = 20_000

TEXT_OF_MAIL = "text of the mail"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A part of a mail with nothing inside: declared kind, name if it has one, and what the mail's text may show it by."""

    kind: str
    content: bytes
    name: str | None = None
    shown_as: tuple[str, ...] = ()


def as_part(leaf: Leaf, shown: AbstractSet[str]) -> Part:
    """The leaf with a reason where it is no document. `shown` are content ids and addresses that the mail's HTML refers to."""
    part = Part(leaf.name or f"part.{leaf.kind.rsplit('/', 1)[-1]}", leaf.content)
    if (leaf.kind in _TEXTS or leaf.kind == "application/octet-stream") and _ENCRYPTED_TEXT in leaf.content[:4096]:
        why = "The mail is encrypted (PGP); ask for it to be sent again without encryption."
        return replace(part, refused=("ING-ENCRYPTED", why))
    if leaf.kind == "application/x-microsoft-rpmsg-message":
        why = "The mail is protected so that only its recipient can read it; ask for it to be sent again without protection."
        return replace(part, refused=("ING-ENCRYPTED", why))
    if leaf.kind == "message/partial":
        return replace(part, refused=("ING-CORRUPT", "The mail is one piece of several; ask for it to be sent in one piece."))
    return replace(part, skipped=_why_no_document(leaf, shown))


def _why_no_document(leaf: Leaf, shown: AbstractSet[str]) -> str | None:
    sniffed = known_media_type(leaf.content)
    if sniffed in {MediaType.PDF, MediaType.TIFF}:
        return None
    if leaf.kind in _CARRIED:
        return _CARRIED[leaf.kind]
    head = leaf.content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    for beginning, why in _BEGINNINGS:
        if head.upper().startswith(beginning):
            return why
    if _LAYOUT_NAMES.search(leaf.name or "") or leaf.kind.startswith("font/"):
        return "part of the mail's layout"
    if sniffed is MediaType.XML:
        return _why_no_invoice(leaf, head)
    if _is_text_of_mail(leaf):
        return TEXT_OF_MAIL
    if sniffed is not None or leaf.kind.startswith("image/") or leaf.content.startswith((b"GIF8", b"BM")):
        return _why_no_page(leaf, is_shown=not shown.isdisjoint(leaf.shown_as))
    return None


def _why_no_invoice(leaf: Leaf, head: bytes) -> str | None:
    """Web pages and drawings are written in XML too."""
    if _DRAWING.search(head):
        return "picture of the mail's layout"
    if leaf.kind in _TEXTS and leaf.name is None and (leaf.kind == "text/html" or not head.startswith(b"<?xml")):
        return TEXT_OF_MAIL
    return TEXT_OF_MAIL if leaf.name is None and _WEB_PAGE.search(head) else None


def _is_text_of_mail(leaf: Leaf) -> bool:
    return leaf.kind in _TEXTS and known_media_type(leaf.content) is None and (
        leaf.name is None or _NAMED_BY_SERVERS.match(leaf.name) is not None
    )  # fmt: skip


def _why_no_page(leaf: Leaf, *, is_shown: bool) -> str | None:
    """None for a picture that may be a page: when in doubt a person looks, since an invoice that is passed over is a loss."""
    size = _picture_size(leaf.content)
    if size is None:
        return "picture of the mail's layout" if is_shown and len(leaf.content) < _ICON_BYTES else None
    width, height = size
    if min(width, height) <= _DOT_SIDE:
        return "dot that tells the sender of reading" if max(width, height) <= _DOT_SIDE else "picture of the mail's layout"
    if width * height <= _SMALL_PIXELS or width > _BANNER * height:
        return "picture of the mail's layout"
    return "picture of the mail's layout" if is_shown and not _may_be_page(width, height) else None


def _may_be_page(width: int, height: int) -> bool:
    """True for the sizes of scans and of photographs of paper, which phones put between the lines of a mail."""
    least, most, least_width = _UPRIGHT_PAGE
    if least * width <= height <= most * width and width >= least_width:
        return True
    longer, shorter = max(width, height), min(width, height)
    if width > _WIDE * height and shorter < _WIDE_SIDE:
        return False
    return longer >= _PAGE_SIDES[0] and shorter >= _PAGE_SIDES[1]


def _picture_size(content: bytes) -> tuple[int, int] | None:
    try:
        with Image.open(io.BytesIO(content)) as image:
            return image.size
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
