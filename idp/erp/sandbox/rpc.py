"""How is a remote call of Odoo's services carried out?

Services ``common``, ``object`` and ``db``: who calls (database, user, password), on which model, which method; one call is one
transaction under one lock, and a call that fails changes nothing. Faults leave as `OdooFault`; the transport wraps them.
"""

from __future__ import annotations

import hashlib
import inspect
import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import structlog

from idp.erp.sandbox import fault, orm
from idp.erp.sandbox.access import companies_of
from idp.erp.sandbox.behaviour import BEHAVIOURS
from idp.erp.sandbox.env import Env, Method
from idp.erp.sandbox.fault import OdooFault
from idp.erp.sandbox.password import is_password
from idp.erp.sandbox.registry import Registry
from idp.erp.sandbox.store import Row, Store, Value

DATABASE = "idp"
SUPERUSER = 1
log = structlog.get_logger(__name__)
_SERIES = {17: "17.0-20240709", 18: "18.0-20250702", 19: "19.0"}


class Rpc:
    """The services of one database."""

    def __init__(self, store: Store, registry: Registry, now: Callable[[], datetime]) -> None:
        self._store = store
        self._registry = registry
        self._now = now
        self._lock = threading.RLock()
        self._accepted: dict[int, tuple[str, str]] = {}
        self._salt = secrets.token_hex(16)

    @property
    def version(self) -> int:
        return self._registry.version

    def dispatch(self, service: str, method: str, args: Sequence[Value]) -> Value:
        """Carries out one call of ``/jsonrpc``.

        Raises:
            OdooFault: whatever the emulated server answers as a fault.
        """
        if service == "common":
            return self._common(method, args)
        if service == "object":
            return self._object(method, args)
        if service == "db":
            return self._db(method)
        raise fault.key_error(service)

    def version_info(self) -> dict[str, Any]:
        return {
            "server_version": _SERIES[self.version],
            "server_version_info": [self.version, 0, 0, "final", 0, ""],
            "server_serie": f"{self.version}.0",
            "protocol_version": 1,
        }

    def sign_in(self, database: str, login: str, password: str) -> int | None:
        """The user's id, or None where login or password is wrong.

        Raises:
            OdooFault: there is no such database.
        """
        _require_database(database)
        with self._lock:
            user = next((u for u in map(self._user, self._store.find("res.users", "login", login)) if u), None)
            known = user is not None and bool(user.get("active", True)) and is_password(user.get("password"), password)
            return int(user["id"]) if user is not None and known else None

    def user_of_key(self, key: str) -> int | None:
        """The user whose password or API key this is; the bearer token of JSON-2 and of no other transport."""
        with self._lock:
            users = (self._user(i) for i in self._store.ids("res.users"))
            return next((int(u["id"]) for u in users if u and u.get("active") and is_password(u.get("password"), key)), None)

    def call(self, uid: int, model: str, method: str, args: Sequence[Value], kwargs: Mapping[str, Value]) -> Value:
        """One method of one model as user ``uid``: one transaction.

        Raises:
            OdooFault: and then nothing has changed.
        """
        snapshot = self._store.commits
        try:
            with self._lock, self._store.transaction():
                return self._run(self._env(uid, snapshot, kwargs), model, method, args)
        except OdooFault as exc:
            log.info("call refused", model=model, method=method, uid=uid, fault=exc.name)
            raise

    def _run(self, call: tuple[Env, dict[str, Value]], model: str, method: str, args: Sequence[Value]) -> Value:
        env, rest = call
        run = self._method(env, model, method)
        try:
            inspect.signature(run).bind(env, model, *args, **rest)
        except TypeError as exc:
            title = "".join(part.title() for part in model.split("."))
            raise fault.type_error(f"{title}.{method}() {exc}") from exc
        answer = run(env, model, *args, **rest)
        env.flush()
        return answer

    def environment(self, uid: int = SUPERUSER) -> Env:
        """A view of the database for the sandbox's own use, inside a transaction of the caller."""
        return self._env(uid, self._store.commits, {})[0]

    def _env(self, uid: int, snapshot: int, kwargs: Mapping[str, Value]) -> tuple[Env, dict[str, Value]]:
        rest = dict(kwargs)
        context = rest.pop("context", None) or {}
        now = self._now().astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
        env = Env(self._store, self._registry, BEHAVIOURS, uid, context, now, snapshot)
        if context.get("allowed_company_ids"):
            companies_of(env)
        return env, rest

    def _method(self, env: Env, model: str, method: str) -> Method:
        if model not in env.registry.models:
            log.warning("model not emulated", model=model, method=method)
            raise fault.unknown_model(model)
        if method.startswith("_"):
            raise fault.private_method(model, method)
        own = env.behaviour(model).methods.get(method)
        extra = orm.FROM_18 if env.version >= 18 else orm.UNTIL_17
        found = own or orm.METHODS.get(method) or extra.get(method)
        if found is None:
            log.warning("method not emulated", model=model, method=method)
            raise fault.unknown_method(model, method)
        return found

    def _common(self, method: str, args: Sequence[Value]) -> Value:
        if method == "version":
            return self.version_info()
        if method in {"login", "authenticate"}:
            return self.sign_in(args[0], args[1], args[2]) or False
        raise fault.OdooFault("builtins.Exception", f"Method not found: {method}")

    def _object(self, method: str, args: Sequence[Value]) -> Value:
        if method not in {"execute", "execute_kw"}:
            raise fault.OdooFault("builtins.NameError", f"Method not available {method}")
        database, uid, password, model, name, *rest = args
        self._require_user(database, uid, password)
        if method == "execute":
            return self.call(uid, model, name, rest, {})
        return self.call(uid, model, name, rest[0] if rest else [], rest[1] if len(rest) > 1 else {})

    def _db(self, method: str) -> Value:
        answers: Mapping[str, Value] = {
            "list": [DATABASE],
            "server_version": _SERIES[self.version],
            "list_lang": [["en_US", "English (US)"]],
        }
        if method == "db_exist":
            return True
        if method not in answers:
            raise fault.access_denied()
        return answers[method]

    def _require_user(self, database: str, uid: int, password: str) -> None:
        _require_database(database)
        user = self._user(uid)
        stored = str(user.get("password") or "") if user and user.get("active", True) else ""
        digest = hashlib.sha256(f"{self._salt}{password}".encode()).hexdigest()
        if stored and self._accepted.get(uid) == (stored, digest):
            return
        if not stored or not is_password(stored, password):
            raise fault.access_denied()
        self._accepted[uid] = (stored, digest)

    def _user(self, uid: int) -> Row | None:
        return self._store.get("res.users", uid)


def _require_database(database: str) -> None:
    if database != DATABASE:
        raise OdooFault(
            "psycopg2.OperationalError",
            f'connection to server at "127.0.0.1", port 5432 failed: FATAL:  database "{database}" does not exist\n',
        )
