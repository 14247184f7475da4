"""What the ERP knows: our companies, vendors, purchase orders, receipts and bills, as values.

Facts are a snapshot: matching compares a document with them and with nothing else, so a stored snapshot replays a decision.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from idp.domain.payment_term import PaymentTerm


@dataclass(frozen=True, slots=True)
class BankAccount:
    """An account of a partner. `trusted` is Odoo's allow_out_payment: somebody with the right has released it for payments."""

    id: int
    iban: str
    trusted: bool


@dataclass(frozen=True, slots=True)
class Company:
    """One of ours. `currency` ISO 4217, `country` ISO 3166 alpha-2.

    `rates` are units of each currency for one unit of `currency`, as this company books them; empty where only Facts.rates are known.
    """

    id: int
    name: str
    currency: str
    vat: str | None = None
    country: str | None = None
    ibans: tuple[str, ...] = ()
    rates: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class Vendor:
    """A commercial partner that we buy from. `contact_ids` are its child contacts; a bill on one of them is the vendor's.

    `payment_term` is what is usual with it (Odoo property_supplier_payment_term_id), for orders that say nothing.
    """

    id: int
    name: str
    vat: str | None = None
    email: str | None = None
    country: str | None = None
    active: bool = True
    bank_accounts: tuple[BankAccount, ...] = ()
    contact_ids: tuple[int, ...] = ()
    payment_term: PaymentTerm | None = None


@dataclass(frozen=True, slots=True)
class Product:
    """A product. `vendor_codes` and `vendor_names` are the codes and names that the order's vendor uses for it."""

    id: int
    name: str
    code: str | None = None
    barcode: str | None = None
    vendor_codes: tuple[str, ...] = ()
    vendor_names: tuple[str, ...] = ()
    category: str | None = None
    is_service: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure. `category` groups what converts into each other; `factor` = how many base units one of these is."""

    id: int
    name: str
    category: str
    factor: Decimal


class TaxKind(StrEnum):
    """How a tax is computed: of the price, of the price with the tax in it, an amount a unit, by its parts. Odoo's `amount_type`."""

    PERCENT = "percent"
    DIVISION = "division"
    FIXED = "fixed"
    GROUP = "group"


@dataclass(frozen=True, slots=True)
class Tax:
    """A purchase tax. `percent` 19 means 19 %, of a group the sum of its parts, of a fixed tax 0; `price_include` = prices contain it.

    `fixed` is the amount a unit of a FIXED tax, `parts` the taxes of a GROUP. `adds_to_base` (Odoo include_base_amount): the taxes
    after it are computed on the price with it, but those that are not `is_base_affected`. `sequence` is the order in which Odoo computes.
    """

    id: int
    percent: Decimal
    price_include: bool = False
    name: str = ""
    kind: TaxKind = TaxKind.PERCENT
    fixed: Decimal = Decimal(0)
    parts: tuple[Tax, ...] = ()
    adds_to_base: bool = False
    sequence: int = 0
    is_base_affected: bool = True


@dataclass(frozen=True, slots=True)
class OrderLine:
    """A purchase order line. Quantities in `unit`; `unit_price` in the order's currency, before `discount_percent`.

    `received` is net of returns, `returned` what went back; `billed` counts all non-cancelled bills minus credit notes, drafts
    included. `receipt_expected` is False where the line is billed on ordered quantities (services).
    """

    id: int
    sequence: int
    description: str
    product: Product | None
    quantity: Decimal
    unit: Unit
    unit_price: Decimal
    discount_percent: Decimal = Decimal(0)
    taxes: tuple[Tax, ...] = ()
    received: Decimal = Decimal(0)
    returned: Decimal = Decimal(0)
    billed: Decimal = Decimal(0)
    receipt_expected: bool = True
    planned_date: date | None = None


class OrderState(StrEnum):
    """State of a purchase order as it matters to us; LOCKED is confirmed and closed for change."""

    DRAFT = "draft"
    CONFIRMED = "confirmed"
    LOCKED = "locked"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class PurchaseOrder:
    """A purchase order with its lines. `vendor_reference` is the vendor's own confirmation number (Odoo partner_ref).

    `payment_term` is the agreed one; None where the order says nothing. `confirmed_on` is the day it was placed (Odoo date_approve).
    """

    id: int
    name: str
    vendor_id: int
    company_id: int
    currency: str
    state: OrderState
    order_date: date | None
    lines: tuple[OrderLine, ...]
    vendor_reference: str | None = None
    payment_term: PaymentTerm | None = None
    confirmed_on: date | None = None


@dataclass(frozen=True, slots=True)
class TransferLine:
    """A stock move of a picking, in the unit of its order line. `done` is what was moved, 0 unless the move is done."""

    id: int
    order_line_id: int | None
    product: Product | None
    demand: Decimal
    done: Decimal
    expected_date: date | None = None


@dataclass(frozen=True, slots=True)
class Picking:
    """An incoming transfer (or a return, `is_return`). `state` as Odoo has it: draft, waiting, confirmed, assigned, done, cancel."""

    id: int
    name: str
    order_id: int | None
    state: str
    lines: tuple[TransferLine, ...]
    is_return: bool = False
    done_date: date | None = None


@dataclass(frozen=True, slots=True)
class BillLine:
    """A line of an earlier bill, as far as it belongs to an order line. `quantity` is positive on bills and credit notes."""

    order_line_id: int | None
    quantity: Decimal
    unit_price: Decimal


@dataclass(frozen=True, slots=True)
class Bill:
    """An earlier vendor bill or credit note. `total` is positive; `state` draft, posted or cancel; `ours` is the document that made it.

    `origin` names the orders that it came from (Odoo invoice_origin), "" where it came from none; None where that is not known.
    """

    id: int
    name: str
    vendor_id: int
    company_id: int
    number: str | None
    bill_date: date | None
    currency: str
    total: Decimal
    is_refund: bool
    state: str
    lines: tuple[BillLine, ...] = ()
    ours: str | None = None
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class AnalyticShare:
    """A part of a line for analytic accounts: `percent` 100 is the whole line. Several ids are one account of each plan."""

    account_ids: tuple[int, ...]
    percent: Decimal
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CodedLine:
    """A line of an earlier posted bill without an order line, as somebody coded it: which account, analytic accounts and taxes.

    `amount` is net of tax and unsigned, in `currency`.
    """

    bill_id: int
    bill_name: str
    bill_date: date | None
    vendor_id: int
    company_id: int
    description: str
    amount: Decimal
    currency: str
    account_id: int
    account_code: str
    account_name: str
    analytic: tuple[AnalyticShare, ...] = ()
    tax_ids: tuple[int, ...] = ()
    product_id: int | None = None


@dataclass(frozen=True, slots=True)
class Demand:
    """A line of a confirmed customer order that waits for goods.

    `quantity` is not delivered yet, in `unit`; `amount` is its net worth in `currency`. `promised_date` is the day that the customer
    was promised (Odoo commitment_date), None where none was.
    """

    id: int
    order_id: int
    order_name: str
    company_id: int
    customer: str
    product_id: int
    quantity: Decimal
    unit: Unit
    amount: Decimal
    currency: str
    promised_date: date | None = None


@dataclass(frozen=True, slots=True)
class Stock:
    """What a company has on hand of a product, over its warehouses, in `unit`."""

    product_id: int
    company_id: int
    quantity: Decimal
    unit: Unit


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything about the world that one decision was based on. Quantities and prices exactly as the ERP has them.

    `vendors` holds every vendor that could be meant (the whole list where it is small), `orders` the named orders and the open
    orders of those vendors, `bills` their earlier bills. `coded_lines` are lines of the vendor's last posted bills without an order,
    latest bill first, where the document has no order.
    `rates` are units of each currency for one unit of the first company's, `price_digits` is decimal.precision "Product Price",
    `today` the day of the decision. `demands` and `stock` are those of the products on a confirmation's orders, empty for other papers.
    """

    today: date
    companies: tuple[Company, ...]
    vendors: tuple[Vendor, ...] = ()
    orders: tuple[PurchaseOrder, ...] = ()
    pickings: tuple[Picking, ...] = ()
    bills: tuple[Bill, ...] = ()
    units: tuple[Unit, ...] = ()
    taxes: tuple[Tax, ...] = ()
    rates: tuple[tuple[str, Decimal], ...] = ()
    price_digits: int = 2
    coded_lines: tuple[CodedLine, ...] = ()
    demands: tuple[Demand, ...] = ()
    stock: tuple[Stock, ...] = ()
