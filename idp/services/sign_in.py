"""Coming and going at the workbench: sign-in with a brake on guesses, sessions that end when idle, roles that follow Odoo."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from idp.domain.errors import ErpRejected, ErpUnavailable, NotAllowed, TriedTooOften
from idp.ports import Session, UnitOfWork, User
from idp.services.means import Means

_WINDOW = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class _Brake:
    """So many tries under a key within the window. A login has more in all than from one address, so that nobody can lock out another."""

    key: str
    tries: int
    of_login: bool = True


def sign_in(means: Means, login: str, password: str, *, address: str) -> Session | None:
    """A new session, None where Odoo does not know login and password.

    Raises TriedTooOften, ErpUnavailable, ErpRejected; NotAllowed for a person without any role.
    """
    brakes, tried_at = _brakes(login, address), means.clock.now()
    with means.store.begin() as work:
        for brake in brakes:
            work.lock(f"sign-in:{brake.key}")
        _refuse_if_too_many(work, brakes, now=tried_at)
        work.sign_in_tries.add([brake.key for brake in brakes], at=tried_at)  # counted before the answer is known
    user = means.erp.sign_in(login, password)
    if user is None:
        return None
    with means.store.begin() as work:
        work.sign_in_tries.forget([brake.key for brake in brakes if brake.of_login])
        work.sign_in_tries.forget([brake.key for brake in brakes if not brake.of_login], at=tried_at)
    return open_session(means, user, follows_odoo=True)


def open_session(means: Means, user: User, *, follows_odoo: bool) -> Session:
    """A session with secrets of its own for somebody who has proved who it is. Raises NotAllowed for a person without any role.

    `follows_odoo`: the roles come from Odoo and are read again from time to time.
    """
    if not user.roles:
        raise NotAllowed(f"{user.name} has none of the roles that the workbench knows.")
    now = means.clock.now()
    session = Session(
        token=secrets.token_urlsafe(32), user=user, expires_at=now + means.sessions.lasts, csrf=secrets.token_urlsafe(32),
        checked_at=now if follows_odoo else None,
    )  # fmt: skip
    with means.store.begin() as work:
        work.sessions.add(session)
    return session


def live_session(means: Means, token: str) -> Session | None:
    """The session of this token, None where it is over; its roles are those that Odoo gives the person now, give or take a while."""
    now = means.clock.now()
    with means.store.begin() as work:
        session = work.sessions.find(token, now=now, idle=means.sessions.idle)
        if session is None or session.checked_at is None or now - session.checked_at < means.sessions.roles_reread:
            return session
        work.sessions.renew_user(session.user, at=now)  # noted first: the page's other requests need not ask too
    return _reread(means, session, now)


def sign_out_everywhere(means: Means, user: User) -> int:
    """Ends every session of the person; returns how many there were."""
    with means.store.begin() as work:
        return work.sessions.end_all(user.login)


def _reread(means: Means, session: Session, now: datetime) -> Session | None:
    try:
        user = means.erp.person(session.user.login)
    except (ErpUnavailable, ErpRejected):
        return session  # Odoo's absence signs nobody out
    with means.store.begin() as work:
        if user is None or not user.roles:
            work.sessions.end_all(session.user.login)
            return None
        work.sessions.renew_user(user, at=now)
    return Session(session.token, user, session.expires_at, session.csrf, now)


def _brakes(login: str, address: str) -> tuple[_Brake, ...]:
    name = login.strip().lower()[:200]
    return (
        _Brake(f"login\n{name}\n{address}", 5),
        _Brake(f"login\n{name}", 20),
        _Brake(f"address\n{address}", 30, of_login=False),
    )


def _refuse_if_too_many(work: UnitOfWork, brakes: tuple[_Brake, ...], *, now: datetime) -> None:
    waits = []
    for brake in brakes:
        tried = work.sign_in_tries.since(brake.key, since=now - _WINDOW)
        if len(tried) >= brake.tries:
            waits.append((tried[-brake.tries] + _WINDOW - now).total_seconds())
    if waits:
        raise TriedTooOften(int(max(waits)) + 1)
