"""Is everything there that the service needs, and what is missing in words an operator can act on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from idp.domain.errors import IdpError
from idp.ports import DocumentQuery
from idp.services.means import Means

_MAY_BE_MISSING = ("odoo", "layout model", "virus scanner")


@dataclass(frozen=True, slots=True)
class HealthPart:
    """One part of the service: whether it works, and details or what is wrong."""

    name: str
    ok: bool
    detail: str


@dataclass(frozen=True, slots=True)
class Health:
    """All parts. `ready` is False when documents could not be taken in or shown; a dead Odoo only pauses entering, a dead
    virus scanner reading, and without a layout model rules read alone."""

    parts: tuple[HealthPart, ...]

    @property
    def ready(self) -> bool:
        return all(part.ok for part in self.parts if part.name not in _MAY_BE_MISSING)


def check_health(means: Means) -> Health:
    """Asks every part once."""
    scanner = means.scanner
    scanned = () if scanner is None else (_ask("virus scanner", lambda: scanner.scan(b"idp health check") or "answers"),)
    return Health(
        (
            _ask("database", lambda: _count(means)),
            _ask("blobs", lambda: means.blobs.put(b"idp health check")[:12]),
            _ask("odoo", means.erp.version),
            HealthPart("layout model", ok=means.layout_model is not None, detail=means.layout_model_told),
            *scanned,
        )
    )


def _count(means: Means) -> str:
    with means.store.view() as work:
        return f"{work.documents.count(DocumentQuery())} documents"


def _ask(name: str, question: Callable[[], str]) -> HealthPart:
    try:
        return HealthPart(name, ok=True, detail=question())
    except (IdpError, OSError) as trouble:
        return HealthPart(name, ok=False, detail=str(trouble))
