"""Are all files that were ever taken in still there, byte for byte?"""

from __future__ import annotations

from dataclasses import dataclass

from idp.domain.errors import NotFound
from idp.ports import Blobs, Store


@dataclass(frozen=True, slots=True)
class FileFault:
    """A file that is missing or has changed since it was stored."""

    sha256: str
    trouble: str


def verify_files(store: Store, blobs: Blobs) -> tuple[int, tuple[FileFault, ...]]:
    """Reads every stored file and computes its hash anew; returns how many were checked and what is wrong."""
    checked, faults = 0, []
    with store.view() as work:
        for sha256 in work.audit.files():
            checked += 1
            try:
                blobs.get(sha256)
            except NotFound as trouble:
                faults.append(FileFault(sha256, str(trouble)))
    return checked, tuple(faults)
