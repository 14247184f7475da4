from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from idp.domain.code import Role
from idp.domain.lifecycle import State
from idp.ports import DocumentQuery, User
from idp.services.advance import settle_document
from idp.services.bulk import Act, Chosen, Order, act_on_each
from idp.services.workbench import Workbench
from tests.fakes.means import SmallErp, make_means, ubl_invoice
from tests.unit.services.test_way import take

CLARA = User("clerk", "Clara", frozenset({Role.CLERK, Role.WAREHOUSE}))


def test_documents_without_a_receipt_wait_for_it_and_leave_the_list_together(tmp_path: Path) -> None:
    means = make_means(tmp_path, erp=SmallErp(received=Decimal(0)))
    ids = [take(means, ubl_invoice(number), key=number) for number in ("KA-1", "KA-2")]
    assert [settle_document(means, i, holder="test") for i in ids] == [State.IN_REVIEW] * 2
    bench = Workbench(means)
    chosen = tuple(Chosen(i, bench.document(i, user=CLARA).version) for i in ids)
    assert [fate.trouble for fate in act_on_each(bench, chosen, Order(Act.WAIT), user=CLARA)] == [None, None]
    assert bench.queue(DocumentQuery(states=(State.IN_REVIEW,), put_aside=False)).total == 0
    again = act_on_each(bench, chosen, Order(Act.WAIT), user=CLARA)
    assert all(fate.trouble is not None for fate in again)  # the list was older than the documents


def test_what_was_asked_of_another_role_stands_on_its_desk(tmp_path: Path) -> None:
    means = make_means(tmp_path)
    document_id = take(means, ubl_invoice("KA-1", price="9.99"))
    settle_document(means, document_id, holder="test")
    bench = Workbench(means)
    chosen = (Chosen(document_id, bench.document(document_id, user=CLARA).version),)
    order = Order(Act.FORWARD, role=Role.WAREHOUSE, text="Is this what came?")
    assert act_on_each(bench, chosen, order, user=CLARA)[0].trouble is None
    assert bench.queue(DocumentQuery(owner=Role.WAREHOUSE)).total == 1
