"""Which documents may be pages of one that came as several files? Suggested by what they print and how they came; a person joins them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import PurePath

from idp.domain.document import DocumentType, ExtractedDocument
from idp.domain.page import Page
from idp.domain.record import DocumentId, DocumentRecord
from idp.extractors.split import printed_number
from idp.ports import User
from idp.services.means import Means
from idp.services.memory import pages_of
from idp.services.rights import sees_company

_WITHIN = timedelta(minutes=10)
"""What somebody scans or sends in one go arrives so close together."""
_MOST = 20
_NUMBERS = ("invoice_number", "confirmation_number", "delivery_note_number", "bol_number", "reference")
_COUNTED = re.compile(r"^(?P<stem>.*?)(?P<count>\d+)$")


class Reason(StrEnum):
    """Why two documents may be one, most telling first."""

    CONTINUES = "continues"  # page 2 of 3 after page 1 of 3
    SAME_FILE = "same_file"
    SAME_NUMBER = "same_number"
    SAME_MAIL = "same_mail"
    NUMBERED_NAMES = "numbered_names"  # scan_001, scan_002
    DATA_OF_IT = "data_of_it"  # an e-invoice without pages, and a paper with its number
    CAME_TOGETHER = "came_together"


_RANK = {reason: rank for rank, reason in enumerate(Reason)}
_CLOSE = frozenset({Reason.SAME_NUMBER, Reason.SAME_MAIL, Reason.NUMBERED_NAMES, Reason.CAME_TOGETHER, Reason.SAME_FILE})


@dataclass(frozen=True, slots=True)
class Belonging:
    """A document that may belong to another. `numbers` are its pages as people count them; `goes_before` where it prints an earlier page.

    `is_suggested` where what both print says that they are one, not only how they came.
    """

    id: DocumentId
    name: str
    numbers: tuple[int, ...]
    reasons: tuple[Reason, ...]
    is_suggested: bool
    goes_before: bool
    supplier: str | None
    number: str | None


def belonging(means: Means, record: DocumentRecord, *, user: User) -> tuple[Belonging, ...]:
    """Documents in review that may be parts of the same one, suggested ones first, then in the order of their reasons."""
    with means.store.view() as work:
        others = work.documents.beside(record, within=_WITHIN, limit=_MOST)
    own = _Shown.of(means, record)
    found = [_compared(own, _Shown.of(means, other)) for other in others if sees_company(other, user)]
    return tuple(sorted(found, key=lambda one: (not one.is_suggested, _RANK[one.reasons[0]], one.name, one.id)))


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a document shows of its belonging."""

    record: DocumentRecord
    printed: tuple[tuple[int, int], ...]
    number: str | None
    has_total: bool
    has_pages: bool

    @classmethod
    def of(cls, means: Means, record: DocumentRecord) -> _Shown:
        document, pages = record.extraction, pages_of(means, record)
        return cls(
            record,
            tuple(_numbers_on(pages)),
            next((text for name in _NUMBERS if document is not None and (text := document.text(name))), None),
            has_total=document is not None and _has_total(document),
            has_pages=bool(pages),
        )


def _numbers_on(pages: Iterable[Page]) -> Iterable[tuple[int, int]]:
    return (found for page in pages if (found := printed_number(page)) is not None)


def _has_total(document: ExtractedDocument) -> bool:
    """Whether the document shows its end: papers without prices have none that could be missing."""
    priced = document.document_type in {DocumentType.INVOICE, DocumentType.CREDIT_NOTE, DocumentType.ORDER_CONFIRMATION}
    return not priced or document.number("total") is not None


def _compared(own: _Shown, other: _Shown) -> Belonging:
    reasons = tuple(reason for reason in Reason if _HOLDS[reason](own, other)) or (Reason.CAME_TOGETHER,)
    document = other.record.extraction
    return Belonging(
        id=other.record.id,
        name=other.record.name,
        numbers=tuple(index + 1 for index in document.pages) if document is not None else (),
        reasons=reasons,
        is_suggested=_is_suggested(own, other, frozenset(reasons)),
        goes_before=bool(own.printed and other.printed) and min(other.printed) < min(own.printed),
        supplier=document.text("supplier_name") if document is not None else None,
        number=other.number,
    )


def _is_suggested(own: _Shown, other: _Shown, reasons: frozenset[Reason]) -> bool:
    """Page numbers that go on, beside any other closeness; or one number on two papers of which one has no total yet.

    Two whole papers with one number are the same bill twice, which joining would hide.
    """
    if Reason.CONTINUES in reasons and reasons & _CLOSE:
        return own.number is None or other.number is None or Reason.SAME_NUMBER in reasons
    if Reason.DATA_OF_IT in reasons:
        return True
    return Reason.SAME_NUMBER in reasons and own.has_total is not other.has_total


def _continues(own: _Shown, other: _Shown) -> bool:
    """Whether the printed page numbers of both are of one count and none is there twice."""
    both = own.printed + other.printed
    return bool(own.printed and other.printed) and len({most for _, most in both}) == 1 and len(set(both)) == len(both)


def _same_number(own: _Shown, other: _Shown) -> bool:
    return own.number is not None and other.number is not None and _plain(own.number) == _plain(other.number)


def _plain(number: str) -> str:
    return "".join(letter for letter in number.upper() if letter.isalnum())


def _same_mail(own: _Shown, other: _Shown) -> bool:
    one, two = own.record.mail, other.record.mail
    return one is not None and two is not None and one.message_id is not None and one.message_id == two.message_id


def _numbered_names(own: _Shown, other: _Shown) -> bool:
    """Whether both names count: alike but for the number at their end, which are one apart."""
    one, two = (_COUNTED.match(PurePath(shown.record.name).stem) for shown in (own, other))
    if one is None or two is None or one["stem"].lower() != two["stem"].lower():
        return False
    return abs(int(one["count"]) - int(two["count"])) == 1


def _data_of_it(own: _Shown, other: _Shown) -> bool:
    data, paper = (own, other) if own.record.structured_sha256 is not None else (other, own)
    is_pair = data.record.structured_sha256 is not None and not data.has_pages
    return is_pair and paper.has_pages and paper.record.structured_sha256 is None and _same_number(own, other)


def _came_together(own: _Shown, other: _Shown) -> bool:
    one, two = own.record, other.record
    same_way = (one.channel, one.source, one.sender) == (two.channel, two.source, two.sender)
    return same_way and abs(one.received_at - two.received_at) <= _WITHIN


_HOLDS = {
    Reason.CONTINUES: _continues,
    Reason.SAME_FILE: lambda own, other: own.record.sha256 == other.record.sha256,
    Reason.SAME_NUMBER: _same_number,
    Reason.SAME_MAIL: _same_mail,
    Reason.NUMBERED_NAMES: _numbered_names,
    Reason.DATA_OF_IT: _data_of_it,
    Reason.CAME_TOGETHER: _came_together,
}
