"""Is anything known of this paper's supplier? A paper is read once for who sent it, and once more with what was learned from the sender."""

from __future__ import annotations

from collections.abc import Sequence

from idp.domain.document import ExtractedDocument
from idp.domain.memory import Identity, Known, Memory, is_same_supplier
from idp.domain.page import Page
from idp.domain.purchase import Company
from idp.extractors.memory_identity import are_ours, identities_of, printed_names
from idp.extractors.paper import look_at
from idp.extractors.paper_document import read_paper
from idp.extractors.read import Read


def read_known(pages: Sequence[Page], own: tuple[Company, ...], memories: Sequence[Memory]) -> Read:
    """The document that the pages make, with the memories that speak of its supplier; without any it is read but once."""
    read = read_paper(pages, own)
    if not memories:
        return read
    printed = printed_identities(read)
    known = Known(tuple(memory for memory in memories if is_same_supplier(memory, printed)))
    return read_paper(pages, own, known) if known.memories else read


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
