"""An authorization server's token endpoint on loopback (RFC 6749): refresh and client credentials grants, tokens that Dovecot believes."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qs

CLIENT, SECRET = "idp-client", "client-sécret"


class TokenServer:
    """Gives tokens made by `make`. A refresh token opens once: the answer brings the next one. `asked` are the requests."""

    def __init__(self, make: Callable[[], str], *, lasts_seconds: int = 3600) -> None:
        self.asked: list[dict[str, str]] = []
        self.refresh_token = "refresh-0"
        self._make, self._lasts = make, lasts_seconds
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                status, answer = server.answer({name: values[0] for name, values in parse_qs(body).items()})
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                """Nothing is printed."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}/token"

    def __enter__(self) -> Self:
        threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()

    def answer(self, request: dict[str, str]) -> tuple[int, bytes]:
        self.asked.append(request)
        if (request.get("client_id"), request.get("client_secret")) != (CLIENT, SECRET):
            return 401, json.dumps({"error": "invalid_client"}).encode()
        given = {"access_token": self._make(), "token_type": "Bearer", "expires_in": self._lasts}
        if request.get("grant_type") == "refresh_token":
            if request.get("refresh_token") != self.refresh_token:
                return 400, json.dumps(
                    {"error": "invalid_grant", "error_description": "the refresh token was revoked"}
                ).encode()
            self.refresh_token = f"refresh-{len(self.asked)}"
            given["refresh_token"] = self.refresh_token
        return 200, json.dumps(given).encode()
