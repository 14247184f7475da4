"""Hostile archives: bombs, nesting, names that lead elsewhere, members that cannot be opened."""

from __future__ import annotations

import io
import struct
import zipfile

from tests.golden.hostile.case import Hostile, hostile, slow
from tests.golden.hostile.pdf_bytes import one_page
from tests.golden.hostile.polyglot import zipped

_SIZE, _CORRUPT, _ENCRYPTED, _READ = "ING-SIZE", "ING-CORRUPT", "ING-ENCRYPTED", "read"


def _nested(depth: int) -> bytes:
    inner = zipped(**{"a.pdf": one_page()})
    for _ in range(depth):
        inner = zipped(**{"inner.zip": inner})
    return inner


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(8):
            archive.writestr(f"{number}.pdf", bytes(50_000_000))
    return out.getvalue()


def _doubling() -> bytes:
    """An archive of sixteen archives of sixteen archives of megabytes."""
    inner = zipped(a=bytes(10_000_000))
    for _ in range(2):
        inner = zipped(**{f"{n}.zip": inner for n in range(16)})
    return inner


def _overlapping() -> bytes:
    """Many entries of the directory that all lead to one member."""
    whole = zipped(a=bytes(40_000_000))
    start = whole.index(b"PK\x01\x02")
    entry, end = whole[start : whole.index(b"PK\x05\x06")], bytearray(whole[-22:])
    end[8:12], end[12:16] = struct.pack("<HH", 100, 100), struct.pack("<L", 100 * len(entry))
    return whole[:start] + entry * 100 + bytes(end)


def _locked() -> bytes:
    """A member marked as encrypted."""
    whole = bytearray(zipped(**{"a.pdf": one_page()}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        whole[whole.index(mark) + place] |= 1
    return bytes(whole)


def _damaged() -> bytes:
    """A member whose data is not what it was."""
    whole = bytearray(zipped(**{"a.pdf": one_page()}))
    for place in range(60, 120):
        whole[place] ^= 0x55
    return bytes(whole)


ARCHIVES: list[Hostile] = [
    slow(hostile("four hundred megabytes of zeros", _bomb, _SIZE)),
    slow(hostile("archives of archives of archives", _doubling, _SIZE)),
    hostile("eight archives deep", lambda: _nested(8), _SIZE),
    hostile("a thousand members", lambda: zipped(**{f"{n}.txt": b"x" for n in range(1000)}), _SIZE),
    hostile("a hundred entries for one member", _overlapping, _SIZE, _CORRUPT),
    hostile("a member with a password", _locked, _ENCRYPTED),
    hostile("a name that leads elsewhere", lambda: zipped(**{"../../../etc/cron.d/a.pdf": one_page()}), _READ),
    hostile("an archive that is cut", lambda: zipped(**{"a.pdf": one_page()})[:-30], _CORRUPT),
    hostile("an archive whose member is damaged", _damaged, _CORRUPT),
    hostile("an archive without members", zipped, "ING-NOATT", "ING-TYPE", _CORRUPT),
]
