"""Routes of the sources that documents come from: how they fare, and a test that says what is wrong."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from idp.ports import Session
from idp.review.display import moment_text
from idp.review.edge import Edge, Form, Parts, Signed, page, text_of
from idp.review.text import text
from idp.services.rights import Action, has_role
from idp.services.source import SourceView

router = APIRouter(prefix="/sources")


@router.get("")
def show_sources(request: Request, edge: Parts, session: Signed) -> Response:
    """Every source of the settings."""
    return _page(request, edge, session)


@router.post("/test")
def try_source(request: Request, edge: Parts, session: Signed, form: Form) -> Response:
    """Tries one source out and shows the outcome above the list."""
    name = text_of(form, "name")
    trouble = edge.workbench.try_source(name, user=session.user)
    if trouble is None:
        return _page(request, edge, session, note=text("sources.passed", name=name))
    return _page(request, edge, session, trouble=text("sources.failed", name=name, trouble=trouble))


def _page(request: Request, edge: Edge, session: Session, *, note: str = "", trouble: str = "") -> Response:
    rows = [_row(source) for source in edge.workbench.sources(user=session.user)]
    return page(
        request, "sources.html", session=session, rows=rows, note=note, trouble=trouble,
        may_test=has_role(Action.TEST_SOURCES, session.user),
    )  # fmt: skip


def _row(source: SourceView) -> dict[str, object]:
    health = source.health
    if health is None:
        state, trouble = text("sources.untried"), ""
    elif health.trouble is None:
        state, trouble = text("sources.well"), ""
    else:
        since = health.trouble_since or health.tried_at
        state, trouble = text("sources.trouble", since=moment_text(since)), health.trouble
    never = text("sources.never")
    return {
        "name": source.name, "kind": source.kind, "place": source.place, "hints": source.hints, "state": state, "trouble": trouble,
        "works": health is not None and health.trouble is None, "taken": health.taken if health else 0,
        "tried": moment_text(health.tried_at) if health else never,
        "succeeded": moment_text(health.succeeded_at) if health and health.succeeded_at else never,
    }  # fmt: skip
