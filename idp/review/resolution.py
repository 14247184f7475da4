"""Routes by which a person says how a finding is to be resolved, and sees an account in full."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter, Request
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from idp.domain.code import Role
from idp.domain.errors import BadUse, IllegalTransition, NotAllowed, StaleDocument
from idp.domain.resolution import Resolution
from idp.review.document import seen_version, show_document_page, show_stale, show_trouble
from idp.review.edge import Form, Parts, Signed, text_of
from idp.review.queue_view import read_filters
from idp.services.resolution import Saying

router = APIRouter(prefix="/documents/{document_id}")


@router.post("/resolve")
def resolve(request: Request, document_id: str, edge: Parts, session: Signed, form: Form) -> Response:
    """Keeps what was said about a finding; shows the mail where the supplier is asked, else the document as it is then."""
    edge.workbench.document(document_id, user=session.user)
    try:
        saying = _saying(form)
        record, mail = edge.workbench.resolve(document_id, saying, version=seen_version(form), user=session.user)
    except StaleDocument:
        return show_stale(request, edge, session, document_id, seen=seen_version(form))
    except (BadUse, NotAllowed, IllegalTransition) as refused:
        status = 422 if isinstance(refused, BadUse) else 403
        return show_trouble(request, edge, session, document_id, trouble=str(refused), status=status)
    if mail is not None:
        return show_document_page(request, edge, session, record, mail=mail)
    tail = read_filters(request.query_params).address(note="resolved")
    return RedirectResponse(f"/documents/{document_id}{tail}", status_code=303)


@router.post("/reveal")
def reveal(request: Request, document_id: str, edge: Parts, session: Signed) -> Response:
    """The document with its bank accounts in full, once; who saw them stands in the history."""
    edge.workbench.document(document_id, user=session.user)
    record = edge.workbench.reveal(document_id, user=session.user)
    return show_document_page(request, edge, session, record, hide=False)


def _saying(form: FormData) -> Saying:
    """What the form says. Raises BadUse."""
    resolution, role = text_of(form, "resolution"), text_of(form, "role")
    if resolution not in set(Resolution):
        raise BadUse("Please choose how it is to be resolved.")
    return Saying(
        finding_key=text_of(form, "finding"), resolution=Resolution(resolution), text=text_of(form, "text")[:1000],
        role=Role(role) if role in set(Role) else None, until=_day(text_of(form, "until")),
    )  # fmt: skip


def _day(written: str) -> datetime | None:
    if not written:
        return None
    try:
        return datetime.fromisoformat(written).replace(tzinfo=UTC)
    except ValueError:
        raise BadUse("The day has to be written like 2026-04-05.") from None
