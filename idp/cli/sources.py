"""`idp sources`: lists the sources of the settings with how they fare, and tests them."""

from __future__ import annotations

from collections.abc import Mapping

from idp.bootstrap.service import build_service
from idp.bootstrap.sources import make_sources
from idp.cli.files import DONE, NEEDS_PERSON
from idp.cli.output import print_json
from idp.domain.errors import BadUse
from idp.services.source import SourceView, try_source, view_sources
from idp.settings import load_settings


def list_sources(*, as_json: bool, overrides: Mapping[str, object]) -> int:
    """Prints every source; returns 1 where one is in trouble."""
    service = build_service(load_settings(**overrides))
    try:
        views = view_sources(service.means, make_sources(service.settings, service.means))
    finally:
        service.close()
    for view in views:
        print_json(_to_json(view)) if as_json else print(_to_text(view))
    return NEEDS_PERSON if any(view.health is not None and view.health.trouble for view in views) else DONE


def try_sources(name: str | None, *, as_json: bool, overrides: Mapping[str, object]) -> int:
    """Tries one source, or all; prints a line for each and returns 1 where one has a trouble. Raises BadUse for an unknown name."""
    service = build_service(load_settings(**overrides))
    try:
        sources = make_sources(service.settings, service.means)
        names = [source.name for source in sources]
        if name is not None and name not in names:
            raise BadUse(f"there is no source “{name}”" + (f"; there are: {', '.join(names)}" if names else ""))
        troubles = {tried: try_source(sources, tried) for tried in names if name in {None, tried}}
    finally:
        service.close()
    for tried, trouble in troubles.items():
        if as_json:
            print_json({"source": tried, "ok": trouble is None, "trouble": trouble})
        else:
            print(f"{tried}: {trouble or 'works'}")
    return NEEDS_PERSON if any(troubles.values()) else DONE


def _to_json(view: SourceView) -> dict[str, object]:
    health = view.health
    return {
        "source": view.name, "kind": view.kind, "place": view.place, "hints": list(view.hints),
        "tried_at": health.tried_at.isoformat() if health else None,
        "succeeded_at": health.succeeded_at.isoformat() if health and health.succeeded_at else None,
        "taken": health.taken if health else 0, "trouble": health.trouble if health else None,
    }  # fmt: skip


def _to_text(view: SourceView) -> str:
    health = view.health
    state = "not polled yet" if health is None else health.trouble or f"works, {health.taken} taken in"
    return f"{view.name} ({view.kind}, {view.place}): {state}"
