"""Who may do what? Odoo's access rights by group, and its company rule.

Rights are per model and operation; a group holds what it implies. Records with a company are visible to users of that company
only, and within a call to the companies of ``allowed_company_ids``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from idp.erp.sandbox import fault
from idp.erp.sandbox.env import Env
from idp.erp.sandbox.store import Row

USER = "base.group_user"
SETTINGS = "base.group_system"
ACCESS_RIGHTS = "base.group_erp_manager"
CONTACT_CREATION = "base.group_partner_manager"
PURCHASE_USER = "purchase.group_purchase_user"
PURCHASE_ADMIN = "purchase.group_purchase_manager"
BILLING = "account.group_account_invoice"
ACCOUNTANT = "account.group_account_user"
ACCOUNTING_ADMIN = "account.group_account_manager"
ACCOUNTING_READONLY = "account.group_account_readonly"
STOCK_USER = "stock.group_stock_user"
STOCK_ADMIN = "stock.group_stock_manager"
ANALYTIC = "analytic.group_analytic_accounting"
SALES_USER = "sales_team.group_sale_salesman"
SALES_ADMIN = "sales_team.group_sale_manager"

GROUPS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    # external id: (full name, implied groups)
    USER: ("User types/Internal User", ()),
    CONTACT_CREATION: ("Extra Rights/Contact Creation", ()),
    ACCESS_RIGHTS: ("Administration/Access Rights", (USER,)),
    SETTINGS: ("Administration/Settings", (ACCESS_RIGHTS, CONTACT_CREATION)),
    PURCHASE_USER: ("Purchase/User", (USER,)),
    PURCHASE_ADMIN: ("Purchase/Administrator", (PURCHASE_USER,)),
    ACCOUNTING_READONLY: ("Technical/Show Accounting Features - Readonly", (USER,)),
    BILLING: ("Invoicing/Billing", (USER,)),
    ACCOUNTANT: ("Technical/Show Full Accounting Features", (BILLING, ACCOUNTING_READONLY)),
    ACCOUNTING_ADMIN: ("Invoicing/Billing Administrator", (BILLING, CONTACT_CREATION)),
    STOCK_USER: ("Inventory/User", (USER,)),
    STOCK_ADMIN: ("Inventory/Administrator", (STOCK_USER,)),
    ANALYTIC: ("Technical/Analytic Accounting", ()),
    SALES_USER: ("Sales/User: Own Documents Only", (USER,)),
    SALES_ADMIN: ("Sales/Administrator", (SALES_USER,)),
}


class Operation(StrEnum):
    """What a right allows to do with a model."""

    READ = "read"
    WRITE = "write"
    CREATE = "create"
    UNLINK = "unlink"


_VERB = {Operation.READ: "access", Operation.WRITE: "modify", Operation.CREATE: "create", Operation.UNLINK: "delete"}
Rights = Mapping[Operation, frozenset[str]]


def _rights(read: Sequence[str], change: Sequence[str], unlink: Sequence[str] | None = None) -> Rights:
    changers = frozenset(change)
    return {
        Operation.READ: frozenset(read) | changers,
        Operation.WRITE: changers,
        Operation.CREATE: changers,
        Operation.UNLINK: changers if unlink is None else frozenset(unlink),
    }


_EVERYBODY = _rights([USER], [USER])
_MASTER = _rights([USER], [SETTINGS])
_BILLS = _rights([ACCOUNTING_READONLY, ACCOUNTING_ADMIN, SALES_USER], [BILLING, PURCHASE_USER], [BILLING])
_BILL_LINES = _rights([ACCOUNTING_READONLY, ACCOUNTING_ADMIN, SALES_USER], [BILLING, PURCHASE_USER])
_ORDERS = _rights([STOCK_USER, BILLING, ACCOUNTING_READONLY], [PURCHASE_USER, PURCHASE_ADMIN])
_TRANSFERS = _rights([ACCOUNTING_READONLY], [STOCK_USER, PURCHASE_USER, SALES_USER, BILLING])
_SALES = _rights([STOCK_USER, BILLING, ACCOUNTING_READONLY], [SALES_USER, SALES_ADMIN])
_PRODUCTS = _rights([USER], [STOCK_ADMIN, PURCHASE_ADMIN, SALES_ADMIN, ACCOUNTING_ADMIN])
_ACCOUNTING = _rights([BILLING, PURCHASE_USER, ACCOUNTING_READONLY, SALES_USER, STOCK_USER], [ACCOUNTING_ADMIN])
_RIGHTS: Mapping[str, Rights] = {
    "res.partner": _rights([USER], [CONTACT_CREATION, STOCK_ADMIN, PURCHASE_ADMIN, SALES_ADMIN]),
    "res.partner.bank": _rights([USER], [CONTACT_CREATION]),
    "res.users": _rights([USER], [ACCESS_RIGHTS]),
    "res.company": _rights([USER], [ACCESS_RIGHTS]),
    "ir.model": _rights([], [ACCESS_RIGHTS]),
    "ir.model.data": _rights([], [ACCESS_RIGHTS]),
    "ir.module.module": _rights([], [SETTINGS]),
    "ir.config_parameter": _rights([], [SETTINGS]),
    "ir.attachment": _EVERYBODY,
    "mail.message": _EVERYBODY,
    "mail.activity": _EVERYBODY,
    "account.move": _BILLS,
    "account.move.line": _BILL_LINES,
    "account.move.reversal": _rights([], [BILLING]),
    "account.payment.register": _rights([], [BILLING]),
    "account.payment": _rights([ACCOUNTING_READONLY], [BILLING]),
    "account.journal": _ACCOUNTING,
    "account.account": _rights([USER], [ACCOUNTING_ADMIN]),
    "account.payment.term": _rights([USER], [ACCOUNTING_ADMIN]),
    "account.payment.term.line": _rights([USER], [ACCOUNTING_ADMIN]),
    "account.analytic.account": _rights([ANALYTIC], [ANALYTIC]),
    "account.tax": _rights([USER], [ACCOUNTING_ADMIN]),
    "purchase.order": _ORDERS,
    "purchase.order.line": _ORDERS,
    "stock.picking": _TRANSFERS,
    "stock.move": _TRANSFERS,
    "stock.move.line": _TRANSFERS,
    "stock.quant": _rights([USER], [STOCK_USER]),
    "stock.backorder.confirmation": _rights([], [STOCK_USER, PURCHASE_USER]),
    "stock.backorder.confirmation.line": _rights([], [STOCK_USER, PURCHASE_USER]),
    "stock.return.picking": _rights([], [STOCK_USER]),
    "stock.return.picking.line": _rights([], [STOCK_USER]),
    "sale.order": _SALES,
    "sale.order.line": _SALES,
    "product.product": _PRODUCTS,
    "product.template": _PRODUCTS,
    "product.supplierinfo": _PRODUCTS,
    "res.users.apikeys.description": _EVERYBODY,
}

_COMPANY_RULED = frozenset(
    {
        "purchase.order",
        "purchase.order.line",
        "account.move",
        "account.move.line",
        "account.journal",
        "account.tax",
        "stock.picking",
        "stock.move",
        "stock.warehouse",
        "stock.picking.type",
        "sale.order",
        "res.partner",
        "product.template",
        "product.supplierinfo",
    }
)


_FOR_ACCOUNTING: Mapping[str, frozenset[str]] = {
    "account.move": frozenset(
        {
            "invoice_has_outstanding",
            "invoice_outstanding_credits_debits_widget",
            "invoice_payments_widget",
            "partner_credit_warning",
        }
    )
}


def hidden_fields(env: Env, model: str) -> frozenset[str]:
    """Fields that Odoo shows to accounting groups only."""
    held = groups_of(env, env.uid)
    return frozenset() if held & {BILLING, ACCOUNTING_READONLY} else _FOR_ACCOUNTING.get(model, frozenset())


def groups_of(env: Env, uid: int) -> frozenset[str]:
    """External ids of the user's groups with all they imply."""
    user = env.store.get("res.users", uid) or {}
    reached: set[str] = set()
    frontier = [row["xmlid"] for g in user.get("groups_id") or () if (row := env.store.get("res.groups", g))]
    while frontier:
        name = frontier.pop()
        if name not in reached:
            reached.add(name)
            frontier += GROUPS.get(name, ("", ()))[1]
    return frozenset(reached)


def has_group(env: Env, group: str) -> bool:
    """Whether the caller is in the group with this external id."""
    return group in groups_of(env, env.uid)


def may(env: Env, model: str, operation: Operation) -> bool:
    """Whether the caller's groups allow ``operation`` on ``model``."""
    allowed = _RIGHTS.get(model, _MASTER)[operation]
    held = groups_of(env, env.uid)
    return bool(allowed & held) or SETTINGS in held


def require(env: Env, model: str, operation: Operation) -> None:
    """Raises: OdooFault: AccessError with Odoo's list of the groups that could."""
    if may(env, model, operation):
        return
    label = env.spec(model).label
    names = sorted(GROUPS[g][0] for g in _RIGHTS.get(model, _MASTER)[operation])
    listed = "".join(f"\t- {name}\n" for name in names)
    raise fault.access_error(
        f"You are not allowed to {_VERB[operation]} '{label}' ({model}) records.\n\n"
        f"This operation is allowed for the following groups:\n{listed}\n"
        "Contact your administrator to request access if necessary."
    )


def companies_of(env: Env) -> tuple[int, ...]:
    """The companies that this call sees: ``allowed_company_ids``, else all of the user's; the first is the active one.

    Raises:
        OdooFault: AccessError, a company that is not the user's.
    """
    user = env.store.get("res.users", env.uid) or {}
    own: list[int] = list(user.get("company_ids") or [])
    asked = env.context.get("allowed_company_ids")
    if asked:
        if not set(asked) <= set(own):
            raise fault.access_error("Access to unauthorized or invalid companies.")
        return tuple(asked)
    first = user.get("company_id")
    return tuple(sorted(own, key=lambda c: c != first))


def active_company(env: Env) -> int:
    """The company that new records belong to."""
    companies = companies_of(env)
    user = env.store.get("res.users", env.uid) or {}
    return companies[0] if env.context.get("allowed_company_ids") or not user else int(user["company_id"])


def visible(env: Env, model: str, row: Row) -> bool:
    """Whether the company rule shows this row to the call."""
    if model not in _COMPANY_RULED:
        return True
    company = env.value(model, {**row, "__model__": model}, "company_id")
    return not company or company in companies_of(env)


def require_visible(env: Env, model: str, ids: Sequence[int], operation: Operation) -> None:
    """Raises: OdooFault: AccessError, a record of a company that this call does not see."""
    for record_id in ids:
        row = env.store.get(model, record_id)
        if row is not None and not visible(env, model, row):
            raise _hidden(env, model, row, operation)


def _hidden(env: Env, model: str, row: Row, operation: Operation) -> fault.OdooFault:
    user = env.store.get("res.users", env.uid) or {}
    company = env.value(model, {**row, "__model__": model}, "company_id")
    name = env.label("res.company", company)
    own = company in (user.get("company_ids") or [])
    hint = (
        f"you might be able to access the record by switching to the company: {name}."
        if own
        else "but you do not have access to the proper company to access the record anyhow."
    )
    context = {"suggested_company": {"id": company, "display_name": name}} if own else None
    return fault.access_error(
        "Uh-oh! Looks like you have stumbled upon some top-secret records.\n\n"
        f"Sorry, {env.label('res.users', env.uid)} (id={env.uid}) doesn't have '{operation}' access to:\n"
        f"- {env.spec(model).label} ({model})\n\n"
        "If you really, really need access, perhaps you can win over your friendly administrator with a batch of "
        f"freshly baked cookies.\n\nThis seems to be a multi-company issue, {hint}",
        context=context,
    )
