"""Routes for those who run the service: health for people, readiness and figures for machines."""

from __future__ import annotations

import time

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, Histogram, generate_latest
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from idp.domain.errors import ToolUnavailable
from idp.domain.lifecycle import State
from idp.insight.gauge import Gauges
from idp.review.display import age_text
from idp.review.edge import Parts, Signed, page

router = APIRouter()


@router.get("/health")
def show_health(request: Request, edge: Parts, session: Signed) -> Response:
    """Every part of the service with what it says of itself."""
    parts, gauges = edge.workbench.health().parts, edge.insight.gauges()
    oldest = {state: age_text(age) for state, age in gauges.oldest.items()}
    return page(request, "health.html", session=session, parts=parts, gauges=gauges, oldest=oldest, states=tuple(State))


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
    """Figures in the format of Prometheus. While the database does not answer, those of the documents are left out."""
    now = CollectorRegistry()
    working = Gauge("idp_part_works", "1 where a part of the service works, else 0", ["part"], registry=now)
    for part in edge.workbench.health().parts:
        working.labels(part.name).set(1 if part.ok else 0)
    try:
        _set_gauges(edge.insight.gauges(), now)
    except ToolUnavailable:
        working.labels("database").set(0)
    body = generate_latest(now) + generate_latest(request.app.state.registry)
    return Response(body, media_type=CONTENT_TYPE_LATEST)


def _set_gauges(found: Gauges, registry: CollectorRegistry) -> None:
    documents = Gauge("idp_documents", "Documents in each state", ["state"], registry=registry)
    for state in State:
        documents.labels(state.value).set(found.documents.get(state, 0))
    oldest = Gauge(
        "idp_oldest_seconds", "Age of the oldest document in each state that is not done", ["state"], registry=registry
    )
    for state, age in found.oldest.items():
        oldest.labels(state.value).set(age.total_seconds())
    late = Gauge(
        "idp_over_age_limit", "Documents that wait for a person longer than the settings allow", ["state"], registry=registry
    )
    for state, count in found.over_limit.items():
        late.labels(state.value).set(count)
    decided = Gauge(
        "idp_decided_today", "Of the last 24 hours' documents, by who decided and how", ["by", "how"], registry=registry
    )
    for (by, how), count in found.decided.items():
        decided.labels(by, how).set(count)
    cycle = Gauge(
        "idp_cycle_seconds", "From arrival to the entry in Odoo, of the last 24 hours", ["quantile"], registry=registry
    )
    for quantile, time_taken in (("0.5", found.cycle.median), ("0.9", found.cycle.p90)):
        if time_taken is not None:
            cycle.labels(quantile).set(time_taken.total_seconds())


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
