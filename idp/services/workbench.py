"""Everything the review workbench may ask for, in one object: the web edge knows no other service."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from idp.domain.errors import NotAllowed, NotFound
from idp.domain.lifecycle import State
from idp.domain.memory import Memory
from idp.domain.page import Word
from idp.domain.record import DocumentEvent, DocumentId, DocumentRecord, LedgerRow
from idp.ports import DocumentQuery, DocumentSummary, Session, Source, User
from idp.services.correction import Correction
from idp.services.health import Health, check_health
from idp.services.ingest import Delivery, ingest
from idp.services.means import Means
from idp.services.memory import forget
from idp.services.pages import load_pages
from idp.services.review import approve, correct, match_now, reject, release, retry
from idp.services.rights import Action, has_role, require_role, why_not
from idp.services.source import SourceView, try_source, view_sources

SESSION_HOURS = 10
_DPI = 130


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Rows of the queue, how many there are in all, and how many documents each state holds."""

    rows: tuple[DocumentSummary, ...]
    total: int
    counts: Mapping[State, int]


@dataclass(frozen=True, slots=True)
class LearnedPage:
    """Memories, how many there are in all, and whether the person who asks may make the service forget them."""

    memories: tuple[Memory, ...]
    total: int
    may_forget: bool


class Workbench:
    """The workbench's services, bound to their means. Every method that acts takes the person and checks the rights."""

    def __init__(self, means: Means, *, sources: Sequence[Source] = ()) -> None:
        """`sources` are those that the settings name, to be shown and tested; they are polled elsewhere."""
        self._means, self._sources = means, tuple(sources)

    # --- who ---

    def sign_in(self, login: str, password: str) -> Session | None:
        """A new session, or None where Odoo does not know login and password. Raises ErpUnavailable, NotAllowed without any role."""
        user = self._means.erp.sign_in(login, password)
        if user is None:
            return None
        if not user.roles:
            raise NotAllowed(f"{user.name} has none of the roles that the workbench knows.")
        expires = self._means.clock.now() + timedelta(hours=SESSION_HOURS)
        session = Session(token=secrets.token_urlsafe(32), user=user, expires_at=expires, csrf=secrets.token_urlsafe(32))
        with self._means.store.begin() as work:
            work.sessions.add(session)
        return session

    def session(self, token: str) -> Session | None:
        """The live session of this token."""
        with self._means.store.begin() as work:
            return work.sessions.find(token, now=self._means.clock.now())

    def sign_out(self, token: str) -> None:
        with self._means.store.begin() as work:
            work.sessions.end(token)

    def may(self, action: str, record: DocumentRecord, user: User) -> str | None:
        """None when allowed, else the sentence that says why not."""
        return why_not(Action(action), record, user)

    # --- what there is ---

    def queue(self, query: DocumentQuery) -> QueuePage:
        """One page of the queue."""
        with self._means.store.view() as work:
            return QueuePage(work.documents.list(query), work.documents.count(query), work.documents.counts())

    def document(self, document_id: str, *, user: User) -> DocumentRecord:
        """The document. Raises NotFound, NotAllowed."""
        record = self._record(document_id)
        reason = why_not(Action.VIEW, record, user)
        if reason is not None:
            raise NotAllowed(reason)
        return record

    def events(self, document_id: str) -> tuple[DocumentEvent, ...]:
        with self._means.store.view() as work:
            return work.documents.events(DocumentId(document_id))

    def page_count(self, document_id: str) -> int:
        """How many pages of the file can be shown: those that were read."""
        return len(load_pages(self._means.blobs, self._record(document_id)))

    def page_image(self, document_id: str, page_index: int) -> bytes:
        """The upright page as PNG; the boxes of fields and words fit it. Raises NotFound, DocumentRefused."""
        record = self._record(document_id)
        content = self._means.blobs.get(record.sha256)
        return self._means.confined.render(content, page_index=page_index, dpi=_DPI)

    def page_words(self, document_id: str, page_index: int) -> tuple[Word, ...]:
        """The words of a page with their boxes. Raises NotFound."""
        for page in load_pages(self._means.blobs, self._record(document_id)):
            if page.index == page_index:
                return page.words
        raise NotFound(f"document {document_id} has no page {page_index + 1}")

    def original(self, document_id: str, *, user: User) -> tuple[str, str, bytes]:
        """Name, media type and bytes of the file as it came. Raises NotFound, NotAllowed."""
        record = self.document(document_id, user=user)
        return record.name, record.media_type, self._means.blobs.get(record.sha256)

    def learned(self, *, offset: int, limit: int, user: User) -> LearnedPage:
        """What corrections taught, newest first. Raises NotAllowed."""
        require_role(Action.VIEW, user)
        with self._means.store.view() as work:
            found, total = work.memories.learned(offset=offset, limit=limit), work.memories.total()
        return LearnedPage(found, total, has_role(Action.FORGET, user))

    def health(self) -> Health:
        return check_health(self._means)

    def sources(self, *, user: User) -> tuple[SourceView, ...]:
        """Every source of the settings with how it fares. Raises NotAllowed."""
        require_role(Action.VIEW_SOURCES, user)
        return view_sources(self._means, self._sources)

    def try_source(self, name: str, *, user: User) -> str | None:
        """Tries everything that a poll of the source needs; None when all is well, else the trouble. Raises NotFound, NotAllowed."""
        require_role(Action.TEST_SOURCES, user)
        return try_source(self._sources, name)

    # --- what a person does ---

    def correct(self, document_id: str, changes: Mapping[str, Correction], *, version: int, user: User) -> DocumentRecord:
        """Stores corrected values and matches again at once; a dead Odoo only delays the matching. Raises as services.review does."""
        corrected = correct(self._means, DocumentId(document_id), changes, version=version, user=user)
        return match_now(self._means, corrected, user=user)

    def approve(self, document_id: str, *, version: int, user: User, comment: str = "") -> DocumentRecord:
        return approve(self._means, DocumentId(document_id), version=version, user=user, comment=comment)

    def reject(self, document_id: str, *, version: int, user: User, reason: str) -> DocumentRecord:
        return reject(self._means, DocumentId(document_id), version=version, user=user, reason=reason)

    def retry(self, document_id: str, *, user: User) -> DocumentRecord:
        return retry(self._means, DocumentId(document_id), user=user)

    def release(self, document_id: str, *, user: User) -> DocumentRecord:
        return release(self._means, DocumentId(document_id), user=user)

    def forget(self, memory_id: str, *, user: User) -> Memory:
        """Ends a memory. Raises NotFound, NotAllowed for those who may not approve."""
        return forget(self._means, memory_id, user=user)

    def upload(
        self, name: str, content: bytes, *, user: User | None, channel: str = "upload", key: str | None = None
    ) -> tuple[LedgerRow, ...]:
        """Takes a file in. The same `key` again is the same delivery; without one every upload is new.

        `user` is None where a program with the upload token sends it. Raises NotAllowed.
        """
        if user is not None:
            require_role(Action.UPLOAD, user)
        return ingest(self._means, Delivery(channel=channel, key=key or secrets.token_hex(16), name=name, content=content))

    def _record(self, document_id: str) -> DocumentRecord:
        with self._means.store.view() as work:
            return work.documents.require(DocumentId(document_id))
