"""The address for programs: documents are sent in with a bearer token, and asked for how far they are."""

from __future__ import annotations

import re
from email.message import Message
from typing import Annotated, Any

from fastapi import APIRouter, Header, HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse
from starlette.datastructures import UploadFile
from starlette.responses import Response

from idp.domain.api_token import ApiToken
from idp.domain.errors import SentTooOften
from idp.domain.record import DocumentRecord, LedgerRow
from idp.review.edge import Edge, Parts, read_form
from idp.review.security import is_same

router = APIRouter(prefix="/api")

_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_NOTHING = "Send form data with at least one file named `file`, or the file itself as the body."
_FILE = {"schema": {"type": "string", "format": "binary"}}
_ROW = {
    "type": "object",
    "description": "What became of one part of what was sent.",
    "properties": {
        "message": {"type": "string", "description": "SHA-256 of the file as it was sent."},
        "sha256": {"type": "string", "description": "SHA-256 of the part."},
        "name": {"type": "string"},
        "fate": {"type": "string", "description": "document, joined_with:<sha256>, skipped:<reason> or quarantined:<code>."},
        "reason": {"type": "string"},
        "document": {"type": "string", "nullable": True, "description": "Its id, to ask for at /api/documents/{id}."},
        "review": {
            "type": "string",
            "nullable": True,
            "description": "Code of a message that gave no document but waits for a person.",
        },
    },
}
_FORM = {"type": "object", "properties": {"file": {"type": "array", "items": _FILE["schema"]}}, "required": ["file"]}
_LEDGER = {"type": "array", "items": _ROW}
_TROUBLE = {"type": "object", "properties": {"detail": {"type": "string", "description": "One sentence."}}}


def _answers(*statuses: int) -> dict[int | str, dict[str, Any]]:
    words = {
        401: "No token, or a wrong one",
        404: "Not found",
        413: "Too large",
        415: "A kind of file that this token may not send",
        422: "Nothing to take in, or the key was used for other bytes",
        429: "More requests in this minute than the token is good for",
    }
    return {
        status: {"description": words[status], "content": {"application/json": {"schema": _TROUBLE}}} for status in statuses
    }


@router.post(
    "/documents",
    status_code=201,
    summary="Send files in",
    responses={
        201: {"description": "Stored; each part with its fate", "content": {"application/json": {"schema": _LEDGER}}},
        **_answers(401, 413, 415, 422, 429),
    },
    openapi_extra={
        "security": [{"token": []}],
        "parameters": [
            {"name": "name", "in": "query", "schema": {"type": "string"}, "description": "Name of a file sent as the body."}
        ],
        "requestBody": {
            "required": True,
            "content": {
                "multipart/form-data": {"schema": _FORM},
                "application/octet-stream": _FILE,
                "application/pdf": _FILE,
            },
        },
    },
)  # fmt: skip
async def send_in(
    request: Request,
    edge: Parts,
    authorization: Annotated[str, Header(include_in_schema=False)] = "",
    idempotency_key: Annotated[str, Header(description="The same key with the same bytes is the same delivery.")] = "",
) -> Response:
    """Stores what was sent before it answers; reading goes on afterwards. Sent again with its Idempotency-Key it is the same delivery
    and gives the same answer; the key with other bytes is refused."""
    program = await run_in_threadpool(_require_token, edge, authorization)
    if idempotency_key and not _KEY.fullmatch(idempotency_key):
        raise HTTPException(422, "An Idempotency-Key has 1 to 200 printable characters without blanks.")
    files = await _sent(request)
    _require_kinds(files, program)
    rows = await run_in_threadpool(_take_in, edge, files, idempotency_key, program)
    documents = [row.document_id for row in rows if row.document_id]
    headers = {"location": f"/api/documents/{documents[0]}"} if len(documents) == 1 else None
    return JSONResponse([_row_json(row) for row in rows], status_code=201, headers=headers)


@router.get(
    "/documents/{document_id}",
    summary="How far a document is",
    responses=_answers(401, 404, 429),
    openapi_extra={"security": [{"token": []}]},
)
def how_far(document_id: str, edge: Parts, authorization: Annotated[str, Header(include_in_schema=False)] = "") -> Response:
    """State, decision and codes of a document that was sent in here."""
    program = _require_token(edge, authorization)
    return JSONResponse(_record_json(edge.workbench.sent_in(document_id, program=program)))


@router.get("/openapi.json", include_in_schema=False)
def description(edge: Parts) -> Response:
    """These addresses, described for programs (OpenAPI)."""
    _require_open(edge)
    described = get_openapi(title="idp", version="1", routes=router.routes, summary="Documents in, and how far they are")
    described.setdefault("components", {})["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    return JSONResponse(described)


def _require_open(edge: Edge) -> None:
    if edge.api_token is None and not edge.workbench.admits_programs():
        raise HTTPException(404, "Upload by programs is switched off: no token is set.")


def _require_token(edge: Edge, authorization: str) -> ApiToken | None:
    """The named token of the program, None for the one of the settings: there may be two, so that one can be replaced while it is used."""
    known = [f"Bearer {token}" for token in (edge.api_token or "").split()]
    if any([is_same(authorization, expected) for expected in known]):  # noqa: C419  all are compared, in constant time
        return None
    scheme, _, secret = authorization.partition(" ")
    try:
        program = edge.workbench.admit(secret.strip()) if scheme.lower() == "bearer" and secret else None
    except SentTooOften as trouble:
        raise HTTPException(429, str(trouble), headers={"retry-after": "60"}) from trouble
    if program is None:
        _require_open(edge)
        raise HTTPException(401, "The bearer token is missing or wrong.", headers={"www-authenticate": "Bearer"})
    return program


def _require_kinds(files: list[tuple[str, bytes]], program: ApiToken | None) -> None:
    """Refuses a request with a file that the token may not send, all of it: half a delivery would be hard to repeat."""
    for name, content in files:
        if program is not None and not program.may_send(content):
            raise HTTPException(
                415, f"The token “{program.name}” may send {' and '.join(program.kinds)} only; {name} is something else."
            )


async def _sent(request: Request) -> list[tuple[str, bytes]]:
    """Name and bytes of each file of the request."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        form = await read_form(request)
        files = [part for part in form.getlist("file") if isinstance(part, UploadFile)]
        found = [(file.filename or "unnamed", await file.read()) for file in files]
        await form.close()
    elif kind == "application/x-www-form-urlencoded":
        found = []
    else:
        found = [(_name(request), await request.body())]
    if not found or (kind != "multipart/form-data" and not found[0][1]):
        raise HTTPException(422, _NOTHING)
    return found


def _name(request: Request) -> str:
    """The name of a file that is the whole body: as its Content-Disposition or the query has it."""
    disposition = Message()
    disposition["content-disposition"] = request.headers.get("content-disposition") or "attachment"
    return disposition.get_filename() or request.query_params.get("name", "").strip()[:255] or "unnamed"


def _take_in(edge: Edge, files: list[tuple[str, bytes]], key: str, program: ApiToken | None) -> tuple[LedgerRow, ...]:
    rows: list[LedgerRow] = []
    for number, (name, content) in enumerate(files):
        its_key = f"{key}:{number}" if key else None
        rows += edge.workbench.upload(name, content, user=None, channel="api", key=its_key, program=program)
    return tuple(rows)


def _row_json(row: LedgerRow) -> dict[str, object]:
    return {
        "message": row.message, "sha256": row.sha256, "name": row.name, "fate": row.fate, "reason": row.reason,
        "document": row.document_id, "review": row.review,
    }  # fmt: skip


def _record_json(record: DocumentRecord) -> dict[str, object]:
    document, match = record.extraction, record.match
    findings = match.findings if match is not None else document.findings if document is not None else ()
    return {
        "id": record.id, "name": record.name, "sha256": record.sha256, "state": record.state.value,
        "received_at": record.received_at.isoformat(), "same_as": record.same_as,
        "document_type": document.document_type.value if document is not None else None,
        "decision": match.decision.value if match is not None else None,
        "codes": list(dict.fromkeys(found.code.value for found in findings)) or ([record.failure_code] if record.failure_code else []),
        "reason": record.failure,
        "odoo": None if record.entered is None else {"model": record.entered.model, "id": record.entered.id},
    }  # fmt: skip
