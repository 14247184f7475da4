from __future__ import annotations

from idp.extractors.confidence import GATE
from idp.extractors.paper_document import read_paper
from tests.unit.extractors.pages import page_of

BOL = [
    [(0.1, "Date: 11/13/2026"), (0.4, "!Bill of Lading")],
    [(0.1, "B/L No.:"), (0.25, "NLOC2611004472"), (0.55, "SCAC:"), (0.65, "NLOC")],
    [(0.1, "Shipper:"), (0.25, "Kestrel Abrasives Inc."), (0.55, "Carrier:"), (0.65, "Northline Ocean Carriers")],
    [(0.1, "Consignee:"), (0.25, "Brennhoff Bedarf GmbH"), (0.55, "PRO No.:"), (0.65, "4418820176")],
]


def sure_of_ship_date(*more: str) -> float:
    document = read_paper([page_of([*BOL, *more])]).document
    assert document.fields["ship_date"].value == "2026-11-13"
    return document.fields["ship_date"].confidence


def test_the_only_date_of_a_bill_of_lading_is_the_day_of_shipment() -> None:
    assert sure_of_ship_date() >= GATE


def test_another_date_in_the_upper_part_leaves_that_open() -> None:
    assert sure_of_ship_date("Requested 11/27/2026 at the dock") < GATE
