"""Routes for saying which pages are one document: put in order, joined over files, split, and taken apart again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData
from starlette.responses import Response

from idp.domain.errors import BadUse, NotAllowed, StaleDocument
from idp.domain.record import DocumentRecord
from idp.ports import Session
from idp.review.edge import Edge, Form, Parts, Signed, page, text_of
from idp.review.text import text
from idp.services.belonging import Belonging, Reason
from idp.services.rights import Action, why_not

router = APIRouter(prefix="/documents/{document_id}")


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page as a picture: of which document, and which page of its file, counted from 1."""

    document: str
    name: str
    number: int

    @property
    def key(self) -> str:
        """As a form names it."""
        return f"{self.document}:{self.number}"


@router.get("/divide")
def show(request: Request, document_id: str, edge: Parts, session: Signed) -> Response:
    """The pages in order, and the documents whose pages may belong to them."""
    return _page(request, document_id, edge, session)


@router.post("/arrange")
def arrange(request: Request, document_id: str, edge: Parts, session: Signed, form: Form) -> Response:
    """Makes one document of the pages in this order, also of several documents; or several where a new one was said to begin."""
    record = edge.workbench.document(document_id, user=session.user)
    refusal = why_not(Action.DIVIDE, record, session.user, edge.workbench.standing(document_id, user=session.user))
    if refusal is not None:
        raise NotAllowed(refusal)
    begins = frozenset(_values(form, "begin"))
    try:
        pages = [_page_of(value) for value in _values(form, "sheet")]
        made = _arranged(edge, session, record, pages, begins)
    except (BadUse, StaleDocument) as refused:
        return _page(request, document_id, edge, session, trouble=str(refused), begins=begins)
    return RedirectResponse(f"/documents/{made}", status_code=303)


@router.post("/split")
def split(request: Request, document_id: str, edge: Parts, session: Signed, form: Form) -> Response:
    """Splits the document into the groups of pages written in the form."""
    typed = text_of(form, "pages").strip()
    edge.workbench.document(document_id, user=session.user)
    try:
        parts = edge.workbench.split(document_id, typed, user=session.user)
    except BadUse as refused:
        return _page(request, document_id, edge, session, trouble=str(refused), typed=typed)
    return RedirectResponse(f"/documents/{parts[0].id}", status_code=303)


@router.post("/join")
def join(request: Request, document_id: str, edge: Parts, session: Signed, form: Form) -> Response:
    """Joins the document with those named in the form, their pages after its own: also an e-invoice's data with its paper."""
    try:
        joined = edge.workbench.join([document_id, *_values(form, "other")], user=session.user)
    except (BadUse, StaleDocument) as refused:
        return _page(request, document_id, edge, session, trouble=str(refused))
    return RedirectResponse(f"/documents/{joined.id}", status_code=303)


@router.post("/take-apart")
def take_apart(request: Request, document_id: str, edge: Parts, session: Signed) -> Response:
    """Makes the documents again of which this one was put together."""
    try:
        parts = edge.workbench.take_apart(document_id, user=session.user)
    except (BadUse, StaleDocument) as refused:
        return _page(request, document_id, edge, session, trouble=str(refused))
    return RedirectResponse(f"/documents/{parts[0].id}", status_code=303)


def _values(form: FormData, name: str) -> list[str]:
    return [value for value in form.getlist(name) if isinstance(value, str)]


def _page_of(value: str) -> tuple[str, int]:
    """Document and page, counted from 1, of "document:number". Raises BadUse."""
    document, _, number = value.rpartition(":")
    if not document or not number.isascii() or not number.isdigit() or not 0 < int(number) <= 100_000:
        raise BadUse(f"“{value[:60]}” names no page.")
    return document, int(number)


def _arranged(
    edge: Edge, session: Session, record: DocumentRecord, pages: Sequence[tuple[str, int]], begins: frozenset[str]
) -> str:
    """The id of the first document that comes of it. Raises BadUse."""
    own = [(record.id, number) for number in _numbers(record)]
    starts = [page for page in pages[1:] if f"{page[0]}:{page[1]}" in begins]
    is_as_it_was = list(pages) == own
    if starts and not is_as_it_was:
        raise BadUse(text("divide.both"))
    if not starts and is_as_it_was:
        raise BadUse(text("divide.nothing"))
    if not is_as_it_was:
        arranged = edge.workbench.arrange([(document, number - 1) for document, number in pages], user=session.user)
        return arranged.id
    return edge.workbench.split(record.id, _groups(pages, frozenset(starts)), user=session.user)[0].id


def _numbers(record: DocumentRecord) -> tuple[int, ...]:
    return tuple(index + 1 for index in record.extraction.pages) if record.extraction is not None else ()


def _groups(pages: Sequence[tuple[str, int]], starts: frozenset[tuple[str, int]]) -> str:
    """The groups as a person would write them: pages of one document joined by "+", documents parted by commas."""
    parts: list[list[str]] = []
    for one in pages:
        if not parts or one in starts:
            parts.append([])
        parts[-1].append(str(one[1]))
    return ", ".join("+".join(part) for part in parts)


def _leaves(document: str, name: str, numbers: Sequence[int]) -> tuple[Leaf, ...]:
    return tuple(Leaf(document, name, number) for number in numbers)


def _is_loose(other: Belonging) -> bool:
    """Whether nothing speaks for it but the time at which it came."""
    return set(other.reasons) <= {Reason.CAME_TOGETHER}


def _page(
    request: Request, document_id: str, edge: Edge, session: Session, *, trouble: str = "", typed: str = "",
    begins: frozenset[str] = frozenset(),
) -> Response:  # fmt: skip
    record = edge.workbench.document(document_id, user=session.user)
    numbers = _numbers(record)
    others = [(one, _leaves(one.id, one.name, one.numbers)) for one in edge.workbench.belonging(document_id, user=session.user)]
    return page(
        request, "divide.html", session=session, status=422 if trouble else 200, record=record, numbers=numbers, trouble=trouble,
        typed=typed, begins=begins, leaves=_leaves(record.id, record.name, numbers),
        near=[other for other in others if not _is_loose(other[0])], loose=[other for other in others if _is_loose(other[0])],
        origins=tuple(dict.fromkeys(sheet.name for sheet in record.sheets)),
    )  # fmt: skip
