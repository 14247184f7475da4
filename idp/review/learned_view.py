"""What does the list of what was learned show? Each memory as a sentence, with where it comes from and how it has done."""

from __future__ import annotations

from dataclasses import dataclass

from idp.domain.memory import Lesson, Memory, MemoryState, Place, Subject
from idp.review.display import moment_text
from idp.review.text import DOCUMENT_TYPES, field_label, text


@dataclass(frozen=True, slots=True)
class LearnedView:
    """One row. `ended` says what became of a memory that is not used any more, "" while it is."""

    id: str
    supplier: str
    document_type: str
    sentence: str
    who: str
    when: str
    document_id: str
    document_name: str
    used: int
    confirmed: int
    contradicted: int
    ended: str


def view_learned(memory: Memory) -> LearnedView:
    """The memory as shown."""
    return LearnedView(
        id=memory.id,
        supplier=memory.supplier,
        document_type=DOCUMENT_TYPES.get(memory.lesson.document_type.value, memory.lesson.document_type.value),
        sentence=sentence_of(memory.lesson),
        who=memory.learned_by,
        when=moment_text(memory.learned_at),
        document_id=memory.document_id,
        document_name=memory.document_name,
        used=memory.used,
        confirmed=memory.confirmed,
        contradicted=memory.contradicted,
        ended="" if memory.state is MemoryState.ACTIVE else text(f"learned.{memory.state.value}", who=memory.ended_by or "idp"),
    )


def sentence_of(lesson: Lesson) -> str:
    """What the lesson says, in words."""
    field = field_label(lesson.target.removeprefix("lines."))
    if lesson.subject is Subject.COLUMN:
        return text("learned.column", field=field, words=lesson.words)
    if lesson.subject is Subject.NAME:
        return text("learned.name", words=lesson.words)
    if lesson.subject is Subject.TYPE:
        return text("learned.type", words=lesson.words, type=DOCUMENT_TYPES.get(lesson.value, lesson.value))
    if lesson.place is None:
        return text("learned.not_here", field=field, where=_where(lesson.wrong))
    return text("learned.place", field=field, where=_where(lesson.place))


def _where(place: Place | None) -> str:
    if place is not None and place.beside is not None:
        return text("learned.beside", words=place.beside.words)
    if place is not None and place.above is not None:
        return text("learned.below", words=place.above.words)
    return text("learned.spot")
