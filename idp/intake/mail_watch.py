"""Has a new message come? A server that offers IDLE says so at once; any other is asked when the time is up."""

from __future__ import annotations

import select
import time
from collections.abc import Callable
from threading import Event

from idp.domain.errors import IdpError
from idp.intake.imap import ImapConnection, Tokens, connect
from idp.intake.mail_settings import MailboxSettings

_RENEW_SECONDS = 25 * 60.0  # servers may end an IDLE after 30 minutes (RFC 2177)
_TICK_SECONDS = 0.5


class MailWatch:
    """Keeps a connection in IDLE for every folder, over polls, so that nothing that comes during one is missed.

    For one thread at a time. A connection that breaks is made anew at the next wait; until then time alone counts.
    """

    def __init__(
        self,
        settings: MailboxSettings,
        tokens: Tokens | None,
        *,
        renew_seconds: float = _RENEW_SECONDS,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._settings, self._tokens = settings, tokens
        self._renew_seconds, self._now = renew_seconds, now
        self._idling: list[ImapConnection] = []
        self._begun_at = 0.0
        self._offered = settings.idle

    def wait(self, seconds: float, stopping: Event) -> None:
        """Returns when a new message may have come, after `seconds` at the latest, or when `stopping`."""
        until = self._now() + seconds
        try:
            if self._offered and not self._idling and not stopping.is_set():
                self._begin()
                if self._idling:
                    return  # what came before the server began to tell is found by a poll
            self._listen(until, stopping)
        except IdpError:
            self.close()
        if not self._idling:
            stopping.wait(max(0.0, until - self._now()))
        if stopping.is_set():
            self.close()

    def close(self) -> None:
        """Ends the connections."""
        for connection in self._idling:
            connection.close()
        self._idling = []

    def _begin(self) -> None:
        for folder in self._settings.folders:
            connection = connect(self._settings, self._tokens)
            self._idling.append(connection)
            if not connection.can_idle:
                self._offered = False
                self.close()
                return
            connection.open(folder)
            connection.begin_idle()
        self._begun_at = self._now()

    def _listen(self, until: float, stopping: Event) -> None:
        """Returns at the first message, or when the time is up; with a connection that broke it raises SourceUnavailable."""
        while self._idling and not stopping.is_set() and (left := until - self._now()) > 0:
            if self._now() - self._begun_at > self._renew_seconds:
                told, self._begun_at = self._idling, self._now()
            else:
                told, _, _ = select.select(self._idling, [], [], min(left, _TICK_SECONDS))
            if sum(self._asked(connection) for connection in told):  # all of them: each has to be in IDLE again
                return

    def _asked(self, connection: ImapConnection) -> bool:
        came = connection.end_idle()
        connection.begin_idle()
        return came
