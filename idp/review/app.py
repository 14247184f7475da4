"""Puts the web application together: middlewares, routes, templates, and what each kind of error becomes on the screen."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from pathlib import Path

import structlog
from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from fastapi.templating import Jinja2Templates
from prometheus_client import CollectorRegistry
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from idp.domain.errors import (
    BadUse,
    DocumentRefused,
    ErpRejected,
    ErpUnavailable,
    IllegalTransition,
    NotAllowed,
    NotFound,
    StaleDocument,
    ToolUnavailable,
)
from idp.insight.insight import Insight
from idp.ports import Clock
from idp.review import (
    access,
    api,
    area,
    audit,
    choice,
    claim,
    compare,
    dashboard,
    divide,
    document,
    learned,
    oidc,
    operation,
    preview,
    queue,
    resolution,
    sources,
    upload,
)
from idp.review.contract import Workbench
from idp.review.display import due_text, money_text, printed_money
from idp.review.edge import Edge, FormRefused, SignInNeeded, check_form_token, page, sign_in_path
from idp.review.language import NAMES, Languages, current_language
from idp.review.provider import OidcSettings, Provider
from idp.review.security import BodyLimit, BodyTooLarge, SecurityHeaders
from idp.review.sentence import sentence
from idp.review.text import DOCUMENT_TYPES, QUALITIES, ROLES, STATES, code_meaning, field_label, script_texts, text

log = structlog.get_logger(__name__)

_HERE = Path(__file__).parent

ROUTERS = (
    access.router, oidc.router, queue.router, document.router, claim.router, choice.router, compare.router,
    resolution.router, area.router, preview.router, upload.router,
    learned.router, divide.router, sources.router, api.router,
    dashboard.router, audit.router, operation.router,
)  # fmt: skip


def create_app(
    workbench: Workbench, insight: Insight, *, clock: Clock, cookie_secure: bool = False, odoo_url: str | None = None,
    api_token: str | None = None, oidc_settings: OidcSettings | None = None, body_limit: int = 100_000_000,
) -> FastAPI:  # fmt: skip
    """The application.

    `clock` tells ages. `cookie_secure` where it is served over TLS. `odoo_url` is where people reach Odoo in
    their browsers. `api_token` opens POST /api/documents. `oidc_settings` opens sign-in through a provider
    of identities. `body_limit` is the most bytes of one request.
    """
    app = FastAPI(title="idp", docs_url=None, redoc_url=None, openapi_url=None, dependencies=[Depends(check_form_token)])
    app.state.edge = Edge(
        workbench=workbench, templates=_templates(), clock=clock,
        cookie_secure=cookie_secure,
        odoo_url=odoo_url.rstrip("/") if odoo_url else None, api_token=api_token,
        insight=insight, oidc=Provider(oidc_settings) if oidc_settings is not None else None,
    )  # fmt: skip
    app.state.registry = CollectorRegistry()
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=_HERE / "static"), name="static")
    app.add_middleware(UnexpectedErrors)
    app.add_middleware(BodyLimit, limit=body_limit)
    app.add_middleware(SecurityHeaders, https_only=cookie_secure)
    app.add_middleware(operation.RequestTimes, registry=app.state.registry)
    app.add_middleware(Languages)
    _handle_errors(app)
    return app


class UnexpectedErrors:
    """The request edge: logs what nobody foresaw and answers without its inside. Within the header middleware, unlike the
    framework's own handler, so that this answer carries the headers too."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def send_noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, send_noted)
        except BodyTooLarge:
            raise
        except Exception as error:
            # As text, not as exc_info: a renderer may print local variables, and a password may be among them.
            log.error("request failed", path=scope.get("path"), traceback="".join(traceback.format_exception(error)))
            if started:
                raise
            await _trouble(Request(scope), 500, text("trouble.internal"))(scope, receive, send)


def _templates() -> Jinja2Templates:
    templates = Jinja2Templates(directory=_HERE / "templates")
    templates.env.trim_blocks = templates.env.lstrip_blocks = True
    templates.env.globals.update(
        t=text, language=current_language, languages=tuple(NAMES.items()), script_texts=script_texts, field_label=field_label,
        code_meaning=code_meaning, money=money_text,
        printed_money=printed_money,
        due_text=due_text, STATES=STATES, TYPES=DOCUMENT_TYPES, ROLES=ROLES,
        QUALITIES=QUALITIES,
    )  # fmt: skip
    return templates


def _handle_errors(app: FastAPI) -> None:
    """Known errors become a sentence with the right status; an unknown one is logged and told without its inside."""

    @app.exception_handler(SignInNeeded)
    async def sign_in_needed(request: Request, _: SignInNeeded) -> Response:
        if request.method != "GET" or not _wants_page(request):
            return JSONResponse({"detail": text("sign_in.again")}, status_code=401)
        target = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        return RedirectResponse(sign_in_path(target), status_code=303)

    @app.exception_handler(FormRefused)
    async def form_refused(request: Request, _: FormRefused) -> Response:
        return _trouble(request, 403, text("trouble.form"))

    for kind, status in _STATUS.items():
        app.add_exception_handler(kind, _told(status))

    @app.exception_handler(StarletteHTTPException)
    async def no_such_page(request: Request, error: HTTPException) -> Response:
        if request.url.path.startswith("/api/"):
            return JSONResponse({"detail": error.detail}, status_code=error.status_code, headers=error.headers)
        sentence = text("trouble.not_found") if error.status_code == 404 else str(error.detail)
        return _trouble(request, error.status_code, sentence)

    @app.exception_handler(RequestValidationError)
    async def bad_request(request: Request, _: RequestValidationError) -> Response:
        if request.url.path.startswith("/api/"):
            return JSONResponse({"detail": "Send form data with at least one file named `file`."}, status_code=422)
        return _trouble(request, 404 if request.method == "GET" else 422, text("trouble.not_found"))


_STATUS: dict[type[Exception], int] = {
    NotFound: 404,
    NotAllowed: 403,
    StaleDocument: 409,
    IllegalTransition: 409,
    BadUse: 422,
    DocumentRefused: 422,
    ErpUnavailable: 503,
    ErpRejected: 502,
    ToolUnavailable: 503,
}


def _told(status: int) -> Callable[[Request, Exception], Response]:
    def handler(request: Request, error: Exception) -> Response:
        return _trouble(request, status, sentence(str(error)))

    return handler


def _trouble(request: Request, status: int, sentence: str) -> Response:
    """A page with one sentence; as JSON for a script or program."""
    if not _wants_page(request):
        return JSONResponse({"detail": sentence}, status_code=status)
    return page(request, "trouble.html", session=None, status=status, sentence=sentence)


def _wants_page(request: Request) -> bool:
    """Whether a page is shown to a person: not where a script or program asks for data, or the browser for a picture."""
    accept = request.headers.get("accept", "*/*")
    return not request.url.path.startswith("/api/") and ("text/html" in accept or accept == "*/*")
