"""How does a call reach the sandbox, and how does its answer look on the wire?

``/jsonrpc`` (services), ``/web/session/*`` and ``/web/dataset/call_kw`` (session cookie), ``/web/webclient/version_info``, and
``/json/2`` from Odoo 19 on. Faults of JSON-RPC are HTTP 200 with an ``error`` member whose code is 200 in 17 and 18, 0 in 19.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from http import HTTPStatus
from http.cookies import SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import structlog

from idp.erp.sandbox import fault
from idp.erp.sandbox.env import VOID
from idp.erp.sandbox.fault import OdooFault
from idp.erp.sandbox.rpc import DATABASE, Rpc
from idp.erp.sandbox.store import Value

log = structlog.get_logger(__name__)
_MAX_BODY_BYTES = 256 * 1024 * 1024
_SESSION_EXPIRED = 100


class SandboxServer(ThreadingHTTPServer):
    """One thread a connection; the calls themselves take turns under the lock of `Rpc`."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], rpc: Rpc) -> None:
        super().__init__(address, _Handler)
        self.rpc = rpc
        self.sessions: dict[str, int] = {}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.0"
    server: SandboxServer
    timeout = 60

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path in {"/", "/web", "/web/health"}:
            self._send(HTTPStatus.OK, {"status": "pass"})
        elif path in {"/json/version", "/web/version"}:
            self._send(HTTPStatus.OK, self.server.rpc.version_info())
        else:
            self._send(HTTPStatus.NOT_FOUND, {"error": "not found"})

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > _MAX_BODY_BYTES:
            self._send_text(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "request too large")
            return
        try:
            body = json.loads(self.rfile.read(length) or b"{}")
        except ValueError:
            self._send_text(HTTPStatus.BAD_REQUEST, "Invalid JSON data")
            return
        path = self.path.partition("?")[0]
        if path.startswith("/json/2/"):
            self._json2(path, body)
        else:
            self._json_rpc(path, body)

    def log_message(self, format: str, *args: Any) -> None:
        """The base class prints each request; the calls are logged where they are carried out."""

    # -- JSON-RPC -----------------------------------------------------------------------------------------------------

    def _json_rpc(self, path: str, body: dict[str, Any]) -> None:
        answer: dict[str, Any] = {"jsonrpc": "2.0", "id": body.get("id")}
        routes: dict[str, Callable[[dict[str, Any]], Value]] = {
            "/jsonrpc": self._services,
            "/web/session/authenticate": self._authenticate,
            "/web/session/get_session_info": self._session_info,
            "/web/session/destroy": self._destroy,
            "/web/webclient/version_info": lambda _params: self.server.rpc.version_info(),
            "/web/database/list": lambda _params: [DATABASE],
        }
        route = routes.get(path)
        if route is None and path.startswith("/web/dataset/call_kw"):
            route = self._call_kw
        if route is None:
            self._send(HTTPStatus.NOT_FOUND, {**answer, "error": _not_found(path)})
            return
        try:
            result = route(body.get("params") or {})
        except OdooFault as exc:
            answer["error"] = self._error(exc)
        except Exception as exc:  # the request edge: an unforeseen failure becomes the fault of its class
            log.exception("call failed")
            answer["error"] = self._error(OdooFault(f"builtins.{type(exc).__name__}", str(exc)))
        else:
            if result is not VOID:
                answer["result"] = result
        self._send(HTTPStatus.OK, answer)

    def _error(self, exc: OdooFault) -> dict[str, Any]:
        code = 200 if self.server.rpc.version < 19 else 0
        if exc.name == "odoo.http.SessionExpiredException":
            return {"code": _SESSION_EXPIRED, "message": "Odoo Session Expired", "data": exc.data()}
        return {"code": code, "message": "Odoo Server Error", "data": exc.data()}

    def _services(self, params: dict[str, Any]) -> Value:
        return self.server.rpc.dispatch(params["service"], params["method"], params.get("args") or [])

    def _authenticate(self, params: dict[str, Any]) -> Value:
        uid = self.server.rpc.sign_in(params["db"], params["login"], params["password"])
        if uid is None:
            raise fault.access_denied()
        session = secrets.token_hex(20)
        self.server.sessions[session] = uid
        self._cookie = session
        return self._describe_session(uid)

    def _session_info(self, _params: dict[str, Any]) -> Value:
        return self._describe_session(self._session_user())

    def _describe_session(self, uid: int) -> Value:
        rpc = self.server.rpc
        (user,) = rpc.call(uid, "res.users", "read", [[uid], ["name", "login", "partner_id", "company_id"]], {})
        context = rpc.call(uid, "res.users", "context_get", [], {})
        info = {k: rpc.version_info()[k] for k in ("server_version", "server_version_info")}
        own = {"uid": uid, "db": DATABASE, "username": user["login"], "name": user["name"]}
        return {**own, **info, "user_context": context, "partner_id": user["partner_id"] and user["partner_id"][0]}

    def _destroy(self, _params: dict[str, Any]) -> Value:
        self.server.sessions.pop(self._session(), None)
        return VOID

    def _call_kw(self, params: dict[str, Any]) -> Value:
        args, kwargs = params.get("args") or [], params.get("kwargs") or {}
        return self.server.rpc.call(self._session_user(), params["model"], params["method"], args, kwargs)

    def _session(self) -> str:
        jar = SimpleCookie(self.headers.get("Cookie", ""))
        return jar["session_id"].value if "session_id" in jar else ""

    def _session_user(self) -> int:
        uid = self.server.sessions.get(self._session())
        if uid is None:
            raise OdooFault("odoo.http.SessionExpiredException", "Session expired")
        return uid

    # -- JSON-2 -------------------------------------------------------------------------------------------------------

    def _json2(self, path: str, body: dict[str, Any]) -> None:
        rpc = self.server.rpc
        parts = path.removeprefix("/json/2/").split("/")
        named = self.headers.get("X-Odoo-Database", DATABASE)
        if rpc.version < 19 or len(parts) != 2 or named != DATABASE:
            self._send(HTTPStatus.NOT_FOUND, _not_found(path))
            return
        try:
            self._send(HTTPStatus.OK, self._json2_call(parts[0], parts[1], body))
        except OdooFault as exc:
            self._send(HTTPStatus(_json2_status(exc)), exc.data())
        except Exception as exc:  # the request edge
            log.exception("call failed")
            self._send(HTTPStatus.INTERNAL_SERVER_ERROR, OdooFault(f"builtins.{type(exc).__name__}", str(exc)).data())

    def _json2_call(self, model: str, method: str, body: dict[str, Any]) -> Value:
        scheme, _, key = self.headers.get("Authorization", "").partition(" ")
        uid = self.server.rpc.user_of_key(key) if scheme.lower() == "bearer" else None
        if uid is None:
            raise OdooFault("werkzeug.exceptions.Unauthorized", "Invalid apikey")
        answer = self.server.rpc.call(uid, model, method, [], body)
        if method == "create" and isinstance(answer, int):
            raise fault.type_error("create() needs vals_list as a list")
        return None if answer is VOID else answer

    # -- answers ------------------------------------------------------------------------------------------------------

    _cookie: str | None = None

    def _send(self, status: HTTPStatus, answer: Value) -> None:
        payload = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(payload)))
        if self._cookie:
            self.send_header("Set-Cookie", f"session_id={self._cookie}; Path=/; HttpOnly")
        self.end_headers()
        self.wfile.write(payload)

    def _send_text(self, status: HTTPStatus, text: str) -> None:
        payload = text.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)


def _json2_status(exc: OdooFault) -> int:
    if exc.name.startswith("werkzeug"):
        return int(HTTPStatus.UNAUTHORIZED)
    unknown_model = exc.message.startswith("Object ") and exc.message.endswith("doesn't exist")
    return int(HTTPStatus.NOT_FOUND) if unknown_model else exc.http_status()


def _not_found(path: str) -> dict[str, Any]:
    data = OdooFault("werkzeug.exceptions.NotFound", f"404: Not Found: {path}").data()
    return {"code": 404, "message": "404: Not Found", "data": data}
