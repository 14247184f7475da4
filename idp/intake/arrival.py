"""When is a dropped file complete: size and time still over two polls, and its end is there."""

from __future__ import annotations

from dataclasses import dataclass

from idp.domain.errors import DocumentRefused
from idp.domain.media import MediaType, media_type

_UNFINISHED_ENDINGS = (".part", ".filepart", ".tmp", ".temp", ".crdownload", ".partial", ".swp", "~")


@dataclass(frozen=True, slots=True)
class Seen:
    """A file in a listing: `size` in bytes, `changed_at` in seconds since 1970."""

    name: str
    size: int
    changed_at: float


class Arrivals:
    """Remembers the last listing of a drop, to tell which files have come to rest."""

    def __init__(self) -> None:
        self._last: dict[str, Seen] = {}

    def at_rest(self, listing: tuple[Seen, ...]) -> tuple[Seen, ...]:
        """Files that look exactly as in the poll before; unfinished and hidden names never do."""
        rested = tuple(seen for seen in listing if not is_unfinished(seen.name) and self._last.get(seen.name) == seen)
        self._last = {seen.name: seen for seen in listing}
        return rested


def is_unfinished(name: str) -> bool:
    """True for the names that uploading programs give to files they are still writing."""
    return name.startswith(".") or name.lower().endswith(_UNFINISHED_ENDINGS)


def has_its_end(content: bytes) -> bool:
    """False while the content is visibly cut: a PDF without its end mark, a JPEG, PNG or XML without its last bytes.

    A file that is broken for good is told apart by the caller, who waits only so long.
    """
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
