"""When is a dropped file complete: size and time still over two polls, and its end is there."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from enum import Enum, auto

from idp.domain.media import MediaType, known_media_type
from idp.intake.mail import is_mail

_UNFINISHED_ENDINGS = (".part", ".filepart", ".tmp", ".temp", ".crdownload", ".partial", ".download", ".swp", "~")
END_BYTES = 65_536  # a ZIP's directory may have a comment of up to 65,535 bytes behind it
_TAIL_BYTES = 2048
_TIFF_SIZES = {1: 1, 2: 1, 3: 2, 4: 4}  # bytes of the TIFF field types BYTE, ASCII, SHORT, LONG
_STRIP_OFFSETS, _STRIP_COUNTS, _TILE_OFFSETS, _TILE_COUNTS = 273, 279, 324, 325  # TIFF 6.0 tags
_MOST_IMAGES = 1000


@dataclass(frozen=True, slots=True)
class Seen:
    """A file in a listing: `size` in bytes, `changed_at` in seconds since 1970 by the clock of where it lies."""

    name: str
    size: int
    changed_at: float


class Ending(Enum):
    """Whether the end of a file is there; UNKNOWN for kinds of files that do not show it."""

    THERE = auto()
    MISSING = auto()
    UNKNOWN = auto()


class Arrivals:
    """Remembers the last listing of a drop, to tell which files have come to rest."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[Seen, float]] = {}

    def at_rest(self, listing: tuple[Seen, ...], *, now: float) -> tuple[Seen, ...]:
        """Files that look exactly as in the poll before; unfinished and hidden names never do."""
        before = self._last
        self._last = {seen.name: (seen, _since(before.get(seen.name), seen, now)) for seen in listing}
        return tuple(seen for seen in listing if not is_unfinished(seen.name) and before.get(seen.name, (None, 0.0))[0] == seen)

    @property
    def expected(self) -> tuple[str, ...]:
        """Names in the last listing that will be taken once they are complete."""
        return tuple(name for name in self._last if not is_unfinished(name))

    def rested_seconds(self, seen: Seen, *, now: float) -> float:
        """How long a file of the last listing has been seen like this: by our clock, since the server's may be wrong."""
        return now - self._last[seen.name][1]


def _since(before: tuple[Seen, float] | None, seen: Seen, now: float) -> float:
    return before[1] if before is not None and before[0] == seen else now


def is_unfinished(name: str) -> bool:
    """True for the names that uploading programs give to files they are still writing."""
    own = name.rpartition("/")[2]
    return own.startswith(".") or own.lower().endswith(_UNFINISHED_ENDINGS)


def ending(ends: bytes, *, size: int) -> Ending:
    """Whether a file of `size` bytes is all there; `ends` are its first and last END_BYTES, all of a small one.

    A file that is broken for good looks like one that is cut: the caller waits only so long.
    """
    if size == 0:
        return Ending.MISSING  # as an upload that has just begun
    if ends.startswith(b"PK\x03\x04"):
        return _told(b"PK\x05\x06" in ends[-END_BYTES:])
    kind = known_media_type(ends)
    if kind is None:
        return _mail_ending(ends) if is_mail(ends) else Ending.UNKNOWN
    return _ending_of(kind, ends, size)


def _ending_of(kind: MediaType, ends: bytes, size: int) -> Ending:
    tail = ends[-_TAIL_BYTES:]
    match kind:
        case MediaType.PDF:
            return _told(b"%%EOF" in tail and _has_linear_length(ends, size))
        case MediaType.JPEG:
            return _told(b"\xff\xd9" in tail)
        case MediaType.PNG:
            return _told(b"IEND" in tail)
        case MediaType.WEBP:
            return _told(size >= int.from_bytes(ends[4:8], "little") + 8)
        case MediaType.XML:
            return _told(_closes_its_root(ends))
        case MediaType.TIFF:
            return _tiff_ending(ends, size)


def _told(there: bool) -> Ending:
    return Ending.THERE if there else Ending.MISSING


def _has_linear_length(ends: bytes, size: int) -> bool:
    """A linearized PDF has an end mark near its beginning too, but says how long it is (ISO 32000-1 F.3.3); updates make it longer."""
    found = re.search(rb"/Linearized\b[^>]*?/L\s+(\d+)", ends[:1024])
    return found is None or size >= int(found[1])


def _closes_its_root(ends: bytes) -> bool:
    """Whether the text ends with the end tag of its first element; comments behind it are rare, and waited for."""
    head = ends[:8192]
    coding = "utf-16" if head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    begin = re.sub(r"<!--.*?-->|<\?.*?\?>|<![^>]*>", "", head.decode(coding, errors="replace"), flags=re.DOTALL)
    root = re.search(r"<([^\s/>]+)", begin)
    if root is None:
        return False
    tail = ends[-_TAIL_BYTES:].replace(b"\x00", b"").decode("utf-8", errors="replace").rstrip()
    return tail.endswith((f"</{root[1]}>", "/>")) if ends.count(b"<") < 4 else tail.endswith(f"</{root[1]}>")


def _mail_ending(ends: bytes) -> Ending:
    """A mail of several parts ends with its outermost boundary (RFC 2046 5.1.1)."""
    found = re.search(rb'boundary="?([^"\r\n;]+)', ends[:END_BYTES], re.IGNORECASE)
    if found is None:
        return Ending.UNKNOWN
    return _told(b"--" + found[1].strip() + b"--" in ends[-END_BYTES:])


def _tiff_ending(ends: bytes, size: int) -> Ending:
    """Whether every image directory and strip lies within the file; UNKNOWN where a directory lies beyond what was read."""
    if len(ends) < 8 or ends[2:4] not in {b"*\x00", b"\x00*"}:
        return Ending.UNKNOWN
    order = "<" if ends[:2] == b"II" else ">"
    offset = struct.unpack_from(f"{order}I", ends, 4)[0]
    for _ in range(_MOST_IMAGES):
        if offset == 0:
            return Ending.THERE
        directory = _at(ends, size, offset, 2)
        if directory is None:
            return _told(False) if offset + 2 > size else Ending.UNKNOWN
        count = struct.unpack(f"{order}H", directory)[0]
        entries = _at(ends, size, offset + 2, 12 * count + 4)
        if entries is None:
            return _told(False) if offset + 2 + 12 * count + 4 > size else Ending.UNKNOWN
        if not _strips_fit(ends, size, entries, count, order):
            return Ending.MISSING
        offset = struct.unpack_from(f"{order}I", entries, 12 * count)[0]
    return Ending.UNKNOWN


def _strips_fit(ends: bytes, size: int, entries: bytes, count: int, order: str) -> bool:
    """Whether the picture data that one directory names lies within the file, as far as can be seen."""
    lists: dict[int, tuple[int, ...]] = {}
    for index in range(count):
        tag, kind, number, value = struct.unpack_from(f"{order}HHI4s", entries, 12 * index)
        if tag in {_STRIP_OFFSETS, _STRIP_COUNTS, _TILE_OFFSETS, _TILE_COUNTS} and kind in {3, 4}:
            length = number * _TIFF_SIZES[kind]
            raw = value[:length] if length <= 4 else _at(ends, size, struct.unpack(f"{order}I", value)[0], length)
            if raw is None:
                return bool(struct.unpack(f"{order}I", value)[0] + length <= size)
            lists[tag] = struct.unpack(f"{order}{number}{'H' if kind == 3 else 'I'}", raw)
    begins = lists.get(_STRIP_OFFSETS) or lists.get(_TILE_OFFSETS) or ()
    lengths = lists.get(_STRIP_COUNTS) or lists.get(_TILE_COUNTS) or ()
    return not any(begin + length > size for begin, length in zip(begins, lengths, strict=False))


def _at(ends: bytes, size: int, offset: int, length: int) -> bytes | None:
    """`length` bytes at `offset` of the file; None where they were not read or do not exist."""
    if offset + length > size:
        return None
    if len(ends) == size or offset + length <= END_BYTES:
        return ends[offset : offset + length] if offset + length <= len(ends) else None
    start = len(ends) - (size - offset)
    return ends[start : start + length] if start >= len(ends) - END_BYTES else None
