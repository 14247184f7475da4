"""Rounds of matching again: every waiting document in its turn, nothing lost while Odoo is away, nothing entered in a circle."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

import pytest

from idp.domain.errors import ErpUnavailable
from idp.domain.lifecycle import State
from idp.domain.purchase import Facts
from idp.domain.record import DocumentId
from idp.ports import ChangeMark, Changes, Hints
from idp.services import rematch
from idp.services.advance import settle_document
from idp.services.ingest import Delivery, ingest
from idp.services.means import Means
from idp.services.rematch import Rematch
from tests.fakes.means import SmallErp, make_means, odoo_refuses, ubl_invoice


@dataclass
class WatchedErp(SmallErp):
    """Tells of what changed: `changed` once, then nothing; remembers for which documents facts were asked."""

    changed: Changes = field(default_factory=lambda: Changes(ChangeMark("1")))
    marks: list[ChangeMark | None] = field(default_factory=list)
    asked: list[str | None] = field(default_factory=list)

    def changes(self, mark: ChangeMark | None) -> Changes:
        self.marks.append(mark)
        if mark is None:
            return Changes(ChangeMark("1"), is_complete=False)
        return self.changed if mark == ChangeMark("1") else Changes(mark)

    def facts(self, hints: Hints) -> Facts:
        facts = super().facts(hints)
        self.asked.append(hints.document_id)
        return facts


def waiting(means: Means, number: int) -> DocumentId:
    name = f"{number}.xml"
    [row] = ingest(means, Delivery("upload", name, name, ubl_invoice(f"KA-{number}")))
    assert row.document_id is not None
    assert settle_document(means, row.document_id, holder="test") is State.IN_REVIEW
    return row.document_id


def test_the_first_round_looks_at_every_waiting_document_once_whatever_their_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rematch, "_BATCH", 2)
    erp = WatchedErp(received=Decimal(0))
    means = make_means(tmp_path, erp=erp)
    ids = [waiting(means, number) for number in range(5)]
    erp.asked.clear()
    Rematch(means).run()
    assert sorted(str(i) for i in erp.asked) == sorted(ids)


def test_what_odoo_s_absence_kept_from_being_seen_is_seen_when_it_is_back(tmp_path: Path) -> None:
    erp = WatchedErp(received=Decimal(0), changed=Changes(ChangeMark("2"), order_ids=frozenset({21})))
    means = make_means(tmp_path, erp=erp)
    document_id = waiting(means, 1)
    rounds = Rematch(means)
    rounds.run()
    erp.received = Decimal(100)
    erp.before_facts = _away
    assert rounds.run() == 0
    erp.before_facts = lambda: None
    assert rounds.run() == 1
    assert rounds.run() == 0
    assert erp.marks == [None, ChangeMark("1"), ChangeMark("1"), ChangeMark("2")]
    with means.store.view() as work:
        assert work.documents.require(document_id).state is State.READY


def _away() -> None:
    raise ErpUnavailable("Odoo does not answer")


def test_what_odoo_refused_to_enter_is_left_to_a_person(tmp_path: Path) -> None:
    """Decided again it would pass, be entered and be refused, round after round."""
    erp = WatchedErp(before_enter=odoo_refuses)
    means = make_means(tmp_path, erp=replace(erp))
    waiting(means, 1)
    assert rematch.rematch_waiting(means) == 0
