"""Earlier bill lines without an order in a world, and what is suggested from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from idp.domain.entry import BillEntry
from idp.domain.match import Match
from idp.domain.purchase import AnalyticShare, CodedLine, Tax, Vendor


def coded_lines_of(world: Mapping[str, Any], vendors: Iterable[Vendor], taxes: Iterable[Tax]) -> tuple[CodedLine, ...]:
    """`coded_lines: [{bill, date, partner, description, amount, account: "600100 Freight", analytic: {name: percent}, tax_percent}]`.

    The id of an account is its code, analytic accounts are numbered as they come.
    """
    by_name = {vendor.name: vendor.id for vendor in vendors}
    rows = world.get("coded_lines", ())
    names = list(dict.fromkeys(name for row in rows for name in row.get("analytic", {})))
    bills = list(dict.fromkeys(row["bill"] for row in rows))
    return tuple(
        CodedLine(
            bill_id=1 + bills.index(row["bill"]),
            bill_name=row["bill"],
            bill_date=row.get("date"),
            vendor_id=by_name[row["partner"]] if "partner" in row else next(iter(by_name.values())),
            company_id=row.get("company_id", 1),
            description=row["description"],
            amount=Decimal(str(row["amount"])),
            currency=row.get("currency", "EUR"),
            account_id=int(row["account"].split(" ", 1)[0]),
            account_code=row["account"].split(" ", 1)[0],
            account_name=row["account"].split(" ", 1)[1],
            analytic=tuple(
                AnalyticShare((1 + names.index(n),), Decimal(str(p)), (n,)) for n, p in row.get("analytic", {}).items()
            ),
            tax_ids=tuple(
                tax.id for tax in taxes if row.get("tax", tax.name) == tax.name and tax.percent == row.get("tax_percent", 19)
            ),
        )
        for row in rows
    )


def check_codings(found: Match, expected: list[dict[str, Any]]) -> None:
    """`codings: [{line, account, says, analytic: {name: percent}}]`: those and no others, and the entry holds them."""
    assert [(c.line, c.account) for c in found.codings] == [(e["line"], e["account"]) for e in expected]
    entry = found.entry
    assert isinstance(entry, BillEntry)
    booked = {line.key: line for line in entry.lines}
    assert {key for key, line in booked.items() if line.account_id is not None} == {c.key for c in found.codings}
    for coding, wanted in zip(found.codings, expected, strict=True):
        assert wanted.get("says", "") in coding.reason
        line = booked[coding.key]
        assert (line.account_id, line.analytic) == (coding.account_id, coding.analytic)
        if "analytic" in wanted:
            assert {share.names[0]: share.percent for share in line.analytic} == wanted["analytic"]
        if "taxes" in wanted:
            assert len(line.tax_ids) == wanted["taxes"]
