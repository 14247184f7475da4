"""What day is it where the books are kept? A clock for whoever has none: the machine's time in the Odoo user's time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime

from idp.erp.connection import Connection


class OdooClock:
    """Implements ports.Clock."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def now(self) -> datetime:
        return datetime.now(UTC)

    def today(self) -> date:
        return self.now().astimezone(self._connection.zone).date()
