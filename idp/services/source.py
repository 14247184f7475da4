"""The sources that deliveries come from: polled with their health kept, shown, and tested on demand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from idp.domain.errors import IdpError, NotFound
from idp.ports import Source, SourceHealth
from idp.services.means import Means

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source as people see it. `health` is None before its first poll."""

    name: str
    kind: str
    place: str
    hints: tuple[str, ...]
    health: SourceHealth | None


def poll_source(means: Means, source: Source) -> int:
    """Polls once and keeps how it went; returns how many deliveries came. A trouble of the source is kept, logged, and not raised."""
    before = source.taken
    try:
        taken = source.poll()
    except (IdpError, OSError) as trouble:
        _log.warning("source failed", source=source.name, trouble=str(trouble))
        with means.store.begin() as work:
            work.sources.failed(source.name, at=means.clock.now(), trouble=str(trouble), taken=source.taken - before)
        return source.taken - before
    with means.store.begin() as work:
        work.sources.went_well(source.name, at=means.clock.now(), taken=source.taken - before)
    return taken


def view_sources(means: Means, sources: Sequence[Source]) -> tuple[SourceView, ...]:
    """Every source of the settings with how it fares, in the order of the settings."""
    with means.store.view() as work:
        health = {known.name: known for known in work.sources.all()}
    return tuple(SourceView(s.name, s.kind, s.place, s.hints, health.get(s.name)) for s in sources)


def try_source(sources: Sequence[Source], name: str) -> str | None:
    """Tries everything that a poll of the source needs; None when all is well, else the trouble in one sentence. Raises NotFound."""
    source = next((s for s in sources if s.name == name), None)
    if source is None:
        raise NotFound(f"There is no source “{name}”.")
    try:
        source.test()
    except (IdpError, OSError) as trouble:
        return str(trouble)
    return None
