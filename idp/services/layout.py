"""What does the layout model say about the pages of a file? A page that it fails on is read by rules alone."""

from __future__ import annotations

import structlog

from idp.domain.errors import DocumentRefused, ToolUnavailable
from idp.domain.page import Page, Reading
from idp.extractors import Tags, WordTags, tags_of
from idp.ports import Confined, LayoutModel

_log = structlog.get_logger(__name__)


def look_at_layout(model: LayoutModel, confined: Confined, content: bytes, reading: Reading) -> Tags | None:
    """Its labels for every page that has words; None where it said nothing at all."""
    pages = {page.index: tags for page in reading.pages if page.words and (tags := _page(model, confined, content, page))}
    return Tags(model.name, pages) if pages else None


def _page(model: LayoutModel, confined: Confined, content: bytes, page: Page) -> WordTags | None:
    try:
        regions = model.regions(page, lambda: confined.render(content, page_index=page.index))
    except (DocumentRefused, ToolUnavailable) as trouble:
        _log.warning("layout model gave nothing", model=model.name, page=page.index, reason=str(trouble))
        return None
    return tags_of(page, regions)
