"""A desk that takes deliveries in, and refuses where it is told to."""

from __future__ import annotations

import threading
from collections.abc import Callable

from idp.intake.mailbox import MailDelivery


class DeskIsClosed(Exception):
    """What the desk raises; no source knows this class."""


class Desk:
    """Remembers every delivery in the order it came. `while_taking` runs first and may raise."""

    def __init__(self, while_taking: Callable[[bytes], None] = lambda _: None) -> None:
        self.deliveries: list[tuple[str, str, bytes]] = []
        self.while_taking = while_taking
        self._lock = threading.Lock()

    def take(
        self, key: str, name: str, content: bytes, *, beside: tuple[tuple[str, bytes], ...] = (), folder: str = ""
    ) -> str | None:
        """What lies beside a file counts as a delivery of its own here, under the key of the file."""
        self.while_taking(content)
        with self._lock:
            self.deliveries.append((key, f"{folder}/{name}" if folder else name, content))
            self.deliveries += [(f"{key}+{other}", other, data) for other, data in beside]
        return None

    def take_mail(self, message: MailDelivery) -> None:
        self.take(message.key, message.name, message.content)

    @property
    def contents(self) -> list[bytes]:
        return [content for _, _, content in self.deliveries]

    @property
    def names(self) -> list[str]:
        return [name for _, name, _ in self.deliveries]

    @property
    def by_key(self) -> dict[str, bytes]:
        """What a ledger would hold: a delivery that came again under its key is the same one."""
        return {key: content for key, _, content in self.deliveries}


def refusing(needle: bytes) -> Callable[[bytes], None]:
    """Raises for a delivery that contains `needle`."""

    def look(content: bytes) -> None:
        if needle in content:
            raise DeskIsClosed

    return look
