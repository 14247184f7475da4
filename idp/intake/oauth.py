"""Which OAuth2 access token signs in now? One that another program keeps in a file, or one from a token endpoint."""

from __future__ import annotations

import os
import secrets
import ssl
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from idp.domain.errors import BadUse, SourceUnavailable
from idp.intake.mail_settings import TokenFile, TokenGrant

_MARGIN_SECONDS = 60.0
_DEFAULT_SECONDS = 300.0  # RFC 6749 5.1 only recommends that the endpoint tells how long a token holds
_TIMEOUT_SECONDS = 30.0


class FileToken:
    """The token in a file, read anew each time."""

    def __init__(self, given: TokenFile) -> None:
        self._path = given.path

    def token(self) -> str:
        """Raises SourceUnavailable where the file is missing or empty."""
        return _secret_in(self._path, "access token")

    def forget(self) -> None:
        """Nothing is remembered."""


class GrantedToken:
    """Tokens from an endpoint, each used until shortly before it runs out."""

    def __init__(self, grant: TokenGrant, *, now: Callable[[], float] = time.monotonic) -> None:
        self._grant, self._now = grant, now
        self._token, self._until = "", 0.0

    def token(self) -> str:
        """A token that holds for another minute. Raises SourceUnavailable with what the endpoint says."""
        if not self._token or self._now() >= self._until:
            self._ask()
        return self._token

    def forget(self) -> None:
        """The token was refused: the next one is asked for anew."""
        self._token = ""

    def _ask(self) -> None:
        asked = self._now()
        answer = self._answer()
        token = answer.get("access_token")
        if not isinstance(token, str) or not token:
            raise SourceUnavailable(f"{self._grant.endpoint} gives no access token")
        rotated, path = answer.get("refresh_token"), self._grant.refresh_token_file
        if path is not None and isinstance(rotated, str) and rotated:
            _write_secret(path, rotated)
        lasts = answer.get("expires_in")
        seconds = float(lasts) if isinstance(lasts, int | float | str) and str(lasts).isdecimal() else _DEFAULT_SECONDS
        self._token, self._until = token, asked + max(0.0, seconds - _MARGIN_SECONDS)

    def _answer(self) -> dict[str, Any]:  # what a foreign server sends
        endpoint = self._grant.endpoint
        verify = _trust(self._grant.authority)
        try:
            reply = httpx.post(endpoint, data=self._request(), timeout=_TIMEOUT_SECONDS, verify=verify, trust_env=False)
            answer = reply.json()
        except httpx.HTTPError as trouble:
            raise SourceUnavailable(f"the token endpoint {endpoint} does not answer ({trouble})") from None
        except ValueError:
            raise SourceUnavailable(f"the token endpoint {endpoint} answers {reply.status_code} and no JSON") from None
        if not isinstance(answer, dict) or reply.is_error:
            said = answer if isinstance(answer, dict) else {}
            why = ": ".join(str(said[key]) for key in ("error", "error_description") if said.get(key))
            raise SourceUnavailable(f"the token endpoint {endpoint} refuses ({reply.status_code} {why})") from None
        return answer

    def _request(self) -> dict[str, str]:
        grant, path = self._grant, self._grant.refresh_token_file
        request = {"client_id": grant.client_id, "grant_type": "client_credentials"}
        if path is not None:
            request |= {"grant_type": "refresh_token", "refresh_token": _secret_in(path, "refresh token")}
        if grant.client_secret is not None:
            request["client_secret"] = grant.client_secret
        if grant.scope is not None:
            request["scope"] = grant.scope
        return request


def _trust(authority: Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=authority)
    except OSError as trouble:
        raise BadUse(f"{authority} is no file of certificates in PEM ({trouble.strerror or trouble})") from trouble


def _secret_in(path: Path, what: str) -> str:
    try:
        found = path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as trouble:
        raise SourceUnavailable(f"the {what} in {path} cannot be read ({trouble})") from trouble
    if not found:
        raise SourceUnavailable(f"there is no {what} in {path}")
    return found


def _write_secret(path: Path, text: str) -> None:
    """Replaces the file in one step, for its owner's eyes only: a refresh token that was replaced opens nothing any more."""
    if path.read_text(encoding="ascii").strip() == text:
        return
    beside = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:  # noqa: PTH123  # mode
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as trouble:
        raise SourceUnavailable(f"the new refresh token cannot be written to {path} ({trouble.strerror})") from trouble
    finally:
        beside.unlink(missing_ok=True)
