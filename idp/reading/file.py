"""A file's bytes become pages of words: the kind is found, the file is checked, then its own reader reads it.

Readers are imported when a file of their kind comes: a native PDF never loads the image and OCR libraries.
"""

from __future__ import annotations

from idp.domain.errors import NotFound
from idp.domain.geometry import Box
from idp.domain.media import MediaType, media_type
from idp.domain.page import Reading, Word
from idp.ports import Limits
from idp.reading.engines import Engines, Progress, silent
from idp.reading.polyglot import refuse_two_kinds
from idp.reading.size import require_size


def read_file(
    content: bytes, *, name: str, limits: Limits | None = None, engines: Engines | None = None, progress: Progress = silent
) -> Reading:
    """The file as pages of words, upright, with boxes in page fractions. `name` serves messages only.

    `progress` is told the index of each page that is done.

    Raises DocumentRefused (ING-EMPTY, ING-TYPE, ING-ENCRYPTED, ING-CORRUPT, ING-SIZE, ING-ACTIVE, EXT-NOTEXT) and
    ToolUnavailable where a page needs OCR and no engine is installed.
    """
    limits = limits or Limits()
    kind = _checked(content, limits)
    if not limits.may_act:
        refuse_two_kinds(content, kind)
    if kind is MediaType.XML:
        from idp.reading.structured import read_xml  # noqa: PLC0415 - see the module's docstring

        return read_xml(content, name=name)
    if kind is MediaType.PDF:
        from idp.reading.pdf import read_pdf  # noqa: PLC0415 - see the module's docstring

        return read_pdf(content, limits=limits, engines=engines, progress=progress)
    from idp.reading.picture import read_picture  # noqa: PLC0415 - see the module's docstring

    return read_picture(content, kind=kind, limits=limits, engines=engines, progress=progress)


def render_page(content: bytes, page_index: int, dpi: int = 110, *, limits: Limits | None = None) -> bytes:
    """The page as PNG, turned and levelled exactly as the words' boxes are. Raises DocumentRefused, NotFound."""
    kind = _checked(content, limits or Limits())
    if kind is MediaType.PDF:
        from idp.reading.pdf import render_pdf_page  # noqa: PLC0415 - see the module's docstring

        return render_pdf_page(content, page_index, dpi=dpi, limits=limits or Limits())
    if kind is MediaType.XML:
        raise NotFound("An XML file has no pages to show.")
    from idp.reading.picture import render_picture  # noqa: PLC0415 - see the module's docstring

    return render_picture(content, page_index, dpi=dpi, kind=kind, limits=limits or Limits())


def reread(
    content: bytes, page_index: int, box: Box, *, limits: Limits | None = None, engines: Engines | None = None
) -> tuple[Word, ...]:
    """A second, more careful look at one region: finer, with the other engine. Boxes are in fractions of the whole page.

    Raises DocumentRefused, NotFound, ToolUnavailable.
    """
    from idp.reading.second_look import look_again  # noqa: PLC0415 - see the module's docstring

    return look_again(content, page_index, box, limits=limits or Limits(), engines=engines)


def _checked(content: bytes, limits: Limits) -> MediaType:
    require_size(len(content), limits)
    return media_type(content)
