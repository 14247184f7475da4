"""Means for service tests: the real store on SQLite, real files, and small named stand-ins for the world outside."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from idp.domain.code import Role
from idp.domain.document import DocumentType
from idp.domain.entry import EntryOrder
from idp.domain.errors import DocumentRefused, ErpRejected, ErpUnavailable
from idp.domain.finding import Finding, RecordRef
from idp.domain.geometry import Box
from idp.domain.lifecycle import State
from idp.domain.page import EmbeddedFile, Reading, Word
from idp.domain.policy import Policy
from idp.domain.purchase import (
    Company,
    Facts,
    OrderLine,
    OrderState,
    Product,
    PurchaseOrder,
    Tax,
    Unit,
    Vendor,
)
from idp.domain.record import DocumentId
from idp.intake.unpack import FileUnpacker
from idp.ports import Aftermath, ChangeMark, Changes, Check, Hints, Hit, Kind, Limits, Outcome, Sought, User, Verdict
from idp.services.means import Means
from idp.store import open_blobs, open_store

TODAY = date(2026, 11, 24)
COMPANY = Company(id=1, name="Brennhoff Industriebedarf GmbH", currency="EUR", vat="DE136695976", country="DE")
VENDOR = Vendor(id=7, name="Kestrel Abrasives B.V.", vat="NL123456782B12", country="NL")
UNIT = Unit(id=1, name="Units", category="unit", factor=Decimal(1))
TAX = Tax(id=3, percent=Decimal(21))


class SteppingClock:
    """Implements ports.Clock; stands still until it is moved, but never gives the same moment twice."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)

    def now(self) -> datetime:
        self.moment += timedelta(microseconds=1)
        return self.moment

    def today(self) -> date:
        return TODAY

    def move_on(self, step: timedelta) -> None:
        self.moment += step


class RememberingQueue:
    """Implements ports.Queue; remembers what was announced."""

    def __init__(self) -> None:
        self.announced: list[tuple[DocumentId, State]] = []

    def announce(self, document_id: DocumentId, state: State) -> None:
        self.announced.append((document_id, state))


class XmlReading:
    """Implements ports.Confined for XML alone; what says `broken` at its beginning is refused."""

    def read(self, content: bytes, *, name: str, limits: Limits | None = None) -> Reading:
        if b"broken" in content[:20]:
            raise DocumentRefused("ING-CORRUPT", f"{name} cannot be opened.")
        if not content:
            raise DocumentRefused("ING-EMPTY", "The file is empty.")
        return Reading("application/xml", (), structured=EmbeddedFile(name, content))

    def render(self, content: bytes, *, page_index: int, dpi: int = 110) -> bytes:
        raise DocumentRefused("ING-TYPE", "There is no page to show.")

    def reread(self, content: bytes, *, page_index: int, box: Box) -> tuple[Word, ...]:
        return ()

    def close(self) -> None:
        """Nothing to end."""


@dataclass
class SmallErp:
    """Implements ports.Erp: one vendor, one order of 100 discs at 2.50, of which `received` came. Remembers what was entered.

    `before_enter` runs ahead of every entry: it may raise what a real Odoo would.
    """

    received: Decimal = Decimal(100)
    entered: dict[str, EntryOrder] = field(default_factory=dict)
    before_enter: Callable[[], None] = lambda: None
    before_facts: Callable[[], None] = lambda: None
    before_person: Callable[[], None] = lambda: None
    state: Outcome = Outcome.OPEN
    acts: Aftermath = field(default_factory=Aftermath)
    warnings: dict[tuple[str, str], str] = field(default_factory=dict)
    roles: dict[str, frozenset[Role]] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    reminded: list[tuple[str, str, int]] = field(default_factory=list)

    def companies(self) -> tuple[Company, ...]:
        return (COMPANY,)

    def facts(self, hints: Hints) -> Facts:
        self.before_facts()
        line = OrderLine(
            id=11, sequence=1, description="Cutting disc 125 x 1.0", product=Product(5, "Cutting disc 125 x 1.0", code="AB-125"),
            quantity=Decimal(100), unit=UNIT, unit_price=Decimal("2.50"), taxes=(TAX,), received=self.received,
        )  # fmt: skip
        order = PurchaseOrder(21, "P00021", VENDOR.id, COMPANY.id, "EUR", OrderState.CONFIRMED, date(2026, 11, 1), (line,))
        return Facts(TODAY, (COMPANY,), (VENDOR,), (order,), units=(UNIT,), taxes=(TAX,))

    def find(self, sought: Sought, *, limit: int) -> tuple[Hit, ...]:
        """The vendor, the order, two accounts, an analytic account and the tax, by name or id."""
        known = {
            Kind.VENDOR: (RecordRef("res.partner", VENDOR.id, VENDOR.name),),
            Kind.ORDER: (RecordRef("purchase.order", 21, "P00021"),),
            Kind.ACCOUNT: (
                RecordRef("account.account", 61, "600100 Freight in"),
                RecordRef("account.account", 62, "600200 Goods"),
            ),
            Kind.ANALYTIC: (RecordRef("account.analytic.account", 71, "Warehouse"),),
            Kind.TAX: (RecordRef("account.tax", TAX.id, TAX.name),),
        }[sought.kind]
        fits = [r for r in known if (r.id in sought.ids if sought.ids else sought.text.lower() in r.name.lower())]
        return tuple(Hit(record) for record in fits[:limit])

    def changes(self, mark: ChangeMark | None) -> Changes:
        """As a real Odoo that was asked for the first time: anything may have changed."""
        self.before_facts()
        return Changes(ChangeMark(), is_complete=False)

    def enter(self, order: EntryOrder, content: bytes) -> RecordRef:
        self.before_enter()
        self.entered[order.document_id] = order
        return RecordRef("account.move", list(self.entered).index(order.document_id) + 100, "BILL/DRAFT")

    def outcome(self, document_id: str, record: RecordRef) -> Outcome:
        return self.state

    def aftermath(self, order: EntryOrder, record: RecordRef) -> Aftermath:
        return self.acts

    def examine(self) -> tuple[Check, ...]:
        return (Check("version", Verdict.GOOD, "Odoo 18.0"),)

    def warn(self, order: EntryOrder, record: RecordRef, found: Finding) -> None:
        self.warnings[order.document_id, found.code] = found.message

    def unanswered_orders(self, *, placed_before: date) -> Facts:
        """The one order, where it was placed before that day."""
        facts = self.facts(Hints(DocumentType.ORDER_CONFIRMATION))
        orders = tuple(o for o in facts.orders if o.order_date is not None and o.order_date < placed_before)
        return replace(facts, orders=orders)

    def remind(self, found: Finding, *, company_id: int) -> None:
        assert found.record is not None
        self.reminded.append((found.record.name, found.code, company_id))

    def sign_in(self, login: str, password: str) -> User | None:
        return User(login, login.title(), frozenset({Role(login)})) if login == password else None

    def person(self, login: str) -> User | None:
        self.before_person()
        return User(login, login.title(), self.roles.get(login, frozenset({Role(login)}))) if login not in self.gone else None

    def version(self) -> str:
        return "18.0"


def odoo_is_down() -> None:
    raise ErpUnavailable("Odoo does not answer")


def odoo_refuses() -> None:
    raise ErpRejected("The period is locked.")


def make_means(
    folder: Path, *, erp: SmallErp | None = None, policy: Policy | None = None, database_url: str | None = None
) -> Means:
    """Means on a store of its own in `folder`."""
    clock = SteppingClock()
    if database_url is None:
        shutil.copy(_migrated(), folder / "idp.sqlite")
    return Means(
        store=open_store(database_url or f"sqlite:///{folder / 'idp.sqlite'}", clock=clock),
        blobs=open_blobs(str(folder / "blobs")),
        confined=XmlReading(),
        erp=erp or SmallErp(),
        queue=RememberingQueue(),
        clock=clock,
        unpacker=FileUnpacker(),
        policy=policy or Policy(),
    )


@lru_cache(maxsize=1)
def _migrated() -> Path:
    """An empty database with all tables, made once a process: running every migration for every test takes a second each."""
    folder = Path(tempfile.mkdtemp(prefix="idp-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    open_store(f"sqlite:///{folder / 'idp.sqlite'}", clock=SteppingClock()).close()
    return folder / "idp.sqlite"


def with_erp(means: Means, erp: SmallErp) -> Means:
    return replace(means, erp=erp)


def ubl_invoice(number: str = "KA-1", *, quantity: str = "40", price: str = "2.50", order: str = "P00021") -> bytes:
    """A UBL invoice of the vendor for `quantity` discs at `price`, 21 % tax."""
    net = (Decimal(quantity) * Decimal(price)).quantize(Decimal("0.01"))
    tax = (net * 21 / 100).quantize(Decimal("0.01"))
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">
<cbc:ID>{number}</cbc:ID><cbc:IssueDate>2026-11-20</cbc:IssueDate><cbc:DueDate>2026-12-20</cbc:DueDate>
<cbc:InvoiceTypeCode>380</cbc:InvoiceTypeCode><cbc:DocumentCurrencyCode>EUR</cbc:DocumentCurrencyCode>
<cac:OrderReference><cbc:ID>{order}</cbc:ID></cac:OrderReference>
<cac:AccountingSupplierParty><cac:Party><cac:PartyName><cbc:Name>Kestrel Abrasives B.V.</cbc:Name></cac:PartyName>
<cac:PartyTaxScheme><cbc:CompanyID>NL123456782B12</cbc:CompanyID><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>
<cac:PartyLegalEntity><cbc:RegistrationName>Kestrel Abrasives B.V.</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party>
</cac:AccountingSupplierParty>
<cac:AccountingCustomerParty><cac:Party><cac:PartyLegalEntity>
<cbc:RegistrationName>Brennhoff Industriebedarf GmbH</cbc:RegistrationName></cac:PartyLegalEntity></cac:Party></cac:AccountingCustomerParty>
<cac:TaxTotal><cbc:TaxAmount currencyID="EUR">{tax}</cbc:TaxAmount>
<cac:TaxSubtotal><cbc:TaxableAmount currencyID="EUR">{net}</cbc:TaxableAmount>
<cbc:TaxAmount currencyID="EUR">{tax}</cbc:TaxAmount><cac:TaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>21</cbc:Percent>
<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:TaxCategory></cac:TaxSubtotal></cac:TaxTotal>
<cac:LegalMonetaryTotal><cbc:LineExtensionAmount currencyID="EUR">{net}</cbc:LineExtensionAmount>
<cbc:TaxExclusiveAmount currencyID="EUR">{net}</cbc:TaxExclusiveAmount>
<cbc:TaxInclusiveAmount currencyID="EUR">{net + tax}</cbc:TaxInclusiveAmount>
<cbc:PayableAmount currencyID="EUR">{net + tax}</cbc:PayableAmount></cac:LegalMonetaryTotal>
<cac:InvoiceLine><cbc:ID>1</cbc:ID><cbc:InvoicedQuantity unitCode="C62">{quantity}</cbc:InvoicedQuantity>
<cbc:LineExtensionAmount currencyID="EUR">{net}</cbc:LineExtensionAmount>
<cac:Item><cbc:Name>Cutting disc 125 x 1.0</cbc:Name><cac:BuyersItemIdentification><cbc:ID>AB-125</cbc:ID></cac:BuyersItemIdentification>
<cac:ClassifiedTaxCategory><cbc:ID>S</cbc:ID><cbc:Percent>21</cbc:Percent><cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme>
</cac:ClassifiedTaxCategory></cac:Item><cac:Price><cbc:PriceAmount currencyID="EUR">{price}</cbc:PriceAmount></cac:Price></cac:InvoiceLine>
</Invoice>""".encode()
