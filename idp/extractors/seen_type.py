"""Does the layout model know the document's type where the rules are not sure of it?"""

from __future__ import annotations

from dataclasses import replace

from idp.domain.document import DocumentType
from idp.extractors.paper import Paper
from idp.extractors.tags import Tags

_SURE = 0.95
"""Measured on layouts the model was not trained on: from here on it was right where unsure rules said otherwise."""


def with_seen_type(paper: Paper, tags: Tags | None) -> Paper:
    """The paper with the type that the model is sure of, where the rules are not sure of theirs; else as it is."""
    first = paper.layout.pages[0].index if paper.layout.pages else None
    page = tags.pages.get(first) if tags is not None and first is not None else None
    if page is None or paper.kind.is_sure or not page.types:
        return paper
    name, probability = max(page.types.items(), key=lambda found: found[1])
    if probability < _SURE or name == paper.kind.document_type.value:
        return paper
    why = f"by the look of the page, {paper.kind.document_type.value.replace('_', ' ')} by its words"
    return replace(paper, kind=replace(paper.kind, document_type=DocumentType(name), why=why))
