"""A provider of identities for tests: discovery, authorization with PKCE, tokens signed by its own key."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwk, jwt

CLIENT, SECRET = "idp", "the client's secret"


@dataclass
class IdentityProvider:
    """What it says about people; `person` is who is signed in there. A test may lie with `claims` or sign with a key of its own."""

    issuer: str = ""
    person: dict[str, Any] = field(
        default_factory=lambda: {"sub": "7", "preferred_username": "clara@corp.example", "name": "Clara", "groups": ["ap-team"]}
    )
    claims: dict[str, Any] = field(default_factory=dict)
    key: Any = field(default_factory=lambda: jwk.RSAKey.generate_key(2048, {"kid": "k1", "use": "sig"}))
    signing_key: Any = None
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def authorize(self, asked: dict[str, str]) -> str:
        """The address that the browser goes back to."""
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, asked: dict[str, str]) -> dict[str, Any] | None:
        """The answer of the token endpoint; None for a wrong code or verifier. A code works once."""
        started = self.codes.pop(asked.get("code", ""), None)
        digest = hashlib.sha256(asked.get("code_verifier", "").encode()).digest()
        if started is None or base64.urlsafe_b64encode(digest).decode().rstrip("=") != started["code_challenge"]:
            return None
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": started["nonce"], **self.person, **self.claims,
        }  # fmt: skip
        key = self.signing_key or self.key
        id_token = jwt.encode({"alg": "RS256", "kid": "k1"}, claims, key)
        return {"access_token": "x", "token_type": "Bearer", "expires_in": 300, "id_token": id_token}


def _handler(provider: IdentityProvider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
            if parts.path == "/.well-known/openid-configuration":
                issuer = provider.issuer
                self._json(200, {
                    "issuer": issuer, "authorization_endpoint": f"{issuer}/authorize", "token_endpoint": f"{issuer}/token",
                    "jwks_uri": f"{issuer}/keys",
                })  # fmt: skip
            elif parts.path == "/keys":
                self._json(200, {"keys": [provider.key.as_dict(private=False)]})
            elif parts.path == "/authorize":
                self.send_response(303)
                self.send_header("location", provider.authorize(asked))
                self.end_headers()

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"])).decode()
            answer = provider.token({name: values[0] for name, values in parse_qs(body).items()})
            self._json(200 if answer else 400, answer or {"error": "invalid_grant"})

        def _json(self, status: int, content: dict[str, Any]) -> None:
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(content).encode())

        def log_message(self, *_: object) -> None:
            """Keeps the test's output clean."""

    return Handler


@contextmanager
def running(provider: IdentityProvider) -> Iterator[IdentityProvider]:
    """The provider on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(provider))
    provider.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield provider
    server.shutdown()
    server.server_close()
    thread.join(10)
