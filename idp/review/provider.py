"""How does a provider of identities vouch for a person? OpenID Connect: code flow with PKCE, roles from a claim."""

from __future__ import annotations

import base64
import json
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, cast

import httpx
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import OAuth2Client
from joserfc import jwk, jwt
from joserfc.errors import JoseError

from idp.domain.code import Role
from idp.domain.errors import BadUse
from idp.ports import User

_TIMEOUT_SECONDS: Final = 10.0
_ALGORITHMS: Final = ["RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA"]
"""Signatures by the provider's own key; never one by a shared secret, which would be a key that we have too."""
_LEEWAY_SECONDS: Final = 60
_LOGINS: Final = ("preferred_username", "email", "sub")


class ProviderRefused(Exception):
    """What came back proves nothing: it does not belong to this browser, is forged, or the provider said no."""


class ProviderUnavailable(Exception):
    """The provider of identities cannot be reached."""


@dataclass(frozen=True, slots=True)
class OidcSettings:
    """Where people sign in. `issuer` is the provider's address; `roles` maps values of the claim `roles_claim` to ours."""

    issuer: str
    client_id: str
    client_secret: str
    roles: Mapping[str, Role]
    roles_claim: str = "groups"
    public_url: str | None = None


@dataclass(frozen=True, slots=True)
class Started:
    """A sign-in on its way: the secrets that only this browser's cookie and the provider's answer share, and where to go then."""

    state: str
    nonce: str
    verifier: str
    target: str

    def to_cookie(self) -> str:
        """The text of the cookie."""
        fields = json.dumps([self.state, self.nonce, self.verifier, self.target])
        return base64.urlsafe_b64encode(fields.encode()).decode()

    @classmethod
    def from_cookie(cls, cookie: str) -> Started:
        """Raises ProviderRefused for what is none."""
        try:
            return cls(*(str(part) for part in json.loads(base64.urlsafe_b64decode(cookie))))
        except (ValueError, TypeError) as trouble:
            raise ProviderRefused("no sign-in has been started in this browser") from trouble


@dataclass(slots=True)
class Provider:
    """The provider of identities; what it says of itself is asked once it is needed, and kept."""

    settings: OidcSettings
    _metadata: dict[str, Any] = field(default_factory=dict)
    _keys: jwk.KeySet | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self, *, target: str, back: str) -> tuple[str, Started]:
        """The address to send the browser to, and what to keep in its cookie. Raises ProviderUnavailable."""
        started = Started(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48), target)
        with self._client(back) as client:
            address, _ = client.create_authorization_url(
                self._about("authorization_endpoint"), state=started.state, nonce=started.nonce, code_verifier=started.verifier
            )
        return str(address), started

    def finish(self, started: Started, *, code: str, back: str) -> User:
        """The person for whom the provider vouches. Raises ProviderRefused, ProviderUnavailable."""
        try:
            with self._client(back) as client:
                token = client.fetch_token(
                    self._about("token_endpoint"), grant_type="authorization_code", code=code, code_verifier=started.verifier
                )
        except httpx.HTTPError as trouble:
            raise ProviderUnavailable(str(trouble)) from trouble
        except AuthlibBaseError as trouble:
            raise ProviderRefused(str(trouble)) from trouble
        return self._user(self._claims(str(token.get("id_token", "")), nonce=started.nonce))

    def _claims(self, id_token: str, *, nonce: str) -> Mapping[str, Any]:
        must = jwt.JWTClaimsRegistry(
            leeway=_LEEWAY_SECONDS,
            iss={"essential": True, "value": self.settings.issuer},
            aud={"essential": True, "value": self.settings.client_id},
            exp={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        try:
            claims = jwt.decode(id_token, self._key_set(), algorithms=_ALGORITHMS).claims
            must.validate(claims)
        except (JoseError, ValueError) as trouble:
            with self._lock:
                self._keys = None  # they may have been changed: the next sign-in asks for them
            raise ProviderRefused(str(trouble)) from trouble
        return cast("Mapping[str, Any]", claims)

    def _user(self, claims: Mapping[str, Any]) -> User:
        said = claims.get(self.settings.roles_claim) or ()
        values = [said] if isinstance(said, str) else [str(value) for value in said]
        roles = frozenset(self.settings.roles[value] for value in values if value in self.settings.roles)
        login = next((str(claims[name]) for name in _LOGINS if claims.get(name)), "")
        if not login:
            raise ProviderRefused("the provider does not say who this is")
        return User(login, str(claims.get("name") or login), roles)

    def _client(self, back: str) -> OAuth2Client:
        return OAuth2Client(
            self.settings.client_id, self.settings.client_secret, scope="openid profile email", redirect_uri=back,
            code_challenge_method="S256", timeout=_TIMEOUT_SECONDS,
        )  # fmt: skip

    def _about(self, name: str) -> str:
        with self._lock:
            if not self._metadata:
                said = self._get(self.settings.issuer.rstrip("/") + "/.well-known/openid-configuration")
                if said.get("issuer") != self.settings.issuer:
                    raise ProviderRefused("the provider gives itself another name than the settings do")
                self._metadata = said
            return str(self._metadata[name])

    def _key_set(self) -> jwk.KeySet:
        address = self._about("jwks_uri")
        with self._lock:
            if self._keys is None:
                self._keys = jwk.KeySet.import_key_set(cast("Any", self._get(address)))
            return self._keys

    def _get(self, address: str) -> dict[str, Any]:
        try:
            answer = httpx.get(address, timeout=_TIMEOUT_SECONDS).raise_for_status()
            return cast("dict[str, Any]", answer.json())
        except (httpx.HTTPError, ValueError) as trouble:
            raise ProviderUnavailable(str(trouble)) from trouble


def read_roles(written: str) -> dict[str, Role]:
    """The mapping in `finance-team=finance, ap=clerk`. Raises BadUse for what is none."""
    found = {}
    for pair in filter(None, (part.strip() for part in written.split(","))):
        value, _, role = (part.strip() for part in pair.rpartition("="))
        if not value or role not in {r.value for r in Role if r is not Role.SYSTEM}:
            raise BadUse(f"IDP_OIDC_ROLES: {pair!r} is not of the form group=role")
        found[value] = Role(role)
    return found
