"""Whatever changes in Odoo, the documents that waited for it are decided again in the next round, and no others are looked at."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from idp.domain.lifecycle import Event, State
from idp.domain.record import DocumentId
from idp.erp import OdooErp
from idp.services.advance import settle_document
from idp.services.ingest import Delivery, ingest
from idp.services.means import Means
from idp.services.rematch import LOOK_AGAIN_AFTER, Rematch
from tests.contract.erp.conftest import PLACES
from tests.contract.erp.counting import counted_calls
from tests.contract.erp.place import Order, Place, iban, token
from tests.fakes.means import SteppingClock, make_means, ubl_invoice

# Where versions differ stands in the tests of what changed and of facts.
pytestmark = pytest.mark.parametrize("place", [p for p in PLACES if p not in ("sandbox-17", "sandbox-19")], indirect=True)

_CALLS_OF_A_QUIET_ROUND = 8
_YESTERDAY = datetime.now(UTC).date() - timedelta(days=1)


@dataclass
class Goods:
    """A vendor's product that is ordered, received and billed by its code."""

    place: Place
    vendor_name: str = field(default_factory=lambda: f"Vendor {token()}")
    code: str = field(default_factory=lambda: f"P-{token()}")

    def vendor(self) -> int:
        return self.place.vendor(self.vendor_name)

    def order(self, vendor_id: int, quantity: str = "40", price: str = "2.50", **values: str) -> Order:
        product = self.place.product(vendor_id, default_code=self.code)
        ordered = f"{_YESTERDAY - timedelta(days=9)} 10:00:00"
        return self.place.order(vendor_id, (product, quantity, price), date_order=ordered, **values)

    def invoice(self, order_name: str, *, price: str = "2.50", account: str | None = None) -> bytes:
        """An invoice over 40 of it, at Odoo's tax."""
        text = ubl_invoice(f"R-{token()}", price=price, order=order_name).decode()
        net, percent = Decimal(40) * Decimal(price), self.place.tax_percent.normalize()
        drawn, due = (round(net * p / 100, 2) for p in (Decimal(21), percent))
        paid = f"<cac:PaymentMeans><cbc:PaymentMeansCode>58</cbc:PaymentMeansCode><cac:PayeeFinancialAccount><cbc:ID>{account}</cbc:ID>"
        for old, new in (
            (f">{net + drawn}<", f">{net + due}<"), (f">{drawn}<", f">{due}<"), (">21<", f">{percent:f}<"), ("AB-125", self.code),
            ("2026-11-20", str(_YESTERDAY)), ("2026-12-20", str(_YESTERDAY + timedelta(days=30))),
            ("Kestrel Abrasives B.V.", self.vendor_name), ("Brennhoff Industriebedarf GmbH", self._company()), ("EUR", self.place.currency),
            ("<cac:TaxTotal>", f"{paid}</cac:PayeeFinancialAccount></cac:PaymentMeans><cac:TaxTotal>" if account else "<cac:TaxTotal>"),
        ):  # fmt: skip
            text = text.replace(old, new)
        return text.encode()

    def _company(self) -> str:
        return str(self.place.rows("res.company", [("id", "=", self.place.company_id)], "name")[0]["name"])


@dataclass
class Desk:
    """Documents that wait for Odoo, and rounds of matching them again."""

    means: Means
    rounds: Rematch

    def take(self, content: bytes) -> DocumentId:
        name = f"{token()}.xml"
        [row] = ingest(self.means, Delivery("upload", name, name, content))
        assert row.document_id is not None
        assert settle_document(self.means, row.document_id, holder="test") is State.IN_REVIEW
        self.rounds.run()
        self.rounds.run()
        return row.document_id

    def state(self, document_id: DocumentId) -> State:
        with self.means.store.view() as work:
            return work.documents.require(document_id).state

    def codes(self, document_id: DocumentId) -> set[str]:
        with self.means.store.view() as work:
            match = work.documents.require(document_id).match
        assert match is not None
        return {found.code.value for found in match.findings}


@pytest.fixture
def desk(tmp_path: Path, erp: OdooErp) -> Desk:
    means = replace(make_means(tmp_path), erp=erp)
    return Desk(means, Rematch(means))


@pytest.fixture
def goods(place: Place) -> Goods:
    return Goods(place)


def test_two_partial_receipts_release_the_bill_for_both(desk: Desk, goods: Goods, place: Place) -> None:
    order = goods.order(goods.vendor())
    waiting = desk.take(goods.invoice(order.name))
    assert "QTY-NOREC" in desk.codes(waiting)
    place.receive(order, "15")
    assert desk.rounds.run() == 1
    assert "QTY-OVERREC" in desk.codes(waiting)
    place.receive(order, "25")
    assert desk.rounds.run() == 1
    assert desk.state(waiting) is State.READY, desk.codes(waiting)
    with desk.means.store.view() as work:
        [*_, told] = [e.why for e in work.documents.events(waiting) if e.event is Event.CHANGED_IN_ERP]
    assert "QTY-OVERREC gone" in told


def test_a_return_is_seen_by_the_bill_that_waits_for_something_else(desk: Desk, goods: Goods, place: Place) -> None:
    order = goods.order(goods.vendor())
    picking = place.receive(order, "40")
    waiting = desk.take(goods.invoice(order.name, price="3.50"))
    before = desk.codes(waiting)
    place.send_back(picking, "10")
    assert desk.rounds.run() == 1
    assert any(code.startswith("QTY") for code in desk.codes(waiting) - before)


def test_a_changed_price_on_the_order_releases_the_bill(desk: Desk, goods: Goods, place: Place) -> None:
    order = goods.order(goods.vendor())
    place.receive(order, "40")
    waiting = desk.take(goods.invoice(order.name, price="3.50"))
    place.do("purchase.order.line", "write", [order.line_ids[0]], {"price_unit": 3.5})
    assert desk.rounds.run() == 1
    assert desk.state(waiting) is State.READY, desk.codes(waiting)


def test_a_cancelled_bill_releases_the_one_that_came_after_it(desk: Desk, goods: Goods, place: Place) -> None:
    order = goods.order(goods.vendor())
    place.receive(order, "40")
    typed = place.bill(order, "40", "2.50")
    waiting = desk.take(goods.invoice(order.name))
    place.do("account.move", "button_cancel", [typed])
    assert desk.rounds.run() == 1
    assert desk.state(waiting) is State.READY, desk.codes(waiting)


def test_an_order_that_is_entered_late_is_found_by_its_bill(desk: Desk, goods: Goods, place: Place) -> None:
    vendor, name = goods.vendor(), f"PX{token()}"
    waiting = desk.take(goods.invoice(name))
    assert "PO-NOTFOUND" in desk.codes(waiting)
    place.receive(goods.order(vendor, name=name), "40")
    assert desk.rounds.run() == 1
    assert desk.state(waiting) is State.READY, desk.codes(waiting)


def test_a_vendor_that_is_entered_late_is_found_by_its_bill(desk: Desk, goods: Goods, place: Place) -> None:
    name = f"PX{token()}"
    waiting = desk.take(goods.invoice(name))
    assert "VEN-UNKNOWN" in desk.codes(waiting)
    place.receive(goods.order(goods.vendor(), name=name), "40")
    assert desk.rounds.run() == 1
    assert desk.state(waiting) is State.READY, desk.codes(waiting)


def test_an_account_that_finance_released_for_payments_releases_the_bill(desk: Desk, goods: Goods, place: Place) -> None:
    """Who may release an account in Odoo is who the hold waits for: it is finance's own answer."""
    vendor, printed = goods.vendor(), iban()
    order = goods.order(vendor)
    place.receive(order, "40")
    waiting = desk.take(goods.invoice(order.name, account=printed))
    assert "FRD-BANK" in desk.codes(waiting)
    account = place.account(vendor, printed, trusted=False)
    desk.rounds.run()
    assert desk.state(waiting) is State.IN_REVIEW
    place.do("res.partner.bank", "write", [account], {"allow_out_payment": True})
    assert desk.rounds.run() == 1
    assert desk.state(waiting) is State.READY, desk.codes(waiting)


def test_a_quiet_round_costs_a_few_calls_and_each_document_is_looked_at_every_hour(
    desk: Desk, goods: Goods, place: Place, erp: OdooErp
) -> None:
    order = goods.order(goods.vendor())
    for _ in range(3):
        desk.take(goods.invoice(order.name))
    with counted_calls(erp) as calls:
        assert desk.rounds.run() == 0
    assert len(calls) <= _CALLS_OF_A_QUIET_ROUND, calls
    Goods(place).order(place.vendor())  # nobody waits for it
    with counted_calls(erp) as calls:
        assert desk.rounds.run() == 0
    assert not [call for call in calls if call == "account.move.line.search_read"], "no facts were asked for"
    assert isinstance(desk.means.clock, SteppingClock)
    desk.means.clock.move_on(LOOK_AGAIN_AFTER)
    with counted_calls(erp) as calls:
        assert desk.rounds.run() == 0
    assert len([call for call in calls if call == "account.move.line.search_read"]) == 3
