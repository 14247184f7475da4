"""Routes for saying which pages are one document: split, and join the parts of one file."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from idp.domain.errors import BadUse
from idp.domain.record import DocumentRecord
from idp.ports import Session
from idp.review.edge import Edge, Form, Parts, Signed, page, text_of

router = APIRouter(prefix="/documents/{document_id}")


@router.get("/divide")
def show(request: Request, document_id: str, edge: Parts, session: Signed) -> Response:
    """The form, with the documents that stand in the same file."""
    return _page(request, document_id, edge, session)


@router.post("/split")
def split(request: Request, document_id: str, edge: Parts, session: Signed, form: Form) -> Response:
    """Splits the document into the groups of pages written in the form, else where a new document was said to begin."""
    begins = frozenset(value for value in form.getlist("begin") if isinstance(value, str))
    typed = text_of(form, "pages").strip()
    numbers = _numbers(edge.workbench.document(document_id, user=session.user))
    try:
        parts = edge.workbench.split(document_id, typed or _groups(numbers, begins), user=session.user)
    except BadUse as refused:
        return _page(request, document_id, edge, session, trouble=str(refused), typed=typed, begins=begins)
    return RedirectResponse(f"/documents/{parts[0].id}", status_code=303)


@router.post("/join")
def join(request: Request, document_id: str, edge: Parts, session: Signed, form: Form) -> Response:
    """Joins the document with those ticked in the form."""
    others = [value for value in form.getlist("other") if isinstance(value, str)]
    try:
        joined = edge.workbench.join([document_id, *others], user=session.user)
    except BadUse as refused:
        return _page(request, document_id, edge, session, trouble=str(refused))
    return RedirectResponse(f"/documents/{joined.id}", status_code=303)


def _numbers(record: DocumentRecord) -> tuple[int, ...]:
    return tuple(index + 1 for index in record.extraction.pages) if record.extraction is not None else ()


def _groups(numbers: tuple[int, ...], begins: frozenset[str]) -> str:
    """The groups as a person would write them: pages of one document joined by "+", documents parted by commas."""
    parts: list[list[str]] = []
    for number in map(str, numbers):
        if not parts or number in begins:
            parts.append([])
        parts[-1].append(number)
    return ", ".join("+".join(part) for part in parts)


def _page(
    request: Request, document_id: str, edge: Edge, session: Session, *, trouble: str = "", typed: str = "",
    begins: frozenset[str] = frozenset(),
) -> Response:  # fmt: skip
    record = edge.workbench.document(document_id, user=session.user)
    numbers = _numbers(record)
    return page(
        request, "divide.html", session=session, status=422 if trouble else 200, record=record, numbers=numbers, trouble=trouble,
        typed=typed, begins=begins, others=edge.workbench.same_file(document_id, user=session.user),
    )  # fmt: skip
