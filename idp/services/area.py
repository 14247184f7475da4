"""What stands in an area of a page that a person has drawn? The words already read there; of a scan, a second look at the print."""

from __future__ import annotations

from idp.domain.errors import NotFound
from idp.domain.geometry import Box
from idp.domain.page import Page, Quality, Word
from idp.domain.record import DocumentRecord
from idp.services.means import Means
from idp.services.pages import load_pages


def read_area(means: Means, record: DocumentRecord, page_index: int, box: Box) -> tuple[Word, ...]:
    """The words in the box, in reading order, with boxes in page fractions; none where there is no print.

    Native text is what its file says. Anything else is read again, finer and by the engine that reads poor print best: whoever draws
    a box there does not trust the first reading. Raises NotFound, DocumentRefused, ToolUnavailable.
    """
    page = _page(means, record, page_index)
    inside = tuple(word for word in page.words if _is_inside(word.box, box))
    if page.quality is Quality.NATIVE and inside:
        return inside
    return means.confined.reread(means.blobs.get(record.sha256), page_index=page_index, box=box)


def _page(means: Means, record: DocumentRecord, page_index: int) -> Page:
    for page in load_pages(means.blobs, record):
        if page.index == page_index:
            return page
    raise NotFound(f"document {record.id} has no page {page_index + 1}")


def _is_inside(word: Box, area: Box) -> bool:
    return area.left <= word.middle_x <= area.right and area.top <= word.middle_y <= area.bottom
