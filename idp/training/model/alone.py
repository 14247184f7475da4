"""How far does the model come without any rule? Its best span for each field is the value; printed as `idp extract --json` prints.

    python -m idp.training.model.alone MODEL_FOLDER FILE… > out.jsonl

Only a yardstick: nothing is checked, nothing is weighed against anything else, and there are no lines.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from idp.bootstrap.reading import make_confined
from idp.domain.document import FIELD_KINDS, FIELDS_OF, DocumentType, Kind
from idp.domain.errors import DocumentRefused
from idp.domain.page import Reading
from idp.extractors.date import AmbiguousDate, Order, find_dates, order_of, read_date
from idp.extractors.number import AmbiguousNumber, Decimals, decimals_of, read_number
from idp.extractors.tags import Span, WordTags, best_spans, tags_of
from idp.layout_model.folder import open_folder
from idp.layout_model.transformer import TransformerModel
from idp.settings import load_settings

_LEAST = 0.35
_LISTS = {"po_numbers": "po_number", "container_numbers": "container_numbers", "seal_numbers": "seal_numbers"}


def alone(model: TransformerModel, reading: Reading) -> dict[str, Any]:
    """One document of the whole file, as the model sees it."""
    tags = [tags_of(page, model.regions(page, bytes)) for page in reading.pages if page.words]
    document_type = _document_type(tags)
    words = [word.text for page in reading.pages for word in page.words]
    habits = decimals_of(words).decimals, order_of(date for text in words for date in find_dates(text))
    fields = {}
    for name in FIELDS_OF[document_type]:
        value = _value(name, [span for tag in tags for span in best_spans(tag, _LISTS.get(name, name))], habits)
        if value is not None:
            fields[name] = {"value": value}
    return {"document_type": document_type.value, "fields": fields, "lines": [], "confident": False}


def _document_type(tags: Sequence[WordTags]) -> DocumentType:
    first = tags[0].types if tags else {}
    return DocumentType(max(first, key=lambda kind: first[kind])) if first else DocumentType.OTHER


def _value(name: str, spans: Iterable[Span], habits: tuple[Decimals, Order]) -> str | list[str] | None:
    ranked = sorted((span for span in spans if span.score >= _LEAST), key=lambda span: -span.score)
    values = [value for span in ranked if (value := _canonical(name, span.text, habits)) is not None]
    if not values:
        return None
    return list(dict.fromkeys(values)) if name in _LISTS else values[0]


def _canonical(name: str, text: str, habits: tuple[Decimals, Order]) -> str | None:
    kind = FIELD_KINDS.get(name, Kind.TEXT)
    decimals, order = habits
    try:
        if kind in (Kind.AMOUNT, Kind.QUANTITY):
            number = read_number(text.strip(" :"), decimals)
            return None if number is None else str(number)
        if kind is Kind.DATE:
            dates = find_dates(text)
            return read_date(dates[0], order).isoformat() if dates else None
    except (AmbiguousNumber, AmbiguousDate):
        return None
    return text.strip(" :#,;") or None


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints one JSON line a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("files", type=Path, nargs="+")
    given = parser.parse_args(arguments)
    model = TransformerModel(open_folder(given.model))
    confined = make_confined(load_settings(), children=1)
    try:
        for path in given.files:
            _print({"file": str(path), **_documents(model, confined.read, path)})
    finally:
        confined.close()
    return 0


def _documents(model: TransformerModel, read: Any, path: Path) -> Mapping[str, Any]:
    try:
        return {"documents": [alone(model, read(path.read_bytes(), name=path.name))], "error": None}
    except DocumentRefused as trouble:
        return {"documents": [], "error": str(trouble)}


def _print(row: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    sys.exit(main())
