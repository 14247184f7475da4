"""What all sources share: they hand over bytes, and only then touch what lies at the source."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Protocol

Take = Callable[[str, str, bytes], None]
"""Takes a delivery in durably: its key within the channel, its name, its bytes. Once it returns the source may be told."""


class Source(Protocol):
    """A place that documents come from."""

    channel: str

    def poll(self) -> int:
        """Takes in what is new; returns how many deliveries. Raises SourceUnavailable; what was not taken stays where it is."""

    def test(self) -> None:
        """Tries everything that a poll needs, and takes nothing in. Raises SourceUnavailable or BadUse saying what is wrong."""

    def wait(self, seconds: float, stopping: Event) -> None:
        """Returns when a poll is worth while: when something may have come, after `seconds` at the latest, at once when `stopping`."""
