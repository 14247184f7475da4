"""Routes of coming and going: sign-in with the Odoo login, sign-out."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from idp.domain.errors import ErpRejected, ErpUnavailable, NotAllowed, TriedTooOften
from idp.ports import Session
from idp.review.edge import Edge, Form, Parts, Signed, local_path, page, text_of
from idp.review.language import COOKIE, Language
from idp.review.security import form_token, new_secret
from idp.review.text import text

router = APIRouter()


@router.get("/sign-in")
def show_sign_in(request: Request, edge: Parts, next: str = "/queue") -> Response:
    """The sign-in form."""
    again = text("sign_in.again") if edge.session_cookie in request.cookies else ""
    return show_form(request, edge, target=next, trouble=again)


@router.post("/sign-in")
def sign_in(request: Request, edge: Parts, form: Form) -> Response:
    """Opens a new session, never an old one again, so that a planted cookie is worth nothing."""
    login, target = text_of(form, "login").strip(), text_of(form, "next")
    address = request.client.host if request.client else ""
    try:
        session = edge.workbench.sign_in(login, text_of(form, "password"), address=address)
    except TriedTooOften as trouble:
        answer = show_form(request, edge, target=target, login=login, status=429, trouble=str(trouble))
        answer.headers["retry-after"] = str(trouble.wait_seconds)
        return answer
    except (ErpUnavailable, ErpRejected) as trouble:
        reason = text("sign_in.no_odoo", reason=trouble)
        return show_form(request, edge, target=target, login=login, status=503, trouble=reason)
    except NotAllowed as trouble:
        return show_form(request, edge, target=target, login=login, status=403, trouble=str(trouble))
    if session is None:
        return show_form(request, edge, target=target, login=login, status=401, trouble=text("sign_in.wrong"))
    return enter(request, edge, session, target=target)


def enter(request: Request, edge: Edge, session: Session, *, target: str) -> Response:
    """Hands the new session's token to the browser and ends the session that it came with."""
    old = request.cookies.get(edge.session_cookie)
    if old:
        edge.workbench.sign_out(old)
    response = RedirectResponse(local_path(target), status_code=303)
    edge.set_cookie(response, edge.session_cookie, session.token)
    edge.drop_cookie(response, edge.form_cookie)
    return response


@router.get("/language/{language}")
def choose_language(language: Language, edge: Parts, next: str = "/queue") -> Response:
    """Keeps the language that a person chose, for a year."""
    response = RedirectResponse(local_path(next), status_code=303)
    response.set_cookie(
        COOKIE, language.value, max_age=365 * 86400, httponly=True, secure=edge.cookie_secure, samesite="lax", path="/"
    )
    return response


@router.post("/sign-out")
def sign_out(edge: Parts, session: Signed) -> Response:
    """Ends the session here and in the store."""
    edge.workbench.sign_out(session.token)
    response = RedirectResponse("/sign-in", status_code=303)
    edge.drop_cookie(response, edge.session_cookie)
    return response


@router.post("/sign-out/everywhere")
def sign_out_everywhere(edge: Parts, session: Signed) -> Response:
    """Ends all sessions of the person, on every machine."""
    edge.workbench.sign_out_everywhere(session.user)
    response = RedirectResponse("/sign-in", status_code=303)
    edge.drop_cookie(response, edge.session_cookie)
    return response


def show_form(request: Request, edge: Edge, *, target: str, login: str = "", status: int = 200, trouble: str = "") -> Response:
    """The sign-in form with what went wrong."""
    secret = request.cookies.get(edge.form_cookie) or new_secret()
    response = page(
        request, "sign_in.html", session=None, status=status,
        target=local_path(target), login=login, trouble=trouble, sign_in_token=form_token(secret),
        has_provider=edge.oidc is not None,
    )  # fmt: skip
    edge.set_cookie(response, edge.form_cookie, secret)
    return response
