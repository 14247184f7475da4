"""Transports that watch or disturb the calls of a connection: each a small, named trouble of the outside world."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from idp.erp import OdooErp
from idp.erp.errors import AnswerLost
from idp.erp.transport import Transport

CHANGING = frozenset({"load", "write", "unlink", "create", "button_validate"})


class CountingTransport:
    """Notes every call."""

    def __init__(self, inner: Transport) -> None:
        self.inner = inner
        self.calls: list[str] = []
        self.uid, self.time_zone = inner.uid, inner.time_zone

    def call(self, model: str, method: str, ids: Sequence[int] | None, params: Mapping[str, Any]) -> Any:
        self.calls.append(f"{model}.{method}")
        return self.inner.call(model, method, ids, params)

    def user_id(self, login: str, password: str) -> int | None:
        return self.inner.user_id(login, password)

    def version(self) -> str:
        return self.inner.version()


class RecordingTransport(CountingTransport):
    """Notes method and context of every call."""

    def __init__(self, inner: Transport) -> None:
        super().__init__(inner)
        self.contexts: list[tuple[str, Mapping[str, Any]]] = []

    def call(self, model: str, method: str, ids: Sequence[int] | None, params: Mapping[str, Any]) -> Any:
        self.contexts.append((method, params["context"]))
        return super().call(model, method, ids, params)


class DyingTransport(CountingTransport):
    """Loses the answer of the n-th changing call, after Odoo has carried it out, and is dead from then on."""

    def __init__(self, inner: Transport, changes_before_death: int) -> None:
        super().__init__(inner)
        self._left = changes_before_death
        self._lock = threading.Lock()

    def call(self, model: str, method: str, ids: Sequence[int] | None, params: Mapping[str, Any]) -> Any:
        with self._lock:
            if self._left < 0:
                raise AnswerLost("the connection is dead")
            self._left -= method in CHANGING
            dies = self._left < 0
        answer = super().call(model, method, ids, params)
        if dies:
            raise AnswerLost("the connection died before the answer came")
        return answer


class InterruptedTransport(CountingTransport):
    """After the first `call` (model.method) something else happens in the world before the next is made."""

    def __init__(self, inner: Transport, call: str, happens: Callable[[], object]) -> None:
        super().__init__(inner)
        self._call = call
        self._happens = happens

    def call(self, model: str, method: str, ids: Sequence[int] | None, params: Mapping[str, Any]) -> Any:
        answer = super().call(model, method, ids, params)
        if self.calls[-1] == self._call and self.calls.count(self._call) == 1:
            self._happens()
        return answer


@contextmanager
def counted_calls(erp: OdooErp) -> Iterator[list[str]]:
    """The calls that the connection of `erp` makes meanwhile."""
    session = erp._connection._signed_in()
    counting = CountingTransport(session.transport)
    session.transport = counting
    try:
        yield counting.calls
    finally:
        session.transport = counting.inner


@contextmanager
def recorded_contexts(erp: OdooErp) -> Iterator[list[tuple[str, Mapping[str, Any]]]]:
    """Method and context of the calls that the connection of `erp` makes meanwhile."""
    session = erp._connection._signed_in()
    recording = RecordingTransport(session.transport)
    session.transport = recording
    try:
        yield recording.contexts
    finally:
        session.transport = recording.inner


def let_die_after(erp: OdooErp, changes: int) -> None:
    """From now on the connection of `erp` carries so many changes, loses the answer of the next, and is dead."""
    session = erp._connection._signed_in()
    session.transport = DyingTransport(session.transport, changes)


def let_happen_after(erp: OdooErp, call: str, happens: Callable[[], object]) -> None:
    """Once the connection of `erp` has made `call` (model.method), `happens` runs before its next call."""
    session = erp._connection._signed_in()
    session.transport = InterruptedTransport(session.transport, call, happens)
