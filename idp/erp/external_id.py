"""How is something made exactly once in Odoo? Under an external id: look whether it is there, else make it with ``load``.

Two writers at the same moment are kept apart by Odoo's unique index on external ids: one wins, the other's ``load`` is refused
as a whole, and looking again finds what the winner made (FACTS §1). Ids are made of the document's id, so whoever tries again
after a crash or a lost answer finds what was done.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from idp.domain.errors import ErpRejected, ErpUnavailable
from idp.erp.connection import Connection
from idp.erp.errors import OdooFault

T = TypeVar("T")
MODULE = "idp"
_BILL = "bill_"
_ABSENT = "builtins.ValueError"
_ARCHIVED_TOO = {"active_test": False}
_MOST_LOOKED_AT = 2000
# Another writer's transaction on a long bill takes about a second; the last pause is several.
_PAUSES_SECONDS = (0.05, 0.15, 0.4, 1.0, 2.0, 4.0)
_TRIES_IN_OTHER_WORDS = 3
# As PostgreSQL says it. Not just "lock": Odoo speaks of lock dates, and those do not pass.
_DUPLICATE = "duplicate key"
_CONFLICT_WORDS = ("serialize access", "concurrent update", "deadlock", "could not obtain lock", "lock timeout", _DUPLICATE)


class Contended(Exception):
    """Another writer may be in the way: looking again may help. `text` says what was met."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def bill_name(document_id: str) -> str:
    """The external id of a document's bill."""
    return _BILL + _safe(document_id)


def part_name(kind: str, document_id: str, *parts: object) -> str:
    """The external id of something else that a document left in Odoo: a paper, a note, an activity, a bill line."""
    return "_".join([kind, _safe(document_id), *(_safe(str(part)) for part in parts)])


def document_of(external_id: str) -> str | None:
    """The document that made the bill with this external id (as `get_external_id` tells it), None for foreign bills."""
    prefix = f"{MODULE}.{_BILL}"
    return external_id.removeprefix(prefix) if external_id.startswith(prefix) else None


def _safe(text: str) -> str:
    """External ids have exactly one point; what is not a letter, digit, dash or underscore becomes a dash."""
    return re.sub(r"[^A-Za-z0-9_-]", "-", text)


def find(connection: Connection, model: str, name: str, *, among: Sequence[Any], company_id: int | None = None) -> int | None:
    """The id of the record behind our external id, None where there is none.

    `among` is a domain that the record fits, if it exists: where Odoo knows the id but shows no record, it is looked for there.
    Odoo caches external ids and keeps one from a load that it rolled back after a conflict, until the cache is emptied
    (seen on 17 and 19 with racing loads); what `get_external_id` tells comes from the database.
    """
    context = _context(company_id) | _ARCHIVED_TOO
    try:
        answer = connection.read("ir.model.data", "check_object_reference", None, module=MODULE, xml_id=name, context=context)
    except OdooFault as fault:
        if fault.name == _ABSENT:
            return None
        raise
    if answer[1]:
        return int(answer[1])
    rows = connection.rows(model, among, ["id"], order="id desc", limit=_MOST_LOOKED_AT, context=context)
    names = connection.read(model, "get_external_id", [row["id"] for row in rows], context=context) if rows else {}
    return next((int(i) for i, known in names.items() if known == f"{MODULE}.{name}"), None)


def find_bill(connection: Connection, document_id: str, *, company_id: int | None = None) -> int | None:
    """The id of the bill that a document made, None where there is none."""
    ours = [("create_uid", "=", connection.uid), ("move_type", "in", ["in_invoice", "in_refund"])]
    return find(connection, "account.move", bill_name(document_id), among=ours, company_id=company_id)


def load(
    connection: Connection, model: str, columns: Sequence[str], rows: Sequence[Sequence[str]], *, company_id: int | None
) -> int:
    """Makes or updates one record with its lines, all or nothing, and returns its id.

    Raises:
        Contended: somebody else may just be writing the same.
        ErpRejected: Odoo refuses a value.
        ErpUnavailable: try later.
    """
    context = _context(company_id)
    answer = connection.change(model, "load", None, fields=list(columns), data=[list(row) for row in rows], context=context)
    if answer["ids"]:
        return int(answer["ids"][0])
    errors = [m for m in answer["messages"] if m.get("type") == "error"] or answer["messages"]
    text = "; ".join(" ".join(str(m.get("message", "")).split()) for m in errors)[:500]
    if any(m.get("field") for m in errors):  # a value is wrong; conflicts are about no field
        raise ErpRejected(text)
    raise Contended(text)


def converge(attempt: Callable[[], T]) -> T:
    """Repeats `attempt`, which looks and then makes, until no other writer is in its way.

    Raises:
        ErpRejected: Odoo refused, and not in the words of a conflict; told apart after a few tries only, since the words are
            PostgreSQL's and may be in another language.
        ErpUnavailable: other writers did not let it through, try later.
    """
    for tries, pause in enumerate((*_PAUSES_SECONDS, None), start=1):
        try:
            return attempt()
        except Contended as contended:
            refused = contended.text
        is_conflict = any(word in refused.lower() for word in _CONFLICT_WORDS)
        if not is_conflict and tries > _TRIES_IN_OTHER_WORDS:
            raise ErpRejected(refused)
        if pause is not None:
            time.sleep(pause * random.uniform(0.5, 1.5))
    if _DUPLICATE in refused.lower():  # another writer would have been done by now
        raise ErpRejected(refused)
    raise ErpUnavailable(f"Odoo is busy with the same record: {refused}")


@dataclass(frozen=True, slots=True)
class Part:
    """A record without lines that a document leaves: its external id and its cells. `among` as in `find`."""

    model: str
    name: str
    cells: Mapping[str, str]
    among: Sequence[Any]
    company_id: int | None


def make_once(connection: Connection, part: Part) -> int:
    """Makes a record under our external id if it is not there yet; never touches it again. Returns its id."""

    def attempt() -> int:
        known = _find_part(connection, part)
        return _load_part(connection, part) if known is None else known

    return converge(attempt)


def make_first(connection: Connection, part: Part) -> int:
    """Makes a record that should not be there yet, without looking. Returns its id.

    Where another writer was faster, its record is written over with the same values, or, where Odoo refuses that, found.
    """
    try:
        return _load_part(connection, part)
    except (Contended, ErpRejected):
        return make_once(connection, part)


def is_there(connection: Connection, part: Part) -> bool:
    """Whether the record is in Odoo under our external id."""
    return _find_part(connection, part) is not None


def _find_part(connection: Connection, part: Part) -> int | None:
    return find(connection, part.model, part.name, among=part.among, company_id=part.company_id)


def _load_part(connection: Connection, part: Part) -> int:
    columns, row = ["id", *part.cells], [f"{MODULE}.{part.name}", *part.cells.values()]
    return load(connection, part.model, columns, [row], company_id=part.company_id)


def _context(company_id: int | None) -> dict[str, Any]:
    """The context for one company; without one the connection's companies stand."""
    return {"allowed_company_ids": [company_id]} if company_id else {}
