"""Which documents are in this file? Structured data first, then the pages, split where another document begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from idp.domain.code import Code
from idp.domain.document import DocumentType, ExtractedDocument
from idp.domain.finding import finding
from idp.domain.memory import Memory
from idp.domain.page import Reading
from idp.domain.purchase import Company
from idp.extractors import hybrid
from idp.extractors.calibration import calibrated
from idp.extractors.doubt import doubts_of, with_second_looks
from idp.extractors.einvoice.assemble import read_structured
from idp.extractors.extraction import Extraction, SecondLook
from idp.extractors.memory import printed_identities, read_known
from idp.extractors.paper_document import read_paper
from idp.extractors.split import split
from idp.extractors.tags import Tags


def extract(
    reading: Reading,
    *,
    second_look: Sequence[SecondLook] = (),
    own: tuple[Company, ...] = (),
    tags: Tags | None = None,
    memories: Sequence[Memory] = (),
    expected: DocumentType | None = None,
) -> Extraction:
    """The documents of the file, at least one.

    `second_look` are words that a more careful engine read in regions doubted before; they replace the first reading there.
    `own` are our companies: their names, VAT numbers and accounts are never a supplier's. `tags` are what a layout model saw.
    `memories` are those of corrected documents of the same suppliers; without any nothing is recalled.
    `expected` is the document type that the source's settings name; structured data says its own.
    """
    pages = with_second_looks(reading.pages, second_look)
    if reading.structured is not None:
        data = read_structured(reading.structured.content)
        if not any(page.words for page in pages):
            return Extraction((data,))
        return Extraction((hybrid.combine(data, calibrated(read_paper(pages, own, tags=tags), tags)),))
    reads = [calibrated(read_known(group, own, memories, tags=tags, expected=expected), tags) for group in split(pages)]
    documents = tuple(_with_model(read.document, tags) for read in reads)
    doubts = tuple(doubt for read in reads for doubt in doubts_of(read))
    return Extraction(
        documents if len(documents) == 1 else _several(documents),
        doubts,
        frozenset(identity for read in reads for identity in printed_identities(read)),
    )


def _with_model(document: ExtractedDocument, tags: Tags | None) -> ExtractedDocument:
    """The document with the layout model that was asked, beside the rules that read it."""
    return document if tags is None else replace(document, model_version=f"{document.model_version} + {tags.model}")


def _several(documents: Sequence[ExtractedDocument]) -> tuple[ExtractedDocument, ...]:
    """The documents with CLS-MULTI: a person, or the policy, confirms where the file was split.

    One that is doubtful makes all of them so: what is wrong with it may be that its pages belong to another.
    """
    confident = all(document.confident for document in documents)
    return tuple(_one_of_several(document, len(documents), confident=confident) for document in documents)


def _one_of_several(document: ExtractedDocument, count: int, *, confident: bool) -> ExtractedDocument:
    numbers = ", ".join(str(index + 1) for index in document.pages)
    several = finding(Code.CLS_MULTI, f"The file holds {count} documents; this one is taken to be on page {numbers}.")
    return replace(document, findings=(*document.findings, several), confident=confident, sound=False)
