"""Everything the review workbench may ask for, in one object: the web edge knows no other service."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from idp.domain.api_token import ApiToken
from idp.domain.choice import Topic
from idp.domain.claim import Claim
from idp.domain.code import Role
from idp.domain.errors import BadUse, NotAllowed, NotFound
from idp.domain.geometry import Box
from idp.domain.lifecycle import WAITING, State
from idp.domain.memory import Memory
from idp.domain.page import Page, Word
from idp.domain.purchase import Company
from idp.domain.record import DocumentEvent, DocumentId, DocumentRecord, LedgerRow
from idp.domain.resolution import Issue
from idp.ports import DocumentQuery, DocumentSummary, Hit, Kind, Session, Source, User
from idp.services.api_token import admit, list_tokens
from idp.services.area import read_area
from idp.services.belonging import Belonging, belonging
from idp.services.choice import Wanted, choose, take_back
from idp.services.claim import claim, end_claim, renew_claim, take_over
from idp.services.correction import Correction
from idp.services.divide import page_groups, split
from idp.services.health import Health, check_health
from idp.services.ingest import Delivery, ingest
from idp.services.join import arrange, join, take_apart
from idp.services.means import Means
from idp.services.memory import forget, own_companies
from idp.services.pages import load_pages
from idp.services.pick import OrderLineOffer, charge_kinds, find_order_lines, find_records
from idp.services.preview import preview
from idp.services.resolution import Saying, resolve
from idp.services.reveal import reveal
from idp.services.review import approve, correct, match_now, reject, release, retry, take_out
from idp.services.rights import Action, has_role, require_role, sees_company, why_not
from idp.services.sign_in import live_session, open_session, sign_in, sign_out_everywhere
from idp.services.source import SourceView, try_source, view_sources
from idp.services.standing import Standing, standing_of
from idp.services.supplier_mail import MailDraft

_DPI = 130
API = "api"
"""The channel of what programs send in."""


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Rows of the queue, how many there are in all, how many documents each state holds, how many of those asked for wait for each
    role, and our companies."""

    rows: tuple[DocumentSummary, ...]
    total: int
    counts: Mapping[State, int]
    desks: Mapping[Role, int] = field(default_factory=dict)
    companies: tuple[Company, ...] = ()


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

    def sign_in(self, login: str, password: str, *, address: str = "") -> Session | None:
        """A new session, or None where Odoo does not know login and password. Raises as services.sign_in does."""
        return sign_in(self._means, login, password, address=address)

    def sign_in_as(self, user: User) -> Session:
        """A new session for somebody whom a provider of identities vouches for. Raises NotAllowed without any role."""
        return open_session(self._means, user, follows_odoo=False)

    def session(self, token: str) -> Session | None:
        """The live session of this token."""
        return live_session(self._means, token)

    def sign_out(self, token: str) -> None:
        with self._means.store.begin() as work:
            work.sessions.end(token)

    def sign_out_everywhere(self, user: User) -> int:
        """Ends every session of the person; returns how many there were."""
        return sign_out_everywhere(self._means, user)

    def may(self, action: str, record: DocumentRecord, user: User) -> str | None:
        """None when allowed, else the sentence that says why not."""
        standing = self._standing(record) if record.state is State.IN_REVIEW else None  # elsewhere it bears on nothing
        return why_not(Action(action), record, user, standing)

    # --- who has it, whose word is missing ---

    def standing(self, document_id: str, *, user: User) -> Standing:
        """What people have done about the document so far. Raises NotFound, NotAllowed."""
        return self._standing(self.document(document_id, user=user))

    def claim(self, document_id: str, *, user: User) -> Claim | None:
        """Opens the document for this person; gives whoever has it, None where nobody can."""
        return claim(self._means, DocumentId(document_id), user=user)

    def take_over(self, document_id: str, *, user: User) -> Claim:
        """Takes the document from whoever has it. Raises NotAllowed while that claim runs, for all but administrators."""
        return take_over(self._means, DocumentId(document_id), user=user)

    def renew_claim(self, document_id: str, *, user: User) -> Claim | None:
        """Makes the person's claim last on; gives whoever has the document now."""
        return renew_claim(self._means, DocumentId(document_id), user=user)

    def end_claim(self, document_id: str, *, ticket: str, user: User) -> None:
        end_claim(self._means, DocumentId(document_id), ticket=ticket, user=user)

    def issues(self, document_id: str) -> tuple[Issue, ...]:
        """Every finding that asked for a person on this document, with its times."""
        with self._means.store.view() as work:
            return work.issues.of_document(DocumentId(document_id))

    # --- what there is ---

    def queue(self, query: DocumentQuery) -> QueuePage:
        """One page of the queue."""
        with self._means.store.view() as work:
            documents = work.documents
            desks = documents.desk_counts(query.states or tuple(WAITING), companies=query.companies)
            found = QueuePage(documents.list(query), documents.count(query), documents.counts(query.companies), desks)
        return replace(found, companies=own_companies(self._means))

    def rows(self, query: DocumentQuery) -> tuple[DocumentSummary, ...]:
        """The rows of a page of the queue alone: what leads from one document to the next needs no counts."""
        with self._means.store.view() as work:
            return work.documents.list(query)

    def count(self, query: DocumentQuery) -> int:
        """How many documents the query chooses, on all pages together."""
        with self._means.store.view() as work:
            return work.documents.count(query)

    def document(self, document_id: str, *, user: User) -> DocumentRecord:
        """The document. Raises NotFound, NotAllowed."""
        record = self._record(document_id)
        if not sees_company(record, user):
            raise NotFound(f"there is no document {document_id}")
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

    def pages(self, document_id: str) -> tuple[Page, ...]:
        """The pages of the file as they were read, with words and marks."""
        return load_pages(self._means.blobs, self._record(document_id))

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

    def read_area(self, document_id: str, page_index: int, box: Box, *, user: User) -> tuple[Word, ...]:
        """The words in an area that a person drew. Raises NotFound, NotAllowed, DocumentRefused, ToolUnavailable."""
        return read_area(self._means, self.document(document_id, user=user), page_index, box)

    def original(self, document_id: str, *, user: User) -> tuple[str, str, bytes]:
        """Name, media type and bytes of the file as it came. Raises NotFound, NotAllowed.

        One in quarantine is given to few, and that it was stands in its log.
        """
        record = self.document(document_id, user=user)
        if record.state is State.QUARANTINED:
            take_out(self._means, record, user=user)
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

    def preview(self, document_id: str, changes: Mapping[str, Correction], *, user: User) -> DocumentRecord:
        """The document as `correct` would leave it; nothing is stored. Raises as services.preview does."""
        return preview(self._means, self._record(document_id), changes, user=user)

    def approve(self, document_id: str, *, version: int, user: User, comment: str = "") -> DocumentRecord:
        return approve(self._means, DocumentId(document_id), version=version, user=user, comment=comment)

    def reject(self, document_id: str, *, version: int, user: User, reason: str) -> DocumentRecord:
        return reject(self._means, DocumentId(document_id), version=version, user=user, reason=reason)

    def resolve(self, document_id: str, saying: Saying, *, version: int, user: User) -> tuple[DocumentRecord, MailDraft | None]:
        """Keeps what the person says about a finding and does what follows. Raises as services.resolution does."""
        return resolve(self._means, DocumentId(document_id), saying, version=version, user=user)

    def reveal(self, document_id: str, *, user: User) -> DocumentRecord:
        """The document, for showing its bank accounts in full; who saw them is logged. Raises NotFound, NotAllowed."""
        return reveal(self._means, DocumentId(document_id), user=user)

    def find_records(self, document_id: str, kind: Kind, text: str, *, user: User) -> tuple[Hit, ...]:
        """Vendors, orders or accounts that may be chosen for the document. Raises NotFound, NotAllowed, ErpUnavailable."""
        require_role(Action.CORRECT, user)
        return find_records(self._means, self.document(document_id, user=user), kind, text)

    def find_order_lines(self, document_id: str, line: int, text: str, *, user: User) -> tuple[OrderLineOffer, ...]:
        """Order lines that the document's line (from 0) may be put on, best first. Raises NotFound, NotAllowed, ErpUnavailable."""
        require_role(Action.CORRECT, user)
        return find_order_lines(self._means, self.document(document_id, user=user), line, text)

    def charge_kinds(self, text: str) -> tuple[str, ...]:
        return charge_kinds(self._means, text)

    def choose(self, document_id: str, wanted: Wanted, *, version: int, user: User) -> DocumentRecord:
        """Keeps what a person chose and matches again. Raises as services.choice does."""
        return choose(self._means, DocumentId(document_id), wanted, version=version, user=user)

    def take_back(self, document_id: str, topic: Topic, line: int | None, *, version: int, user: User) -> DocumentRecord:
        """Undoes a choice and matches again. Raises as services.choice does."""
        return take_back(self._means, DocumentId(document_id), topic, line, version=version, user=user)

    def retry(self, document_id: str, *, user: User) -> DocumentRecord:
        return retry(self._means, DocumentId(document_id), user=user)

    def release(self, document_id: str, *, user: User) -> DocumentRecord:
        return release(self._means, DocumentId(document_id), user=user)

    def forget(self, memory_id: str, *, user: User) -> Memory:
        """Ends a memory. Raises NotFound, NotAllowed for those who may not approve."""
        return forget(self._means, memory_id, user=user)

    def split(self, document_id: str, pages: str, *, user: User) -> tuple[DocumentRecord, ...]:
        """Splits a document into groups of pages, written as `1-2, 3`. Raises NotFound, NotAllowed, BadUse."""
        self.document(document_id, user=user)
        require_role(Action.DIVIDE, user)
        return split(self._means, DocumentId(document_id), page_groups(pages), version=None, user=user)

    def join(self, document_ids: Sequence[str], *, user: User) -> DocumentRecord:
        """Joins documents, their pages in this order. Raises NotFound, NotAllowed, BadUse, StaleDocument."""
        for document_id in document_ids:
            self.document(document_id, user=user)
        return join(self._means, [DocumentId(document_id) for document_id in document_ids], user=user)

    def arrange(self, pages: Sequence[tuple[str, int]], *, user: User) -> DocumentRecord:
        """Makes one document of all pages (document, index in its file) of these documents, in this order. Raises as `join`."""
        for document_id in dict.fromkeys(document_id for document_id, _ in pages):
            self.document(document_id, user=user)
        return arrange(self._means, [(DocumentId(document_id), index) for document_id, index in pages], user=user)

    def take_apart(self, document_id: str, *, user: User) -> tuple[DocumentRecord, ...]:
        """Makes the documents again of which one was put together. Raises as `join`."""
        self.document(document_id, user=user)
        return take_apart(self._means, DocumentId(document_id), version=None, user=user)

    def belonging(self, document_id: str, *, user: User) -> tuple[Belonging, ...]:
        """Documents that may belong to this one, those first that are suggested to be joined. Raises NotFound, NotAllowed."""
        return belonging(self._means, self.document(document_id, user=user), user=user)

    def upload(
        self,
        name: str,
        content: bytes,
        *,
        user: User | None,
        channel: str = "upload",
        key: str | None = None,
        program: ApiToken | None = None,
    ) -> tuple[LedgerRow, ...]:
        """Takes a file in. The same `key` again is the same delivery; without one every upload is new.

        `user` is None where a program sends it, `program` its token where that has a name. Raises NotAllowed, and BadUse for a `key`
        that came with other bytes before.
        """
        if user is not None:
            require_role(Action.UPLOAD, user)
        delivery = Delivery(
            channel=channel,
            key=key or secrets.token_hex(16),
            name=name,
            content=content,
            actor=None if user is None else user.login,
        )
        if program is not None:  # the key is the program's own: what another one calls so is another delivery
            delivery = replace(
                delivery, key=f"{program.name}/{delivery.key}", source=program.name, company_hint=program.company,
                type_hint=program.document_type, actor=f"api:{program.name}",
            )  # fmt: skip
        rows = ingest(self._means, delivery)
        if rows and rows[0].message != hashlib.sha256(content).hexdigest():
            raise BadUse("This Idempotency-Key came with another file before: a new file needs a new key.")
        return rows

    def admit(self, secret: str) -> ApiToken | None:
        """The named token that this is, None where there is no such. Raises SentTooOften above its limit."""
        return admit(self._means, secret)

    def admits_programs(self) -> bool:
        """Whether there is a named token that is not revoked."""
        return any(token.revoked_at is None for token in list_tokens(self._means.store))

    def sent_in(self, document_id: str, *, program: ApiToken | None = None) -> DocumentRecord:
        """A document that this program sent in. Raises NotFound, also for one that came another way or from another program."""
        record = self._record(document_id)
        if record.channel != API or (program is not None and record.source != program.name):
            raise NotFound(f"there is no document {document_id}")
        return record

    def _standing(self, record: DocumentRecord) -> Standing:
        with self._means.store.view() as work:
            return standing_of(self._means, work, record)

    def _record(self, document_id: str) -> DocumentRecord:
        with self._means.store.view() as work:
            return work.documents.require(DocumentId(document_id))
