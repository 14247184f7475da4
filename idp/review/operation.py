"""Routes for those who run the service: health for people, readiness and figures for machines."""

from __future__ import annotations

import time

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, Histogram, generate_latest
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from idp.domain.lifecycle import State
from idp.ports import DocumentQuery
from idp.review.edge import Parts, Signed, page

router = APIRouter()


@router.get("/health")
def show_health(request: Request, edge: Parts, session: Signed) -> Response:
    """Every part of the service with what it says of itself."""
    counts = edge.workbench.queue(DocumentQuery(limit=1)).counts
    parts = edge.workbench.health().parts
    return page(request, "health.html", session=session, parts=parts, counts=counts, states=tuple(State))


@router.get("/healthz")
def is_alive() -> Response:
    """200 while the process answers at all."""
    return PlainTextResponse("ok\n")


@router.get("/readyz")
def is_ready(edge: Parts) -> Response:
    """200 when documents can be taken in and shown, else 503; `missing` says what does not work either way."""
    health = edge.workbench.health()
    missing = {part.name: part.detail for part in health.parts if not part.ok}
    return JSONResponse({"ready": health.ready, "missing": missing}, status_code=200 if health.ready else 503)


@router.get("/metrics")
def figures(request: Request, edge: Parts) -> Response:
    """Figures in the format of Prometheus: documents by state, parts that work, seconds of requests."""
    now = CollectorRegistry()
    documents = Gauge("idp_documents", "Documents in each state", ["state"], registry=now)
    counts = edge.workbench.queue(DocumentQuery(limit=1)).counts
    for state in State:
        documents.labels(state.value).set(counts.get(state, 0))
    working = Gauge("idp_part_works", "1 where a part of the service works, else 0", ["part"], registry=now)
    for part in edge.workbench.health().parts:
        working.labels(part.name).set(1 if part.ok else 0)
    body = generate_latest(now) + generate_latest(request.app.state.registry)
    return Response(body, media_type=CONTENT_TYPE_LATEST)


class RequestTimes:
    """Measures every request by its route, never by its address: addresses would be endless."""

    def __init__(self, app: ASGIApp, *, registry: CollectorRegistry) -> None:
        self._app = app
        self._seconds = Histogram(
            "idp_request_seconds", "Seconds until the answer was sent", ["method", "route", "status"],
            buckets=(0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0), registry=registry,
        )  # fmt: skip

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), "500"

        async def send_noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = str(message["status"])
            await send(message)

        try:
            await self._app(scope, receive, send_noted)
        finally:
            route = getattr(scope.get("route"), "path", "other")
            self._seconds.labels(scope["method"], route, status).observe(time.perf_counter() - started)
