"""How do analytic shares of a line look in Odoo?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType

from idp.domain.purchase import AnalyticShare
from idp.erp.value import exact


def shares_of(distribution: object, names: Mapping[int, str] = MappingProxyType({})) -> tuple[AnalyticShare, ...]:
    """The shares of a line as Odoo keeps them, {"12,15": 50.0}: ids of one account of each plan to a percentage; `names` by id."""
    if not isinstance(distribution, dict):
        return ()
    found = []
    for key, percent in distribution.items():
        ids = tuple(int(part) for part in str(key).split(",") if part.strip().isdigit())
        found.append(AnalyticShare(ids, exact(percent), tuple(names[i] for i in ids if i in names)))
    return tuple(found)


def distribution_of(shares: Sequence[AnalyticShare]) -> dict[str, float]:
    """The shares as Odoo keeps them; JSON has no decimals, and percentages come through."""
    found: dict[str, Decimal] = {}
    for share in shares:
        key = ",".join(str(i) for i in share.account_ids)
        found[key] = found.get(key, Decimal(0)) + share.percent
    return {key: float(percent) for key, percent in found.items()}
