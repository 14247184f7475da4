"""What do the commands of to-many fields do?

``(0, _, vals)`` create · ``(1, id, vals)`` write · ``(2, id)`` delete · ``(3, id)`` unlink · ``(4, id)`` link · ``(5,)`` unlink all ·
``(6, _, ids)`` replace; a plain list of ids is a replace. Values inside are columns already.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import IntEnum
from typing import TYPE_CHECKING

from idp.erp.sandbox import fault
from idp.erp.sandbox.registry import FieldSpec
from idp.erp.sandbox.store import Value

if TYPE_CHECKING:  # an Env applies commands, and commands create and write through it
    from idp.erp.sandbox.env import Env


class Command(IntEnum):
    """Odoo's codes of x2many commands."""

    CREATE = 0
    UPDATE = 1
    DELETE = 2
    UNLINK = 3
    LINK = 4
    CLEAR = 5
    SET = 6


def apply_all(env: Env, model: str, record_id: int, many: Mapping[str, Value]) -> None:
    """Applies the commands of every to-many column in ``many`` to one record."""
    columns = env.spec(model).columns
    for column, value in many.items():
        spec, steps = columns[column], normalised(value)
        if spec.kind == "one2many":
            _apply_lines(env, record_id, spec, steps)
        else:
            linked = _linked(env, model, record_id, spec, steps)
            env.store.update(model, record_id, {column: linked})


def normalised(value: Value) -> list[tuple[int, Value, Value]]:
    """Commands as triples (code, id, argument), whatever form the client sent.

    Raises:
        OdooFault: ValueError, this is no list of commands.
    """
    if not value:
        return [] if value is None or value is False else [(Command.SET, 0, [])]
    if all(isinstance(item, int) for item in value):
        return [(Command.SET, 0, list(value))]
    steps: list[tuple[int, Value, Value]] = []
    for item in value:
        if not isinstance(item, (list, tuple)) or not item or item[0] not in Command.__members__.values():
            raise fault.value_error(f"Wrong value for x2many command: {item!r}")
        padded = [*item, 0, 0][:3]
        steps.append((padded[0], padded[1], padded[2]))
    return steps


def _apply_lines(env: Env, record_id: int, spec: FieldSpec, steps: Sequence[tuple[int, Value, Value]]) -> None:
    if not spec.relation or not spec.inverse:
        return
    for code, line_id, argument in steps:
        current = env.store.find(spec.relation, spec.inverse, record_id)
        if code == Command.CREATE:
            env.create(spec.relation, {**argument, spec.inverse: record_id})
        elif code == Command.UPDATE:
            env.write(spec.relation, [line_id], argument)
        elif code in {Command.DELETE, Command.UNLINK}:
            env.unlink(spec.relation, [line_id])
        elif code == Command.LINK:
            env.write(spec.relation, [line_id], {spec.inverse: record_id})
        else:
            kept = set(argument or ()) if code == Command.SET else set()
            env.unlink(spec.relation, [i for i in current if i not in kept])
            for added in sorted(kept - set(current)):
                env.write(spec.relation, [added], {spec.inverse: record_id})


def _linked(env: Env, model: str, record_id: int, spec: FieldSpec, steps: Sequence[tuple[int, Value, Value]]) -> list[int]:
    current: list[int] = list(env.row(model, record_id).get(spec.column) or [])
    relation = spec.relation or ""
    for code, other, argument in steps:
        if code == Command.CREATE:
            current.append(env.create(relation, argument))
        elif code == Command.UPDATE:
            env.write(relation, [other], argument)
        elif code in {Command.DELETE, Command.UNLINK}:
            current = [i for i in current if i != other]
            if code == Command.DELETE:
                env.unlink(relation, [other])
        elif code == Command.LINK:
            current += [other] if other not in current else []
        else:
            current = list(dict.fromkeys(argument or ())) if code == Command.SET else []
    return current
