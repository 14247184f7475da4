"""Pages that came as several files become one document, in the order a person says, and come apart again; no file is changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from idp.domain.code import Role
from idp.domain.errors import BadUse, NotAllowed, StaleDocument
from idp.domain.lifecycle import State
from idp.domain.mail import MailEvidence
from idp.domain.record import DocumentId, DocumentRecord
from idp.ports import User
from idp.reading.direct import DirectReading
from idp.services.advance import settle_document
from idp.services.belonging import Belonging, Reason, belonging
from idp.services.divide import split
from idp.services.ingest import Delivery, ingest
from idp.services.join import arrange, join, take_apart
from idp.services.means import Means
from idp.services.verify import verify_files
from tests.fakes.means import make_means, ubl_invoice
from tests.unit.reading import paper

_CLERK = User("clara", "Clara Clerk", frozenset({Role.CLERK}))
_AUDITOR = User("audra", "Audra Auditor", frozenset({Role.AUDITOR}))
_HEAD = [(72, 760, "Kestrel Abrasives B.V."), (72, 740, "VAT NL123456782B12"), (72, 700, "Invoice"),
         (72, 680, "Invoice number: KA-77"), (72, 660, "Invoice date: 20 November 2026"), (72, 640, "Order P00021"),
         (72, 600, "Item  Description  Quantity  Unit price  Amount"), (72, 580, "AB-125  Cutting disc 125 x 1.0  40  2.50  100.00"),
         (72, 60, "Page 1 of 2")]  # fmt: skip
_TAIL = [(72, 760, "Kestrel Abrasives B.V."), (72, 740, "Continuation of invoice number: KA-77"),
         (72, 700, "Subtotal EUR 100.00"), (72, 680, "VAT 21 % EUR 21.00"), (72, 660, "Total EUR 121.00"),
         (72, 640, "Please pay to the account you know within thirty days of the date above"), (72, 60, "Page 2 of 2")]  # fmt: skip


@pytest.fixture
def means(tmp_path: Path) -> Means:
    return replace(make_means(tmp_path), confined=DirectReading())


def _came(means: Means, name: str, content: bytes, **how: object) -> DocumentId:
    """A file that was read and waits for a person."""
    (row,) = ingest(means, Delivery(channel="folder", key=name, name=name, content=content, **how))  # type: ignore[arg-type]
    assert row.document_id is not None
    assert settle_document(means, row.document_id, holder="test") is State.IN_REVIEW
    return row.document_id


def _halves(means: Means) -> tuple[DocumentId, DocumentId]:
    return _came(means, "scan_001.pdf", paper.text_pdf([_HEAD])), _came(means, "scan_002.pdf", paper.text_pdf([_TAIL]))


def _record(means: Means, document_id: DocumentId) -> DocumentRecord:
    with means.store.view() as work:
        return work.documents.require(document_id)


def _settled(means: Means, record: DocumentRecord) -> DocumentRecord:
    settle_document(means, record.id, holder="test")
    return _record(means, record.id)


def _texts(means: Means, record: DocumentRecord) -> list[str]:
    return [page.text.splitlines()[-1] for page in means.confined.read(means.blobs.get(record.sha256), name="").pages]


def test_two_files_become_one_document_that_is_read_as_one(means: Means) -> None:
    first, second = _halves(means)
    joined = join(means, (first, second), user=_CLERK)
    assert (joined.state, joined.name, joined.origin) == (State.RECEIVED, "scan_001 (+1).pdf", first)
    assert [(sheet.document_id, sheet.page_index) for sheet in joined.sheets] == [(first, 0), (second, 0)]
    whole = _settled(means, joined)
    assert whole.state is State.IN_REVIEW  # a person asked for it, a person lets it pass
    assert whole.extraction is not None
    assert (whole.extraction.pages, whole.extraction.text("invoice_number")) == ((0, 1), "KA-77")
    assert str(whole.extraction.fields["total"].value) == "121.00"
    assert whole.sheets == joined.sheets


def test_the_parts_end_with_what_became_of_them_and_their_files_stay(means: Means) -> None:
    ids = _halves(means)
    before = {one: _record(means, one).sha256 for one in ids}
    joined = join(means, ids, user=_CLERK)
    for one in ids:
        after = _record(means, one)
        assert (after.state, after.sha256) == (State.REJECTED, before[one])
        with means.store.view() as work:
            last = work.documents.events(one)[-1]
        assert (last.actor, last.details["became"]) == ("clara", joined.id)
    with means.store.view() as work:
        (made,) = work.documents.events(joined.id)
        assert not work.audit.verify()[1]
    assert made.why == "put together from page 1 of scan_001.pdf; page 1 of scan_002.pdf"
    assert made.details["sheets"] == ", ".join(f"{one}:{before[one]}:0" for one in ids)
    checked, faults = verify_files(means.store, means.blobs)
    assert (checked >= 3, faults) == (True, ())


def test_a_file_that_was_joined_and_comes_again_is_a_duplicate(means: Means) -> None:
    ids = _halves(means)
    join(means, ids, user=_CLERK)
    content = means.blobs.get(_record(means, ids[0]).sha256)
    (row,) = ingest(means, Delivery(channel="folder", key="again", name="again.pdf", content=content))
    assert row.document_id is not None
    assert _record(means, row.document_id).same_as == ids[0]
    assert settle_document(means, row.document_id, holder="test") is State.REJECTED


def test_joined_documents_come_apart_and_may_be_joined_again(means: Means) -> None:
    ids = _halves(means)
    whole = _settled(means, join(means, ids, user=_CLERK))
    parts = take_apart(means, whole.id, version=whole.version, user=_CLERK)
    assert [(part.sha256, part.name, part.origin) for part in parts] == [
        (_record(means, one).sha256, _record(means, one).name, whole.id) for one in ids
    ]
    assert _record(means, whole.id).state is State.REJECTED
    assert {_settled(means, part).state for part in parts} == {State.IN_REVIEW}
    again = join(means, [part.id for part in parts], user=_CLERK)
    assert again.sha256 == whole.sha256  # the same pages give the same file
    assert _settled(means, again).state is State.IN_REVIEW


def test_pages_are_put_in_another_order_and_back(means: Means) -> None:
    three = [[(72, 700, "Kestrel Abrasives invoice paper number thirteen of our house"), (72, 60, f"leaf {n}")] for n in "ABC"]
    one = _came(means, "shuffled.pdf", paper.text_pdf(three))
    ordered = arrange(means, [(one, 2), (one, 0), (one, 1)], user=_CLERK)
    assert (_texts(means, ordered), ordered.name) == (["leaf C", "leaf A", "leaf B"], "shuffled.pdf")
    back = take_apart(means, _settled(means, ordered).id, version=None, user=_CLERK)
    assert [_texts(means, part) for part in back] == [["leaf A", "leaf B", "leaf C"]]


def test_fronts_and_backs_of_two_files_are_put_leaf_by_leaf(means: Means) -> None:
    def leaves(names: str) -> bytes:
        return paper.text_pdf(
            [[(72, 700, "Kestrel Abrasives invoice of our house in many words"), (72, 60, f"leaf {n}")] for n in names]
        )

    fronts, backs = _came(means, "fronts.pdf", leaves("13")), _came(means, "backs.pdf", leaves("42"))
    joined = arrange(means, [(fronts, 0), (backs, 1), (fronts, 1), (backs, 0)], user=_CLERK)
    assert _texts(means, joined) == ["leaf 1", "leaf 2", "leaf 3", "leaf 4"]


def test_an_e_invoice_and_the_paper_that_shows_it_become_one(means: Means) -> None:
    shown = _came(means, "bill.pdf", paper.text_pdf([_HEAD, _TAIL]))
    data = _came(means, "bill.xml", ubl_invoice("KA-77", quantity="400"))
    (told,) = belonging(means, _record(means, shown), user=_CLERK)
    assert (told.id, told.is_suggested, Reason.DATA_OF_IT in told.reasons) == (data, True, True)
    both = _settled(means, join(means, (shown, data), user=_CLERK))
    assert both.sha256 == _record(means, shown).sha256  # nothing had to be put together
    assert (both.structured_sha256, both.state) == (_record(means, data).structured_sha256, State.IN_REVIEW)
    parts = take_apart(means, both.id, version=None, user=_CLERK)
    assert [_settled(means, part).sha256 for part in parts] == [_record(means, one).sha256 for one in (shown, data)]


@pytest.mark.parametrize("pages", [[(0, 0)], [(0, 0), (1, 0), (1, 0)], [(0, 0), (1, 1)], [(0, 0), (1, 0), (1, 1)]])
def test_every_page_stands_in_the_new_order_once(means: Means, pages: Sequence[tuple[int, int]]) -> None:
    ids = _came(means, "one.pdf", paper.text_pdf([_HEAD])), _came(means, "two.pdf", paper.text_pdf([_TAIL, _TAIL]))
    wanted = [(ids[which], index) for which, index in pages]
    if pages == [(0, 0), (1, 0), (1, 1)]:
        assert len(arrange(means, wanted, user=_CLERK).sheets) == 3
        return
    with pytest.raises(BadUse):
        arrange(means, wanted, user=_CLERK)
    assert {_record(means, one).state for one in ids} == {State.IN_REVIEW}


def test_what_cannot_be_one_is_left_alone(means: Means) -> None:
    ids = _halves(means)
    data = (
        _came(means, "a.xml", ubl_invoice("KA-1", quantity="400")),
        _came(means, "b.xml", ubl_invoice("KA-2", quantity="400")),
    )
    with pytest.raises(BadUse, match="two documents"):
        join(means, (ids[0], ids[0]), user=_CLERK)
    with pytest.raises(BadUse, match="e-invoices"):
        join(means, data, user=_CLERK)
    with pytest.raises(BadUse, match="in this order already"):
        arrange(means, [(ids[0], 0)], user=_CLERK)
    with pytest.raises(BadUse, match="nothing to take apart"):
        take_apart(means, ids[0], version=None, user=_CLERK)
    with pytest.raises(NotAllowed):
        join(means, ids, user=_AUDITOR)
    assert {_record(means, one).state for one in (*ids, *data)} == {State.IN_REVIEW}


def test_of_two_who_join_the_same_document_one_is_late_and_nothing_is_there_twice(means: Means) -> None:
    ids = (*_halves(means), _came(means, "other.pdf", paper.text_pdf([_TAIL, _HEAD])))

    class _Slow(DirectReading):
        """Lets somebody else join the first document while the pages are put together."""

        def compose(self, files: object, pages: object) -> bytes:
            join(means, ids[:2], user=_CLERK)
            return super().compose(files, pages)  # type: ignore[arg-type]

    with pytest.raises((StaleDocument, NotAllowed)):
        join(replace(means, confined=_Slow()), (ids[0], ids[2]), user=_CLERK)
    assert _record(means, ids[2]).state is State.IN_REVIEW
    with means.store.view() as work:
        assert work.documents.counts()[State.RECEIVED] == 1


def test_a_part_split_off_is_joined_again_before_the_rest_comes_apart(means: Means) -> None:
    whole = _settled(means, join(means, _halves(means), user=_CLERK))
    parts = [_settled(means, part) for part in split(means, whole.id, ((0,), (1,)), version=None, user=_CLERK)]
    with pytest.raises(BadUse, match="split off"):
        take_apart(means, parts[0].id, version=None, user=_CLERK)
    again = _settled(means, join(means, [part.id for part in parts], user=_CLERK))
    assert len(take_apart(means, again.id, version=None, user=_CLERK)) == 2


def _told(means: Means, of: DocumentId) -> dict[str, Belonging]:
    return {one.name: one for one in belonging(means, _record(means, of), user=_CLERK)}


def test_pages_that_go_on_are_suggested_with_the_reasons(means: Means) -> None:
    first, second = _halves(means)
    told = _told(means, first)["scan_002.pdf"]
    assert (told.id, told.is_suggested, told.goes_before, told.numbers) == (second, True, False, (1,))
    assert told.reasons[0] is Reason.CONTINUES
    assert {Reason.SAME_NUMBER, Reason.NUMBERED_NAMES, Reason.CAME_TOGETHER} <= set(told.reasons)
    assert _told(means, second)["scan_001.pdf"].goes_before


def test_one_bill_sent_twice_is_not_suggested_as_one_of_two_pages(means: Means) -> None:
    first = _came(means, "bill.pdf", paper.text_pdf([_HEAD, _TAIL]))
    _came(
        means,
        "copy.pdf",
        paper.text_pdf([_HEAD, _TAIL, [(72, 700, "thank you for your order, it was a pleasure to serve you again this year")]]),
    )
    told = _told(means, first)["copy.pdf"]
    assert (Reason.SAME_NUMBER in told.reasons, told.is_suggested) == (True, False)


def test_papers_of_one_mail_are_offered_and_those_of_others_are_not(means: Means) -> None:
    mail = MailEvidence(sender="ap@kestrel.example", message_id="<1@kestrel.example>")
    first = _came(means, "a.pdf", paper.text_pdf([[(72, 700, "Kestrel Abrasives invoice of our house number A-1")]]), mail=mail)
    _came(means, "b.pdf", paper.text_pdf([[(72, 700, "Kestrel Abrasives invoice of our house number B-1")]]), mail=mail)
    _came(means, "c.pdf", paper.text_pdf([[(72, 700, "Somebody else's letter about something else C-1")]]))
    told = _told(means, first)
    assert list(told) == ["b.pdf"]
    assert (told["b.pdf"].reasons[0], told["b.pdf"].is_suggested) == (Reason.SAME_MAIL, False)
