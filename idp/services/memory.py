"""What people correct is learned once somebody approves it, used on the supplier's next documents, and forgotten on demand."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from idp.domain.document import Extracted, ExtractedDocument, Recalled
from idp.domain.errors import ErpUnavailable, NotAllowed, NotFound
from idp.domain.memory import FAILURES, Identity, Lesson, Memory, MemoryId, MemoryState, Place, Subject
from idp.domain.page import Page
from idp.domain.purchase import Company
from idp.domain.record import DocumentRecord
from idp.extractors.memory import identities_on
from idp.extractors.memory_learn import Taught, lessons_of
from idp.ports import Store, UnitOfWork, User
from idp.services.means import Means
from idp.services.pages import load_pages
from idp.services.rights import Action, require_role

Recall = Callable[[frozenset[Identity]], tuple[Memory, ...]]
"""Gives the memories of the suppliers with these printed identities."""

_SAME_BOX = 0.7
"""Overlap (intersection over union) from which two boxes are of the same words."""
_NUMBERS = ("invoice_number", "confirmation_number", "delivery_note_number", "bol_number", "reference", "po_number")


@dataclass(frozen=True, slots=True)
class Noted:
    """What a correction would teach, tried and ready to be kept with it."""

    lessons: Mapping[str, Lesson]
    targets: tuple[str, ...]
    identities: frozenset[Identity]


def nothing_known(_: frozenset[Identity]) -> tuple[Memory, ...]:
    """For those who keep nothing."""
    return ()


def known_to(store: Store) -> Recall:
    """What the store knows of suppliers."""

    def recall(identities: frozenset[Identity]) -> tuple[Memory, ...]:
        if not identities:
            return ()
        with store.view() as work:
            return work.memories.known(identities)

    return recall


def count_uses(work: UnitOfWork, documents: Iterable[ExtractedDocument]) -> None:
    """Counts each memory that was used, once a document."""
    for document in documents:
        for memory_id in dict.fromkeys(MemoryId(recalled.memory_id) for recalled in document.recalled):
            work.memories.count(memory_id, used=1)


def pages_of(means: Means, record: DocumentRecord) -> tuple[Page, ...]:
    """The pages of the file on which this document stands; none of a structured document or one whose reading is gone."""
    if record.extraction is None:
        return ()
    try:
        pages = load_pages(means.blobs, record)
    except NotFound:
        return ()
    return tuple(page for page in pages if page.index in record.extraction.pages)


def own_companies(means: Means) -> tuple[Company, ...]:
    """Our companies; none while Odoo cannot be reached, which only means that one hint is missing."""
    try:
        return means.erp.companies()
    except ErpUnavailable:
        return ()


def note(means: Means, record: DocumentRecord, corrected: ExtractedDocument, targets: Iterable[str]) -> Noted:
    """What the change from the record's document to `corrected` would teach. Nothing is stored yet."""
    pages, own, asked = pages_of(means, record), own_companies(means), tuple(targets)
    if record.extraction is None or not pages:
        return Noted({}, asked, frozenset())
    lessons = lessons_of(Taught(pages, record.extraction, corrected, own), asked)
    return Noted(lessons, asked, identities_on(pages, corrected, own) if lessons else frozenset())


def without_misread(before: ExtractedDocument, after: ExtractedDocument) -> tuple[Recalled, ...]:
    """The memories that still count for the document: where a person pointed at the very words that a memory found, the place was right
    and only the letters were misread."""
    return tuple(r for r in after.recalled if not _is_misread(before.fields.get(r.target), after.fields.get(r.target)))


def _is_misread(before: Extracted | None, after: Extracted | None) -> bool:
    if before is None or after is None or not after.is_typed or before.box is None or after.box is None:
        return False
    return before.page == after.page and before.box.overlap(after.box) > _SAME_BOX


def keep(work: UnitOfWork, means: Means, record: DocumentRecord, noted: Noted, *, user: User) -> None:
    """Stores what a correction would teach, PENDING until the document is approved.

    It takes the place of what an earlier correction of the same value taught. A header value corrected to what teaches nothing ends that.
    """
    waiting = {m.lesson.target: m for m in work.memories.of_document(record.id) if m.state is MemoryState.PENDING}
    for target in set(noted.targets) - set(noted.lessons):
        if target in waiting:
            work.memories.save(replace(waiting[target], state=MemoryState.DROPPED, ended_by=user.name))
    for target, lesson in noted.lessons.items():
        earlier = waiting.get(target)
        memory_id = earlier.id if earlier is not None else MemoryId(uuid.uuid4().hex)
        wrong = lesson.wrong or (earlier.lesson.wrong if earlier is not None else None)  # where the value was read at first
        memory = Memory(
            memory_id,
            replace(lesson, wrong=wrong),
            tuple(sorted(noted.identities)),
            _supplier(record),
            user.name,
            means.clock.now(),
            record.id,
            _name(record),
        )
        work.memories.save(memory)


def learn(work: UnitOfWork, record: DocumentRecord, *, user: User, own: tuple[Company, ...]) -> tuple[Memory, ...]:
    """Makes what the corrections of an approved document teach count from now on, and judges the memories that were used on it.

    A memory that this document contradicts is replaced by what the correction taught, or dropped when that happened too often.
    """
    document = record.extraction
    if document is None:
        return ()
    vendor_id = record.match.vendor.id if record.match is not None and record.match.vendor is not None else None
    failed = _judge(work, document) if record.approved_by is None else {}  # a second approval says nothing new
    learned: list[Memory] = []
    for memory in work.memories.of_document(record.id):
        if memory.state is MemoryState.PENDING:
            named = replace(memory, vendor_id=vendor_id, supplier=_supplier(record), document_name=_name(record))
            learned.append(_activate(work, named, failed, user))
    for memory in failed.values():
        if memory.state is MemoryState.ACTIVE and memory.contradicted >= FAILURES:
            work.memories.save(replace(memory, state=MemoryState.DROPPED, ended_by=user.name))
    if vendor_id is not None:
        printed = identities_on((), document, own) if own else frozenset()
        work.memories.introduce(vendor_id, printed.union(*(memory.identities for memory in learned)))
    return tuple(learned)


def _judge(work: UnitOfWork, document: ExtractedDocument) -> dict[str, Memory]:
    """Counts for each memory used whether the approved document kept what it said; those that it contradicts, by target."""
    used = {MemoryId(recalled.memory_id): recalled for recalled in document.recalled}
    failed = {}
    for memory in work.memories.find(used):
        is_kept = _is_kept(document, used[memory.id], memory)
        work.memories.count(memory.id, confirmed=int(is_kept), contradicted=int(not is_kept))
        if not is_kept:
            failed[memory.lesson.target] = replace(memory, contradicted=memory.contradicted + 1)
    return failed


def _is_kept(document: ExtractedDocument, recalled: Recalled, memory: Memory) -> bool:
    if memory.lesson.subject is Subject.TYPE:
        return document.document_type.value == memory.lesson.value
    if memory.lesson.subject is Subject.COLUMN:
        name = recalled.target.removeprefix("lines.")
        return not any(_is_typed(line.cells.get(name)) for line in document.lines)
    value = document.fields.get(recalled.target)
    return not _is_typed(value) and (value is not None or not recalled.placed)


def _is_typed(value: Extracted | None) -> bool:
    return value is not None and value.is_typed


def _activate(work: UnitOfWork, memory: Memory, failed: dict[str, Memory], user: User) -> Memory:
    """The memory as it counts from now on; those of the same place of the same supplier, and the one it corrects, are replaced."""
    disputed = 0
    for older in work.memories.known(memory.identities):
        if (older.lesson.document_type, older.lesson.target) != (memory.lesson.document_type, memory.lesson.target):
            continue
        is_corrected = older.id in {m.id for m in failed.values()}
        if is_corrected or _speak_of_one_place(older.lesson, memory.lesson):
            disputed = max(disputed, older.disputed + int(is_corrected))
            work.memories.save(replace(older, state=MemoryState.REPLACED, ended_by=user.name))
            failed.pop(older.lesson.target, None)
    active = replace(memory, state=MemoryState.ACTIVE, disputed=disputed)
    work.memories.save(active)
    return active


def _speak_of_one_place(one: Lesson, two: Lesson) -> bool:
    """Whether both would look at the same words: then only the newer can be followed."""
    if one.subject is not Subject.FIELD or two.subject is not Subject.FIELD:
        return one.subject is two.subject and (one.words == two.words or one.subject is Subject.NAME)
    return bool(set(_anchors(one)) & set(_anchors(two)))


def _anchors(lesson: Lesson) -> tuple[tuple[str, str], ...]:
    places: tuple[Place | None, ...] = (lesson.place,) if lesson.place is not None else (lesson.wrong,)
    return tuple(place.anchors for place in places if place is not None and any(place.anchors))


def unlearn(work: UnitOfWork, record: DocumentRecord, *, user: User) -> None:
    """Ends what corrections of a rejected document would have taught."""
    for memory in work.memories.of_document(record.id):
        if memory.state is MemoryState.PENDING:
            work.memories.save(replace(memory, state=MemoryState.DROPPED, ended_by=user.name))


def forget(means: Means, memory_id: str, *, user: User) -> Memory:
    """Ends a memory for good. Raises NotFound, NotAllowed for those who may not approve."""
    require_role(Action.FORGET, user)
    with means.store.begin() as work:
        for memory in work.memories.find([MemoryId(memory_id)]):
            if memory.state is not MemoryState.ACTIVE:
                raise NotAllowed("This is not used any more.")
            forgotten = replace(memory, state=MemoryState.FORGOTTEN, ended_by=user.name)
            work.memories.save(forgotten)
            return forgotten
    raise NotFound("There is no such memory.")


def _supplier(record: DocumentRecord) -> str:
    if record.match is not None and record.match.vendor is not None:
        return record.match.vendor.name
    fields = record.extraction.fields if record.extraction is not None else {}
    return next((str(fields[n].value) for n in ("supplier_name", "shipper", "carrier") if n in fields), "")


def _name(record: DocumentRecord) -> str:
    found = (record.extraction.text(name) for name in _NUMBERS) if record.extraction is not None else iter(())
    return next((text for text in found if text), record.name)
