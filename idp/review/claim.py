"""Routes of the hold on an opened document: a sign of life, giving it back, taking it over."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.responses import Response

from idp.review.edge import Form, Parts, Signed, text_of
from idp.review.queue_view import read_filters

router = APIRouter(prefix="/documents/{document_id}/claim")


@router.post("")
def renew(document_id: str, edge: Parts, session: Signed) -> Response:
    """A sign of life of the person at the page: `{"mine", "name", "seconds"}` of whoever has the document now."""
    edge.workbench.document(document_id, user=session.user)
    claim = edge.workbench.renew_claim(document_id, user=session.user)
    if claim is None:
        return JSONResponse({"mine": False, "name": "", "seconds": 0})
    seconds = max(0, int((claim.until - edge.clock.now()).total_seconds()))
    return JSONResponse({"mine": claim.login == session.user.login and seconds > 0, "name": claim.name, "seconds": seconds})


@router.post("/end")
def end(document_id: str, edge: Parts, session: Signed, form: Form) -> Response:
    """The page was left; another opening of the same person keeps its hold."""
    edge.workbench.document(document_id, user=session.user)
    edge.workbench.end_claim(document_id, ticket=text_of(form, "ticket"), user=session.user)
    return Response(status_code=204)


@router.post("/take")
def take(request: Request, document_id: str, edge: Parts, session: Signed) -> Response:
    """Takes the document over from whoever has it, and shows it as it is now."""
    edge.workbench.document(document_id, user=session.user)
    edge.workbench.take_over(document_id, user=session.user)
    tail = read_filters(request.query_params).address(note="taken")
    return RedirectResponse(f"/documents/{document_id}{tail}", status_code=303)
