"""How do the names and values of a call become columns, and columns an answer?

The only place where a version's field names, many2one pairs, ``false`` for empty, and the commands of to-many fields are
translated. Unknown names are refused here as Odoo refuses them.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Mapping, Sequence

from idp.erp.sandbox import fault
from idp.erp.sandbox.amount import exact, rounded, wire
from idp.erp.sandbox.commands import Command, normalised
from idp.erp.sandbox.env import Env
from idp.erp.sandbox.fault import OdooFault
from idp.erp.sandbox.ordering import ordered
from idp.erp.sandbox.registry import TO_MANY, FieldSpec
from idp.erp.sandbox.store import Row, Value
from idp.erp.sandbox.value import to_column, to_wire

_PRECISION: Mapping[tuple[str, str], str] = {
    ("account.move.line", "price_unit"): "Product Price",
    ("purchase.order.line", "price_unit"): "Product Price",
    ("sale.order.line", "price_unit"): "Product Price",
    ("product.template", "standard_price"): "Product Price",
    ("product.product", "standard_price"): "Product Price",
    ("product.supplierinfo", "price"): "Product Price",
    ("account.move.line", "discount"): "Discount",
    ("purchase.order.line", "discount"): "Discount",
    ("purchase.order.line", "product_qty"): "Product Unit of Measure",
    ("account.move.line", "quantity"): "Product Unit of Measure",
}
_KEY_ERROR_ON_WRITE = frozenset({"account.move"})


def incoming(env: Env, model: str, vals: Mapping[str, Value], *, writing: bool = False) -> Row:
    """The values of a client's ``create`` or ``write`` as columns.

    Raises:
        OdooFault: an unknown field, a value of the wrong form, or a many2one to a record that does not exist.
    """
    fields = env.spec(model).fields
    columns: Row = {}
    for name, value in vals.items():
        if name not in fields:
            raise _unknown(model, name, writing=writing)
        spec = fields[name]
        if spec.kind in TO_MANY:
            columns[spec.column] = _commands(env, spec, value)
        else:
            columns[spec.column] = _single(env, model, spec, value)
    return columns


def digits(env: Env, usage: str) -> int:
    """Decimal places of the precision ``usage``, e.g. ``Product Price``."""
    row = env.first("decimal.precision", name=usage) or env.first("decimal.precision", name=usage.replace(" of Measure", ""))
    return int(row["digits"]) if row else 2


def outgoing(env: Env, model: str, record_id: int, names: Sequence[str], *, pairs: bool = True) -> Row:
    """One record as ``read`` answers it; with ``pairs`` a many2one is ``[id, display name]``."""
    fields = env.spec(model).fields
    row = env.view(model, record_id)
    answer: Row = {"id": record_id}
    for name in names:
        answer[name] = _shown(env, model, row, fields[name], pairs=pairs)
    return answer


def known_fields(env: Env, model: str, names: Iterable[str] | None) -> list[str]:
    """``names``, or all fields of the model where none are named.

    Raises:
        OdooFault: ValueError, a field that this version does not have.
    """
    fields = env.spec(model).fields
    if not names:
        return list(fields)
    chosen = list(dict.fromkeys(names))
    for name in chosen:
        if name not in fields:
            raise fault.invalid_field(model, name)
    return chosen


def _shown(env: Env, model: str, row: Row, spec: FieldSpec, *, pairs: bool) -> Value:
    if spec.name == "display_name":
        return env.label(model, row["id"]) or False
    value = env.value(model, row, spec.column)
    if spec.kind == "many2one":
        if not value:
            return False
        return [value, _target_name(env, spec, value)] if pairs else value
    relation = spec.relation or ""
    if spec.kind == "many2many" and relation in env.registry.models:
        return ordered(env, relation, [i for i in value or [] if env.exists(relation, i)], None)
    if spec.kind in TO_MANY:
        return list(value or [])
    return to_wire(spec, value)


def _target_name(env: Env, spec: FieldSpec, record_id: int) -> str:
    relation = spec.relation or ""
    if relation in env.registry.models and env.exists(relation, record_id):
        return env.label(relation, record_id)
    return f"{relation},{record_id}"


def _unknown(model: str, name: str, *, writing: bool) -> OdooFault:
    if writing and model in _KEY_ERROR_ON_WRITE:
        return fault.key_error(name)
    return fault.invalid_field(model, name)


def _single(env: Env, model: str, spec: FieldSpec, value: Value) -> Value:
    column = to_column(model, spec, value)
    if spec.kind == "many2one" and column is not None:
        _require_target(env, model, spec, column)
    if spec.kind == "binary" and spec.column != "raw" and isinstance(column, str):
        return _base64(column)
    usage = _PRECISION.get((model, spec.column))
    if usage and column and not (usage == "Product Price" and env.version >= 19):
        return wire(rounded(exact(column), digits(env, usage)))
    return column


def _require_target(env: Env, model: str, spec: FieldSpec, record_id: int) -> None:
    relation = spec.relation or ""
    if relation not in env.registry.models or env.exists(relation, record_id):
        return
    if (model, spec.column) == ("account.move", "partner_id"):
        raise fault.missing_record(relation, [record_id], env.uid)
    if (model, spec.column) == ("account.move", "currency_id") and env.version >= 18:
        raise fault.type_error("unsupported operand type(s) for /: 'float' and 'NoneType'")
    raise fault.broken_reference(env.spec(model).label, model, spec.column)


def _base64(text: str) -> str:
    compact = "".join(text.split())
    try:
        base64.b64decode(compact, validate=False)
    except binascii.Error as exc:
        raise OdooFault("binascii.Error", str(exc)) from exc
    return compact


def _commands(env: Env, spec: FieldSpec, value: Value) -> list[tuple[int, Value, Value]]:
    relation = spec.relation or ""
    if relation not in env.registry.models:
        return []
    steps: list[tuple[int, Value, Value]] = []
    for code, record_id, argument in normalised(value):
        if code in {Command.CREATE, Command.UPDATE}:
            steps.append((code, record_id, incoming(env, relation, argument)))
        else:
            steps.append((code, record_id, argument))
    return steps
