"""What a source's settings say of its documents goes with every document of a file and has its say in reading and matching."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from idp.domain.code import Code
from idp.domain.geometry import Box
from idp.domain.lifecycle import State
from idp.domain.mail import MailEvidence
from idp.domain.page import Reading, Word
from idp.domain.purchase import Facts
from idp.domain.record import DocumentId, DocumentRecord
from idp.ports import Hints, Limits
from idp.services.advance import settle_document
from idp.services.hints import hints_of
from idp.services.ingest import Delivery, ingest
from idp.services.means import Means
from idp.services.replay import Readers, replay, reread
from tests.fakes.means import SmallErp, make_means, ubl_invoice
from tests.unit.extractors.pages import page_of, reading_of

SILENT = "Kestrel Abrasives B.V.\n\nGoods as agreed\n4 boxes of discs"
INVOICE = (
    "Kestrel Abrasives B.V.\n\n!INVOICE\nInvoice No. KA-{0}\nInvoice date 2026-11-20\nPage 1 of 1\n"
    "Bill to Brennhoff Industriebedarf GmbH\nTotal EUR 12.50"
)


class TextReading:
    """Implements ports.Confined for text: every form feed begins a page, every line stands at the left margin."""

    def read(self, content: bytes, *, name: str, limits: Limits | None = None) -> Reading:
        pages = content.decode().removeprefix("%PDF-").split("\f")
        return reading_of(*(page_of(page.splitlines(), index=index) for index, page in enumerate(pages)))

    def render(self, content: bytes, *, page_index: int, dpi: int = 110) -> bytes:
        raise NotImplementedError

    def reread(self, content: bytes, *, page_index: int, box: Box) -> tuple[Word, ...]:
        return ()

    def close(self) -> None:
        """Nothing to end."""


class AskedErp(SmallErp):
    """Remembers what it was asked for."""

    asked: Hints

    def facts(self, hints: Hints) -> Facts:
        self.asked = hints
        return super().facts(hints)


@pytest.fixture
def means(tmp_path: Path) -> Means:
    return replace(make_means(tmp_path), confined=TextReading())


def settled(means: Means, delivery: Delivery) -> list[DocumentRecord]:
    (row,) = ingest(means, delivery)
    assert row.document_id is not None
    settle_document(means, row.document_id, holder="test")
    with means.store.view() as work:
        records = [work.documents.require(row.document_id), *work.documents.siblings(row.document_id)]
    for record in records:
        settle_document(means, record.id, holder="test")
    with means.store.view() as work:
        unique: dict[DocumentId, DocumentRecord] = {r.id: work.documents.require(r.id) for r in records}
    return list(unique.values())


def codes(record: DocumentRecord) -> set[Code]:
    return {found.code for found in record.match.findings} if record.match is not None else set()


def _xml(number: str, company: str) -> Delivery:
    return Delivery("folder", number, f"{number}.xml", ubl_invoice(number, quantity="10"), company_hint=company)


def paper(*pages: str) -> bytes:
    return b"%PDF-" + "\f".join(pages).encode()


def test_every_document_of_a_file_came_the_same_way(means: Means) -> None:
    mail = MailEvidence(sender="billing@kestrel.example")
    delivery = Delivery(
        "mail", "1", "two.pdf", paper(INVOICE.format(1), INVOICE.format(2)), source="AP", company_hint="Brennhoff Industriebedarf GmbH",
        vendor_hint="Kestrel", type_hint="invoice", mail=mail,
    )  # fmt: skip
    first, second = settled(means, delivery)
    for one in (first, second):
        assert (one.source, one.company_hint, one.vendor_hint, one.type_hint, one.sender, one.mail) == (
            "AP", "Brennhoff Industriebedarf GmbH", "Kestrel", "invoice", "billing@kestrel.example", mail,
        )  # fmt: skip


def test_the_type_of_a_source_is_taken_where_the_page_says_none_and_when_it_is_read_again(means: Means) -> None:
    (record,) = settled(means, Delivery("folder", "1", "a.pdf", paper(SILENT), type_hint="delivery_note"))
    assert record.extraction is not None
    assert record.extraction.document_type == "delivery_note"
    assert Code.CLS_LOWCONF in codes(record)
    [again] = reread(means.store, Readers(means.blobs, TextReading(), Limits()))
    assert not again.is_changed
    (unknown,) = settled(means, Delivery("folder", "2", "b.pdf", paper(SILENT + "\nof today")))
    assert Code.CLS_UNKNOWN in codes(unknown)


def test_a_document_of_another_company_than_its_source_waits_for_a_person_and_is_decided_alike_later(tmp_path: Path) -> None:
    means = make_means(tmp_path)
    (passing,) = settled(means, _xml("KA-1", "Brennhoff Industriebedarf"))
    assert Code.VAL_NOTUS not in codes(passing)
    (asked,) = settled(means, _xml("KA-2", "Brennhoff Schweiz AG"))
    assert (asked.state, Code.VAL_NOTUS in codes(asked)) == (State.IN_REVIEW, True)
    assert not any(one.is_changed for one in replay(means.store))


def test_the_vendor_of_a_source_is_looked_for_in_odoo(tmp_path: Path) -> None:
    erp = AskedErp()
    means = replace(make_means(tmp_path, erp=erp), confined=TextReading())
    (record,) = settled(means, Delivery("folder", "1", "a.pdf", paper(SILENT), vendor_hint="Acme Pumpen GmbH"))
    assert "Acme Pumpen GmbH" in erp.asked.names
    assert record.extraction is not None
    assert "Acme Pumpen GmbH" not in hints_of(replace(record, vendor_hint=None), record.extraction).names
