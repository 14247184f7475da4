"""Route that tells what a correction would come to while it is typed; nothing is stored."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Request
from starlette.responses import Response

from idp.review.account_mask import with_printed_accounts
from idp.review.correction import read_changes
from idp.review.document_view import view_document
from idp.review.edge import Form, Parts, Signed, page
from idp.review.match_view import view_chosen, view_comparison, view_entry
from idp.review.paper_view import is_told_apart, view_paper

router = APIRouter(prefix="/documents/{document_id}")


@router.post("/preview")
def preview(request: Request, document_id: str, edge: Parts, session: Signed, form: Form) -> Response:
    """Questions, comparison and entry as they would be with the form's changes. 422 with the sentence for a value that is none."""
    changes = read_changes(form, edge.workbench.document(document_id, user=session.user))
    changes = with_printed_accounts(changes, partial(edge.workbench.page_words, document_id))
    record = edge.workbench.preview(document_id, changes, user=session.user)
    return page(
        request, "preview.html", session=session,
        record=record, view=view_document(record, hide=True), comparison=view_comparison(record), entry=view_entry(record),
        chosen=view_chosen(record), paper=view_paper(record, edge.workbench.pages(document_id)) if is_told_apart(record) else None,
    )  # fmt: skip
