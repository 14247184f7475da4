"""At which rates of exchange will Odoo book a bill? At those of its date; today's come with the master data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from idp.domain.purchase import Company
from idp.erp.connection import Connection
from idp.erp.master import Master
from idp.erp.reference import Reference, read_rates
from idp.ports import Hints

_Rates = tuple[tuple[str, Decimal], ...]


class RateCache:
    """The rates of past days, read once for each company and day until the master data are read anew; for all threads."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._read: tuple[Reference | None, dict[tuple[int, date], _Rates]] = (None, {})

    def companies(self, master: Master, hints: Hints, currencies: Iterable[str], *, today: date) -> tuple[Company, ...]:
        """Our companies with the rates of the document's day, where one of its `currencies` is not the company's own.

        Raises ErpUnavailable, ErpRejected.
        """
        on = hints.rate_date
        if on is None or on >= today:  # of days to come Odoo knows no more than today's
            return master.companies
        used = {currency for currency in (hints.currency, *currencies) if currency}
        return tuple(
            replace(company, rates=self._rates(master.reference, company.id, on)) if used - {company.currency} else company
            for company in master.companies
        )

    def _rates(self, reference: Reference, company_id: int, on: date) -> _Rates:
        known_for, known = self._read
        if known_for is not reference:
            known = {}
            self._read = (reference, known)
        if (company_id, on) not in known:
            known[company_id, on] = read_rates(self._connection, company_id, on=on)
        return known[company_id, on]
