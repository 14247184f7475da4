"""Sessions of the workbench, kept on the server: the browser has a token, the store only the token's hash."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, insert, update
from sqlalchemy.orm import Session as DatabaseSession

from idp.domain.code import Role
from idp.ports import Clock, Session, User
from idp.store.engine import touched
from idp.store.table import SessionRow

_SEEN_EVERY = timedelta(minutes=1)


class SqlSessions:
    """Sessions, within one unit of work."""

    def __init__(self, session: DatabaseSession, clock: Clock) -> None:
        self._session = session
        self._clock = clock

    def add(self, session: Session) -> None:
        """Stores the session, and forgets those that are over."""
        now = self._clock.now()
        self._delete(SessionRow.expires_at <= now)
        user = session.user
        self._session.execute(
            insert(SessionRow).values(
                token_sha256=_hash(session.token), login=user.login, csrf=session.csrf, created_at=now, seen_at=now,
                **_user_columns(user),
                expires_at=session.expires_at, checked_at=session.checked_at,
            )
        )  # fmt: skip

    def find(self, token: str, *, now: datetime, idle: timedelta) -> Session | None:
        row = self._session.get(SessionRow, _hash(token), populate_existing=True)
        if row is None or row.expires_at <= now or row.seen_at + idle <= now:
            return None
        if now - row.seen_at >= _SEEN_EVERY:  # noted to the minute: a page with forty pictures is one visit, not forty writes
            touched(self._session, update(SessionRow).where(SessionRow.token_sha256 == row.token_sha256).values(seen_at=now))
        user = User(row.login, row.name, frozenset(Role(r) for r in json.loads(row.roles)), tuple(json.loads(row.company_ids)))
        return Session(token, user, row.expires_at, row.csrf, row.checked_at)

    def renew_user(self, user: User, *, at: datetime) -> None:
        known = update(SessionRow).where(SessionRow.login == user.login, SessionRow.checked_at.is_not(None))
        values = _user_columns(user) | {"checked_at": at}
        touched(self._session, known.values(values))

    def end(self, token: str) -> None:
        self._delete(SessionRow.token_sha256 == _hash(token))

    def end_all(self, login: str) -> int:
        return self._delete(SessionRow.login == login)

    def _delete(self, condition: ColumnElement[bool]) -> int:
        statement = delete(SessionRow).where(condition).returning(SessionRow.token_sha256)
        return len(self._session.execute(statement, execution_options={"synchronize_session": False}).all())


def _user_columns(user: User) -> dict[str, str]:
    return {"name": user.name, "roles": json.dumps(sorted(user.roles)), "company_ids": json.dumps(user.company_ids)}


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
