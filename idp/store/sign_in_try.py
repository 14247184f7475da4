"""Tries to sign in, counted for all processes together. Only hashes are kept: who reads the database learns no login from it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from idp.store.engine import insert_rows
from idp.store.people_table import SignInTryRow

_KEPT = timedelta(days=1)


class SqlSignInTries:
    """Tries to sign in, within one unit of work."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, keys: Sequence[str], *, at: datetime) -> None:
        self._session.execute(
            delete(SignInTryRow).where(SignInTryRow.at < at - _KEPT), execution_options={"synchronize_session": False}
        )
        insert_rows(self._session, SignInTryRow, [{"key": _hash(key), "at": at} for key in keys])

    def since(self, key: str, *, since: datetime) -> tuple[datetime, ...]:
        chosen = select(SignInTryRow.at).where(SignInTryRow.key == _hash(key), SignInTryRow.at > since)
        return tuple(self._session.scalars(chosen.order_by(SignInTryRow.at)))

    def forget(self, keys: Sequence[str], *, at: datetime | None = None) -> None:
        named: list[ColumnElement[bool]] = [SignInTryRow.key.in_([_hash(key) for key in keys])]
        if at is not None:
            named.append(SignInTryRow.at == at)
        self._session.execute(delete(SignInTryRow).where(*named), execution_options={"synchronize_session": False})


def _hash(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
