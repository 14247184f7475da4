"""Old decisions made again: the same under the same policy, what differs under another, files read anew; nothing is changed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from idp.domain.code import Code, Role, Severity
from idp.domain.finding import Decision
from idp.domain.lifecycle import State
from idp.domain.policy import Policy
from idp.domain.record import DocumentId
from idp.ports import Limits, User
from idp.services.advance import advance, settle_document
from idp.services.correction import Correction
from idp.services.ingest import Delivery, ingest
from idp.services.means import Means
from idp.services.replay import Readers, replay, reread
from idp.services.review import correct, match_now
from tests.fakes.means import SmallErp, XmlReading, make_means, ubl_invoice

CLERK = User("clerk", "Clerk", frozenset({Role.CLERK}))
STRICT = replace(Policy(), name="strict", severities={Code.QTY_NOREC: Severity.REJECT})


def settled(means: Means, content: bytes, *, name: str = "invoice.xml") -> DocumentId:
    [row] = ingest(means, Delivery("upload", name, name, content))
    assert row.document_id is not None
    settle_document(means, row.document_id, holder="test")
    return row.document_id


def readers_of(means: Means) -> Readers:
    return Readers(means.blobs, XmlReading(), Limits())


def test_the_same_policy_and_program_decide_every_document_alike(tmp_path: Path) -> None:
    means = make_means(tmp_path)
    [row] = ingest(means, Delivery("upload", "a.xml", "a.xml", ubl_invoice("KA-1")))
    assert row.document_id is not None
    for _ in range(3):
        advance(means, row.document_id, holder="test")
    settled(means, ubl_invoice("KA-2", quantity="80"), name="b.xml")  # sees what the first is about to bill
    settled(means, ubl_invoice("KA-3", price="3.00"), name="c.xml")
    replayed = list(replay(means.store))
    assert [one.now for one in replayed] == [one.decided.match for one in replayed]
    assert not any(one.is_changed for one in replayed)
    decisions = [one.decided.match.decision for one in replayed]
    assert decisions[0] is Decision.TOUCHLESS
    assert Decision.TOUCHLESS not in decisions[1:]


def test_what_odoo_says_later_has_no_part_in_it(tmp_path: Path) -> None:
    erp = SmallErp(received=Decimal(0))
    means = make_means(tmp_path, erp=erp)
    settled(means, ubl_invoice())
    erp.received = Decimal(100)
    [one] = replay(means.store)
    assert not one.is_changed


def test_another_policy_shows_codes_gained_and_lost_and_who_is_needed(tmp_path: Path) -> None:
    means = make_means(tmp_path)
    settled(means, ubl_invoice("KA-1"), name="a.xml")
    settled(means, ubl_invoice("KA-2", quantity="10", price="2.56"), name="b.xml")
    wide = replace(Policy(), name="wide", severities={Code.PRC_OVER: Severity.INFO})
    same, passing = replay(means.store, policy=wide)
    assert (same.is_changed, passing.would_pass, passing.would_need_person) == (False, True, False)
    limited = replace(Policy(), name="limited", touchless=frozenset())
    held, asked = replay(means.store, policy=limited)
    assert (held.would_need_person, held.codes_gained, held.codes_lost) == (True, ("GOV-POLICY",), ())
    assert not asked.would_need_person


def test_nothing_is_changed_by_it(tmp_path: Path) -> None:
    means = make_means(tmp_path, erp=SmallErp(received=Decimal(0)))
    document_id = settled(means, ubl_invoice())
    with means.store.view() as work:
        before = work.documents.require(document_id), work.documents.events(document_id)
    [one] = replay(means.store, policy=STRICT)
    assert one.now is not None
    assert one.now.decision is Decision.REJECT
    with means.store.view() as work:
        assert (work.documents.require(document_id), work.documents.events(document_id)) == before


def test_a_file_read_anew_is_decided_as_at_first_whatever_a_person_corrected(tmp_path: Path) -> None:
    means = make_means(tmp_path)
    document_id = settled(means, ubl_invoice(price="3.00"))
    with means.store.view() as work:
        version = work.documents.require(document_id).version
    corrected = correct(means, document_id, {"total": Correction("121.00")}, version=version, user=CLERK)
    assert match_now(means, corrected, user=CLERK).state is State.IN_REVIEW
    [last] = replay(means.store)
    [first] = reread(means.store, readers_of(means))
    assert not last.is_changed
    assert not first.is_changed
    assert first.decided.version < last.decided.version


class NothingCanBeRead(XmlReading):
    """A reader that refuses every file."""

    def read(self, content: bytes, *, name: str, limits: Limits | None = None) -> object:  # type: ignore[override]  # never returns
        return super().read(b"broken", name=name, limits=limits)


def test_a_file_that_is_not_read_any_more_is_told(tmp_path: Path) -> None:
    means = make_means(tmp_path)
    settled(means, ubl_invoice())
    [one] = reread(means.store, replace(readers_of(means), confined=NothingCanBeRead()))
    assert (one.now, one.would_need_person) == (None, True)
    assert one.trouble == "invoice.xml cannot be opened."
