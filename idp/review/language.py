"""In which language does a page speak? The person's choice, else what the browser asks for, else English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from enum import StrEnum
from typing import Final

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

COOKIE: Final = "idp_language"
"""Keeps a person's choice. It holds nothing but the language, so it may be read before anybody has signed in."""


class Language(StrEnum):
    """A language that every word of the screens exists in (ISO 639-1)."""

    ENGLISH = "en"
    GERMAN = "de"


NAMES: Final[Mapping[Language, str]] = {Language.ENGLISH: "English", Language.GERMAN: "Deutsch"}
"""Each language in its own words."""

_current: ContextVar[Language] = ContextVar("language", default=Language.ENGLISH)


def current_language() -> Language:
    """The language of the request that is being answered."""
    return _current.get()


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """What is written within is in this language."""
    token = _current.set(language)
    try:
        yield
    finally:
        _current.reset(token)


class Words(Mapping[str, str]):
    """A table of words under fixed keys, read in the present language. What a language lacks is shown in English."""

    def __init__(self, german: Mapping[str, str], english: Mapping[str, str]) -> None:
        self.tables: Mapping[Language, Mapping[str, str]] = {Language.ENGLISH: english, Language.GERMAN: german}

    def __getitem__(self, key: str) -> str:
        here = self.tables[current_language()]
        return here[key] if key in here else self.tables[Language.ENGLISH][key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables[Language.ENGLISH])

    def __len__(self) -> int:
        return len(self.tables[Language.ENGLISH])


class Languages:
    """Binds the language of each request for all that answers it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        with speaking(chosen_language(request.cookies.get(COOKIE, ""), request.headers.get("accept-language", ""))):
            await self._app(scope, receive, send)


def chosen_language(choice: str, accepted: str) -> Language:
    """The person's `choice`, else the first of the browser's languages, by its weights (RFC 9110 §12.5.4), that is spoken here."""
    if choice in set(Language):
        return Language(choice)
    weighed = sorted(_weighed(accepted), key=lambda pair: -pair[1])
    return next((Language(tag) for tag, weight in weighed if weight > 0 and tag in set(Language)), Language.ENGLISH)


def _weighed(accepted: str) -> Iterator[tuple[str, float]]:
    """Each language asked for, without its region, with its weight 0–1; what is malformed weighs nothing."""
    for part in accepted.split(",")[:20]:
        tag, _, rest = part.partition(";")
        weight = rest.strip().removeprefix("q=") or "1"
        try:
            yield tag.strip().lower().partition("-")[0], float(weight)
        except ValueError:
            continue
