"""What is one company currency worth in another currency? As the company itself books it; else crossed over the first company's rates."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from idp.domain.money import Money
from idp.domain.purchase import Company, Facts


def rate_of(facts: Facts, company: Company, currency: str | None) -> Decimal | None:
    """Units of `currency` for one unit of the company's; None where not known. No currency means the company's."""
    if currency is None or currency == company.currency:
        return Decimal(1)
    if company.rates:
        return _listed(company.rates, currency)
    first = facts.companies[0]
    own, wanted = (
        Decimal(1) if code == first.currency else _listed(facts.rates, code) for code in (company.currency, currency)
    )
    return None if own is None or wanted is None else wanted / own


def _listed(rates: Iterable[tuple[str, Decimal]], currency: str) -> Decimal | None:
    return next((rate for code, rate in rates if code == currency and rate > 0), None)


def in_company_currency(facts: Facts, company: Company, amount: Decimal, currency: str | None) -> Money | None:
    """The unsigned amount in company currency, rounded; None where no rate is known."""
    rate = rate_of(facts, company, currency)
    return None if rate is None else Money(abs(amount) / rate, company.currency).rounded()
