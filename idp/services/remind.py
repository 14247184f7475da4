"""Orders that no supplier confirmed in time are told to a buyer, in Odoo on the order itself, once each."""

from __future__ import annotations

from datetime import date, timedelta

import structlog

from idp.domain.document import DocumentType
from idp.domain.errors import ErpRejected
from idp.domain.finding import Finding
from idp.domain.purchase import Facts
from idp.matching.unconfirmed import unconfirmed_findings
from idp.services.means import Means

_log = structlog.get_logger()


class Reminder:
    """Looks once a day, where the policy says how long an order may wait (`confirmation.expected_days`)."""

    def __init__(self, means: Means) -> None:
        self._means = means
        self._looked_on: date | None = None

    def run(self) -> int:
        """Tells every order that is late (CNF-NONE); returns how many were told. What was told before is not told again in Odoo."""
        days, today = self._means.policy.expected_days, self._means.clock.today()
        if days is None or self._looked_on == today:
            return 0
        facts = self._means.erp.unanswered_orders(placed_before=today - timedelta(days=days))
        late = unconfirmed_findings(facts, self._means.policy, confirmed=_confirmed(self._means, facts))
        companies = {order.id: order.company_id for order in facts.orders}
        told = 0
        for found in late:
            if found.record is not None:
                told += _tell(self._means, found, companies[found.record.id])
        self._looked_on = today
        return told


def _tell(means: Means, found: Finding, company_id: int) -> bool:
    try:
        means.erp.remind(found, company_id=company_id)
    except ErpRejected as refusal:
        _log.warning(
            "order could not be told", code=found.code, order=found.record.name if found.record else "", trouble=str(refusal)
        )
        return False
    return True


def _confirmed(means: Means, facts: Facts) -> frozenset[int]:
    """The orders that a confirmation names which is with us, whatever became of it."""
    with means.store.view() as work:
        papers = work.documents.about_orders(tuple(order.id for order in facts.orders))
    return frozenset(
        order.id
        for paper in papers
        if paper.match is not None
        and paper.extraction is not None
        and paper.extraction.document_type is DocumentType.ORDER_CONFIRMATION
        for order in paper.match.orders
    )
