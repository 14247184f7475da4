"""How is a browser kept honest? Response headers, form tokens and body limit."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

_HEADERS: Final = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


class SecurityHeaders:
    """Adds the headers that keep a page to itself, and keeps answers out of caches unless a route says otherwise."""

    def __init__(self, app: ASGIApp, *, https_only: bool) -> None:
        """`https_only` adds HSTS: the browser will not come back without TLS."""
        self._app = app
        self._headers = dict(_HEADERS)
        if https_only:
            self._headers["strict-transport-security"] = "max-age=31536000"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
                headers.setdefault("cache-control", "no-store")
            await send(message)

        await self._app(scope, receive, send_with_headers)


class BodyTooLarge(Exception):
    """The request's body went over the limit while it was read."""


class BodyLimit:
    """Refuses request bodies over `limit` bytes: at once where their length is announced, else as soon as they grow past it."""

    def __init__(self, app: ASGIApp, *, limit: int) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        announced = dict(scope["headers"]).get(b"content-length", b"0")
        if not announced.isdigit() or int(announced) > self._limit:
            await self._refuse(scope, receive, send)
            return
        seen, told = 0, False

        async def receive_counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > self._limit:
                raise BodyTooLarge
            return message

        async def send_unless_over(message: Message) -> None:
            # The form parser turns our error into an answer of its own, so the right one is put in its place here.
            nonlocal told
            if seen <= self._limit:
                await send(message)
            elif not told:
                told = True
                await self._refuse(scope, receive, send)

        try:
            await self._app(scope, receive_counted, send_unless_over)
        except BodyTooLarge:
            if not told:
                await self._refuse(scope, receive, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        sentence = f"A request may hold {self._limit // 1_000_000} MB at most."
        by_program = str(scope.get("path", "")).startswith("/api/")
        answer: Response = JSONResponse({"detail": sentence}, 413) if by_program else PlainTextResponse(sentence, 413)
        await answer(scope, receive, send)


def new_secret() -> str:
    """256 random bits as URL-safe text."""
    return secrets.token_urlsafe(32)


def form_token(secret: str) -> str:
    """The token that the sign-in form carries beside the cookie `secret`: another site can send the cookie but cannot know this."""
    return hmac.new(secret.encode(), b"idp form token", hashlib.sha256).hexdigest()


def is_same(token: str, expected: str) -> bool:
    """Whether both are equal; compared in constant time."""
    return hmac.compare_digest(token.encode(), expected.encode())
