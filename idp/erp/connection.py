"""How does the adapter talk to Odoo: one connection a process, signed in when first needed, safe for threads.

Reads are repeated when their answer was lost; changes never are, since a lost answer does not mean that nothing was done. Every
call names the companies it is for.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

from idp.erp.errors import AnswerLost, OdooFault, SignInRefused
from idp.erp.names import Names, read_names
from idp.erp.transport import Transport

T = TypeVar("T")
Row = dict[str, Any]
"""A record as Odoo answers it: field name to JSON value. Never leaves idp.erp."""

_READ_PAUSES_SECONDS = (0.1, 0.5)
_PAGE = 2000


class Connection:
    """Calls on behalf of the integration user. Raises ErpUnavailable (try later) or ErpRejected (Odoo refused)."""

    def __init__(self, open_transport: Callable[[], Transport], *, company_ids: Sequence[int] | None = None) -> None:
        """Does not reach out yet. `company_ids` narrows the work to these companies; None means all of the user's."""
        self._open = open_transport
        self._company_ids = tuple(company_ids) if company_ids else None
        self._session: _Session | None = None
        self._lock = threading.Lock()

    @property
    def uid(self) -> int:
        """The integration user's id."""
        return self._signed_in().transport.uid

    @property
    def names(self) -> Names:
        """This server's field names."""
        return self._signed_in().names

    @property
    def company_ids(self) -> tuple[int, ...]:
        """The companies that the work is for."""
        return self._signed_in().company_ids

    @property
    def zone(self) -> ZoneInfo:
        """The integration user's time zone: what a day is."""
        return ZoneInfo(self._signed_in().transport.time_zone)

    def version(self) -> str:
        """The series of the server, such as "18.0", asked now and as the integration user."""
        transport = self._signed_in().transport
        return self._repeated(transport.version)

    def user_id(self, login: str, password: str) -> int | None:
        """A person's id, None where login and password do not fit."""
        transport = self._signed_in().transport
        return self._repeated(lambda: transport.user_id(login, password))

    def rows(
        self,
        model: str,
        domain: Sequence[Any],
        fields: Sequence[str],
        *,
        order: str = "id",
        limit: int | None = None,
        context: Mapping[str, Any] | None = None,
    ) -> list[Row]:
        """The records that `domain` chooses, in one call."""
        params = {"domain": list(domain), "fields": list(fields), "order": order, "limit": limit, "context": context or {}}
        return cast(list[Row], self.read(model, "search_read", None, **params))

    def all_rows(self, model: str, domain: Sequence[Any], fields: Sequence[str], *, context: Mapping[str, Any]) -> list[Row]:
        """The records that `domain` chooses, however many, in pages by id."""
        found: list[Row] = []
        while True:
            last = [("id", ">", found[-1]["id"])] if found else []
            page = self.rows(model, [*domain, *last], fields, limit=_PAGE, context=context)
            found += page
            if len(page) < _PAGE:
                return found

    def read(self, model: str, method: str, ids: Sequence[int] | None, **params: Any) -> Any:
        """A call that changes nothing; repeated when its answer is lost."""
        return self._repeated(lambda: self._call(model, method, ids, params))

    def change(self, model: str, method: str, ids: Sequence[int] | None, **params: Any) -> Any:
        """A call that changes something; made once. AnswerLost means that it may have been carried out."""
        return self._call(model, method, ids, params)

    def _call(self, model: str, method: str, ids: Sequence[int] | None, params: Mapping[str, Any]) -> Any:
        session = self._signed_in()
        context = {"allowed_company_ids": list(session.company_ids)} | dict(params.get("context") or {})
        try:
            return session.transport.call(model, method, ids, {**params, "context": context})
        except SignInRefused:
            self._forget(session)  # the password was changed or the user archived: sign in anew next time
            raise

    def _repeated(self, ask: Callable[[], T]) -> T:
        for pause in _READ_PAUSES_SECONDS:
            try:
                return ask()
            except AnswerLost:
                time.sleep(pause)
        return ask()

    def _signed_in(self) -> _Session:
        session = self._session
        if session is not None:
            return session
        with self._lock:
            if self._session is None:
                self._session = _Session(self._open(), self._company_ids)
            return self._session

    def _forget(self, session: _Session) -> None:
        with self._lock:
            if self._session is session:
                self._session = None


class _Session:
    """A signed-in transport with what it told about the server and the user."""

    def __init__(self, transport: Transport, company_ids: tuple[int, ...] | None) -> None:
        self.transport = transport
        self.names = read_names(self._fields_of)
        self.company_ids = company_ids or self._own_companies()

    def _fields_of(self, model: str, candidates: tuple[str, ...]) -> frozenset[str]:
        """Which of the fields the model has; a module that is not installed has none."""
        params = {"allfields": list(candidates), "attributes": ["type"]}
        try:
            return frozenset(self.transport.call(model, "fields_get", None, params))
        except OdooFault:
            return frozenset()

    def _own_companies(self) -> tuple[int, ...]:
        """The user's companies, the main one first, as Odoo takes the first for the current one."""
        fields = ["company_id", "company_ids"]
        user = self.transport.call("res.users", "read", [self.transport.uid], {"fields": fields})[0]
        main = int(user["company_id"][0])
        return (main, *(int(c) for c in user["company_ids"] if c != main))
