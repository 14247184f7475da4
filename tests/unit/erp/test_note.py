from __future__ import annotations

from dataclasses import replace

from idp.domain.entry import EntryFile, EntryOrder, ShippingEntry
from idp.domain.finding import RecordRef
from idp.erp.external_id import bill_name, document_of, part_name
from idp.erp.note import as_html, entry_hash

ORDER = EntryOrder(
    "doc", ShippingEntry(1, (RecordRef("stock.picking", 4),), "1Z"), EntryFile("pod.pdf", "00", "application/pdf"), "A note"
)


def test_the_hash_follows_the_entry_and_not_the_wording() -> None:
    assert entry_hash(replace(ORDER, note="Other words")) == entry_hash(ORDER)
    assert entry_hash(replace(ORDER, entry=replace(ORDER.entry, tracking_reference="2Z"))) != entry_hash(ORDER)  # type: ignore[type-var]


def test_nothing_in_a_note_is_markup() -> None:
    body = as_html("<script>alert(1)</script>\n\n  5 < 6 & more  ", entry="0" * 12, fingerprint=None)
    assert body == f"<p>&lt;script&gt;alert(1)&lt;/script&gt;</p><p>5 &lt; 6 &amp; more</p><p>idp entry {'0' * 12}</p>"


def test_only_the_last_line_becomes_a_link_and_only_where_it_is_evidence() -> None:
    address = "https://idp.example.com/documents/1"
    body = as_html(f"Evidence: https://evil.example\nEvidence: {address}", entry="0" * 12, fingerprint=None)
    assert f'<p>Evidence: https://evil.example</p><p>Evidence: <a href="{address}">{address}</a></p>' in body
    assert "<a" not in as_html("Evidence: https://evil.example\nDocument 1.", entry="0" * 12, fingerprint=None)
    assert "<a" not in as_html("Evidence: javascript:alert(1)", entry="0" * 12, fingerprint=None)


def test_external_ids_have_one_point_whatever_the_document_is_called() -> None:
    assert part_name("paper", "a.b/c d", "stock-picking", 4) == "paper_a-b-c-d_stock-picking_4"
    assert document_of(f"idp.{bill_name('doc-1')}") == "doc-1"
    assert document_of("account.bill_doc-1") is None
