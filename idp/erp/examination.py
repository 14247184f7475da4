"""Is this Odoo set up for what the service does? Looks at everything that an entry will need, and changes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from idp.domain.code import Role
from idp.domain.errors import ErpRejected, ErpUnavailable
from idp.erp.connection import Connection
from idp.erp.errors import ACCESS_ERROR, OdooFault
from idp.erp.reference import Reference
from idp.erp.role import GroupReader, Person
from idp.erp.value import text
from idp.ports import Check, Verdict

_SERVED = (17, 19)
_POSTERS = "account.group_account_invoice"
_SETTINGS = "base.group_system"
_GOOD_PRICE_DIGITS = 4
_MOST_NAMED = 10

_MODULES: Mapping[str, tuple[str, str]] = {
    # module: a model and field that come with it
    "purchase": ("purchase.order", "partner_ref"),
    "stock": ("stock.picking", "picking_type_id"),
    "account": ("account.move", "invoice_line_ids"),
    "purchase_stock": ("stock.move", "purchase_line_id"),
}
_NEEDED: Mapping[str, tuple[str, ...]] = {
    "account.move": ("read", "create", "write", "unlink"),
    "account.move.line": ("read", "create", "write"),
    "ir.attachment": ("create",),
    "mail.message": ("create",),
    "mail.activity": ("create",),
    "purchase.order": ("read",),
    "purchase.order.line": ("read",),
    "stock.move": ("read", "write"),
    "stock.picking": ("read", "write"),
    "product.supplierinfo": ("read",),
    "res.partner.bank": ("read",),
    "account.journal": ("read",),
}
_WANTED: Mapping[str, str] = {
    "sale.order.line": "confirmations are told without the customers who wait (give it Invoicing / Billing or Inventory / User)",
    "account.analytic.account": "analytic accounts are shown by number only (give it Analytic Accounting)",
}
_REFERENCES = (
    "mail.mt_note",
    "mail.mail_activity_data_todo",
    "account.model_account_move",
    "purchase.model_purchase_order",
    "stock.model_stock_picking",
)
"""Records of Odoo's own that entries point to by external id."""


def examine(connection: Connection, reference: Reference, groups: GroupReader) -> tuple[Check, ...]:
    """Everything that was looked at, in the order in which it is to be mended. Raises ErpUnavailable."""
    people = groups.people()
    return (
        _version(connection),
        *_modules(connection),
        *_integration_user(connection, groups),
        *_rights(connection),
        _external_ids(connection),
        *(_accounting(connection, reference, company.id, company.name) for company in reference.companies),
        _price_digits(reference),
        *(_role_filled(people, role, company.id, company.name) for company in reference.companies for role in _ASKED),
        _posting_clerks(people),
    )


def _good(name: str, text: str) -> Check:
    return Check(name, Verdict.GOOD, text)


def _advice(name: str, text: str) -> Check:
    return Check(name, Verdict.ADVICE, text)


def _trouble(name: str, text: str) -> Check:
    return Check(name, Verdict.TROUBLE, text)


# --- the server ------------------------------------------------------------------------------------------------------


def _version(connection: Connection) -> Check:
    version = connection.version()
    digits = re.search(r"\d+", version)
    major = int(digits.group()) if digits else 0
    if _SERVED[0] <= major <= _SERVED[1]:
        return _good("version", f"Odoo {version}")
    return _advice(
        "version", f"Odoo {version}: the service is tested with {_SERVED[0]} to {_SERVED[1]}, others work as far as they go."
    )


def _modules(connection: Connection) -> list[Check]:
    missing = [module for module, (model, field) in _MODULES.items() if not _has_field(connection, model, field)]
    if not missing:
        return [_good("modules", f"{', '.join(_MODULES)} are installed")]
    return [_trouble("modules", f"The module {module} is not installed: install it in Odoo under Apps.") for module in missing]


def _has_field(connection: Connection, model: str, field: str) -> bool:
    try:
        return field in connection.read(model, "fields_get", None, allfields=[field], attributes=["type"])
    except OdooFault:  # no such model
        return False


def _external_ids(connection: Connection) -> Check:
    """Entries are made under external ids, with references to records of Odoo's own."""
    for name in _REFERENCES:
        module, _, short = name.partition(".")
        try:
            connection.read("ir.model.data", "check_object_reference", None, module=module, xml_id=short)
        except OdooFault as fault:
            if fault.name == ACCESS_ERROR:  # it is there; entries may point to what their user may not read
                continue
            return _trouble("external ids", f"Odoo does not find {name}, which entries point to ({fault}).")
    return _good("external ids", "entries can be made under external ids, exactly once")


# --- the integration user --------------------------------------------------------------------------------------------


def _integration_user(connection: Connection, groups: GroupReader) -> Iterable[Check]:
    fields = ["login", "email", connection.names.user_groups]
    row = connection.read("res.users", "read", [connection.uid], fields=fields)[0]
    login = str(row["login"])
    if text(row["email"]):
        yield _good("integration user", f"{login} has an e-mail address")
    else:
        yield _trouble(
            "integration user", f"{login} has no e-mail address: Odoo refuses bills on orders without one. Enter it."
        )
    if _SETTINGS in groups.groups().reached_names(row[connection.names.user_groups]):
        yield _advice(
            "integration user",
            f"{login} is an administrator: an ordinary user with Invoicing / Billing, Purchase / User and Inventory / User is enough.",
        )


def _rights(connection: Connection) -> Iterable[Check]:
    lacking = [f"{may} {model}" for model, needed in _NEEDED.items() for may in needed if not _may(connection, model, may)]
    if lacking:
        yield _trouble(
            "rights",
            f"The integration user may not {', '.join(lacking)}: give it Invoicing / Billing, Purchase / User and Inventory / User.",
        )
    else:
        yield _good("rights", "the integration user may do all that entries need")
    for model, consequence in _WANTED.items():
        if _has_field(connection, model, "name") and not _may(connection, model, "read"):
            yield _advice("rights", f"The integration user may not read {model}: {consequence}.")


def _may(connection: Connection, model: str, operation: str) -> bool:
    try:
        return bool(connection.read(model, "check_access_rights", None, operation=operation, raise_exception=False))
    except OdooFault:  # no such model: told with the modules
        return False


# --- accounting ------------------------------------------------------------------------------------------------------


def _accounting(connection: Connection, reference: Reference, company_id: int, company: str) -> Check:
    name = f"accounting of {company}"
    try:
        domain = [("type", "=", "purchase"), ("company_id", "=", company_id)]
        journals = connection.rows("account.journal", domain, ["name"], limit=1, context={"allowed_company_ids": [company_id]})
    except ErpRejected as refused:
        return _trouble(name, f"The purchase journals cannot be read: {refused}")
    if not journals:
        return _trouble(
            name, "There is no purchase journal: install a chart of accounts, or take the company from the integration user."
        )
    if not reference.company_taxes.get(company_id):
        return _advice(name, "There is no purchase tax: documents with tax are held with TAX-RATE.")
    return _good(name, "there are a purchase journal and purchase taxes")


def _price_digits(reference: Reference) -> Check:
    digits = reference.price_digits
    if digits >= _GOOD_PRICE_DIGITS:
        return _good("decimal accuracy", f"prices are kept with {digits} digits")
    return _advice(
        "decimal accuracy",
        f"Prices are kept with {digits} digits: a document with longer ones is held with PST-PRECISION. Where suppliers print more, raise "
        "“Product Price” under Settings, Technical, Decimal Accuracy.",
    )


# --- people ----------------------------------------------------------------------------------------------------------

_ASKED = (Role.APPROVER, Role.FINANCE)


def _role_filled(people: Iterable[Person], role: Role, company_id: int, company: str) -> Check:
    name = f"{role} of {company}"
    members = [person.login for person in people if role in person.roles and company_id in person.company_ids]
    if members:
        return _good(name, _named(members))
    return _trouble(
        name, f"Nobody is {role}: activities would be assigned to nobody. Put somebody into one of the role's groups."
    )


def _posting_clerks(people: Iterable[Person]) -> Check:
    """Who prepares bills is not to post them; in Odoo, Invoicing / Billing may."""
    deciders = {Role.FINANCE, Role.APPROVER, Role.ADMIN}
    clerks = [p.login for p in people if Role.CLERK in p.roles and not p.roles & deciders and _POSTERS in p.groups]
    if not clerks:
        return _good("clerks", "no clerk may post a bill in Odoo")
    return _advice(
        "clerks",
        f"These clerks may post bills in Odoo: {_named(clerks)}. Give them the group idp.group_clerk with Purchase / User instead of "
        "Invoicing / Billing; a bill that its corrector posts is told to finance (GOV-SOD).",
    )


def _named(logins: list[str]) -> str:
    shown = ", ".join(logins[:_MOST_NAMED])
    return shown if len(logins) <= _MOST_NAMED else f"{shown} and {len(logins) - _MOST_NAMED} more"


def unreachable(trouble: ErpUnavailable) -> Check:
    """What is told of an Odoo that cannot be examined."""
    return _trouble("connection", f"{trouble}. Check IDP_ODOO_URL, _DB, _USER and _PASSWORD, and whether Odoo runs.")
