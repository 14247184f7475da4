"""What do the methods answer that every model has?

The client's side of the object layer: rights and company rules are checked here, names are wire names, answers have the wire's
form. Parameter names are Odoo's, since JSON-2 calls by keyword.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from idp.erp.sandbox import domain as domains
from idp.erp.sandbox.access import (
    Operation,
    companies_of,
    hidden_fields,
    may,
    require,
    require_visible,
    visible,
)
from idp.erp.sandbox.env import Env, Method
from idp.erp.sandbox.load import load
from idp.erp.sandbox.ordering import ordered
from idp.erp.sandbox.records import as_ids, require_rows
from idp.erp.sandbox.registry import DELEGATED, TO_MANY
from idp.erp.sandbox.store import Row, Value
from idp.erp.sandbox.value import to_wire
from idp.erp.sandbox.wire import incoming, known_fields, outgoing

Ids = Sequence[int]


def fields_get(env: Env, model: str, allfields: Sequence[str] | None = None, attributes: Sequence[str] | None = None) -> Value:
    """Descriptions of the fields, cut to ``attributes`` where given."""
    wanted = frozenset(attributes) if attributes else None
    hidden = hidden_fields(env, model)
    chosen = {n: s for n, s in env.spec(model).fields.items() if n not in hidden}
    return {n: s.describe(wanted) for n, s in chosen.items() if not allfields or n in allfields}


def search(
    env: Env, model: str, domain: Sequence[Value] = (), offset: int = 0, limit: int | None = None, order: str | None = None
) -> Value:
    """Ids of the visible records that the domain chooses, in order."""
    require(env, model, Operation.READ)
    return _search(env, model, domain, offset, limit, order)


def search_count(env: Env, model: str, domain: Sequence[Value] = (), limit: int | None = None) -> Value:
    """How many there are, up to ``limit`` where given."""
    require(env, model, Operation.READ)
    companies_of(env)
    count = sum(1 for i in domains.matching(env, model, domain) if visible(env, model, env.row(model, i)))
    return min(count, limit) if limit else count


def read(
    env: Env, model: str, ids: Ids | int, fields: Sequence[str] | None = None, load: str | None = "_classic_read"
) -> Value:
    """The records as rows; ids that do not exist are left out."""
    require(env, model, Operation.READ)
    names = known_fields(env, model, fields)
    wanted = [i for i in as_ids(ids) if env.exists(model, i)]
    require_visible(env, model, wanted, Operation.READ)
    return [outgoing(env, model, i, names, pairs=load == "_classic_read") for i in wanted]


def search_read(
    env: Env,
    model: str,
    domain: Sequence[Value] | None = None,
    fields: Sequence[str] | None = None,
    offset: int = 0,
    limit: int | None = None,
    order: str | None = None,
    load: str | None = "_classic_read",
) -> Value:
    """`search` and `read` in one."""
    require(env, model, Operation.READ)
    names = known_fields(env, model, fields)
    found = _search(env, model, domain or (), offset, limit, order)
    return [outgoing(env, model, i, names, pairs=load == "_classic_read") for i in found]


def name_search(
    env: Env, model: str, name: str = "", args: Sequence[Value] | None = None, operator: str = "ilike", limit: int = 100
) -> Value:
    """Pairs of id and display name whose name, code or vendor code contains ``name``."""
    require(env, model, Operation.READ)
    match = env.behaviour(model).methods.get("_name_matches")
    found = _search(env, model, args or (), 0, None, None)
    if name:
        text = name.lower()
        found = [i for i in found if (match(env, i, text) if match else text in env.label(model, i).lower())]
    del operator
    return [[i, env.label(model, i)] for i in found[:limit]]


def name_get(env: Env, model: str, ids: Ids) -> Value:
    """Pairs of id and display name."""
    require(env, model, Operation.READ)
    return [[i, env.label(model, i)] for i in as_ids(ids)]


def exists(env: Env, model: str, ids: Ids) -> Value:
    """Those of the ids that exist."""
    return [i for i in as_ids(ids) if env.exists(model, i)]


def create(env: Env, model: str, vals_list: Mapping[str, Value] | Sequence[Mapping[str, Value]]) -> Value:
    """The id of a new record, or ids for a list of values: all of them or none."""
    require(env, model, Operation.CREATE)
    companies_of(env)
    single = isinstance(vals_list, Mapping)
    batch: Sequence[Mapping[str, Value]] = [vals_list] if isinstance(vals_list, Mapping) else vals_list
    created = [env.create(model, incoming(env, model, vals)) for vals in batch]
    require_visible(env, model, created, Operation.CREATE)
    env.flush()
    return created[0] if single else created


def write(env: Env, model: str, ids: Ids | int, vals: Mapping[str, Value]) -> Value:
    """Changes records; true."""
    require(env, model, Operation.WRITE)
    wanted = as_ids(ids)
    columns = incoming(env, model, vals, writing=True)
    require_rows(env, model, wanted)
    require_visible(env, model, wanted, Operation.WRITE)
    env.write(model, wanted, columns)
    env.flush()
    return True


def unlink(env: Env, model: str, ids: Ids | int) -> Value:
    """Deletes records; true."""
    require(env, model, Operation.UNLINK)
    wanted = as_ids(ids)
    require_rows(env, model, wanted)
    require_visible(env, model, wanted, Operation.UNLINK)
    env.unlink(model, wanted)
    env.flush()
    return True


def copy(env: Env, model: str, ids: Ids | int, default: Mapping[str, Value] | None = None) -> Value:
    """Copies; the new id, from 18.0 on in a list where several were asked for."""
    require(env, model, Operation.CREATE)
    require_rows(env, model, as_ids(ids))
    changes = incoming(env, model, default or {})
    copies = [env.create(model, {**_copied(env, model, i), **changes}) for i in as_ids(ids)]
    env.flush()
    return copies if env.version >= 18 or not isinstance(ids, int) else copies[0]


def default_get(env: Env, model: str, fields_list: Sequence[str] | None = None, fields: Sequence[str] | None = None) -> Value:
    """Values a new record would start with, of the asked fields that have one."""
    spec = env.spec(model)
    names = fields_list or fields or list(spec.fields)
    defaults = env.behaviour(model).methods.get("_defaults")
    columns: Row = defaults(env) if defaults else {}
    columns |= {k[len("default_") :]: v for k, v in env.context.items() if k.startswith("default_")}
    answer: Row = {}
    for name in names:
        field = spec.fields.get(name)
        if field is not None and field.column in columns:
            value = columns[field.column]
            answer[name] = [[6, 0, value]] if field.kind in TO_MANY else to_wire(field, value)
    return answer


def get_external_id(env: Env, model: str, ids: Ids) -> Value:
    """External id by database id, empty where there is none."""
    answer: dict[str, str] = {}
    for record_id in as_ids(ids):
        names = [d for d in env.find("ir.model.data", "res_id", record_id) if d["model"] == model]
        answer[str(record_id)] = f"{names[0]['module']}.{names[0]['name']}" if names else ""
    return answer


def get_metadata(env: Env, model: str, ids: Ids) -> Value:
    """Who created and changed the records, when, and their external ids."""
    stamps = ["create_uid", "create_date", "write_uid", "write_date"]
    rows = [outgoing(env, model, i, stamps) for i in as_ids(ids)]
    names = get_external_id(env, model, ids)
    return [{**row, "xmlid": names[str(row["id"])] or False, "noupdate": False} for row in rows]


def check_access_rights(env: Env, model: str, operation: str, raise_exception: bool = True) -> Value:
    """Whether the groups of the caller allow the operation on the model."""
    allowed = may(env, model, Operation(operation))
    if raise_exception and not allowed:
        require(env, model, Operation(operation))
    return allowed


def has_access(env: Env, model: str, ids: Ids, operation: str) -> Value:
    """Whether the caller may do the operation on all these records."""
    rows = [env.row(model, i) for i in as_ids(ids)]
    return may(env, model, Operation(operation)) and all(visible(env, model, row) for row in rows)


def check_access(env: Env, model: str, ids: Ids, operation: str) -> Value:
    """Raises where `has_access` would be false."""
    require(env, model, Operation(operation))
    require_visible(env, model, as_ids(ids), Operation(operation))
    return None


def _search(env: Env, model: str, domain: Sequence[Value], offset: int, limit: int | None, order: str | None) -> list[int]:
    companies_of(env)
    found = [i for i in domains.matching(env, model, domain) if visible(env, model, env.row(model, i))]
    chosen = ordered(env, model, found, order)[offset or 0 :]
    return chosen[:limit] if limit else chosen


def _copied(env: Env, model: str, record_id: int) -> Row:
    row = env.row(model, record_id)
    columns = env.spec(model).columns
    left_out = env.behaviour(model).methods.get("_not_copied")
    skipped = _NEVER_COPIED | (left_out(env) if left_out else frozenset())
    kept = {c: v for c, v in row.items() if c in columns and c not in skipped and columns[c].kind != "one2many"}
    many = {c: [(6, 0, v)] for c, v in kept.items() if columns[c].kind == "many2many"}
    lines = _COPIED_LINES.get(model)
    if lines:
        column, line_model, inverse = lines
        copied = [_copied(env, line_model, i) for i in env.get(model, record_id, column)]
        many[column] = [(0, 0, {c: v for c, v in line.items() if c != inverse}) for line in copied]
    if model in DELEGATED:
        kept.pop(DELEGATED[model][0], None)
    return {**kept, **many}


_NEVER_COPIED = frozenset({"id", "create_date", "create_uid", "write_date", "write_uid"})
_COPIED_LINES = {
    "purchase.order": ("order_line", "purchase.order.line", "order_id"),
    "sale.order": ("order_line", "sale.order.line", "order_id"),
    "account.move": ("invoice_line_ids", "account.move.line", "move_id"),
}

METHODS: Mapping[str, Method] = {
    method.__name__: method
    for method in (
        fields_get,
        search,
        search_count,
        read,
        search_read,
        name_search,
        exists,
        create,
        write,
        unlink,
        copy,
        default_get,
        get_external_id,
        get_metadata,
        check_access_rights,
        load,
    )
}
FROM_18: Mapping[str, Method] = {"has_access": has_access, "check_access": check_access}
UNTIL_17: Mapping[str, Method] = {"name_get": name_get}
