"""An Odoo (the sandbox or a real one) with the hands of its administrator: what tests set up beforehand and look at afterwards.

Everything it makes has a random name, and it touches nothing else: it may run on a database that is in use.
"""

from __future__ import annotations

import threading
import uuid
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import odoorpc

from idp.erp import OdooErp, connect

SISTER = "Our Sister Company"
ROBOT_GROUPS = ("account.group_account_invoice", "purchase.group_purchase_user", "stock.group_stock_user")


@dataclass
class Login:
    login: str
    password: str
    id: int


@dataclass
class Order:
    id: int
    name: str
    vendor_id: int
    line_ids: list[int]
    product_ids: list[int]


@dataclass
class Sister:
    """Another company of ours with a purchase tax."""

    id: int
    currency: str
    tax_id: int
    tax_percent: Decimal


@dataclass
class Place:
    url: str
    database: str
    admin: Login
    _robot: Login | None = None
    _fields: dict[str, set[str]] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def __post_init__(self) -> None:
        address = urlsplit(self.url)
        self._odoo = odoorpc.ODOO(address.hostname, port=address.port, timeout=120)
        self._odoo.login(self.database, self.admin.login, self.admin.password)
        self.admin.id = self._odoo.env.uid
        self.company_id = self.do("res.users", "read", [self.admin.id], ["company_id"])[0]["company_id"][0]
        self.currency = self.do("res.company", "read", [self.company_id], ["currency_id"])[0]["currency_id"][1]
        taxes = self.do(
            "account.tax", "search_read",
            [("type_tax_use", "=", "purchase"), ("amount_type", "=", "percent"), ("company_id", "=", self.company_id)],
            ["amount"],
        )  # fmt: skip
        self.tax_id, self.tax_percent = taxes[0]["id"], Decimal(str(taxes[0]["amount"]))

    # --- the service's side --------------------------------------------------------------------------------------------

    @property
    def robot(self) -> Login:
        """The integration user: an ordinary one, with the rights that the documentation asks for and no others."""
        with self._lock:
            if self._robot is None:
                self._robot = self.user(*ROBOT_GROUPS)
            return self._robot

    def adopt_robot(self, login: str, api_key: str) -> None:
        """Takes an integration user that is there, with its API key in place of a password."""
        (row,) = self.rows("res.users", [("login", "=", login)], "login")
        self._robot = Login(login, api_key, row["id"])

    def erp(self, *, url: str | None = None, timeout_seconds: float = 60.0) -> OdooErp:
        """A new connection of the service, as after a restart."""
        robot = self.robot
        return connect(url or self.url, self.database, robot.login, robot.password, timeout_seconds=timeout_seconds)

    # --- the administrator's hands --------------------------------------------------------------------------------------

    def do(self, model: str, method: str, *args: Any, **kwargs: Any) -> Any:
        kwargs.setdefault("context", {}) if method != "fields_get" else None
        if hasattr(self, "company_id"):
            kwargs["context"] = {"allowed_company_ids": [self.company_id]} | kwargs.get("context", {})
        return self._odoo.execute_kw(model, method, list(args), kwargs)

    def as_person(self, person: Login, model: str, method: str, *args: Any) -> Any:
        """A call in somebody else's name."""
        address = urlsplit(self.url)
        odoo = odoorpc.ODOO(address.hostname, port=address.port, timeout=120)
        odoo.login(self.database, person.login, person.password)
        return odoo.execute_kw(model, method, list(args), {"context": {"allowed_company_ids": [self.company_id]}})

    def make(self, model: str, **values: Any) -> int:
        made = self.do(model, "create", values)
        return int(made[0] if isinstance(made, list) else made)

    def rows(self, model: str, domain: list[Any], *fields: str, order: str = "id") -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.do(model, "search_read", domain, list(fields), order=order)
        return rows

    def has(self, model: str, name: str) -> bool:
        if model not in self._fields:
            self._fields[model] = set(self.do(model, "fields_get", [], attributes=["type"]))
        return name in self._fields[model]

    def named(self, model: str, *names: str) -> str:
        return next(name for name in names if self.has(model, name))

    def record(self, xml_id: str) -> int:
        module, name = xml_id.split(".")
        return int(self.do("ir.model.data", "check_object_reference", module, name)[1])

    # --- master data ------------------------------------------------------------------------------------------------------

    def user(self, *groups: str, email: str = "robot@example.org", company_ids: tuple[int, ...] = ()) -> Login:
        """An internal user in these groups, of the first company and of `company_ids`."""
        name, password = f"idp-{token()}", f"pw-{token()}-{token()}"
        ids = [self.record(group) for group in ("base.group_user", *groups)]
        field_name = self.named("res.users", "group_ids", "groups_id")
        user_id = self.make(
            "res.users", login=name, name=f"Robot {name}", password=password, email=email,
            company_id=self.company_id, company_ids=[(6, 0, [self.company_id, *company_ids])], **{field_name: [(6, 0, ids)]},
        )  # fmt: skip
        return Login(name, password, user_id)

    def vendor(self, name: str | None = None, **values: Any) -> int:
        return self.make("res.partner", name=name or f"Vendor {token()}", is_company=True, **values)

    def account(self, vendor_id: int, iban: str, *, trusted: bool) -> int:
        account_id = self.make("res.partner.bank", partner_id=vendor_id, acc_number=iban)
        self.do("res.partner.bank", "write", [account_id], {"allow_out_payment": trusted})
        return account_id

    def product(self, vendor_id: int | None = None, *, service: bool = False, vendor_code: str = "", **values: Any) -> int:
        kind: dict[str, Any] = {"type": "service"} if service else {"type": "consu"}
        if not service and self.has("product.template", "is_storable"):
            kind["is_storable"] = True
        elif not service:
            kind = {"detailed_type": "product"}
        sellers = [(0, 0, {"partner_id": vendor_id, "product_code": vendor_code, "price": 1.0})] if vendor_id else []
        given = {"name": f"Product {token()}", "default_code": f"P-{token()}", "seller_ids": sellers, **kind, **values}
        return self.make("product.product", **given)

    def payment_term(self, **part: Any) -> int:
        """Terms of one part: the whole amount, with the rule and days of `part`."""
        whole = {"value": "percent", "value_amount": 100.0, **part}
        return self.make("account.payment.term", name=f"Term {token()}", line_ids=[(0, 0, whole)])

    def tax(self, amount: str, kind: str = "percent", **values: Any) -> int:
        """A purchase tax of the company."""
        given = {"type_tax_use": "purchase", "amount_type": kind, "amount": float(amount), "company_id": self.company_id}
        return self.make("account.tax", name=f"Tax {token()}", **given, **values)

    def expense_account(self) -> tuple[int, str, str]:
        """An account for expenses that bill lines do not get by themselves: id, code, name."""
        code, name = f"69{uuid.uuid4().int % 10**4:04d}", f"Freight in {token()}"
        return self.make("account.account", code=code, name=name, account_type="expense"), code, name

    def analytic_account(self) -> tuple[int, str]:
        """An analytic account, in a plan of its own where there are plans: id, name. The administrator gets the right for it."""
        name = f"Project {token()}"
        if not self.knows("account.analytic.plan"):
            return self.make("account.analytic.account", name=name), name
        groups = self.named("res.users", "group_ids", "groups_id")
        self.do("res.users", "write", [self.admin.id], {groups: [(4, self.record("analytic.group_analytic_accounting"))]})
        plan = self.make("account.analytic.plan", name=f"Plan {token()}")
        return self.make("account.analytic.account", name=name, plan_id=plan), name

    def sister(self) -> Sister:
        """Another company of ours with a chart of accounts and a purchase tax; in another currency where the chart brings none."""
        rows = self.do(
            "res.company", "search_read", [("name", "=", SISTER)], ["currency_id"], context={"allowed_company_ids": []}
        )  # fmt: skip
        company_id = rows[0]["id"] if rows else self._found_sister()
        taxes = self._percent_taxes(company_id) or self._taxes_of_a_new_chart(company_id)
        context = {"allowed_company_ids": [company_id]}
        currency = self.do("res.company", "read", [company_id], ["currency_id"], context=context)[0]["currency_id"][1]
        return Sister(company_id, currency, taxes[0]["id"], Decimal(str(taxes[0]["amount"])))

    def _taxes_of_a_new_chart(self, company_id: int) -> list[dict[str, Any]]:
        """The purchase taxes that come with a chart of accounts, whose currency the company gets as well."""
        context = {"allowed_company_ids": [company_id]}
        self.do("account.chart.template", "try_loading", [], "generic_coa", company_id, context=context)
        return self._percent_taxes(company_id)

    def _percent_taxes(self, company_id: int) -> list[dict[str, Any]]:
        domain = [("type_tax_use", "=", "purchase"), ("amount_type", "=", "percent"), ("company_id", "=", company_id)]
        context = {"allowed_company_ids": [company_id]}
        rows: list[dict[str, Any]] = self.do("account.tax", "search_read", domain, ["amount"], context=context)
        return rows

    def _found_sister(self) -> int:
        other = "USD" if self.currency != "USD" else "EUR"
        active = self.do("res.currency", "search_read", [("name", "=", other)], ["id"], context={"active_test": False})
        self.do("res.currency", "write", [active[0]["id"]], {"active": True})
        company_id = self.make("res.company", name=SISTER, currency_id=active[0]["id"])
        self.do("res.users", "write", [self.admin.id], {"company_ids": [(4, company_id)]})
        return company_id

    def knows(self, model: str) -> bool:
        """Whether this Odoo has the model."""
        return bool(self.rows("ir.model", [("model", "=", model)], "model"))

    # --- purchase and receipt ------------------------------------------------------------------------------------------------

    def order(self, vendor_id: int, *lines: tuple[int, str, str], confirm: bool = True, **values: Any) -> Order:
        """An order with lines of (product, quantity, price), all of them taxed."""
        unit, taxes = (
            self.named("purchase.order.line", *n) for n in (("product_uom_id", "product_uom"), ("tax_ids", "taxes_id"))
        )
        unit_id = values.pop("unit_id", None)
        rows = [
            (0, 0, {
                "product_id": product, "name": f"Line {token()}", "product_qty": float(quantity), "price_unit": float(price),
                "date_planned": "2026-12-01 12:00:00", taxes: [(6, 0, [self.tax_id])], **({unit: unit_id} if unit_id else {}),
            })
            for product, quantity, price in lines
        ]  # fmt: skip
        order_id = self.make("purchase.order", partner_id=vendor_id, order_line=rows, **values)
        if confirm:
            self.do("purchase.order", "button_confirm", [order_id])
        row = self.rows("purchase.order", [("id", "=", order_id)], "name", "order_line")[0]
        return Order(order_id, row["name"], vendor_id, sorted(row["order_line"]), [p for p, _, _ in lines])

    def moves(self, order: Order, *fields: str) -> list[dict[str, Any]]:
        return self.rows(
            "stock.move", [("purchase_line_id", "in", order.line_ids)], "state", "picking_id", "purchase_line_id", *fields
        )

    def receive(self, order: Order, *quantities: str) -> int:
        """Receives quantities of the lines, in order; the rest stays open. Returns the picking."""
        open_moves = [m for m in self.moves(order) if m["state"] not in {"done", "cancel"}]
        for line_id, quantity in zip(order.line_ids, quantities, strict=False):
            move = next(m for m in open_moves if m["purchase_line_id"][0] == line_id)
            self.do("stock.move", "write", [move["id"]], {"quantity": float(quantity), "picked": True})
        picking_id: int = open_moves[0]["picking_id"][0]
        self.do("stock.picking", "button_validate", [picking_id], context={"skip_backorder": True})
        assert self.rows("stock.picking", [("id", "=", picking_id)], "state")[0]["state"] == "done"
        return picking_id

    def send_back(self, picking_id: int, quantity: str) -> None:
        """Returns so much of the picking's only move to the vendor."""
        context = {"active_model": "stock.picking", "active_id": picking_id, "active_ids": [picking_id]}
        wizard = self.do("stock.return.picking", "create", {"picking_id": picking_id}, context=context)
        wizard_id = wizard[0] if isinstance(wizard, list) else wizard
        lines = self.rows("stock.return.picking.line", [("wizard_id", "=", wizard_id)], "move_id")
        self.do("stock.return.picking.line", "write", [lines[0]["id"]], {"quantity": float(quantity), "to_refund": True})
        method = "create_returns" if self.version < 18 else "action_create_returns"
        back = self.do("stock.return.picking", method, [wizard_id], context=context)["res_id"]
        moves = self.rows("stock.move", [("picking_id", "=", back)], "id")
        self.do("stock.move", "write", [m["id"] for m in moves], {"quantity": float(quantity), "picked": True})
        self.do("stock.picking", "button_validate", [back], context={"skip_backorder": True})
        assert self.rows("stock.picking", [("id", "=", back)], "state")[0]["state"] == "done"

    def bill(self, order: Order, quantity: str, price: str, *, kind: str = "in_invoice", ref: str | None = None) -> int:
        """A draft bill that somebody typed in, on the first line of the order."""
        line = {
            "product_id": order.product_ids[0], "quantity": float(quantity), "price_unit": float(price),
            "tax_ids": [(6, 0, [])], "purchase_line_id": order.line_ids[0],
        }  # fmt: skip
        return self.make(
            "account.move", move_type=kind, partner_id=order.vendor_id, ref=ref or f"B-{token()}", invoice_date="2026-11-20",
            invoice_line_ids=[(0, 0, line)],
        )  # fmt: skip

    def coded_bill(self, vendor_id: int, account_id: int, **values: Any) -> int:
        """A posted bill over 80.00 without an order, coded by a person."""
        line = {"name": "Freight October", "quantity": 1.0, "price_unit": 80.0, "account_id": account_id, **values}
        bill_id = self.make(
            "account.move", move_type="in_invoice", partner_id=vendor_id, ref=f"F-{token()}", invoice_date="2026-11-10",
            invoice_line_ids=[(0, 0, {"tax_ids": [(6, 0, [self.tax_id])], **line})],
        )  # fmt: skip
        self.do("account.move", "action_post", [bill_id])
        return bill_id

    def sale(self, product_id: int, quantity: str, price: str, *, promised: str | None = None, confirm: bool = True) -> int:
        """A customer's order of one product."""
        line = {"product_id": product_id, "product_uom_qty": float(quantity), "price_unit": float(price)}
        order_id = self.make(
            "sale.order", partner_id=self.vendor(f"Customer {token()}"), commitment_date=promised, order_line=[(0, 0, line)]
        )
        if confirm:
            self.do("sale.order", "action_confirm", [order_id])
        return order_id

    @property
    def version(self) -> int:
        return int(self._odoo.version.split(".")[0].removeprefix("saas~"))

    # --- looking -----------------------------------------------------------------------------------------------------------------

    def left_on(self, model: str, record_id: int) -> tuple[int, int, int]:
        """How many papers, notes of ours and activities hang on a record."""
        papers = self.rows("ir.attachment", [("res_model", "=", model), ("res_id", "=", record_id)], "name")
        notes = self.rows(
            "mail.message", [("model", "=", model), ("res_id", "=", record_id), ("body", "ilike", "idp entry")], "body"
        )
        activities = self.rows("mail.activity", [("res_model", "=", model), ("res_id", "=", record_id)], "summary")
        return len(papers), len(notes), len(activities)


def token() -> str:
    return uuid.uuid4().hex[:8]


def iban() -> str:
    """A German account that nobody has, with the right check digits."""
    rest = f"{uuid.uuid4().int % 10**18:018d}"
    return f"DE{98 - int(rest + '131400') % 97:02d}{rest}"
