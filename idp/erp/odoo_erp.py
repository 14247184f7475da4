"""The Erp port on Odoo: who carries out which of its promises."""

from __future__ import annotations

from datetime import date

from idp.domain.entry import BillEntry, ConfirmationEntry, EntryOrder
from idp.domain.errors import ErpUnavailable
from idp.domain.finding import Finding, RecordRef
from idp.domain.purchase import Company, Facts
from idp.erp.aftermath import aftermath
from idp.erp.bill import BillWriter
from idp.erp.change import read_changes
from idp.erp.confirmation import ConfirmationWriter
from idp.erp.connection import Connection
from idp.erp.examination import examine, unreachable
from idp.erp.facts import FactReader
from idp.erp.master import MasterCache
from idp.erp.outcome import outcome
from idp.erp.paper import Papers
from idp.erp.pick import find
from idp.erp.product import ProductCache
from idp.erp.reminder import remind
from idp.erp.role import GroupReader
from idp.erp.shipping import ShippingWriter
from idp.erp.sign_in import find_person, sign_in
from idp.ports import Aftermath, ChangeMark, Changes, Check, Clock, Hints, Hit, Kind, Outcome, Sought, User

_PICKED = frozenset({"a vendor whom somebody looks for"})


class OdooErp:
    """Odoo 16 to 19. One object serves a whole process and all its threads; it reaches out when first asked something."""

    def __init__(self, connection: Connection, clock: Clock) -> None:
        self._connection = connection
        self._clock = clock
        self._master = MasterCache(connection)
        self._groups = GroupReader(connection)
        self._facts = FactReader(connection, self._master, ProductCache(connection))

    def companies(self) -> tuple[Company, ...]:
        """Our companies; the last known ones while Odoo is away."""
        return self._master.last_known().companies

    def facts(self, hints: Hints) -> Facts:
        """Everything that matching needs for a document with these hints. Raises ErpUnavailable, ErpRejected."""
        return self._facts.facts(hints, today=self._clock.today())

    def find(self, sought: Sought, *, limit: int) -> tuple[Hit, ...]:
        """At most `limit` records that fit what was typed. Raises ErpUnavailable, ErpRejected."""
        found = find(self._connection, self._master.current(), sought, limit=limit)
        if found or sought.kind is not Kind.VENDOR:
            return found
        return find(self._connection, self._master.refreshed(_PICKED), sought, limit=limit)  # entered a moment ago, perhaps

    def changes(self, mark: ChangeMark | None) -> Changes:
        """What changed since `mark`; vendors that changed are read anew at once. Raises ErpUnavailable, ErpRejected."""
        found = read_changes(self._connection, mark, self._master.current().parties.vendor_of)
        if found.may_name_strangers:
            self._master.refreshed(found.mark.seen)
        return found

    def enter(self, order: EntryOrder, content: bytes) -> RecordRef:
        """Makes the entry exactly once, whatever was done of it before. Raises ErpUnavailable, ErpRejected."""
        entry = order.entry
        papers = Papers(self._connection, self._groups, order, entry.company_id)
        if isinstance(entry, ConfirmationEntry):
            return ConfirmationWriter(self._connection, papers, entry).enter(content)
        reference = self._master.current().reference
        if isinstance(entry, BillEntry):
            return BillWriter(self._connection, reference, papers, order, entry).enter(content)
        return ShippingWriter(self._connection, reference, papers, entry).enter(content)

    def outcome(self, document_id: str, record: RecordRef) -> Outcome:
        """What became of an earlier entry. Raises ErpUnavailable, ErpRejected."""
        return outcome(self._connection, document_id, record)

    def aftermath(self, order: EntryOrder, record: RecordRef) -> Aftermath:
        """What people did to the bill that `order` made. Raises ErpUnavailable, ErpRejected."""
        if record.model != "account.move":
            return Aftermath()
        return aftermath(self._connection, order, price_digits=self._master.current().reference.price_digits)

    def warn(self, order: EntryOrder, record: RecordRef, found: Finding) -> None:
        """Tells a finding in the record's chatter and asks its owner role to look, once for every code. Raises as `enter`."""
        Papers(self._connection, self._groups, order, order.entry.company_id).warn(record, found)

    def unanswered_orders(self, *, placed_before: date) -> Facts:
        """Facts with the orders that wait for their confirmation. Raises ErpUnavailable, ErpRejected."""
        return self._facts.unanswered_orders(placed_before=placed_before, today=self._clock.today())

    def remind(self, found: Finding, *, company_id: int) -> None:
        """Tells a finding on the record that it names, once. Raises ErpUnavailable, ErpRejected."""
        remind(self._connection, self._groups, found, company_id)

    def examine(self) -> tuple[Check, ...]:
        """Whether Odoo is set up for what the service does; one trouble where it cannot be reached."""
        try:
            return examine(self._connection, self._master.current().reference, self._groups)
        except ErpUnavailable as trouble:
            return (unreachable(trouble),)

    def sign_in(self, login: str, password: str) -> User | None:
        """The person, None where login and password do not fit. Raises ErpUnavailable, ErpRejected."""
        return sign_in(self._connection, self._groups, login=login, password=password)

    def person(self, login: str) -> User | None:
        """The person with this login as Odoo has it now, None where there is none. Raises ErpUnavailable, ErpRejected."""
        return find_person(self._connection, self._groups, login=login)

    def version(self) -> str:
        """The server's series, such as "18.0", asked now. Raises ErpUnavailable."""
        return self._connection.version()
