"""A workbench in memory with the rights, corrections, lifecycle and hash chain of the real one; only store, Odoo and reading are
left out. Matching again is played: a corrected value answers the question about its field."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from idp.domain.api_token import ApiToken
from idp.domain.choice import Choice, Topic, with_choice, without_choice
from idp.domain.claim import Claim
from idp.domain.code import Role
from idp.domain.document import DocumentType
from idp.domain.errors import BadUse, NotAllowed, NotFound, StaleDocument, TriedTooOften
from idp.domain.finding import Finding, RecordRef, decide
from idp.domain.geometry import Box
from idp.domain.lifecycle import RETRY_OF, WAITING, Event, State, next_state
from idp.domain.match import Match
from idp.domain.memory import Anchor, Identity, Lesson, Memory, MemoryId, MemoryState, Place, Subject
from idp.domain.page import Ink, InkKind, Page, Quality, Word
from idp.domain.policy import Policy
from idp.domain.purchase import Company
from idp.domain.record import GENESIS, DocumentEvent, DocumentId, DocumentRecord, LedgerRow, event_hash
from idp.domain.resolution import Resolution, Resolved, finding_key, offered
from idp.ports import DocumentQuery, DocumentSummary, Hit, Kind, QueueOrder, Session, SourceHealth, User
from idp.services.belonging import Belonging
from idp.services.choice import Wanted
from idp.services.correction import Correction, apply_corrections
from idp.services.divide import page_groups
from idp.services.health import Health, HealthPart
from idp.services.pick import OrderLineOffer
from idp.services.resolution import Saying
from idp.services.rights import Action, has_role, require, require_role, why_not
from idp.services.source import SourceView
from idp.services.standing import Standing
from idp.services.supplier_mail import MailDraft, draft_mail
from tests.fakes.documents import samples
from tests.fakes.paper import render
from tests.fakes.sample import NOW, Sample

PEOPLE = {
    "clara": User("clara", "Clara Clerk", frozenset({Role.CLERK})),
    "carl": User("carl", "Carl Clerk", frozenset({Role.CLERK})),
    "fiona": User("fiona", "Fiona Finance", frozenset({Role.FINANCE, Role.APPROVER})),
    "audra": User("audra", "Audra Auditor", frozenset({Role.AUDITOR})),
    "anna": User("anna", "Anna Admin", frozenset({Role.ADMIN})),
}
"""Everybody's password is the login twice."""


_MATCHED = (
    (Event.WAS_READ, "1 page, native text, pypdfium2 5.15"),
    (Event.WAS_EXTRACTED, "invoice, 12 fields, 4 lines"),
    (Event.WAS_MATCHED, "policy 2026-04-01 / shipped"),
)
_PAST: Mapping[State, tuple[tuple[Event, str], ...]] = {
    State.IN_REVIEW: (*_MATCHED, (Event.NEEDS_PERSON, "findings that need a person")),
    State.ENTERED: (*_MATCHED, (Event.PASSED_BY_POLICY, "touchless"), (Event.WAS_ENTERED, "BILL/2026/04/0031")),
    State.FAILED: (*_MATCHED[:2], (Event.GAVE_UP, "Odoo cannot be reached: connection refused (6 tries).")),
    State.QUARANTINED: ((Event.WAS_REFUSED, "The file needs a password."),),
}


@dataclass(frozen=True)
class QueuePage:
    rows: tuple[DocumentSummary, ...]
    total: int
    counts: Mapping[State, int]
    desks: Mapping[Role, int]
    companies: tuple[Company, ...] = ()


@dataclass(frozen=True)
class LearnedPage:
    memories: tuple[Memory, ...]
    total: int
    may_forget: bool


def a_memory(record: DocumentRecord) -> Memory:
    """What a correction of this document taught."""
    place = Place(0, -1, 0.6, 0.2, 0.7, 0.21, "9", Anchor("belegkennung", 0.12, 0.2))
    lesson = Lesson(Subject.FIELD, DocumentType.INVOICE, "invoice_number", place=place)
    return Memory(
        MemoryId("c" * 32), lesson, (Identity("vat:DE136695976"),), "<b>Acme</b> Pumpen", "Clara Clerk", NOW, record.id, "2026-11873",
        state=MemoryState.ACTIVE, used=3, confirmed=2, contradicted=1,
    )  # fmt: skip


@dataclass
class FakeClock:
    """Time stands still unless a test moves it."""

    moment: datetime = NOW

    def now(self) -> datetime:
        return self.moment

    def today(self) -> date:
        return self.moment.date()


@dataclass
class FakeWorkbench:
    clock: FakeClock = field(default_factory=FakeClock)
    papers: Mapping[str, Sample] = field(default_factory=samples)
    broken: dict[str, str] = field(default_factory=dict)
    companies: tuple[Company, ...] = ()

    def __post_init__(self) -> None:
        self._sessions: dict[str, Session] = {}
        self._keyed: dict[str, LedgerRow] = {}
        self.splits: list[tuple[tuple[int, ...], ...]] = []
        self.arranged: list[tuple[tuple[str, int], ...]] = []
        self.partners: tuple[Belonging, ...] = ()
        self._wrong: dict[tuple[str, str], int] = {}
        self._said: dict[str, list[Resolved]] = {}
        self._records = {sample.record.id: sample.record for sample in self.papers.values()}
        self._samples = {sample.record.id: sample for sample in self.papers.values()}
        self.memories = [a_memory(self.papers["price"].record)]
        self._events: dict[str, list[DocumentEvent]] = {}
        for record in self._records.values():
            self._events[record.id] = []
            self._log_past(record)

    # --- who ---

    def sign_in(self, login: str, password: str, *, address: str = "") -> Session | None:
        if self._wrong.get((login, address), 0) >= 5:
            raise TriedTooOften(300)
        user = PEOPLE.get(login)
        if user is None or password != login * 2:
            self._wrong[login, address] = self._wrong.get((login, address), 0) + 1
            return None
        return self.sign_in_as(user)

    def sign_in_as(self, user: User) -> Session:
        if not user.roles:
            raise NotAllowed(f"{user.name} has none of the roles that the workbench knows.")
        session = Session(secrets.token_urlsafe(32), user, self.clock.now() + timedelta(hours=10), secrets.token_urlsafe(32))
        self._sessions[session.token] = session
        return session

    def session(self, token: str) -> Session | None:
        found = self._sessions.get(token)
        return found if found is not None and found.expires_at > self.clock.now() else None

    def sign_out(self, token: str) -> None:
        self._sessions.pop(token, None)

    def sign_out_everywhere(self, user: User) -> int:
        own = [token for token, session in self._sessions.items() if session.user.login == user.login]
        for token in own:
            del self._sessions[token]
        return len(own)

    def may(self, action: str, record: DocumentRecord, user: User) -> str | None:
        return why_not(Action(action), record, user, self._standing(record))

    def standing(self, document_id: str, *, user: User) -> Standing:
        return self._standing(self.document(document_id, user=user))

    def claim(self, document_id: str, *, user: User) -> Claim | None:
        """Nobody keeps others out here: tests of the screens open one document as several people."""
        self.document(document_id, user=user)
        return None

    def take_over(self, document_id: str, *, user: User) -> Claim:
        require(Action.CLAIM, self._require(document_id), user)
        return Claim(document_id, user.login, user.name, "ticket", self.clock.now(), self.clock.now() + timedelta(minutes=5))

    def renew_claim(self, document_id: str, *, user: User) -> Claim | None:
        return self.claim(document_id, user=user)

    def end_claim(self, document_id: str, *, ticket: str, user: User) -> None:
        self.document(document_id, user=user)

    def resolve(self, document_id: str, saying: Saying, *, version: int, user: User) -> tuple[DocumentRecord, MailDraft | None]:
        record = self._acting(document_id, Action.RESOLVE, version, user)
        found = next((f for f in record.match.findings if finding_key(f) == saying.finding_key), None) if record.match else None
        if found is None or saying.resolution not in offered(found):
            raise BadUse("There is no such finding on this document any more.")
        said = Resolved(
            record.id, saying.finding_key, found.code, found.line, saying.resolution, user.login, user.name, self.clock.now(),
            saying.text, saying.role, saying.until,
        )  # fmt: skip
        self._said.setdefault(record.id, []).append(said)
        moved = self._move(record, Event.NOTED, user.login, f"{found.code}: {saying.resolution}")
        asked = saying.resolution is Resolution.SUPPLIER_ASKED
        return moved, draft_mail(record, [found], company="Brennhoff", text=saying.text) if asked else None

    def reveal(self, document_id: str, *, user: User) -> DocumentRecord:
        record = self._acting(document_id, Action.REVEAL, None, user)
        return self._move(record, Event.NOTED, user.login, "saw bank accounts in full")

    # --- what there is ---

    def queue(self, query: DocumentQuery) -> QueuePage:
        now = self.clock.now()
        fitting = [r for r in self._records.values() if _fits(r, query, now)]
        found = sorted(fitting, key=lambda r: _place(r, query.order, now), reverse=query.reverse)
        rows = tuple(_summary(r) for r in found[query.offset : query.offset + query.limit])
        counts = {state: sum(1 for r in self._records.values() if r.state is state) for state in State}
        waiting = [r for r in self._records.values() if r.state in (query.states or WAITING)]
        desks = {role: n for role in Role if (n := sum(1 for r in waiting if role in _owners(r)))}
        return QueuePage(rows, len(found), counts, desks, self.companies)

    def rows(self, query: DocumentQuery) -> tuple[DocumentSummary, ...]:
        return self.queue(query).rows

    def count(self, query: DocumentQuery) -> int:
        return self.queue(query).total

    def document(self, document_id: str, *, user: User) -> DocumentRecord:
        record = self._require(document_id)
        require(Action.VIEW, record, user)
        return record

    def events(self, document_id: str) -> tuple[DocumentEvent, ...]:
        return tuple(self._events[self._require(document_id).id])

    def page_count(self, document_id: str) -> int:
        return len(self._samples[self._require(document_id).id].words)

    def pages(self, document_id: str) -> tuple[Page, ...]:
        """A4; on the signed delivery there is handwriting."""
        sample = self._samples[self._require(document_id).id]
        ink = (Ink(InkKind.HANDWRITING, Box(0.1, 0.8, 0.5, 0.9)),) if sample is self.papers.get("delivery") else ()
        return tuple(Page(n, 595, 842, words, Quality.NATIVE, "none", ink=ink) for n, words in enumerate(sample.words))

    def page_image(self, document_id: str, page_index: int) -> bytes:
        self.page_words(document_id, page_index)
        return render(self._samples[DocumentId(document_id)].content, page_index)

    def page_words(self, document_id: str, page_index: int) -> tuple[Word, ...]:
        pages = self._samples[self._require(document_id).id].words
        if not 0 <= page_index < len(pages):
            raise NotFound(f"document {document_id} has no page {page_index + 1}")
        return pages[page_index]

    def read_area(self, document_id: str, page_index: int, box: Box, *, user: User) -> tuple[Word, ...]:
        self.document(document_id, user=user)
        return tuple(
            word
            for word in self.page_words(document_id, page_index)
            if box.left <= word.box.middle_x <= box.right and box.top <= word.box.middle_y <= box.bottom
        )

    def original(self, document_id: str, *, user: User) -> tuple[str, str, bytes]:
        record = self.document(document_id, user=user)
        return record.name, record.media_type, self._samples[record.id].content

    def health(self) -> Health:
        names = {"database": "8 documents", "blobs": "ok", "odoo": "18.0"}
        return Health(tuple(HealthPart(n, n not in self.broken, self.broken.get(n, detail)) for n, detail in names.items()))

    def learned(self, *, offset: int, limit: int, user: User) -> LearnedPage:
        require_role(Action.VIEW, user)
        return LearnedPage(tuple(self.memories[offset : offset + limit]), len(self.memories), has_role(Action.FORGET, user))

    def sources(self, *, user: User) -> tuple[SourceView, ...]:
        require_role(Action.VIEW_SOURCES, user)
        health = SourceHealth("Acme <drop>", NOW, NOW - timedelta(hours=1), 3, "SFTP acme: nothing answers on port 22", NOW)
        return (
            SourceView("Acme <drop>", "sftp", "idp at files.acme.example: /drop", ("company: Brennhoff",), health),
            SourceView("scans", "folder", "/srv/scans", (), None),
        )

    def try_source(self, name: str, *, user: User) -> str | None:
        require_role(Action.TEST_SOURCES, user)
        if name not in {"Acme <drop>", "scans"}:
            raise NotFound(f"There is no source “{name}”.")
        return "user, password or key is refused" if name == "Acme <drop>" else None

    # --- what a person does ---

    def forget(self, memory_id: str, *, user: User) -> Memory:
        require_role(Action.FORGET, user)
        place = next((n for n, memory in enumerate(self.memories) if memory.id == memory_id), None)
        if place is None:
            raise NotFound("There is no such memory.")
        self.memories[place] = replace(self.memories[place], state=MemoryState.FORGOTTEN, ended_by=user.name)
        return self.memories[place]

    def correct(self, document_id: str, changes: Mapping[str, Correction], *, version: int, user: User) -> DocumentRecord:
        record = self._acting(document_id, Action.CORRECT, version, user)
        if record.extraction is None:
            raise BadUse("This document has no fields to correct.")
        extraction = apply_corrections(record.extraction, changes, person=user.login)
        why = ", ".join(f"{name} = {change.value or 'removed'}" for name, change in changes.items())
        moved = self._move(replace(record, extraction=extraction, corrected_by=user.login), Event.CORRECTED, user.login, why)
        moved = self._move(
            replace(moved, match=_matched_again(moved.match, changes)), Event.WAS_MATCHED, user.login, "matched again"
        )
        return self._move(moved, Event.NEEDS_PERSON, "idp", "corrected by a person")

    def preview(self, document_id: str, changes: Mapping[str, Correction], *, user: User) -> DocumentRecord:
        require_role(Action.CORRECT, user)
        record = self._require(document_id)
        if record.extraction is None:
            raise BadUse("This document has no fields to correct.")
        extraction = apply_corrections(record.extraction, changes, person=user.login)
        return replace(record, extraction=extraction, match=_matched_again(record.match, changes))

    def find_records(self, document_id: str, kind: Kind, text: str, *, user: User) -> tuple[Hit, ...]:
        require_role(Action.CORRECT, user)
        known = {
            Kind.VENDOR: ((14, "Keller Fasteners GmbH", "DE811907980"), (15, "Kellner Schrauben AG", "CHE-123.456.788")),
            Kind.ORDER: ((231, "PO00231", "Keller · 2026-03-12"), (244, "PO00244", "Keller · 2026-04-02")),
            Kind.ACCOUNT: ((61, "600100 Freight in", ""), (62, "600200 Goods", "")),
            Kind.ANALYTIC: ((71, "Warehouse", ""),),
            Kind.TAX: ((81, "19 % VAT", ""), (82, "7 % VAT", "")),
        }[kind]
        return tuple(Hit(RecordRef(kind.value, i, name), detail) for i, name, detail in known if text.lower() in name.lower())

    def find_order_lines(self, document_id: str, line: int, text: str, *, user: User) -> tuple[OrderLineOffer, ...]:
        require_role(Action.CORRECT, user)
        rows = (
            ("KB-1060", "Hex bolt M10 x 60", 12, "21.50", 0.93),
            ("KN-1000", "Hex nut M10", 30, "11.25", 0.31),
            ("KW-1000", "Washer M10", 10, "14.80", 0.0),
        )
        offers = (
            OrderLineOffer(
                RecordRef("purchase.order", 231, "PO00231"), RecordRef("purchase.order.line", 101 + n, f"PO00231 line {n + 2}"), code, name,
                Decimal(left), "box", Decimal(price), "EUR", fit,
            )
            for n, (code, name, left, price, fit) in enumerate(rows)
        )  # fmt: skip
        return tuple(offer for offer in offers if text.lower() in f"{offer.code} {offer.description}".lower())

    def charge_kinds(self, text: str) -> tuple[str, ...]:
        return tuple(kind for kind in ("freight", "packing") if text.lower() in kind)

    def choose(self, document_id: str, wanted: Wanted, *, version: int, user: User) -> DocumentRecord:
        record = self._acting(document_id, Action.CORRECT, version, user)
        records = tuple(RecordRef("picked", i, f"record {i}") for i in wanted.ids)
        new = Choice(wanted.topic, user.login, user.name, self.clock.now(), wanted.line, records, wanted.charge)
        return self._again(replace(record, choices=with_choice(record.choices, new)), user, f"chose {new.said}")

    def take_back(self, document_id: str, topic: Topic, line: int | None, *, version: int, user: User) -> DocumentRecord:
        record = self._acting(document_id, Action.CORRECT, version, user)
        return self._again(replace(record, choices=without_choice(record.choices, topic, line)), user, "took back")

    def _again(self, record: DocumentRecord, user: User, why: str) -> DocumentRecord:
        moved = self._move(record, Event.CORRECTED, user.login, why)
        moved = self._move(moved, Event.WAS_MATCHED, user.login, "matched again")
        return self._move(moved, Event.NEEDS_PERSON, "idp", "chosen by a person")

    def approve(self, document_id: str, *, version: int, user: User, comment: str = "") -> DocumentRecord:
        record = self._acting(document_id, Action.APPROVE, version, user)
        return self._move(replace(record, approved_by=user.login), Event.APPROVED, user.login, comment or "approved in review")

    def reject(self, document_id: str, *, version: int, user: User, reason: str) -> DocumentRecord:
        record = self._acting(document_id, Action.REJECT, version, user)
        return self._move(record, Event.REJECTED, user.login, reason)

    def retry(self, document_id: str, *, user: User) -> DocumentRecord:
        record = self._acting(document_id, Action.RETRY, None, user)
        return self._move(record, RETRY_OF[record.failed_in or State.RECEIVED], user.login, "tried again by hand")

    def release(self, document_id: str, *, user: User) -> DocumentRecord:
        record = self._acting(document_id, Action.RELEASE, None, user)
        return self._move(replace(record, failure_code=None), Event.RELEASED, user.login, "released by hand")

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
        if user is not None:
            require_role(Action.UPLOAD, user)
        sha256 = hashlib.sha256(content).hexdigest()
        if key in self._keyed:
            if self._keyed[key].sha256 != sha256:
                raise BadUse("This Idempotency-Key came with another file before: a new file needs a new key.")
            return (self._keyed[key],)
        if not content:
            return (LedgerRow(sha256, 0, sha256, name, "quarantined:ING-EMPTY", "file has no content"),)
        record = DocumentRecord(DocumentId(secrets.token_hex(16)), sha256, name, "application/pdf", channel, self.clock.now())
        self._records[record.id], self._samples[record.id] = record, Sample(record, content, ())
        self._events[record.id] = []
        self._log(record, None, None, record.state, actor=user.login if user else channel, why="taken in", at=self.clock.now())
        row = LedgerRow(sha256, 0, sha256, name, "document", "taken in", record.id)
        if key is not None:
            self._keyed[key] = row
        return (row,)

    def split(self, document_id: str, pages: str, *, user: User) -> tuple[DocumentRecord, ...]:
        record = self._require(document_id)
        require(Action.DIVIDE, record, user, self._standing(record))
        groups = page_groups(pages)
        if len(groups) < 2:
            raise BadUse("Splitting takes at least two groups of pages.")
        self.splits.append(groups)
        return (record,)

    def join(self, document_ids: Sequence[str], *, user: User) -> DocumentRecord:
        record = self._require(document_ids[0])
        require(Action.DIVIDE, record, user, self._standing(record))
        raise BadUse("Joining takes at least two documents.")

    def arrange(self, pages: Sequence[tuple[str, int]], *, user: User) -> DocumentRecord:
        record = self._require(pages[0][0])
        require(Action.DIVIDE, record, user, self._standing(record))
        self.arranged.append(tuple(pages))
        return record

    def take_apart(self, document_id: str, *, user: User) -> tuple[DocumentRecord, ...]:
        record = self._require(document_id)
        require(Action.DIVIDE, record, user, self._standing(record))
        raise BadUse("This document stands in its file as it came: there is nothing to take apart. It may be split.")

    def belonging(self, document_id: str, *, user: User) -> tuple[Belonging, ...]:
        self.document(document_id, user=user)
        return tuple(one for one in self.partners if one.id != document_id)

    def admit(self, secret: str) -> ApiToken | None:
        return None

    def admits_programs(self) -> bool:
        return False

    def sent_in(self, document_id: str, *, program: ApiToken | None = None) -> DocumentRecord:
        record = self._require(document_id)
        if record.channel != "api":
            raise NotFound(f"There is no document {document_id}.")
        return record

    def put(self, record: DocumentRecord) -> None:
        """Makes the document be as a test needs it."""
        self._records[record.id] = record

    # --- inside ---

    def _standing(self, record: DocumentRecord) -> Standing:
        return Standing(Policy(), self.clock.now(), said=tuple(self._said.get(record.id, ())), worth=_worth(record))

    def _require(self, document_id: str) -> DocumentRecord:
        if document_id not in self._records:
            raise NotFound(f"There is no document {document_id}.")
        return self._records[DocumentId(document_id)]

    def _acting(self, document_id: str, action: Action, version: int | None, user: User) -> DocumentRecord:
        record = self._require(document_id)
        if version is not None and record.version != version:
            raise StaleDocument("Somebody else has changed this document since you opened it.")
        require(action, record, user, self._standing(record))
        return record

    def _move(self, record: DocumentRecord, event: Event, actor: str, why: str) -> DocumentRecord:
        moved = replace(record, state=next_state(record.state, event), version=record.version + 1)
        self._log(record, event, record.state, moved.state, actor=actor, why=why, at=self.clock.now())
        self._records[record.id] = moved
        return moved

    def _log_past(self, record: DocumentRecord) -> None:
        """The events that led to the state a sample starts in."""
        at, state = record.received_at, State.RECEIVED
        self._log(record, None, None, state, actor="idp", why="taken in from mail", at=at)
        for event, why in _PAST[record.state]:
            at += timedelta(seconds=2)
            self._log(record, event, state, next_state(state, event), actor="idp", why=why, at=at)
            state = next_state(state, event)

    def _log(
        self, record: DocumentRecord, event: Event | None, came: State | None, to: State, *, actor: str, why: str, at: datetime
    ) -> None:
        log = self._events[record.id]
        previous = log[-1].hash if log else GENESIS
        entry = event_hash(
            previous, document_id=record.id, sequence=len(log), at=at, actor=actor, event=event, from_state=came,
            to_state=to, why=why, details={},
        )  # fmt: skip
        log.append(DocumentEvent(record.id, len(log), at, actor, event, came, to, why, {}, previous, entry))


def _matched_again(match: Match | None, changes: Mapping[str, Correction]) -> Match | None:
    if match is None:
        return None
    left = tuple(f for f in match.findings if _path(f) not in changes)
    return replace(match, findings=left, decision=decide(left))


def _worth(record: DocumentRecord) -> Decimal:
    total = record.extraction.money("total") if record.extraction else None
    return total.amount if total else Decimal(0)


def _path(found: Finding) -> str:
    return (found.field or "") if found.line is None else f"lines.{found.line}.{found.field}"


def _stake(record: DocumentRecord) -> Decimal:
    return record.match.money_at_stake.amount if record.match and record.match.money_at_stake else Decimal(0)


def _codes(record: DocumentRecord) -> tuple[str, ...]:
    found = record.match.findings if record.match else ()
    codes = tuple(dict.fromkeys(f.code.value for f in sorted(found, key=lambda f: -f.severity.rank) if f.severity.rank >= 1))
    return codes or ((record.failure_code,) if record.failure_code else ())


def _summary(record: DocumentRecord) -> DocumentSummary:
    document, match = record.extraction, record.match
    number = document and (
        document.text("invoice_number") or document.text("confirmation_number") or document.text("reference")
    )
    return DocumentSummary(
        id=record.id, state=record.state, name=record.name, document_type=document.document_type.value if document else None,
        supplier=document.text("supplier_name") if document else None, number=number or None,
        total=str(document.money("total")) if document and document.money("total") else None,
        money_at_stake=str(match.money_at_stake) if match and match.money_at_stake else None,
        decision=match.decision.value if match else None, codes=_codes(record), received_at=record.received_at,
        due_date=document.date("due_date") if document else None,
    )  # fmt: skip


def _place(record: DocumentRecord, order: QueueOrder, now: datetime) -> tuple[object, ...]:
    """What a record is sorted by; what the screens need of it."""
    summary, days = _summary(record), (now.date() - record.received_at.date()).days + 1
    first: dict[QueueOrder, object] = {
        QueueOrder.URGENCY: -_stake(record) * days,
        QueueOrder.STAKE: -_stake(record),
        QueueOrder.SUPPLIER: (summary.supplier or "~").lower(),
        QueueOrder.NUMBER: (summary.number or "~").lower(),
        QueueOrder.DUE: summary.due_date or date.max,
        QueueOrder.DISCOUNT: summary.discount_until or date.max,
        QueueOrder.TOTAL: -Decimal((summary.total or "0").split()[0]),
        QueueOrder.RECEIVED: record.received_at,
    }
    return first[order], record.received_at, record.id


def _owners(record: DocumentRecord) -> set[Role | None]:
    return {f.owner for f in record.match.findings if f.severity.rank >= 2} if record.match else set()


def _fits(record: DocumentRecord, query: DocumentQuery, now: datetime) -> bool:
    summary = _summary(record)
    text = " ".join(
        filter(
            None, (summary.name, summary.supplier, summary.number, record.extraction and record.extraction.text("po_number"))
        )
    )
    return (
        (not query.states or record.state in query.states)
        and (
            not query.document_types
            or (record.extraction is not None and record.extraction.document_type in query.document_types)
        )
        and (not query.codes or bool(set(query.codes) & set(summary.codes)))
        and (query.owner is None or query.owner in _owners(record))
        and (not query.supplier or query.supplier == summary.supplier)
        and (query.waited is None or record.received_at <= now - query.waited)
        and query.text.lower() in text.lower()
    )
