"""Routes of one document: look, correct, approve, reject, see its pages and its original."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from urllib.parse import quote

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.datastructures import FormData
from starlette.responses import Response

from idp.domain.errors import BadUse, IllegalTransition, NotAllowed, StaleDocument
from idp.domain.lifecycle import State
from idp.domain.record import DocumentRecord
from idp.ports import Session
from idp.review.account_mask import hide_account_words, with_printed_accounts
from idp.review.correction import read_changes
from idp.review.display import HIDDEN, hide_accounts, moment_text
from idp.review.document_view import heading_of, view_document
from idp.review.edge import Edge, Form, Parts, Signed, page, text_of
from idp.review.history_view import view_history
from idp.review.match_view import view_chosen, view_comparison, view_entry
from idp.review.note import read_note
from idp.review.page_view import view_pages
from idp.review.paper_view import is_told_apart, view_paper
from idp.review.queue_view import Filters, neighbours, next_after, read_filters
from idp.review.sentence import told
from idp.review.standing_view import ASKED_ROLES, group_asks, view_approval, view_asks, view_claim
from idp.review.text import text
from idp.services.correction import Correction
from idp.services.means import SYSTEM
from idp.services.rights import Action, why_not
from idp.services.supplier_mail import MailDraft

router = APIRouter(prefix="/documents/{document_id}")

ACTIONS = ("correct", "approve", "reject", "retry", "release", "resolve", "reveal", "claim")


@router.get("")
def show_document(request: Request, document_id: str, edge: Parts, session: Signed) -> Response:
    """The document page."""
    record = edge.workbench.document(document_id, user=session.user)
    edge.workbench.claim(document_id, user=session.user)
    return show_document_page(request, edge, session, record, note=read_note(request, edge, session))


@router.post("/correct")
def correct(request: Request, document_id: str, edge: Parts, session: Signed, form: Form) -> Response:
    """Stores what was changed in the form and shows the document as matched again."""
    record = edge.workbench.document(document_id, user=session.user)
    changes = read_changes(form, record)
    if not changes:
        return show_trouble(request, edge, session, document_id, trouble=text("action.nothing"), status=422)
    try:
        changes = with_printed_accounts(changes, partial(edge.workbench.page_words, document_id))
        edge.workbench.correct(document_id, changes, version=seen_version(form), user=session.user)
    except StaleDocument:
        return show_stale(request, edge, session, document_id, seen=seen_version(form), typed=changes)
    except (BadUse, NotAllowed, IllegalTransition) as refused:
        status = 403 if isinstance(refused, NotAllowed) else 422
        reason = text("trouble.refused", reason=refused)
        return show_trouble(request, edge, session, document_id, trouble=reason, status=status, typed=changes)
    if text_of(form, "then") == "next":
        return _to_next(request, edge, session, document_id, "saved_of")
    tail = read_filters(request.query_params).address(note="saved")
    return RedirectResponse(f"/documents/{document_id}{tail}", status_code=303)


@router.post("/approve")
def approve(request: Request, document_id: str, edge: Parts, session: Signed, form: Form) -> Response:
    """Approves the document as it was shown, or this person's part of it, and opens the next one."""
    comment = text_of(form, "comment").strip()
    try:
        record = edge.workbench.approve(document_id, version=seen_version(form), user=session.user, comment=comment)
    except StaleDocument:
        return show_stale(request, edge, session, document_id, seen=seen_version(form))
    except (NotAllowed, IllegalTransition) as refused:
        return show_trouble(request, edge, session, document_id, trouble=str(refused), status=403)
    return _to_next(request, edge, session, document_id, "part" if record.state is State.IN_REVIEW else "approved")


@router.post("/reject")
def reject(request: Request, document_id: str, edge: Parts, session: Signed, form: Form) -> Response:
    """Rejects the document with a reason and opens the next one."""
    reason = text_of(form, "reason").strip()
    if not reason:
        return show_trouble(request, edge, session, document_id, trouble=text("action.reason.missing"), status=422)
    try:
        edge.workbench.reject(document_id, version=seen_version(form), user=session.user, reason=reason)
    except StaleDocument:
        return show_stale(request, edge, session, document_id, seen=seen_version(form))
    except (NotAllowed, IllegalTransition) as refused:
        return show_trouble(request, edge, session, document_id, trouble=str(refused), status=403)
    return _to_next(request, edge, session, document_id, "rejected")


@router.get("/pages/{page_index}.png")
def page_image(document_id: str, page_index: int, request: Request, edge: Parts, session: Signed) -> Response:
    """The page's picture. Its bytes never change for one file, so the browser may keep it for the day."""
    record = edge.workbench.document(document_id, user=session.user)
    headers = {"etag": f'"{record.sha256[:32]}-{page_index}"', "cache-control": "private, max-age=86400"}
    if request.headers.get("if-none-match") == headers["etag"]:
        return Response(status_code=304, headers=headers)
    return Response(edge.workbench.page_image(document_id, page_index), media_type="image/png", headers=headers)


@router.get("/pages/{page_index}/words")
def page_words(document_id: str, page_index: int, edge: Parts, session: Signed) -> Response:
    """The page's words for clicking on them, `[[text, left, top, right, bottom, confidence], …]`, the last 0–1 and null for native text;
    accounts are hidden."""
    record = edge.workbench.document(document_id, user=session.user)
    words = edge.workbench.page_words(document_id, page_index)
    shown = hide_account_words(words, record.extraction, page_index)
    return JSONResponse([[text, *word.box.as_list(), word.confidence] for text, word in zip(shown, words, strict=True)])


@router.get("/original")
def original(document_id: str, edge: Parts, session: Signed) -> Response:
    """The file as it came, always as a download: it is foreign and is not opened inside this site."""
    name, _, content = edge.workbench.original(document_id, user=session.user)
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}"}
    return Response(content, media_type="application/octet-stream", headers=headers)


def seen_version(form: FormData) -> int:
    """The version of the document that the form was made from, -1 for what is none."""
    given = text_of(form, "version")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else -1


def _to_next(request: Request, edge: Edge, session: Session, document_id: str, note: str) -> Response:
    target = next_after(edge.workbench, document_id, read_filters(request.query_params), user=session.user)
    if target is None:
        return RedirectResponse(f"/queue?note={note}.last&of={document_id}", status_code=303)
    mark = "&" if "?" in target else "?"
    return RedirectResponse(f"{target}{mark}note={note}&of={document_id}", status_code=303)


def show_stale(
    request: Request, edge: Edge, session: Session, document_id: str, *, seen: int, typed: dict[str, Correction] | None = None
) -> Response:
    """The document as it is now, who changed it since version `seen`, and what the person had typed."""
    since = [event for event in edge.workbench.events(document_id) if event.sequence > seen]
    last = next((event for event in reversed(since) if event.actor != SYSTEM), since[-1] if since else None)
    who = text("trouble.stale.service") if last is None or last.actor == SYSTEM else last.actor
    what = f"{hide_accounts(last.why)}, {moment_text(last.at)} UTC" if last else ""
    trouble = text("trouble.stale", who=who, what=what)
    return show_trouble(request, edge, session, document_id, trouble=trouble, status=409, typed=typed)


def show_trouble(
    request: Request, edge: Edge, session: Session, document_id: str, *, trouble: str, status: int,
    typed: dict[str, Correction] | None = None,
) -> Response:  # fmt: skip
    """The document as it is now, with what went wrong and what the person had typed."""
    record = edge.workbench.document(document_id, user=session.user)
    return show_document_page(request, edge, session, record, trouble=trouble, status=status, typed=typed)


def show_document_page(
    request: Request, edge: Edge, session: Session, record: DocumentRecord, *, status: int = 200, note: str = "",
    trouble: str = "", typed: dict[str, Correction] | None = None, hide: bool = True, mail: MailDraft | None = None,
) -> Response:  # fmt: skip
    """The document page. `hide` False shows bank accounts in full; `mail` is one to be sent to the supplier."""
    filters: Filters = read_filters(request.query_params)
    view = view_document(record, hide=hide)
    standing = edge.workbench.standing(record.id, user=session.user)
    return page(
        request, "document.html", session=session, status=status,
        record=record, heading=heading_of(record), view=view, comparison=view_comparison(record), entry=view_entry(record),
        pages=view_pages(edge.workbench, record, view), history=view_history(edge.workbench.events(record.id), hide=hide),
        may={action: told(why_not(Action(action), record, session.user, standing)) for action in ACTIONS},
        around=neighbours(edge.workbench, record.id, filters, user=session.user), filters=filters, odoo_url=edge.odoo_url,
        note=note, trouble=trouble, typed=_without_accounts(typed or {}), stale=status == 409,
        claim=view_claim(standing, session.user), approval=view_approval(record, standing, session.user),
        asks=group_asks(view_asks(record, standing, session.user, hide=hide)), asked_roles=ASKED_ROLES, mail=mail,
        hidden=hide and HIDDEN in str(view), chosen=view_chosen(record),
        paper=view_paper(record, edge.workbench.pages(record.id)) if is_told_apart(record) else None,
    )  # fmt: skip


def _without_accounts(typed: dict[str, Correction]) -> dict[str, Correction]:
    return {path: replace(c, value=hide_accounts(c.value)) if "iban" in path and c.box else c for path, c in typed.items()}
