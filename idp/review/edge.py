"""What every route needs: the service, the templates, the person who asks, and a checked form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote, urlsplit

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.templating import Jinja2Templates
from starlette.datastructures import FormData
from starlette.responses import Response

from idp.insight.insight import SEES_FIGURES, SEES_LOG, Insight
from idp.ports import Clock, Session
from idp.review.contract import Workbench
from idp.review.provider import Provider
from idp.review.security import form_token, is_same

FORM_FIELDS = 50_000
"""Inputs of one form: a document with 2,000 lines has 16,000."""


class SignInNeeded(Exception):
    """No session, or one that has run out."""


class FormRefused(Exception):
    """A form without its token: sent by another site, or from a page of an older session."""


@dataclass(frozen=True, slots=True)
class Edge:
    """Everything that the routes share. `odoo_url` is for links that people follow; None hides them."""

    workbench: Workbench
    templates: Jinja2Templates
    clock: Clock
    cookie_secure: bool
    odoo_url: str | None
    api_token: str | None
    insight: Insight
    oidc: Provider | None

    @property
    def session_cookie(self) -> str:
        return "__Host-idp_session" if self.cookie_secure else "idp_session"

    @property
    def form_cookie(self) -> str:
        """Carries the secret of the sign-in form, before there is a session."""
        return "__Host-idp_form" if self.cookie_secure else "idp_form"

    @property
    def oidc_cookie(self) -> str:
        """Carries the secrets of a sign-in that is on its way through a provider of identities."""
        return "__Host-idp_oidc" if self.cookie_secure else "idp_oidc"

    def set_cookie(self, response: Response, name: str, value: str) -> None:
        response.set_cookie(name, value, httponly=True, secure=self.cookie_secure, samesite="lax", path="/")

    def drop_cookie(self, response: Response, name: str) -> None:
        response.delete_cookie(name, httponly=True, secure=self.cookie_secure, samesite="lax", path="/")


def edge_of(request: Request) -> Edge:
    """The parts that `create_app` put together."""
    edge: Edge = request.app.state.edge
    return edge


Parts = Annotated[Edge, Depends(edge_of)]


def require_session(request: Request, edge: Parts) -> Session:
    """The session of this request. Raises SignInNeeded."""
    token = request.cookies.get(edge.session_cookie, "")
    session = edge.workbench.session(token) if token else None
    if session is None:
        raise SignInNeeded
    return session


Signed = Annotated[Session, Depends(require_session)]


async def read_form(request: Request) -> FormData:
    """The form of this request, read once."""
    return await request.form(max_fields=FORM_FIELDS, max_files=100)


Form = Annotated[FormData, Depends(read_form)]


async def check_form_token(request: Request) -> None:
    """Lets a changing request through only with the token that belongs to its cookie. Raises FormRefused.

    Programs come to /api with a bearer token, which no browser sends by itself.
    """
    if request.method in {"GET", "HEAD", "OPTIONS"} or request.url.path.startswith("/api/"):
        return
    edge = edge_of(request)
    if request.url.path == "/sign-in":
        secret = request.cookies.get(edge.form_cookie, "")
        expected = form_token(secret) if secret else ""
    else:
        expected = (await run_in_threadpool(require_session, request, edge)).csrf
    token = request.headers.get("x-form-token") or text_of(await read_form(request), "form_token")
    if not expected or not is_same(token, expected):
        raise FormRefused


def text_of(form: FormData, name: str) -> str:
    """The text of a form input; "" when it is absent or a file."""
    value = form.get(name)
    return value if isinstance(value, str) else ""


def page(request: Request, template: str, *, session: Session | None, status: int = 200, **context: object) -> Response:
    """The rendered page; a signed-in page carries its form token and the person."""
    shared: dict[str, object] = {
        "user": session.user if session else None,
        "form_token": session.csrf if session else "",
        "path": request.url.path,
        "here": _address(request) if request.method == "GET" else "/queue",
        "sees_log": session is not None and bool(session.user.roles & SEES_LOG),
        "sees_figures": session is not None and bool(session.user.roles & SEES_FIGURES),
    }
    return edge_of(request).templates.TemplateResponse(request, template, shared | context, status_code=status)


def _address(request: Request) -> str:
    """The path of this page with what follows it, to come back to."""
    return local_path(request.url.path + (f"?{request.url.query}" if request.url.query else ""))


def local_path(target: str) -> str:
    """`target` when it is a path of this site, else the queue: nobody is sent elsewhere by a forged link."""
    parts = urlsplit(target)
    is_local = target.startswith("/") and not target.startswith(("//", "/\\")) and not parts.netloc and "\n" not in target
    return target if is_local else "/queue"


def sign_in_path(target: str) -> str:
    """Where to sign in and come back to `target`."""
    return f"/sign-in?next={quote(local_path(target), safe='')}"
