"""When is a dropped file complete: size and time still over two polls, and its end is there."""

from __future__ import annotations

from dataclasses import dataclass

from idp.domain.errors import DocumentRefused
from idp.domain.media import MediaType, media_type

_UNFINISHED_ENDINGS = (".part", ".filepart", ".tmp", ".temp", ".crdownload", ".partial", ".swp", "~")
END_BYTES = 65_536  # a ZIP's directory may have a comment of up to 65,535 bytes behind it


@dataclass(frozen=True, slots=True)
class Seen:
    """A file in a listing: `size` in bytes, `changed_at` in seconds since 1970 by the clock of where it lies."""

    name: str
    size: int
    changed_at: float


class Arrivals:
    """Remembers the last listing of a drop, to tell which files have come to rest."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[Seen, float]] = {}

    def at_rest(self, listing: tuple[Seen, ...], *, now: float) -> tuple[Seen, ...]:
        """Files that look exactly as in the poll before; unfinished and hidden names never do."""
        before = self._last
        self._last = {seen.name: (seen, _since(before.get(seen.name), seen, now)) for seen in listing}
        return tuple(seen for seen in listing if not is_unfinished(seen.name) and before.get(seen.name, (None, 0.0))[0] == seen)

    def rested_seconds(self, seen: Seen, *, now: float) -> float:
        """How long a file of the last listing has been seen like this: by our clock, since the server's may be wrong."""
        return now - self._last[seen.name][1]


def _since(before: tuple[Seen, float] | None, seen: Seen, now: float) -> float:
    return before[1] if before is not None and before[0] == seen else now


def is_unfinished(name: str) -> bool:
    """True for the names that uploading programs give to files they are still writing."""
    return name.startswith(".") or name.lower().endswith(_UNFINISHED_ENDINGS)


def has_its_end(content: bytes) -> bool:
    """False while the content is visibly cut: a PDF without its end mark, a JPEG, PNG, XML or ZIP without its last bytes.

    The first and the last END_BYTES of a file are enough. A file that is broken for good is told apart by the caller, who waits
    only so long.
    """
    if content.startswith(b"PK\x03\x04"):
        return b"PK\x05\x06" in content[-END_BYTES:]
    try:
        kind = media_type(content)
    except DocumentRefused:
        return True
    tail = content[-2048:]
    if kind is MediaType.PDF:
        return b"%%EOF" in tail
    if kind is MediaType.JPEG:
        return b"\xff\xd9" in tail
    if kind is MediaType.PNG:
        return b"IEND" in tail
    if kind is MediaType.XML:
        return tail.rstrip().endswith((b">", b">\x00"))
    return True
