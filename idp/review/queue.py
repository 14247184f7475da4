"""Routes of the list of documents: the queue, and what can be done to a document that stopped."""

from __future__ import annotations

from datetime import UTC, datetime

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from idp.domain.code import CODES, Role
from idp.domain.document import DocumentType
from idp.domain.errors import BadUse
from idp.ports import Session
from idp.review.edge import Edge, Form, Parts, Signed, local_path, page, require_session, text_of
from idp.review.note import read_note
from idp.review.queue_view import AGES, DESKS, PAGE, TABS, Look, read_filters, view_headings, view_rows
from idp.review.text import text
from idp.services.bulk import Act, Chosen, Fate, Order, act_on_each

router = APIRouter()


@router.get("/", dependencies=[Depends(require_session)])
def start() -> Response:
    """The first page is the queue."""
    return RedirectResponse("/queue", status_code=303)


@router.get("/queue")
def show_queue(request: Request, edge: Parts, session: Signed) -> Response:
    """One page of the filtered list with a tab for each group of states."""
    return _show(request, edge, session)


@router.post("/queue/bulk")
def bulk(request: Request, edge: Parts, session: Signed, form: Form) -> Response:
    """Does one thing to every document that was ticked, and tells of each that was refused."""
    try:
        fates = act_on_each(edge.workbench, _chosen(form), _order(form), user=session.user)
    except BadUse as trouble:
        return _show(request, edge, session, trouble=str(trouble), status=422)
    return _show(request, edge, session, fates=fates)


def _chosen(form: Form) -> tuple[Chosen, ...]:
    """The ticked documents, each written as id:version."""
    given = [value for value in form.getlist("chosen") if isinstance(value, str)]
    parts = [value.partition(":") for value in given]
    return tuple(Chosen(identity, int(version)) for identity, _, version in parts if version.isascii() and version.isdigit())


def _order(form: Form) -> Order:
    """What is to be done. Raises BadUse."""
    act, role, until = text_of(form, "act"), text_of(form, "role"), text_of(form, "until")
    if act not in set(Act):
        raise BadUse(text("bulk.choose"))
    try:
        day = datetime.fromisoformat(until).replace(tzinfo=UTC) if until else None
    except ValueError:
        raise BadUse(text("bulk.day")) from None
    return Order(Act(act), Role(role) if role in set(Role) else None, text_of(form, "text")[:500], day)


def _show(
    request: Request, edge: Edge, session: Session, *, fates: tuple[Fate, ...] = (), trouble: str = "", status: int = 200
) -> Response:
    filters = read_filters(request.query_params)
    found = edge.workbench.queue(filters.query(user=session.user, offset=filters.at))
    first = filters.at
    look = Look(session.user, edge.clock.now(), edge.insight.limits)
    rows = view_rows(edge.workbench, tuple(found.rows), filters, first=first, look=look)
    counts = {tab: sum(found.counts.get(state, 0) for state in states or found.counts) for tab, states in TABS.items()}
    return page(
        request, "queue.html", session=session, status=status, fates=fates, trouble=trouble, acts=tuple(a.value for a in Act),
        filters=filters, rows=rows, counts=counts, tabs=tuple(TABS), total=found.total, first=first,
        headings=view_headings(filters), order=filters.sorted_by[0].value, desks=found.desks, companies=found.companies,
        ages=AGES, kinds=DESKS,
        note=read_note(request, edge, session),
        earlier=filters.address(at=max(0, first - PAGE)) if first else None,
        later=filters.address(at=first + PAGE) if first + PAGE < found.total else None,
        types=tuple(t.value for t in DocumentType), codes=tuple(CODES), roles=tuple(r.value for r in Role if r is not Role.SYSTEM),
    )  # fmt: skip


@router.post("/documents/{document_id}/retry")
def retry(document_id: str, edge: Parts, session: Signed, form: Form) -> Response:
    """Sets a failed document going again."""
    edge.workbench.retry(document_id, user=session.user)
    return _back(form, "retried", document_id)


@router.post("/documents/{document_id}/release")
def release(document_id: str, edge: Parts, session: Signed, form: Form) -> Response:
    """Lets a quarantined document be read after all."""
    edge.workbench.release(document_id, user=session.user)
    return _back(form, "released", document_id)


def _back(form: Form, note: str, document_id: str) -> Response:
    target = local_path(text_of(form, "back"))
    mark = "&" if "?" in target else "?"
    return RedirectResponse(f"{target}{mark}note={note}&of={document_id}", status_code=303)
