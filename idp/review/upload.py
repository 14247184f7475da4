"""Routes through which files come in: the upload page for people, an address with a bearer token for programs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, File, Header, HTTPException, Request, UploadFile
from fastapi.responses import JSONResponse
from starlette.responses import Response

from idp.domain.record import LedgerRow
from idp.ports import User
from idp.review.edge import Edge, Parts, Signed, page
from idp.review.security import is_same
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


@router.post("/api/documents", status_code=201)
def upload_by_program(
    edge: Parts, file: Annotated[list[UploadFile], File()], authorization: Annotated[str, Header()] = "",
    idempotency_key: Annotated[str, Header()] = "",
) -> Response:  # fmt: skip
    """Takes files in for a program: form data with one or more `file`. Answers with the ledger, one row a part.

    With an Idempotency-Key a request that is sent again is the same delivery. Without a token in the settings there is no such
    address; a wrong one is refused.
    """
    if edge.api_token is None:
        raise HTTPException(404, "Upload by programs is switched off: no token is set.")
    if not is_same(authorization, f"Bearer {edge.api_token}"):
        raise HTTPException(401, "The bearer token is missing or wrong.", headers={"www-authenticate": "Bearer"})
    rows = _take_in(edge, file, None, key=idempotency_key)
    return JSONResponse([_as_json(row) for row in rows], status_code=201)


def _take_in(edge: Edge, files: list[UploadFile], user: User | None, *, key: str = "") -> tuple[LedgerRow, ...]:
    rows: list[LedgerRow] = []
    for number, file in enumerate(files):
        rows.extend(
            edge.workbench.upload(
                file.filename or "unnamed", file.file.read(), user=user,
                channel="upload" if user else "api", key=f"{key}:{number}" if key else None,
            )
        )  # fmt: skip
    return tuple(rows)


def _as_json(row: LedgerRow) -> dict[str, object]:
    return {
        "message": row.message, "sha256": row.sha256, "name": row.name, "fate": row.fate, "reason": row.reason,
        "document": row.document_id, "review": row.review,
    }  # fmt: skip
