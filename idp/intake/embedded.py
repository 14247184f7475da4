"""Which XML beside a PDF is inside it as well? Hybrid invoices are often sent with their XML a second time."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence

import pikepdf

from idp.domain.media import MediaType, known_media_type

_MOST_PDFS = 20


def pair_up_embedded(files: Sequence[bytes | None]) -> dict[int, int]:
    """Index of an XML → index of the PDF that holds the same bytes. None stands for what is no document and pairs with nothing."""
    xmls = {content: index for index, content in reversed(list(enumerate(files))) if _is(content, MediaType.XML)}
    if not xmls:
        return {}
    pdfs = [(index, content) for index, content in enumerate(files) if _is(content, MediaType.PDF)]
    found: dict[int, int] = {}
    for index, pdf in pdfs[:_MOST_PDFS]:
        for embedded in _embedded_in(pdf or b""):
            if embedded in xmls:
                found.setdefault(xmls[embedded], index)
    return found


def _is(content: bytes | None, kind: MediaType) -> bool:
    return content is not None and known_media_type(content) is kind


def _embedded_in(pdf: bytes) -> Iterator[bytes]:
    """The bytes of the files in a PDF; none of one that cannot be opened, which reading will refuse."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            for attachment in opened.attachments.values():
                yield attachment.get_file().read_bytes()
    except (pikepdf.PdfError, ValueError, KeyError, RuntimeError, TypeError, AttributeError):
        return
