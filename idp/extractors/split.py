"""Where does one document end and the next begin within a file? By page numbers, document numbers and titles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from idp.domain.page import Page
from idp.extractors.classify import classify
from idp.extractors.header import OWN_NUMBER, identifier_by_label
from idp.extractors.label import find_labels
from idp.extractors.layout import arrange
from idp.extractors.relation import surroundings

_PAGE_OF = re.compile(
    r"\b(?:page|seite|blatt|pagina|página|pág|pag|p|s)\.?\s*:?\s*(\d{1,3})\s*(?:of|von|sur|de|di|van|/)\s*(\d{1,3})\b",
    re.IGNORECASE,
)
_LEAST_WORDS = 12
"""A page with fewer words (a blank back, a stamp) begins nothing."""


@dataclass(frozen=True, slots=True)
class _Front:
    """What a page shows of the document it belongs to."""

    numbered: tuple[int, int] | None  # page x of y
    number: str | None  # the document's own number, where the page names it strongly
    titled: bool
    empty: bool


def split(pages: Sequence[Page]) -> tuple[tuple[Page, ...], ...]:
    """The pages of each document, in order. A file of one page, or without any sign of several, is one document."""
    if len(pages) < 2:
        return (tuple(pages),)
    groups: list[list[Page]] = []
    current: _Front | None = None
    for page in pages:
        front = _front(page)
        if current is None or _begins(front, current):
            groups.append([page])
            current = front
        else:
            groups[-1].append(page)
            current = _merged(current, front)
    return tuple(tuple(group) for group in groups)


def printed_number(page: Page) -> tuple[int, int] | None:
    """What a page prints of its place in its document, “page 2 of 3” as (2, 3); None where it does not."""
    return _printed_number(arrange((page,)).text)


def _printed_number(text: str) -> tuple[int, int] | None:
    return next(((int(m[1]), int(m[2])) for m in _PAGE_OF.finditer(text) if int(m[1]) <= int(m[2])), None)


def _front(page: Page) -> _Front:
    layout = arrange((page,))
    if len(page.words) < _LEAST_WORDS:
        return _Front(None, None, titled=False, empty=True)
    numbered = _printed_number(layout.text)
    labels = find_labels(layout)
    kind = classify(layout, labels)
    name = OWN_NUMBER.get(kind.document_type)
    choice = identifier_by_label((name,), labels, surroundings(layout, labels)) if name is not None else None
    number = str(choice.option.value) if choice is not None and choice.option.points >= 0.6 else None
    return _Front(numbered, number, titled=kind.title is not None and kind.score >= 2.5, empty=False)


def _begins(front: _Front, current: _Front) -> bool:
    """Whether a page with this front begins a document after `current`."""
    if front.empty:
        return False
    if front.numbered is not None and current.numbered is not None:
        follows = front.numbered[0] == current.numbered[0] + 1 and front.numbered[1] == current.numbered[1]
        return not follows and front.numbered[0] == 1 and not _same_number(front, current)
    if front.number is not None and current.number is not None:
        return not _same_number(front, current) and front.titled
    return False


def _same_number(one: _Front, two: _Front) -> bool:
    """A second page 1 with the same number is a copy of the same document's part, not another document."""
    return one.number is not None and one.number == two.number and (one.numbered is None or one.numbered[1] > 1)


def _merged(current: _Front, front: _Front) -> _Front:
    return _Front(front.numbered or current.numbered, current.number or front.number, current.titled, empty=False)
