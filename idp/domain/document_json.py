"""How is a document written as JSON? The form of `idp extract --json`, also what evaluation and the web read."""

from __future__ import annotations

from typing import Any

from idp.domain.document import Extracted, ExtractedDocument


def document_to_json(document: ExtractedDocument) -> dict[str, Any]:
    """The document as plain JSON values; amounts, quantities and dates stay text, `signed` is a boolean, absent is absent."""
    return {
        "document_type": document.document_type.value,
        "pages": list(document.pages),
        "quality": document.quality.value,
        "language": document.language,
        "confident": document.confident,
        "fields": {name: extracted_to_json(value) for name, value in document.fields.items()},
        "lines": [{column: extracted_to_json(cell) for column, cell in line.cells.items()} for line in document.lines],
    }


def extracted_to_json(found: Extracted) -> dict[str, Any]:
    """One value with its evidence; a list value has an array of boxes in the order of its members."""
    is_list = isinstance(found.value, tuple)
    box: list[float] | list[list[float]] | None = found.box.as_list() if found.box is not None else None
    if is_list:
        box = [member.as_list() for member in found.boxes] or ([found.box.as_list()] if found.box is not None else [])
    return {
        "value": list(found.value) if isinstance(found.value, tuple) else found.value,
        "raw": found.raw,
        "confidence": round(found.confidence, 4),
        "page": found.page,
        "box": box,
    }
