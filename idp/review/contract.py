"""What the web edge asks of the service behind it: the one object that `create_app` is given.

The rules and the store are on the other side (`idp.services.workbench`). Tests drive the same screens with one in memory.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from idp.domain.api_token import ApiToken
from idp.domain.choice import Topic
from idp.domain.claim import Claim
from idp.domain.geometry import Box
from idp.domain.memory import Memory
from idp.domain.page import Page, Word
from idp.domain.record import DocumentEvent, DocumentRecord, LedgerRow
from idp.ports import DocumentQuery, DocumentSummary, Hit, Kind, Session, User
from idp.services.belonging import Belonging
from idp.services.choice import Wanted
from idp.services.correction import Correction
from idp.services.health import Health
from idp.services.pick import OrderLineOffer
from idp.services.resolution import Saying
from idp.services.source import SourceView
from idp.services.standing import Standing
from idp.services.supplier_mail import MailDraft

if TYPE_CHECKING:
    from idp.services.workbench import LearnedPage, QueuePage


class Workbench(Protocol):
    """The use cases of the people who review. Rights are checked here: a refusal raises NotAllowed with the reason."""

    def sign_in(self, login: str, password: str, *, address: str = "") -> Session | None:
        """A new session, None where login and password do not fit. Raises TriedTooOften, ErpUnavailable, NotAllowed without any role."""

    def sign_in_as(self, user: User) -> Session:
        """A new session for somebody whom a provider of identities vouches for. Raises NotAllowed without any role."""

    def session(self, token: str) -> Session | None: ...

    def sign_out(self, token: str) -> None: ...

    def sign_out_everywhere(self, user: User) -> int:
        """Ends every session of the person; returns how many there were."""

    def standing(self, document_id: str, *, user: User) -> Standing:
        """What people have done about the document so far: who has it, whose word was given, what was said."""

    def claim(self, document_id: str, *, user: User) -> Claim | None:
        """Opens the document for this person; gives whoever has it, None where nobody can."""

    def take_over(self, document_id: str, *, user: User) -> Claim:
        """Takes the document from whoever has it. Raises NotAllowed while that claim runs, for all but administrators."""

    def renew_claim(self, document_id: str, *, user: User) -> Claim | None:
        """Makes the person's claim last on; gives whoever has the document now."""

    def end_claim(self, document_id: str, *, ticket: str, user: User) -> None: ...

    def resolve(self, document_id: str, saying: Saying, *, version: int, user: User) -> tuple[DocumentRecord, MailDraft | None]:
        """Keeps what the person says about a finding; with a mail where the supplier is asked. Raises as `correct` does."""

    def reveal(self, document_id: str, *, user: User) -> DocumentRecord:
        """The document, for showing its accounts in full; that is logged. Raises NotAllowed."""

    def queue(self, query: DocumentQuery) -> QueuePage: ...

    def rows(self, query: DocumentQuery) -> Sequence[DocumentSummary]:
        """The rows alone, without anything that is counted."""

    def count(self, query: DocumentQuery) -> int:
        """How many documents the query chooses, on all pages together."""

    def document(self, document_id: str, *, user: User) -> DocumentRecord:
        """The document. Raises NotFound, also for a document that this person may not see."""

    def events(self, document_id: str) -> Sequence[DocumentEvent]: ...

    def page_count(self, document_id: str) -> int: ...

    def pages(self, document_id: str) -> Sequence[Page]:
        """The pages of the file as they were read, with words and marks."""

    def page_image(self, document_id: str, page_index: int) -> bytes:
        """The upright page as PNG. Raises NotFound, DocumentRefused."""

    def page_words(self, document_id: str, page_index: int) -> Sequence[Word]: ...

    def read_area(self, document_id: str, page_index: int, box: Box, *, user: User) -> Sequence[Word]:
        """The words in an area that a person drew, of a scan read once more. Raises NotFound, NotAllowed, ToolUnavailable."""

    def original(self, document_id: str, *, user: User) -> tuple[str, str, bytes]:
        """Name, media type and bytes of the file as it came."""

    def correct(self, document_id: str, changes: Mapping[str, Correction], *, version: int, user: User) -> DocumentRecord:
        """Stores corrections and matches again. Keys are field names or "lines.0.quantity".

        Raises StaleDocument when `version` is not the present one, BadUse for a value that has no reading.
        """

    def preview(self, document_id: str, changes: Mapping[str, Correction], *, user: User) -> DocumentRecord:
        """The document as `correct` would leave it, not stored. Raises NotAllowed, BadUse, ErpUnavailable."""

    def find_records(self, document_id: str, kind: Kind, text: str, *, user: User) -> Sequence[Hit]:
        """Vendors, orders or accounts that may be chosen for the document. Raises NotFound, NotAllowed, ErpUnavailable."""

    def find_order_lines(self, document_id: str, line: int, text: str, *, user: User) -> Sequence[OrderLineOffer]:
        """Order lines that the document's line (from 0) may be put on, best first. Raises NotFound, NotAllowed, ErpUnavailable."""

    def charge_kinds(self, text: str) -> Sequence[str]:
        """The kinds of charges that the policy knows and the text may mean."""

    def choose(self, document_id: str, wanted: Wanted, *, version: int, user: User) -> DocumentRecord:
        """Keeps what a person chose and matches again. Raises as `correct` does."""

    def take_back(self, document_id: str, topic: Topic, line: int | None, *, version: int, user: User) -> DocumentRecord:
        """Undoes a choice and matches again. Raises as `correct` does."""

    def approve(self, document_id: str, *, version: int, user: User, comment: str = "") -> DocumentRecord: ...

    def reject(self, document_id: str, *, version: int, user: User, reason: str) -> DocumentRecord: ...

    def retry(self, document_id: str, *, user: User) -> DocumentRecord: ...

    def release(self, document_id: str, *, user: User) -> DocumentRecord: ...

    def upload(
        self,
        name: str,
        content: bytes,
        *,
        user: User | None,
        channel: str = "upload",
        key: str | None = None,
        program: ApiToken | None = None,
    ) -> Sequence[LedgerRow]:
        """Takes a file in and returns its ledger; the same `key` again is the same delivery. `user` None is a program.

        Raises NotAllowed, and BadUse for a `key` that came with other bytes before.
        """

    def split(self, document_id: str, pages: str, *, user: User) -> Sequence[DocumentRecord]:
        """Splits a document into groups of pages, written as `1-2, 3`. Raises NotFound, NotAllowed, BadUse."""

    def join(self, document_ids: Sequence[str], *, user: User) -> DocumentRecord:
        """Joins documents, their pages in this order. Raises NotFound, NotAllowed, BadUse, StaleDocument."""

    def arrange(self, pages: Sequence[tuple[str, int]], *, user: User) -> DocumentRecord:
        """Makes one document of all pages (document, index in its file) of these documents, in this order. Raises as `join`."""

    def take_apart(self, document_id: str, *, user: User) -> Sequence[DocumentRecord]:
        """Makes the documents again of which one was put together. Raises as `join`."""

    def belonging(self, document_id: str, *, user: User) -> Sequence[Belonging]:
        """Documents that may belong to this one, those first that are suggested to be joined. Raises NotFound, NotAllowed."""

    def admit(self, secret: str) -> ApiToken | None:
        """The named token that this is, None where there is no such. Raises SentTooOften above its limit."""

    def admits_programs(self) -> bool:
        """Whether there is a named token that is not revoked."""

    def sent_in(self, document_id: str, *, program: ApiToken | None = None) -> DocumentRecord:
        """A document that this program sent in. Raises NotFound, also for one that came another way or from another program."""

    def learned(self, *, offset: int, limit: int, user: User) -> LearnedPage:
        """What corrections taught, newest first. Raises NotAllowed."""

    def forget(self, memory_id: str, *, user: User) -> Memory:
        """Ends a memory. Raises NotFound, NotAllowed."""

    def may(self, action: str, record: DocumentRecord, user: User) -> str | None:
        """None where the person may do `action` (correct, approve, reject, retry, release), else the sentence why not."""

    def health(self) -> Health: ...

    def sources(self, *, user: User) -> Sequence[SourceView]:
        """Every source of the settings with how it fares. Raises NotAllowed."""

    def try_source(self, name: str, *, user: User) -> str | None:
        """Tries everything that a poll of the source needs; None when all is well, else the trouble. Raises NotFound, NotAllowed."""
