"""Which XML belongs to which PDF among files that lie side by side: the same name in the same folder but for the ending."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from idp.domain.errors import DocumentRefused
from idp.domain.media import MediaType, media_type


def pair_up(files: Sequence[tuple[Path, bytes | None]]) -> dict[int, int]:
    """Index of an XML → index of its PDF. A name that several PDFs share pairs with none."""
    pdfs: dict[Path, list[int]] = {}
    for index, (path, content) in enumerate(files):
        if _kind(content) is MediaType.PDF:
            pdfs.setdefault(path.with_suffix(""), []).append(index)
    return {
        index: pdfs[path.with_suffix("")][0]
        for index, (path, content) in enumerate(files)
        if _kind(content) is MediaType.XML and len(pdfs.get(path.with_suffix(""), [])) == 1
    }


def _kind(content: bytes | None) -> MediaType | None:
    if content is None:
        return None
    try:
        return media_type(content)
    except DocumentRefused:
        return None
