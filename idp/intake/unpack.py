"""Takes a delivery apart: mails and archives into parts, each with a reason when it is no document."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.utils import parseaddr
from pathlib import PurePosixPath

from idp.domain.errors import DocumentRefused
from idp.intake.mail import is_mail, mail_parts, parse_mail
from idp.intake.pairs import pair_up_sent
from idp.ports import Parcel, Part


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
        sender = parseaddr(str(parse_mail(content)["From"] or ""))[1] if is_mail(content) else ""
        return Parcel(parts=_joined(parts), sender=sender or None)


def is_parcel(content: bytes) -> bool:
    """Whether the bytes are a mail or an archive, which hold documents but are none."""
    return is_mail(content) or _is_archive(content)


class _Budget:
    """Counts what has been unpacked of one delivery. Raises DocumentRefused when it is more than the limits allow."""

    def __init__(self, limits: UnpackLimits) -> None:
        self._limits, self._parts, self._bytes = limits, 0, 0

    def parts_of(self, content: bytes, name: str, *, depth: int) -> Iterator[Part]:
        if depth > self._limits.depth:
            raise DocumentRefused("ING-SIZE", f"The files are nested more than {self._limits.depth} levels deep.")
        if is_mail(content):
            for part in mail_parts(content):
                yield from self._inner(part, depth)
        elif _is_archive(content):
            for part in self._archive_parts(content):
                yield from self._inner(part, depth)
        else:
            yield Part(name, content)

    def _inner(self, part: Part, depth: int) -> Iterator[Part]:
        self._count(len(part.content))
        if part.skipped is not None or part.refused is not None:
            yield part
        else:
            yield from self.parts_of(part.content, part.name, depth=depth + 1)

    def _archive_parts(self, content: bytes) -> Iterator[Part]:
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                for info in archive.infolist():
                    if not info.is_dir():
                        yield self._member(archive, info)
        except zipfile.BadZipFile as trouble:
            raise DocumentRefused("ING-CORRUPT", f"The archive cannot be opened: {trouble}.") from trouble

    def _member(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Part:
        name = PurePosixPath(info.filename.replace("\\", "/")).name
        if info.flag_bits & 0x1:
            return Part(name, b"", refused=("ING-ENCRYPTED", f"{name} in the archive needs a password."))
        room = self._limits.bytes - self._bytes
        try:
            with archive.open(info) as member:
                content = member.read(room + 1)  # the size in the directory may lie
        except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError) as trouble:
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


def _joined(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """The parts with `joined_to` of every XML that belongs to the PDF beside it."""
    usable = [part.content if part.skipped is None and part.refused is None else None for part in parts]
    names = [PurePosixPath(PurePosixPath(part.name).name) for part in parts]
    joined = pair_up_sent(list(zip(names, usable, strict=True)))
    return tuple(replace(part, joined_to=joined.get(index)) for index, part in enumerate(parts))


def _is_archive(content: bytes) -> bool:
    """True for a ZIP that is an archive; office documents are ZIPs too, but one document each."""
    if not content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile:
        return True
    return not names & {"[Content_Types].xml", "mimetype"}
