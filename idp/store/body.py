"""How a domain value becomes text in a row and a value again; nothing of it is lost, and equal values give equal text."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from pydantic import TypeAdapter

from idp.domain.choice import Choice
from idp.domain.document import ExtractedDocument
from idp.domain.entry import EntryOrder
from idp.domain.mail import MailEvidence
from idp.domain.match import Match
from idp.domain.memory import Lesson
from idp.domain.record import Sheet

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Body:
    """The stored text of a value and the text's SHA-256 (hex)."""

    text: str
    sha256: str


class Form(Generic[T]):
    """The stored form of one domain type: JSON, decimals as strings, members in the order of their class."""

    def __init__(self, kind: type[T], prepare: Callable[[T], T]) -> None:
        self._adapter = TypeAdapter(kind)
        self._prepare = prepare

    def write(self, value: T) -> Body:
        """The value as text with its hash."""
        content = self._adapter.dump_json(self._prepare(value))
        return Body(content.decode(), hashlib.sha256(content).hexdigest())

    def read(self, text: str) -> T:
        """The value that was written as `text`."""
        return self._adapter.validate_json(text)


def _with_dicts(document: ExtractedDocument) -> ExtractedDocument:
    """The same document; extractors may hand over read-only mappings, and pydantic writes none but dict."""
    lines = tuple(replace(line, cells=dict(line.cells)) for line in document.lines)
    return replace(document, fields=dict(document.fields), lines=lines)


def _as_it_is(value: T) -> T:
    return value


EXTRACTION = Form(ExtractedDocument, _with_dicts)
MATCH = Form(Match, _as_it_is)
ORDER = Form(EntryOrder, _as_it_is)
LESSON = Form(Lesson, _as_it_is)
MAIL = Form(MailEvidence, _as_it_is)
CHOICES: Form[tuple[Choice, ...]] = Form(tuple[Choice, ...], _as_it_is)
SHEETS: Form[tuple[Sheet, ...]] = Form(tuple[Sheet, ...], _as_it_is)


def write_details(details: Mapping[str, str]) -> str:
    """An event's details as canonical JSON, the same that its hash covers."""
    return json.dumps(dict(details), sort_keys=True, ensure_ascii=False)


def read_details(text: str) -> Mapping[str, str]:
    """The details that were written as `text`."""
    details: dict[str, str] = json.loads(text)
    return details
