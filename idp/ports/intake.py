"""Where do deliveries come from, and how is one taken apart?"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Event
from typing import Protocol

from idp.domain.mail import MailEvidence


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a delivery. `skipped` says why it is no document; `refused` the ING-* code and sentence of what may not be opened.

    `joined_to` is the position of the part this one belongs to (an XML beside its PDF).
    """

    name: str
    content: bytes
    skipped: str | None = None
    refused: tuple[str, str] | None = None
    joined_to: int | None = None


@dataclass(frozen=True, slots=True)
class Parcel:
    """A delivery taken apart. `sender` is the address a mail says it comes from, `text` the beginning of what it says itself."""

    parts: tuple[Part, ...]
    sender: str | None = None
    mail: MailEvidence | None = None
    text: str = ""


class Unpacker(Protocol):
    """Takes a delivery apart: a mail, an archive, or a single file."""

    def unpack(self, content: bytes, *, name: str) -> Parcel:
        """The parts in order. What is over the limits or cannot be opened comes back as a refused part; nothing is raised for it."""

    def close(self) -> None:
        """Ends what was started for it."""


class Source(Protocol):
    """A source of the settings: a mailbox, an SFTP drop, a folder."""

    @property
    def name(self) -> str:
        """Under which it stands in the settings and on screens."""

    @property
    def kind(self) -> str:
        """mailbox, sftp or folder."""

    @property
    def place(self) -> str:
        """Where it is, in words without secrets."""

    @property
    def hints(self) -> tuple[str, ...]:
        """What the settings say of its documents."""

    @property
    def taken(self) -> int:
        """Deliveries since this process began."""

    def poll(self) -> int:
        """Takes in what is new; returns how many deliveries. Raises SourceUnavailable; what was not taken stays where it is."""

    def test(self) -> None:
        """Tries everything that a poll needs, and takes nothing in. Raises SourceUnavailable or BadUse saying what is wrong."""

    def wait(self, seconds: float, stopping: Event) -> None:
        """Returns when a poll is worth while: when something may have come, after `seconds` at the latest, at once when `stopping`."""


class Scanner(Protocol):
    """Looks for malware in files."""

    def scan(self, content: bytes) -> str | None:
        """The name of the malware found, None for none. Raises ToolUnavailable when the scanner does not answer."""
