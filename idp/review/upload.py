"""The page through which people bring files in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, File, Request, UploadFile
from starlette.responses import Response

from idp.domain.record import LedgerRow
from idp.ports import User
from idp.review.edge import Edge, Parts, Signed, page
from idp.review.text import text

router = APIRouter()


@router.get("/upload")
def show_upload(request: Request, session: Signed) -> Response:
    """The page that takes files."""
    return page(request, "upload.html", session=session, rows=None, trouble="")


@router.post("/upload")
def upload(request: Request, edge: Parts, session: Signed, files: Annotated[list[UploadFile], File()]) -> Response:
    """Takes the files in and shows the fate of every part."""
    chosen = [file for file in files if file.filename]
    if not chosen:
        return page(request, "upload.html", session=session, status=422, rows=None, trouble=text("upload.none"))
    rows = _take_in(edge, chosen, session.user)
    return page(request, "upload.html", session=session, rows=rows, trouble="")


def _take_in(edge: Edge, files: list[UploadFile], user: User) -> list[Mapping[str, object]]:
    rows = [row for file in files for row in edge.workbench.upload(file.filename or "unnamed", file.file.read(), user=user)]
    return [_shown(row) for row in rows]


def _shown(row: LedgerRow) -> Mapping[str, object]:
    """A row of the result. What was stored is only read afterwards, and may be refused then."""
    is_read = row.fate == "document" and row.reason == "taken in"
    return {
        "name": row.name, "fate": row.fate, "reason": text("upload.read_now") if is_read else row.reason, "review": row.review,
        "document_id": row.document_id,
    }  # fmt: skip
