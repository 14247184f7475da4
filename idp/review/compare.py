"""Routes that show a document beside an earlier one that it may be a copy of, and keep what a person says about that."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from idp.domain.errors import BadUse, IllegalTransition, NotAllowed, StaleDocument
from idp.domain.finding import Finding
from idp.domain.record import DocumentRecord
from idp.domain.resolution import Resolution, finding_key, offered
from idp.ports import Session
from idp.review.compare_view import view_pair
from idp.review.document import seen_version, show_stale
from idp.review.edge import Edge, Form, Parts, Signed, page
from idp.review.queue_view import read_filters
from idp.review.sentence import told
from idp.review.text import text
from idp.services.resolution import Saying
from idp.services.rights import Action, require, why_not

router = APIRouter(prefix="/documents/{document_id}/compare/{other_id}")

_COPY = "DUP-"


@router.get("")
def compare(request: Request, document_id: str, other_id: str, edge: Parts, session: Signed) -> Response:
    """Both documents side by side."""
    return _show(request, edge, session, document_id, other_id)


@router.post("/differs")
def not_a_copy(request: Request, document_id: str, other_id: str, edge: Parts, session: Signed, form: Form) -> Response:
    """Keeps the person's word that this is no copy of the other, for every finding that says so."""
    bench, user = edge.workbench, session.user
    record, other = bench.document(document_id, user=user), bench.document(other_id, user=user)
    version = seen_version(form)
    try:
        require(Action.RESOLVE, record, user, bench.standing(document_id, user=user))
        findings = _suspicions(record, other_id)
        if not findings:
            raise BadUse(text("compare.no_suspicion"))
        for found in findings:
            saying = Saying(finding_key(found), Resolution.ACCEPTED, text("compare.said", name=other.name))
            record, _ = bench.resolve(document_id, saying, version=version, user=user)
            version = record.version
    except StaleDocument:
        return show_stale(request, edge, session, document_id, seen=version)
    except (BadUse, NotAllowed, IllegalTransition) as refused:
        status = 422 if isinstance(refused, BadUse) else 403
        return _show(request, edge, session, document_id, other_id, trouble=str(refused), status=status)
    return RedirectResponse(
        f"/documents/{document_id}{read_filters(request.query_params).address(note='resolved')}", status_code=303
    )


def _show(
    request: Request, edge: Edge, session: Session, document_id: str, other_id: str, *, trouble: str = "", status: int = 200
) -> Response:
    bench, user = edge.workbench, session.user
    record, other = bench.document(document_id, user=user), bench.document(other_id, user=user)
    standing = bench.standing(document_id, user=user)
    return page(
        request, "compare.html", session=session, status=status, record=record, other=other, pair=view_pair(bench, record, other),
        filters=read_filters(request.query_params), trouble=trouble, suspicions=_suspicions(record, other_id),
        may={action: told(why_not(Action(action), record, user, standing)) for action in ("reject", "resolve")},
    )  # fmt: skip


def _suspicions(record: DocumentRecord, other_id: str) -> tuple[Finding, ...]:
    """The findings that take the document for a copy of the other and want an answer."""
    findings = record.match.findings if record.match is not None else ()
    return tuple(f for f in findings if f.code.startswith(_COPY) and f.proof == other_id and offered(f))
