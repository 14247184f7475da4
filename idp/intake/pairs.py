"""Which XML belongs to which PDF among files that come together: the same name in the same folder but for ending and case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import PurePath

from idp.domain.errors import DocumentRefused
from idp.domain.media import MediaType, media_type

File = tuple[PurePath, bytes | None]
"""Name and content; None for what cannot be opened or is no document, and pairs with nothing."""


def pair_up(files: Sequence[File]) -> dict[int, int]:
    """Index of an XML → index of its PDF. A name that several PDFs share pairs with none."""
    pdfs: dict[tuple[PurePath, str], list[int]] = defaultdict(list)
    for index in _of_kind(files, MediaType.PDF):
        pdfs[_name(files[index])].append(index)
    named = {xml: pdfs.get(_name(files[xml]), []) for xml in _of_kind(files, MediaType.XML)}
    return {xml: found[0] for xml, found in named.items() if len(found) == 1}


def pair_up_sent(files: Sequence[File]) -> dict[int, int]:
    """As `pair_up`, for what one sender put into one mail or archive: the only XML belongs to the only PDF, whatever their names."""
    xmls, pdfs = _of_kind(files, MediaType.XML), _of_kind(files, MediaType.PDF)
    return {xmls[0]: pdfs[0]} if len(xmls) == len(pdfs) == 1 else pair_up(files)


def _of_kind(files: Sequence[File], kind: MediaType) -> list[int]:
    return [index for index, (_, content) in enumerate(files) if content is not None and _kind(content) is kind]


def _kind(content: bytes) -> MediaType | None:
    try:
        return media_type(content)
    except DocumentRefused:
        return None


def _name(file: File) -> tuple[PurePath, str]:
    path, _ = file
    return path.parent, path.stem.casefold()
