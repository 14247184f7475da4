"""Routes of what was learned from corrections: see it, and make the service forget it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from idp.review.edge import Form, Parts, Signed, page
from idp.review.learned_view import view_learned

router = APIRouter(prefix="/learned")

PAGE = 50


@router.get("")
def show_learned(request: Request, edge: Parts, session: Signed, at: int = 0) -> Response:
    """One page of what was learned, newest first."""
    first = max(0, at)
    found = edge.workbench.learned(offset=first, limit=PAGE, user=session.user)
    return page(
        request, "learned.html", session=session,
        rows=tuple(view_learned(memory) for memory in found.memories), total=found.total, first=first, size=PAGE,
        may_forget=found.may_forget,
    )  # fmt: skip


@router.post("/{memory_id}/forget")
def forget(memory_id: str, edge: Parts, session: Signed, form: Form) -> Response:  # noqa: ARG001  # the form's token is checked
    """Ends one memory."""
    edge.workbench.forget(memory_id, user=session.user)
    return RedirectResponse("/learned", status_code=303)
