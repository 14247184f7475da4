"""Routes for auditors: the log over all documents, its verification, and a document's history to take away.

Bank accounts are hidden here for everybody: who reveals one does so on the document's page, and is logged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from starlette.responses import Response

from idp.domain.code import CODES
from idp.domain.lifecycle import Event
from idp.domain.record import DocumentRecord
from idp.insight.insight import Verification
from idp.ports import LogQuery, Session
from idp.review.display import hide_accounts, moment_text
from idp.review.edge import Edge, Form, Parts, Signed, page
from idp.review.history_export import as_data, as_pdf
from idp.review.history_view import view_changes, view_event
from idp.review.text import EVENTS

router = APIRouter()

PAGE = 100
_CHECKPOINTS = 10


@dataclass(frozen=True, slots=True)
class LogFilters:
    """What the address of a log page says; `at` counts events from 0."""

    actor: str = ""
    event: str = ""
    code: str = ""
    search: str = ""
    first: str = ""
    last: str = ""
    at: int = 0

    def query(self) -> LogQuery:
        """The same as a question; one event more than the page has tells whether there is another page."""
        return LogQuery(
            actor=self.actor, event=Event(self.event) if self.event else None, code=self.code, text=self.search,
            since=_midnight(self.first), until=_midnight(self.last, days=1), offset=self.at, limit=PAGE + 1,
        )  # fmt: skip

    def address(self, *, at: int) -> str:
        """These filters as the tail of an address."""
        values = {
            "actor": self.actor, "event": self.event, "code": self.code, "q": self.search, "from": self.first, "to": self.last, "at": at,
        }  # fmt: skip
        kept = {name: value for name, value in values.items() if value}
        return f"?{urlencode(kept)}" if kept else ""


def read_log_filters(values: Mapping[str, str]) -> LogFilters:
    """Filters from the parameters of an address; what makes no sense is left out."""
    event, at = values.get("event", ""), values.get("at", "")
    return LogFilters(
        actor=values.get("actor", "").strip()[:200],
        event=event if event in set(Event) else "",
        code=values.get("code", "")[:20],
        search=values.get("q", "").strip()[:100],
        first=_day(values.get("from", "")),
        last=_day(values.get("to", "")),
        at=int(at) if at.isascii() and at.isdigit() and len(at) < 8 else 0,
    )


def _day(words: str) -> str:
    try:
        return date.fromisoformat(words).isoformat()
    except ValueError:
        return ""


def _midnight(day: str, *, days: int = 0) -> datetime | None:
    return datetime.combine(date.fromisoformat(day), time(), tzinfo=UTC) + timedelta(days=days) if day else None


@router.get("/audit")
def show_log(request: Request, edge: Parts, session: Signed) -> Response:
    """One page of the log, latest first, with the last checkpoints."""
    return _show(request, edge, session)


@router.post("/audit/verify")
def verify(request: Request, edge: Parts, session: Signed, form: Form) -> Response:  # noqa: ARG001  # the form's token is checked
    """Recomputes every chain and tells what came of it."""
    return _show(request, edge, session, verification=edge.insight.verify_log(user=session.user))


@router.get("/documents/{document_id}/history")
def show_history(request: Request, document_id: str, edge: Parts, session: Signed) -> Response:
    """Everything that happened to a document, with what changed, oldest first."""
    record = edge.workbench.document(document_id, user=session.user)
    history, shown = edge.insight.history(record), hide_accounts
    rows = [(view_event(one.event, shown=shown), view_changes(one, shown=shown), one) for one in history.happened]
    return page(
        request, "history.html", session=session, record=record, rows=rows, odoo_link=_odoo_link(edge, record)
    )  # fmt: skip


@router.get("/documents/{document_id}/history.json")
def history_as_json(document_id: str, edge: Parts, session: Signed) -> Response:
    """The history for a program."""
    record = edge.workbench.document(document_id, user=session.user)
    history = edge.insight.history(record)
    body = as_data(history, shown=hide_accounts, odoo_link=_odoo_link(edge, record), at=edge.clock.now())
    return JSONResponse(body, headers=_download(record, "json"))


@router.get("/documents/{document_id}/history.pdf")
def history_as_pdf(document_id: str, edge: Parts, session: Signed) -> Response:
    """The history for a file."""
    record = edge.workbench.document(document_id, user=session.user)
    history = edge.insight.history(record)
    body = as_pdf(history, shown=hide_accounts, odoo_link=_odoo_link(edge, record), at=edge.clock.now())
    return Response(body, media_type="application/pdf", headers=_download(record, "pdf"))


def _show(request: Request, edge: Edge, session: Session, *, verification: Verification | None = None) -> Response:
    filters = read_log_filters(request.query_params)
    lines = edge.insight.search_log(filters.query(), user=session.user)
    return page(
        request, "audit.html", session=session,
        filters=filters, rows=[(view_event(line.event, shown=hide_accounts), line) for line in lines[:PAGE]],
        earlier=filters.address(at=max(0, filters.at - PAGE)) if filters.at else None,
        later=filters.address(at=filters.at + PAGE) if len(lines) > PAGE else None,
        events=dict(sorted(((e.value, EVENTS.get(e.value, e.value)) for e in Event), key=lambda pair: pair[1])), codes=tuple(CODES),
        checkpoints=edge.insight.checkpoints(limit=_CHECKPOINTS, user=session.user), moment=moment_text,
        verification=verification,
    )  # fmt: skip


def _odoo_link(edge: Edge, record: DocumentRecord) -> str | None:
    if edge.odoo_url is None or record.entered is None:
        return None
    return f"{edge.odoo_url}/web#id={record.entered.id}&model={record.entered.model}&view_type=form"


def _download(record: DocumentRecord, kind: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="history-{record.id}.{kind}"'}
