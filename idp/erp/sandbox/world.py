"""What may stand in a world file, and what is wrong with one that is not usable?

The form of DESIGN §9: the company, its vendors, products, orders, receipts, bills and users, by name. Amounts, quantities and rates
may be JSON numbers or decimal strings. One problem is told at a time, with the path of its key.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError


class WorldError(ValueError):
    """A world file that cannot be loaded; the message names the key path and what is wrong there."""


def load_world(path: Path) -> dict[str, Any]:
    """The world of a JSON file, checked, numbers as `Decimal`.

    Raises:
        WorldError: the file is missing, no JSON, or not a world.
    """
    try:
        text = path.read_text("utf-8")
    except OSError as exc:
        raise WorldError(f"{path}: cannot be read: {exc.strerror or exc}") from exc
    try:
        world = json.loads(text, parse_float=Decimal)
    except ValueError as exc:
        raise WorldError(f"{path}: not JSON: {exc}") from exc
    if not isinstance(world, dict):
        raise WorldError(f"{path}: a world is a JSON object, this is a {type(world).__name__}")
    checked_world(world)
    return world


def checked_world(world: dict[str, Any]) -> World:
    """The world as typed rows.

    Raises:
        WorldError: with the path of the first key that is wrong.
    """
    try:
        return World.model_validate(world)
    except ValidationError as exc:
        first = exc.errors()[0]
        raise WorldError(f"{_path(first['loc'])}: {_reason(first)}") from exc


def _path(location: tuple[int | str, ...]) -> str:
    text = ""
    for step in location:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text or "world"


def _reason(error: Any) -> str:
    kinds = {"missing": "is missing", "extra_forbidden": "is not a key of the world file"}
    return kinds.get(error["type"]) or f"{error['msg']} (found {error['input']!r})"


def _decimal(value: Any) -> Any:
    return str(value) if isinstance(value, float) else value


def _moment(value: Any) -> Any:
    """Dates and datetimes as Odoo keeps them; a date alone is its noon, so that no time zone moves the day."""
    if not isinstance(value, str):
        raise ValueError("a date is written YYYY-MM-DD, a moment YYYY-MM-DD HH:MM:SS")
    parsed = datetime.fromisoformat(value)
    if len(value) == len("YYYY-MM-DD"):
        parsed = parsed.replace(hour=12)
    return parsed.strftime("%Y-%m-%d %H:%M:%S")


def _day(value: Any) -> Any:
    if not isinstance(value, str):
        raise ValueError("a date is written YYYY-MM-DD")
    return date.fromisoformat(value[:10]).isoformat()


Number = Annotated[Decimal, BeforeValidator(_decimal), Field(allow_inf_nan=False)]
Positive = Annotated[Decimal, BeforeValidator(_decimal), Field(gt=0, allow_inf_nan=False)]
Moment = Annotated[str, BeforeValidator(_moment)]
Day = Annotated[str, BeforeValidator(_day)]
Name = Annotated[str, Field(min_length=1)]
Code = Annotated[str, BeforeValidator(lambda v: str(v) if isinstance(v, int) else v), Field(min_length=1)]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]


class Rows(BaseModel):
    """A JSON object of the world file: no keys but the listed ones."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Company(Rows):
    """One of our own companies."""

    name: Name
    currency: Currency = "EUR"
    country: str | None = None
    vat: str | None = None
    ibans: tuple[str, ...] = ()
    email: str | None = None
    street: str | None = None
    city: str | None = None
    zip: Code | None = None
    phone: str | None = None


class User(Rows):
    """A person who signs in, with roles."""

    login: Name
    password: Name = "secret"  # noqa: S105 - the default of an invented user of a test world
    name: str | None = None
    email: str | None = None
    groups: tuple[Literal["clerk", "approver", "finance", "buyer", "warehouse", "auditor", "admin"], ...] = ()


class PaymentTerm(Rows):
    """Terms beside those that always exist (Immediate Payment, 15, 21, 30, 45 and 60 Days): the whole amount, ``days`` by ``rule``."""

    name: Name
    days: int = Field(default=0, ge=0)
    rule: Literal["days_after", "days_after_end_of_month", "days_after_end_of_next_month"] = "days_after"
    discount_percent: Number = Decimal(0)
    discount_days: int = Field(default=0, ge=0)


class Account(Rows):
    """An account for expenses beside the one that always exists (600000)."""

    code: Code
    name: Name


class Uom(Rows):
    """``factor`` base units make one of this unit, e.g. 24 Units a crate."""

    name: Name
    factor: Positive = Decimal(1)
    base: Name = "Units"


class Partner(Rows):
    """A vendor, customer or contact."""

    name: Name
    vat: str | None = None
    email: str | None = None
    country: str | None = None
    ibans: tuple[str, ...] = ()
    trusted_ibans: tuple[str, ...] = ()
    parent: str | None = None
    active: bool = True
    payment_term: str | None = None
    street: str | None = None
    city: str | None = None
    zip: Code | None = None
    phone: str | None = None


class VendorCode(Rows):
    """What a vendor calls a product."""

    partner: Name
    code: Code | None = None
    name: str | None = None


class Product(Rows):
    """Something we buy."""

    code: Code | None = None
    name: Name
    uom: str = "Units"
    barcode: Code | None = None
    vendor_codes: tuple[VendorCode, ...] = ()
    bill_policy: Literal["receive", "order"] = "receive"


class Receipt(Rows):
    """Goods that came in."""

    date: Moment | None = None
    quantity: Positive
    picking: str | None = None


class Return(Rows):
    """Goods that went back."""

    date: Moment | None = None
    quantity: Positive


class OrderLine(Rows):
    """A line of a purchase order; without product, a free text such as freight."""

    product: Code | None = None
    description: str | None = None
    quantity: Number = Decimal(1)
    uom: str | None = None
    price: Number = Decimal(0)
    discount: Number = Decimal(0)
    tax_percent: Number | None = None
    date_planned: Moment | None = None
    received: tuple[Receipt, ...] = ()
    returned: tuple[Return, ...] = ()


class Order(Rows):
    """A purchase order."""

    name: Name
    partner: Name
    company: str | None = None
    currency: Currency | None = None
    date_order: Moment | None = None
    date_planned: Moment | None = None
    state: Literal["draft", "purchase", "cancel"] = "purchase"
    locked: bool = False
    payment_term: str | None = None
    lines: tuple[OrderLine, ...] = ()


class BillLine(Rows):
    """A line of a bill, pointing to an order line; without one, coded by a person with ``account``."""

    po: str | None = None
    po_line: int | None = Field(default=None, ge=0)
    quantity: Number = Decimal(1)
    price: Number | None = None
    description: Name = "Other"
    account: Code | None = None
    tax_percent: Number | None = None


class Bill(Rows):
    """A bill or refund that Odoo already has."""

    partner: Name
    number: Code | None = None
    date: Day | None = None
    currency: Currency | None = None
    company: str | None = None
    total: Number | None = None
    type: Literal["in_invoice", "in_refund"] = "in_invoice"
    state: Literal["draft", "posted", "cancel"] = "posted"
    lines: tuple[BillLine, ...] = ()


class SaleLine(Rows):
    """A line of a sales order."""

    product: Code
    quantity: Number = Decimal(1)
    price: Number = Decimal(0)


class Delivery(Rows):
    """A delivery of a sales order."""

    name: str | None = None
    state: Literal["draft", "waiting", "confirmed", "assigned", "done", "cancel"] = "assigned"


class SaleOrder(Rows):
    """A sales order, which may wait for goods."""

    name: Name
    partner: Name
    company: str | None = None
    commitment_date: Moment | None = None
    priority: Literal["0", "1"] | int | None = None
    lines: tuple[SaleLine, ...] = ()
    pickings: tuple[Delivery, ...] = ()


class StockRow(Rows):
    """Goods on hand."""

    product: Code
    warehouse: str | None = None
    quantity: Number = Decimal(0)


class World(Rows):
    """A whole world file."""

    odoo_version: Literal[17, 18, 19] = 18
    company: Company
    companies: tuple[Company, ...] = ()
    currency_rates: dict[Currency, Positive] = Field(default_factory=dict)
    price_decimals: int = Field(default=2, ge=0, le=8)
    policy: dict[str, Any] = Field(default_factory=dict)
    users: tuple[User, ...] = ()
    uoms: tuple[Uom, ...] = ()
    payment_terms: tuple[PaymentTerm, ...] = ()
    accounts: tuple[Account, ...] = ()
    partners: tuple[Partner, ...]
    products: tuple[Product, ...] = ()
    purchase_orders: tuple[Order, ...]
    bills: tuple[Bill, ...] = ()
    sale_orders: tuple[SaleOrder, ...] = ()
    stock: tuple[StockRow, ...] = ()
