"""Routes by which a person chooses vendor, orders, the place of a line and its booking, and sees what there is to choose from."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.datastructures import FormData
from starlette.responses import Response

from idp.domain.choice import Topic
from idp.domain.errors import BadUse, ErpUnavailable, IllegalTransition, NotAllowed, StaleDocument
from idp.ports import Kind, Session
from idp.review.display import amount_text, quantity_text
from idp.review.document import seen_version, show_stale, show_trouble
from idp.review.edge import Edge, Form, Parts, Signed, text_of
from idp.review.queue_view import read_filters
from idp.review.text import text
from idp.services.choice import Wanted
from idp.services.pick import OrderLineOffer

router = APIRouter(prefix="/documents/{document_id}")

Row = dict[str, str | dict[str, str]]
"""A thing to choose: its label, what tells it from others, and the fields that a form needs to choose it."""

_BOOKINGS = {"account": Kind.ACCOUNT, "analytic": Kind.ANALYTIC}


@router.get("/pick/{what}")
def pick(
    document_id: str, what: Literal["vendor", "order", "line", "charge", "account", "analytic", "tax"], edge: Parts,
    session: Signed, q: str = "", line: int = -1,
) -> Response:  # fmt: skip
    """What may be chosen, at most 20 of each kind, best first: `[{label, detail, fields}, …]`; `line` counts from 0."""
    bench, user = edge.workbench, session.user
    if what == "charge":
        bench.document(document_id, user=user)
        return JSONResponse(_charges(edge, line, q))
    if what == "line":
        rows = [_order_line(offer, line) for offer in bench.find_order_lines(document_id, line, q[:100], user=user)]
        return JSONResponse([*rows, *_elsewhere(edge, line, q)])
    hits = bench.find_records(document_id, Kind(what), q[:100], user=user)
    topic = {"vendor": Topic.VENDOR, "order": Topic.ORDERS, "tax": Topic.TAX}.get(what, Topic.BOOKING)
    fields = {"topic": topic.value, "part": what, "line": str(line) if topic in {Topic.BOOKING, Topic.TAX} else ""}
    untaxed = [_row(text("pick.no_tax"), "", fields)] if topic is Topic.TAX and not q.strip() else []
    return JSONResponse([_row(hit.record.name, hit.detail, fields | {"ids": str(hit.record.id)}) for hit in hits] + untaxed)


@router.post("/choose")
def choose(request: Request, document_id: str, edge: Parts, session: Signed, form: Form) -> Response:
    """Keeps what was chosen and shows the document as matched again."""
    edge.workbench.document(document_id, user=session.user)
    return _done(request, document_id, edge, session, form, take_back=False)


@router.post("/take-back")
def take_back(request: Request, document_id: str, edge: Parts, session: Signed, form: Form) -> Response:
    """Undoes a choice and shows the document as matched again."""
    edge.workbench.document(document_id, user=session.user)
    return _done(request, document_id, edge, session, form, take_back=True)


def _done(request: Request, document_id: str, edge: Edge, session: Session, form: FormData, *, take_back: bool) -> Response:
    version, bench = seen_version(form), edge.workbench
    try:
        wanted = _wanted(form)
        if take_back:
            bench.take_back(document_id, wanted.topic, wanted.line, version=version, user=session.user)
        else:
            bench.choose(document_id, wanted, version=version, user=session.user)
    except StaleDocument:
        return show_stale(request, edge, session, document_id, seen=version)
    except (BadUse, NotAllowed, IllegalTransition, ErpUnavailable) as refused:
        status = 422 if isinstance(refused, BadUse) else 503 if isinstance(refused, ErpUnavailable) else 403
        return show_trouble(request, edge, session, document_id, trouble=str(refused), status=status)
    tail = read_filters(request.query_params).address(note="taken_back" if take_back else "chosen")
    return RedirectResponse(f"/documents/{document_id}{tail}#comparison", status_code=303)


def _wanted(form: FormData) -> Wanted:
    """What the form says. Raises BadUse."""
    topic, ids, line = text_of(form, "topic"), text_of(form, "ids").split(), text_of(form, "line")
    if topic not in set(Topic) or not all(_is_number(part) for part in (*ids, *([line] if line else []))):
        raise BadUse("Please choose from the list.")
    return Wanted(
        Topic(topic), int(line) if line else None, tuple(map(int, ids)), text_of(form, "charge") or None,
        _BOOKINGS.get(text_of(form, "part"), Kind.ACCOUNT),
    )  # fmt: skip


def _is_number(written: str) -> bool:
    return written.isascii() and written.isdigit() and len(written) < 10


def _order_line(offer: OrderLineOffer, line: int) -> Row:
    price = f"{amount_text(round(offer.price, 4))} {offer.currency}"
    told = text("pick.line", code=offer.code or "–", open=quantity_text(offer.open), unit=offer.unit, price=price)
    fit = f" · {text('pick.fit', percent=round(offer.fit * 100))}" if offer.fit else ""
    fields = {"topic": Topic.LINE.value, "line": str(line), "ids": str(offer.line.id)}
    return _row(f"{offer.line.name} · {offer.description}", f"{told}{fit}", fields)


def _elsewhere(edge: Edge, line: int, written: str) -> list[Row]:
    """What else a line may be: on no order line, or a charge."""
    fields = {"topic": Topic.LINE.value, "line": str(line)}
    none = [] if written.strip() else [_row(text("pick.none"), "", fields)]
    return none + _charges(edge, line, written)


def _charges(edge: Edge, line: int, written: str) -> list[Row]:
    fields = {"topic": Topic.LINE.value, "line": str(line)}
    kinds = edge.workbench.charge_kinds(written)
    return [_row(text("pick.charge", kind=kind), "", fields | {"charge": kind}) for kind in kinds]


def _row(label: str, detail: str, fields: dict[str, str]) -> Row:
    return {"label": label, "detail": detail, "fields": fields}
