"""Routes of sign-in through a company's own provider of identities; without one in the settings there are none."""

from __future__ import annotations

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse
from starlette.responses import Response

from idp.domain.errors import NotAllowed
from idp.review.access import enter, show_form
from idp.review.edge import Parts, local_path
from idp.review.provider import Provider, ProviderRefused, ProviderUnavailable, Started
from idp.review.security import is_same
from idp.review.text import text

router = APIRouter(prefix="/sign-in/oidc")


@router.get("")
def start(request: Request, edge: Parts, next: str = "/queue") -> Response:
    """Sends the browser to the provider."""
    provider = _provider(edge.oidc)
    try:
        address, started = provider.start(target=local_path(next), back=_back(request, provider))
    except (ProviderUnavailable, ProviderRefused) as trouble:
        return show_form(request, edge, target=next, status=503, trouble=text("sign_in.no_provider", reason=trouble))
    response = RedirectResponse(address, status_code=303)
    edge.set_cookie(response, edge.oidc_cookie, started.to_cookie())
    return response


@router.get("/back")
def come_back(request: Request, edge: Parts, code: str = "", state: str = "", error: str = "") -> Response:
    """Opens a session for whom the provider vouches; only in the browser that began."""
    provider = _provider(edge.oidc)
    try:
        started = Started.from_cookie(request.cookies.get(edge.oidc_cookie, ""))
        if not code or not is_same(state, started.state):
            raise ProviderRefused(error or "the answer does not belong to this browser's sign-in")
        session = edge.workbench.sign_in_as(provider.finish(started, code=code, back=_back(request, provider)))
    except ProviderUnavailable as trouble:
        return show_form(request, edge, target="/queue", status=503, trouble=text("sign_in.no_provider", reason=trouble))
    except ProviderRefused as trouble:
        return show_form(request, edge, target="/queue", status=401, trouble=text("sign_in.refused", reason=trouble))
    except NotAllowed as trouble:
        return show_form(request, edge, target="/queue", status=403, trouble=str(trouble))
    response = enter(request, edge, session, target=started.target)
    edge.drop_cookie(response, edge.oidc_cookie)
    return response


def _provider(provider: Provider | None) -> Provider:
    if provider is None:
        raise HTTPException(404)
    return provider


def _back(request: Request, provider: Provider) -> str:
    base = provider.settings.public_url or str(request.base_url)
    return f"{base.rstrip('/')}/sign-in/oidc/back"
