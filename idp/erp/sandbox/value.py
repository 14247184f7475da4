"""How does a value of the wire become the value of a column, and back?

What Odoo accepts and refuses per field type: dates as ``YYYY-MM-DD``, datetimes as ``YYYY-MM-DD HH:MM:SS`` in UTC, numbers as numbers
or their plain text, many2one as an id, empty as ``false``. Whether a referenced record exists is the caller's question.
"""

from __future__ import annotations

from datetime import datetime

from idp.erp.sandbox.fault import OdooFault, value_error
from idp.erp.sandbox.registry import FieldSpec
from idp.erp.sandbox.store import Value

_DATE, _DATETIME = "%Y-%m-%d", "%Y-%m-%d %H:%M:%S"
_TEXTS = frozenset({"char", "text", "html", "binary"})
_FLOATS = frozenset({"float", "monetary"})


def to_column(model: str, spec: FieldSpec, value: Value) -> Value:
    """The stored form of a wire value for a field that is not to-many; empty is None (0 for numbers, False for booleans).

    Raises:
        OdooFault: what Odoo raises for a value of the wrong form.
    """
    if spec.kind == "boolean":
        return bool(value)
    if spec.kind in _FLOATS:
        return _float(value)
    if value is None or value is False:
        return 0 if spec.kind == "integer" else None
    return _present(model, spec, value)


def _present(model: str, spec: FieldSpec, value: Value) -> Value:
    if spec.kind in _TEXTS:
        return value if isinstance(value, str) else str(value)
    if spec.kind == "integer":
        return _integer(value)
    if spec.kind in {"many2one", "many2one_reference"}:
        return _reference(value)
    if spec.kind == "selection":
        return _choice(model, spec, value)
    return _moment(spec.kind, str(value)) if spec.kind in {"date", "datetime"} else value


def to_wire(spec: FieldSpec, value: Value) -> Value:
    """The answer's form of a stored value; many2one and to-many are the reader's own business."""
    if spec.kind == "boolean":
        return bool(value)
    if spec.kind in _FLOATS:
        return float(value or 0)
    if spec.kind in {"integer", "many2one_reference"}:
        return value or 0
    return False if value is None else value


def as_date(moment: str | None) -> str | None:
    """The date part of a stored date or datetime."""
    return moment[:10] if moment else None


def _float(value: Value) -> float:
    if value is None or value is False or value == "":
        return 0.0
    try:
        return float(value)
    except (TypeError, ValueError) as exc:
        raise value_error(f"could not convert string to float: {value!r}") from exc


def _integer(value: Value) -> int:
    try:
        return int(value)
    except (TypeError, ValueError) as exc:
        raise value_error(f"invalid literal for int() with base 10: {value!r}") from exc


def _reference(value: Value) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, str):
        raise OdooFault("psycopg2.errors.InvalidTextRepresentation", f'invalid input syntax for type integer: "{value}"\n')
    if isinstance(value, (list, tuple)):
        return int(value[0]) if value else None
    return int(value) or None


def _choice(model: str, spec: FieldSpec, value: Value) -> Value:
    if spec.selection is not None and value not in {key for key, _ in spec.selection}:
        raise value_error(f"Wrong value for {model}.{spec.column}: {value!r}")
    return value


def _moment(kind: str, text: str) -> str:
    if kind == "date":
        return _parsed(text[:10], _DATE).strftime(_DATE)
    whole = len(text) != len("YYYY-MM-DD")
    return _parsed(text, _DATETIME if whole else _DATE).strftime(_DATETIME)


def _parsed(text: str, form: str) -> datetime:
    try:
        return datetime.strptime(text, form)  # noqa: DTZ007 - Odoo's datetimes carry no zone; they are UTC by contract
    except ValueError as exc:
        raise value_error(str(exc)) from exc
