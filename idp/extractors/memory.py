"""Is anything known of this paper's supplier? A paper is read once for who sent it, and once more with what was learned from the sender."""

from __future__ import annotations

from collections.abc import Sequence

from idp.domain.document import DocumentType, ExtractedDocument
from idp.domain.memory import Identity, Known, Memory, Subject, is_same_supplier
from idp.domain.page import Page
from idp.domain.purchase import Company
from idp.extractors.memory_identity import are_ours, identities_of, printed_names
from idp.extractors.paper import look_at
from idp.extractors.paper_document import read_paper
from idp.extractors.read import Read
from idp.extractors.tags import Tags


def read_known(
    pages: Sequence[Page], own: tuple[Company, ...], memories: Sequence[Memory], *, tags: Tags | None = None,
    expected: DocumentType | None = None,
) -> Read:  # fmt: skip
    """The document that the pages make, with the memories that speak of its supplier; without any it is read but once.

    `tags` are what a layout model saw, `expected` is the type that its source's settings name.
    """
    read = read_paper(pages, own, tags=tags, expected=expected)
    if not memories:
        return read
    printed = printed_identities(read)
    known = Known(tuple(memory for memory in memories if is_same_supplier(memory, printed)))
    if not known.memories:
        return read
    recalled = read_paper(pages, own, known, tags=tags, expected=expected)
    others = Known(tuple(m for m in known.memories if m.lesson.subject is not Subject.COLUMN))
    if others == known or not _are_lines_worse(read, recalled):
        return recalled
    return read_paper(pages, own, others, tags=tags, expected=expected)


def _are_lines_worse(before: Read, after: Read) -> bool:
    """Whether columns named by memory contradict this paper: cells or lines are lost, fewer multiply, the sum is not met any more."""
    if before.totals.lines_agree is not True and after.totals.lines_agree is True:
        return False
    if len(after.lines) != len(before.lines) or (before.totals.lines_agree and not after.totals.lines_agree):
        return True
    if sum(c.multiplies is True for c in after.lines) < sum(c.multiplies is True for c in before.lines):
        return True
    return any(was.line.cells.keys() - now.line.cells.keys() for was, now in zip(before.lines, after.lines, strict=True))


def identities_on(pages: Sequence[Page], document: ExtractedDocument, own: tuple[Company, ...]) -> frozenset[Identity]:
    """Who sent a document that a person has corrected since, by its values and, where the pages are given, what they print besides."""
    found = identities_of(document, look_at(pages, own) if pages else None)
    return _without_ours(found, own)


def printed_identities(read: Read) -> frozenset[Identity]:
    """Who sent the paper, by what it prints; what is ours does not count."""
    found = identities_of(read.document, read.paper) | printed_names(read.document, read.paper)
    return _without_ours(found, read.paper.own)


def _without_ours(found: frozenset[Identity], own: tuple[Company, ...]) -> frozenset[Identity]:
    return frozenset(i for i in found if not any(are_ours(company, i) for company in own))
