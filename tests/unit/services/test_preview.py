"""What a correction would come to is what it then comes to, and telling it stores nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from idp.domain.code import Role
from idp.domain.errors import BadUse, NotAllowed
from idp.domain.lifecycle import State
from idp.domain.record import DocumentId, DocumentRecord
from idp.ports import User
from idp.services.advance import settle_document
from idp.services.correction import Correction
from idp.services.ingest import Delivery, ingest
from idp.services.means import Means
from idp.services.preview import preview
from idp.services.review import correct, match_now
from tests.fakes.means import SmallErp, make_means, ubl_invoice

CLERK = User("clerk", "Clerk", frozenset({Role.CLERK}))
AUDITOR = User("auditor", "Auditor", frozenset({Role.AUDITOR}))


def in_review(means: Means) -> DocumentRecord:
    """An invoice whose price is above the order's."""
    rows = ingest(means, Delivery("upload", "1", "invoice.xml", ubl_invoice(price="3.50")))
    document_id = next(row.document_id for row in rows if row.document_id is not None)
    assert settle_document(means, document_id, holder="test") is State.IN_REVIEW
    return stored(means, document_id)


def stored(means: Means, document_id: DocumentId) -> DocumentRecord:
    with means.store.view() as work:
        return work.documents.require(document_id)


def test_the_preview_is_the_match_that_saving_brings(tmp_path: Path) -> None:
    means = make_means(tmp_path, erp=SmallErp())
    record = in_review(means)
    changes = {"lines.0.quantity": Correction("4000"), "po_number": Correction("P00021")}
    told = preview(means, record, changes, user=CLERK)
    assert stored(means, record.id) == record
    saved = match_now(means, correct(means, record.id, changes, version=record.version, user=CLERK), user=CLERK)
    assert told.match is not None
    assert saved.match is not None
    assert told.match.findings == saved.match.findings
    assert told.match.findings != record.match.findings  # type: ignore[union-attr]
    assert told.extraction == saved.extraction


def test_a_value_that_is_none_is_refused_with_its_field(tmp_path: Path) -> None:
    means = make_means(tmp_path, erp=SmallErp())
    with pytest.raises(BadUse, match="invoice date: 'soon'"):
        preview(means, in_review(means), {"invoice_date": Correction("soon")}, user=CLERK)


def test_who_may_not_correct_is_told_so(tmp_path: Path) -> None:
    means = make_means(tmp_path, erp=SmallErp())
    with pytest.raises(NotAllowed):
        preview(means, in_review(means), {"total": Correction("1.00")}, user=AUDITOR)
