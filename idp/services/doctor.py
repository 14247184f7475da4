"""Is everything set up so that documents can be taken in, shown and entered; and what is to be mended, in words?"""

from __future__ import annotations

from idp.ports import Check, Verdict
from idp.services.health import HealthPart, check_health
from idp.services.means import Means

_ODOO, _LAYOUT_MODEL = "odoo", "layout model"


def examine(means: Means) -> tuple[Check, ...]:
    """The service's own parts, then Odoo's."""
    own = [part for part in check_health(means).parts if part.name != _ODOO]
    return (*(Check(part.name, _verdict(part), part.detail) for part in own), *means.erp.examine())


def _verdict(part: HealthPart) -> Verdict:
    if part.ok:
        return Verdict.GOOD
    return Verdict.ADVICE if part.name == _LAYOUT_MODEL else Verdict.TROUBLE  # without a model rules read alone
