"""Can the article numbers that are stated as GTIN exist? One that fails its check digit names nothing, unless Odoo has it so."""

from __future__ import annotations

from collections.abc import Iterable

from stdnum import ean

from idp.domain.code import Code
from idp.domain.finding import Finding
from idp.domain.purchase import PurchaseOrder
from idp.matching.case import Case
from idp.matching.number import bare

_LENGTHS = frozenset({12, 13, 14})  # eight digits may as well be a number of the supplier's own


def gtin_findings(case: Case, orders: Iterable[PurchaseOrder]) -> tuple[Finding, ...]:
    """VAL-CHECKDIGIT for each line whose GTIN fails and is no barcode of a product on the orders."""
    known = {bare(line.product.barcode) for o in orders for line in o.lines if line.product and line.product.barcode}
    return tuple(
        case.find(
            Code.VAL_CHECKDIGIT, f"The GTIN {gtin} of line {index + 1} fails its check digit.", line=index, field="gtin", actual=gtin
        )
        for index, line in enumerate(case.document.lines)
        if (gtin := line.text("gtin")) is not None and _fails(bare(gtin)) and bare(gtin) not in known
    )  # fmt: skip


def _fails(number: str) -> bool:
    return number.isdigit() and len(number) in _LENGTHS and not ean.is_valid(number)
