"""What was just done, said once on the next page: a fixed word in the address, never free text that a link could forge."""

from __future__ import annotations

from fastapi import Request

from idp.domain.errors import NotFound
from idp.ports import Session
from idp.review.edge import Edge
from idp.review.text import text

NOTES = frozenset(
    {
        "saved",
        "saved_of",
        "saved_of.last",
        "chosen",
        "taken_back",
        "approved",
        "rejected",
        "approved.last",
        "rejected.last",
        "retried",
        "released",
        "taken",
        "resolved",
        "part",
        "part.last",
    }
)


def read_note(request: Request, edge: Edge, session: Session) -> str:
    """The sentence for the address's `note` and `of`; "" where there is none."""
    note = request.query_params.get("note", "")
    if note not in NOTES:
        return ""
    of = request.query_params.get("of")
    if of is None:
        return text(f"note.{note}", name="")
    try:
        record = edge.workbench.document(of, user=session.user)
    except NotFound:
        return ""
    return text(f"note.{note}", name=record.name)
