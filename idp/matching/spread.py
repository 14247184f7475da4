"""How do lines share order lines of one product? What one order line has no room for goes to others at the same price.

First everything goes where it may be billed now (received, not billed), then where it is still open; what finds no room stays.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from idp.matching.share import Assigned, Share
from idp.matching.target import ZERO, Target


def spread(assigned: tuple[Assigned, ...], targets: tuple[Target, ...]) -> tuple[Assigned, ...]:
    """The lines with shares over all interchangeable order lines. The sum of a line's shares is what is printed."""
    groups = _groups(assigned, targets)
    if not any(len(members) > 1 for members in groups.values()):
        return assigned
    result = list(assigned)
    for members in groups.values():
        rows = [n for n, a in enumerate(assigned) if a.target in members and a.shares[0].quantity > 0]
        if len(members) > 1 and rows:
            for row, shares in _fill([assigned[n].shares[0] for n in rows], members, rows).items():
                result[row] = replace(result[row], shares=shares)
    return tuple(result)


def _groups(assigned: tuple[Assigned, ...], targets: tuple[Target, ...]) -> dict[int, list[Target]]:
    """The order lines used, each group with all that are interchangeable with it, by the id of the group's first line."""
    groups: dict[int, list[Target]] = {}
    for target in dict.fromkeys(a.target for a in assigned if a.target is not None):
        members = [t for t in targets if t is target or (t.is_interchangeable(target) and t.line.unit == target.line.unit)]
        groups.setdefault(members[0].line.id, members)
    return groups


def _fill(shares: list[Share], members: list[Target], rows: list[int]) -> dict[int, tuple[Share, ...]]:
    rest = {row: share.quantity for row, share in zip(rows, shares, strict=True)}
    own = {row: share.target for row, share in zip(rows, shares, strict=True)}
    parts: dict[int, dict[int, Decimal]] = {row: {} for row in rows}
    used = dict.fromkeys((t.line.id for t in members), ZERO)

    def place(row: int, target: Target, room: Callable[[Target], Decimal]) -> None:
        part = min(rest[row], room(target) - used[target.line.id])
        if part > 0:
            rest[row] -= part
            used[target.line.id] += part
            parts[row][target.line.id] = parts[row].get(target.line.id, ZERO) + part

    for room in (_billable, _open):
        for row in rows:
            place(row, own[row], room)
        for row in rows:
            for target in members:
                place(row, target, room)
    for row in rows:
        if rest[row] > 0:
            parts[row][own[row].line.id] = parts[row].get(own[row].line.id, ZERO) + rest[row]
    return {row: _shares(share, parts[row], members) for row, share in zip(rows, shares, strict=True)}


def _billable(target: Target) -> Decimal:
    return target.billable


def _open(target: Target) -> Decimal:
    return target.open


def _shares(first: Share, parts: dict[int, Decimal], members: list[Target]) -> tuple[Share, ...]:
    """The parts as shares, the largest first; printed quantities sum to the printed one exactly."""
    if len(parts) == 1:
        only = next(t for t in members if t.line.id in parts)
        return (replace(first, target=only),)
    factor = first.quantity / first.printed
    by_size = sorted((t for t in members if t.line.id in parts), key=lambda t: (-parts[t.line.id], t.sort_key))
    shares = [replace(first, target=t, quantity=parts[t.line.id], printed=parts[t.line.id] / factor) for t in by_size]
    short = first.printed - sum((s.printed for s in shares), ZERO)
    return (replace(shares[0], printed=shares[0].printed + short), *shares[1:])
