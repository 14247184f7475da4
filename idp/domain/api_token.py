"""A program that may send documents in: what its token is called, what is known of its documents, and how much it may send."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from idp.domain.document import DocumentType
from idp.domain.media import MediaType, known_media_type


class FileKind(StrEnum):
    """What a program may send. OTHER is everything else that can be taken apart: mails, archives."""

    PDF = "pdf"
    PICTURE = "picture"
    XML = "xml"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A named token. The token itself is known to its program alone; the store keeps its SHA-256.

    `company` and `document_type` are hints, as those of a source. `kinds` are the files it may send, all where empty. At most
    `per_minute` requests are answered in a minute. A revoked one stays, since documents name it.
    """

    name: str
    created_at: datetime
    company: str | None = None
    document_type: DocumentType | None = None
    kinds: tuple[FileKind, ...] = ()
    per_minute: int = 600
    used_at: datetime | None = None
    revoked_at: datetime | None = None

    def may_send(self, content: bytes) -> bool:
        """Whether a file of this kind, which follows from its bytes, may come with this token. An empty one is refused elsewhere."""
        return not self.kinds or not content or kind_of(content) in self.kinds


def kind_of(content: bytes) -> FileKind:
    """The kind of a file by its bytes."""
    found = known_media_type(content)
    if found is None:
        return FileKind.OTHER
    return {MediaType.PDF: FileKind.PDF, MediaType.XML: FileKind.XML}.get(found, FileKind.PICTURE)
