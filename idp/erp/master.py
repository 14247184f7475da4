"""Master data in memory: reference data, vendors and their bank accounts, brought up to date by what was written since.

Everything is read anew from time to time, which is how deleted records are noticed. What the present snapshot lacks can be
asked for at once with `refreshed`.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from idp.domain.errors import ErpUnavailable
from idp.domain.purchase import Company
from idp.erp.candidate import VendorIndex, index_of
from idp.erp.connection import Connection, Row
from idp.erp.party import Parties, parties_of, read_banks, read_partners
from idp.erp.reference import Reference, read_reference
from idp.erp.value import text

_FRESH_SECONDS = 15.0
"""How old partners and bank accounts may be. Whoever writes a bank account into a bill asks Odoo again (see bill)."""
_ANEW_SECONDS = 900.0
# A transaction's write_date is when it began: a record may appear with a date that was passed already.
_OVERLAP = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Master:
    """A snapshot of the master data; `companies` with their accounts."""

    reference: Reference
    parties: Parties
    index: VendorIndex
    companies: tuple[Company, ...]


class MasterCache:
    """The latest snapshot, shared by all threads."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()
        self._snapshot: Master | None = None
        self._partners: dict[int, Row] = {}
        self._banks: dict[int, Row] = {}
        self._read_anew_at = self._read_at = 0.0
        self._looked_for: dict[frozenset[str], float] = {}

    def current(self) -> Master:
        """A snapshot at most 15 seconds old. Raises ErpUnavailable."""
        with self._lock:
            return self._at_most(_FRESH_SECONDS)

    def refreshed(self, missing: frozenset[str]) -> Master:
        """A snapshot of this moment, for something that the current one lacks; asked again for the same it may be 15 seconds old.

        Documents of unknown vendors wait by the hundred and ask at every round: they shall not each time read Odoo anew.
        """
        with self._lock:
            now = time.monotonic()
            self._looked_for = {what: at for what, at in self._looked_for.items() if now - at <= _FRESH_SECONDS}
            age = _FRESH_SECONDS if missing in self._looked_for else 0.0
            self._looked_for.setdefault(missing, now)
            return self._at_most(age)

    def last_known(self) -> Master:
        """The current snapshot, or an older one while Odoo is away. Raises ErpUnavailable where there is none at all."""
        try:
            return self.current()
        except ErpUnavailable:
            if self._snapshot is None:
                raise
            return self._snapshot

    def _at_most(self, seconds: float) -> Master:
        now = time.monotonic()
        if self._snapshot is None or now - self._read_anew_at > _ANEW_SECONDS:
            self._snapshot = self._read_all()
            self._read_anew_at = self._read_at = time.monotonic()
        elif now - self._read_at > seconds:
            self._snapshot = self._with_changes(self._snapshot)
            self._read_at = time.monotonic()
        return self._snapshot

    def _read_all(self) -> Master:
        reference = read_reference(self._connection)
        partners, banks = read_partners(self._connection), read_banks(self._connection)
        self._partners = {row["id"]: row for row in partners}
        self._banks = {row["id"]: row for row in banks}
        return self._put_together(reference)

    def _with_changes(self, before: Master) -> Master:
        since = _latest((*self._partners.values(), *self._banks.values()))
        changed = [("write_date", ">=", since)] if since else []
        partners, banks = read_partners(self._connection, changed), read_banks(self._connection, changed)
        known = all(self._partners.get(r["id"]) == r for r in partners) and all(self._banks.get(r["id"]) == r for r in banks)
        if known:
            return before
        self._partners |= {row["id"]: row for row in partners}
        self._banks |= {row["id"]: row for row in banks}
        return self._put_together(before.reference)

    def _put_together(self, reference: Reference) -> Master:
        parties = parties_of(
            self._partners.values(),
            self._banks.values(),
            own_partners=frozenset(reference.own_partners.values()),
            trust_field=self._connection.names.bank_trust,
            payment_terms=reference.payment_terms,
        )
        companies = tuple(self._whole_company(c, reference, parties) for c in reference.companies)
        return Master(reference, parties, index_of(parties), companies)

    def _whole_company(self, company: Company, reference: Reference, parties: Parties) -> Company:
        """The company with what stands on its own partner: accounts and country."""
        partner_id = reference.own_partners[company.id]
        country = text(self._partners.get(partner_id, {}).get("country_code"))
        ibans = tuple(account.iban for account in parties.own_accounts.get(partner_id, ()))
        return replace(company, ibans=ibans, country=country)


def _latest(rows: Iterable[Row]) -> str | None:
    """The moment from which changes may be unknown, as Odoo writes datetimes; None where there is nothing yet."""
    latest = max((str(row["write_date"]) for row in rows if row["write_date"]), default=None)
    return str(datetime.fromisoformat(latest) - _OVERLAP) if latest else None
