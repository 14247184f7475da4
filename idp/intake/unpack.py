"""Takes a delivery apart: mails and archives into parts, each with a reason when it is no document."""

from __future__ import annotations

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath

from idp.domain.errors import DocumentRefused
from idp.intake.embedded import pair_up_embedded
from idp.intake.mail import is_mail, mail_parts
from idp.intake.mail_evidence import evidence_of
from idp.intake.mail_header import parse_head
from idp.intake.mail_text import excerpt
from idp.intake.pairs import pair_up_sent
from idp.intake.smime import is_cms, signed_content
from idp.intake.tnef import is_tnef, tnef_parts
from idp.ports import Parcel, Part

_NOT_READABLE = (
    zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, OverflowError, struct.error, zlib.error,
    lzma.LZMAError,
)  # fmt: skip  # what zipfile makes of damaged archives


@dataclass(frozen=True, slots=True)
class UnpackLimits:
    """Bounds against archive bombs: nesting, number of parts and bytes in all parts together."""

    depth: int = 5
    parts: int = 500
    bytes: int = 300_000_000


class FileUnpacker:
    """Implements ports.Unpacker. What a part is follows from its bytes, never from its name or disposition."""

    def __init__(self, limits: UnpackLimits | None = None) -> None:
        self._limits = limits or UnpackLimits()

    def unpack(self, content: bytes, *, name: str) -> Parcel:
        """The parts of a mail or archive, nested ones included; any other file is its own only part.

        An archive over the limits becomes one refused part (ING-SIZE): it is kept whole, visible, and not unpacked.
        """
        try:
            parts = tuple(_Budget(self._limits).parts_of(content, name, depth=0))
        except DocumentRefused as refusal:
            parts = (Part(name, content, refused=(refusal.code, str(refusal))),)
        mail = evidence_of(parse_head(content)) if is_mail(content) else None
        return Parcel(_joined(_once(parts)), sender=mail.sender if mail else None, mail=mail, text=excerpt(parts))

    def close(self) -> None:
        """There is nothing to end."""


def is_parcel(content: bytes) -> bool:
    """Whether the bytes are a mail or an archive, which hold documents but are none."""
    return is_mail(content) or is_tnef(content) or is_cms(content) or _is_archive(content)


class _Budget:
    """Counts what has been unpacked of one delivery. Raises DocumentRefused when it is more than the limits allow."""

    def __init__(self, limits: UnpackLimits) -> None:
        self._limits, self._parts, self._bytes = limits, 0, 0

    def parts_of(self, content: bytes, name: str, *, depth: int) -> Iterator[Part]:
        if depth > self._limits.depth:
            raise DocumentRefused("ING-SIZE", f"The files are nested more than {self._limits.depth} levels deep.")
        inside = self._inside(content, name)
        if inside is None:
            yield Part(name, content)
            return
        in_mail = is_mail(content)
        for part in inside:
            yield from self._inner(part, depth, in_mail=in_mail)

    def _inside(self, content: bytes, name: str) -> Iterator[Part] | None:
        """What a mail or archive holds; None for a file that holds nothing but itself."""
        if is_mail(content):
            return mail_parts(content)
        if is_tnef(content):
            return _parts_or_refusal(tnef_parts(content), content, name)
        if is_cms(content):
            return _parts_or_refusal(_signed_parts(content, name), content, name)
        return self._archive_parts(content) if _is_archive(content) else None

    def _inner(self, part: Part, depth: int, *, in_mail: bool) -> Iterator[Part]:
        """The part, or what it holds. One that cannot be opened costs itself alone, one over the limits the archive it is in."""
        self._count(len(part.content))
        if part.skipped is not None or part.refused is not None:
            yield part
            return
        before = self._parts, self._bytes
        try:
            found = list(self.parts_of(part.content, part.name, depth=depth + 1))
        except DocumentRefused as refusal:
            if refusal.code == "ING-SIZE":
                if not in_mail:
                    raise
                self._parts, self._bytes = before
            found = [replace(part, refused=(refusal.code, str(refusal)))]
        yield from found

    def _archive_parts(self, content: bytes) -> Iterator[Part]:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for info in archive.infolist():
                    if not info.is_dir():
                        yield self._member(archive, info)
        except _NOT_READABLE as trouble:
            raise DocumentRefused("ING-CORRUPT", f"The archive cannot be opened: {trouble}.") from trouble

    def _member(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Part:
        name = PurePosixPath(info.filename.replace("\\", "/")).name
        if info.flag_bits & 0x1:
            return Part(name, b"", refused=("ING-ENCRYPTED", f"{name} in the archive needs a password."))
        room = self._limits.bytes - self._bytes
        try:
            with archive.open(info) as member:
                content = member.read(room + 1)  # the size in the directory may lie
        except _NOT_READABLE as trouble:
            return Part(name, b"", refused=("ING-CORRUPT", f"{name} in the archive cannot be unpacked: {trouble}."))
        if len(content) > room:
            raise DocumentRefused("ING-SIZE", f"The archive holds more than {self._limits.bytes // 1_000_000} MB.")
        if name.startswith(".") or info.filename.startswith("__MACOSX/"):
            return Part(name, content, skipped="file of the archiving program")
        return Part(name, content)

    def _count(self, size: int) -> None:
        self._parts += 1
        self._bytes += size
        if self._parts > self._limits.parts:
            raise DocumentRefused("ING-SIZE", f"The delivery has more than {self._limits.parts} parts.")
        if self._bytes > self._limits.bytes:
            raise DocumentRefused("ING-SIZE", f"The delivery holds more than {self._limits.bytes // 1_000_000} MB.")


def _signed_parts(content: bytes, name: str) -> Iterator[Part]:
    entity = signed_content(content)
    if entity is None:
        yield Part(name, content, skipped="digital signature")
    else:
        yield from mail_parts(entity)


def _parts_or_refusal(parts: Iterator[Part], content: bytes, name: str) -> Iterator[Part]:
    """The parts, or the whole as one that cannot be opened: the rest of the mail is not to blame."""
    try:
        found = list(parts)
    except DocumentRefused as refusal:
        found = [Part(name, content, refused=(refusal.code, str(refusal)))]
    yield from found or [Part(name, content, skipped="text of the mail in another form")]


def _once(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The same file twice in one delivery is one document: the first."""
    first: dict[bytes, str] = {}
    kept = []
    for part in parts:
        if part.content and part.skipped is None and part.refused is None:
            if part.content in first:
                kept.append(replace(part, skipped=f"same file as {first[part.content]} in this delivery"))
                continue
            first[part.content] = part.name
        kept.append(part)
    return tuple(kept)


def _joined(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The parts with `joined_to` of every XML that belongs to a PDF: it is embedded there too, or has its name, or both are alone."""
    usable = [part.content if part.skipped is None and part.refused is None else None for part in parts]
    names = [PurePosixPath(PurePosixPath(part.name).name) for part in parts]
    joined = pair_up_embedded(usable)
    rest = [content if index not in joined else None for index, content in enumerate(usable)]
    joined |= pair_up_sent(list(zip(names, rest, strict=True)))
    return tuple(replace(part, joined_to=joined.get(index)) for index, part in enumerate(parts))


def _is_archive(content: bytes) -> bool:
    """True for a ZIP that is an archive; office documents are ZIPs too, but one document each."""
    if not content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except _NOT_READABLE:
        return True
    return not names & {"[Content_Types].xml", "mimetype"}
