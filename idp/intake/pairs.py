"""Which XML belongs to which PDF among files that come together: the same name in the same folder but for ending and case."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import PurePath, PurePosixPath

from idp.domain.media import MediaType, known_media_type

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


def partners(names: Sequence[str]) -> dict[str, str]:
    """Name of a PDF → name of the only XML like it, and the other way round, before anybody has looked into them.

    `/` parts folder and name.
    """
    kinds: dict[tuple[PurePath, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for name in names:
        path = PurePosixPath(name)
        if path.suffix.lower() in {".pdf", ".xml"}:
            kinds[path.parent, path.stem.casefold()][path.suffix.lower()].append(name)
    found: dict[str, str] = {}
    for kind in kinds.values():
        pdfs, xmls = kind[".pdf"], kind[".xml"]
        if len(pdfs) == len(xmls) == 1:
            found |= {pdfs[0]: xmls[0], xmls[0]: pdfs[0]}
    return found


def _of_kind(files: Sequence[File], kind: MediaType) -> list[int]:
    return [index for index, (_, content) in enumerate(files) if content is not None and known_media_type(content) is kind]


def _name(file: File) -> tuple[PurePath, str]:
    path, _ = file
    return path.parent, path.stem.casefold()
