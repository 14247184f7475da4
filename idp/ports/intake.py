"""How is a delivery taken apart?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


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
    """A delivery taken apart. `sender` is the address a mail says it comes from."""

    parts: tuple[Part, ...]
    sender: str | None = None


class Unpacker(Protocol):
    """Takes a delivery apart: a mail, an archive, or a single file."""

    def unpack(self, content: bytes, *, name: str) -> Parcel: ...
