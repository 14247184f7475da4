"""What does a mail itself say, and which pictures does it show? For the person who looks at it; nothing here is ever displayed as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from urllib.parse import unquote

from idp.intake.mail_header import plain
from idp.intake.mail_part import TEXT_OF_MAIL
from idp.ports import Part

_SHOWN = re.compile(r"""(?:cid:|src\s*=\s*["']?|background\s*=\s*["']?|url\(\s*["']?)([^"'\s<>()]{1,500})""", re.IGNORECASE)
_HTML_CHARACTERS = 500_000
_EXCERPT_CHARACTERS = 400
_UNSEEN = {"style", "script", "head", "title"}


def excerpt(parts: Iterable[Part]) -> str:
    """What the mail itself says, as one line of at most 400 characters; empty where it says nothing."""
    for part in parts:
        if part.skipped == TEXT_OF_MAIL:
            text = " ".join(_as_text(part.content).split())
            if text:
                return text if len(text) <= _EXCERPT_CHARACTERS else f"{text[:_EXCERPT_CHARACTERS].rstrip()} …"
    return ""


def shown_in(html: bytes) -> Iterator[str]:
    """Content ids and addresses of the pictures that a web page shows."""
    for name in _SHOWN.findall(html.decode("utf-8", errors="replace")[:_HTML_CHARACTERS]):
        yield unquote(name.removeprefix("cid:").removeprefix("CID:"))


class _Words(HTMLParser):
    """Collects what a person would read."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  # as the library calls it
        self._hidden += tag in _UNSEEN

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in _UNSEEN))
        self.words.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)


def _as_text(content: bytes) -> str:
    text = plain(content.decode("ascii", errors="surrogateescape"))[:_HTML_CHARACTERS]
    if "<" not in text[:2000]:
        return text
    words = _Words()
    words.feed(text)
    words.close()
    return "".join(words.words)
