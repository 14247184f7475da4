"""How would a line without an order be booked? As the vendor's earlier lines like it were; where they disagree, nothing is suggested."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from rapidfuzz import fuzz

from idp.domain.choice import Topic, chosen
from idp.domain.coding import Coding
from idp.domain.entry import BillEntryLine
from idp.domain.finding import RecordRef
from idp.domain.purchase import AnalyticShare, CodedLine, Tax
from idp.matching.case import Case
from idp.matching.chosen import chosen_taxes
from idp.matching.line import PrintedLine
from idp.matching.name import normalise
from idp.matching.share import Assigned

_WITH_DIGIT = re.compile(r"\S*\d\S*")
_ALIKE = 0.75
_ALIKE_AT_SAME_AMOUNT = 0.5
_SAME = 0.95
_LEAST_BILLS = 2
"""So many earlier bills must agree before they say something about a line that is like none of theirs."""


@dataclass(frozen=True, slots=True)
class _Way:
    """A way of booking a line."""

    account_id: int
    analytic: tuple[AnalyticShare, ...]
    tax_ids: tuple[int, ...]

    @classmethod
    def of(cls, coded: CodedLine) -> _Way:
        analytic = tuple(sorted(coded.analytic, key=lambda share: (share.account_ids, share.percent)))
        return cls(coded.account_id, analytic, tuple(sorted(coded.tax_ids)))


@dataclass(frozen=True, slots=True)
class _Like:
    """An earlier line with its likeness 0–1 to the printed one, and whether it cost the same."""

    coded: CodedLine
    likeness: float
    is_same_amount: bool

    @property
    def is_alike(self) -> bool:
        return self.likeness >= (_ALIKE_AT_SAME_AMOUNT if self.is_same_amount else _ALIKE)


def suggest_codings(case: Case, assigned: Iterable[Assigned]) -> tuple[Coding, ...]:
    """How each line that is on no order is booked: as a person chose; else a suggestion, where the vendor's
    last bills (`Facts.coded_lines`) give a clear one."""
    if case.vendor is None:
        return ()
    unplaced = tuple(one.line for one in assigned if not one.shares and not one.line.is_text_only)
    earlier = tuple(
        coded for coded in case.facts.coded_lines if coded.vendor_id == case.vendor.id and coded.company_id == case.company.id
    )
    found = (_chosen(case, line) or _suggest(case, line, earlier) for line in unplaced)
    own = {entry_key(line): taxes for line in unplaced if (taxes := chosen_taxes(case, line)) is not None}
    return tuple(_with_own_taxes(coding, own.get(coding.key)) for coding in found if coding is not None)


def _with_own_taxes(coding: Coding, taxes: tuple[Tax, ...] | None) -> Coding:
    return coding if taxes is None else replace(coding, tax_ids=tuple(tax.id for tax in taxes))


def _chosen(case: Case, line: PrintedLine) -> Coding | None:
    choice = None if line.index is None else chosen(case.history.choices, Topic.BOOKING, line.index)
    if choice is None:
        return None
    account = choice.records[0]
    code, _, name = account.name.partition(" ")
    return Coding(
        key=entry_key(line), line=line.index, account_id=account.id, account_code=code, account_name=name, bill=None,
        reason=f"chosen by {choice.name}", analytic=choice.analytic, tax_ids=choice.tax_ids,
    )  # fmt: skip


def _suggest(case: Case, line: PrintedLine, earlier: tuple[CodedLine, ...]) -> Coding | None:
    currency = case.document.text("currency") or case.company.currency
    likes = tuple(_liken(line, coded, currency) for coded in earlier)
    alike = tuple(like for like in likes if like.is_alike)
    if alike:
        kept = _nearest(alike)
        return None if kept is None else _coding(line, kept, earlier, how="")
    ways = {_Way.of(coded) for coded in earlier}
    if len(ways) == 1 and len(_bills(earlier)) >= _LEAST_BILLS:
        return _coding(line, earlier, earlier, how="no line is like this one, but all were booked alike: ")
    return None


def _liken(line: PrintedLine, coded: CodedLine, currency: str) -> _Like:
    same_amount = line.worth is not None and abs(line.worth) == coded.amount and coded.currency == currency
    return _Like(coded, _likeness(line.description, coded.description), same_amount)


def _likeness(printed: str, earlier: str) -> float:
    """0–1 by words in any order; numbers, dates and periods among them change from bill to bill and say nothing."""
    one, other = _telling(printed), _telling(earlier)
    return fuzz.token_sort_ratio(one, other) / 100 if one and other else 0.0


def _telling(description: str) -> str:
    return normalise(_WITH_DIGIT.sub(" ", description.partition("\n")[0]))


def _nearest(alike: tuple[_Like, ...]) -> tuple[CodedLine, ...] | None:
    """The lines of the way that wins, None for a tie: of the lines in the same words, then of those that cost the same.

    Where several ways are left, the one of most bills wins if the latest bill goes it too.
    """
    kept = alike
    kept = tuple(like for like in kept if like.likeness >= _SAME) or kept
    kept = tuple(like for like in kept if like.is_same_amount) or kept
    lines = tuple(like.coded for like in kept)
    ways: dict[_Way, tuple[CodedLine, ...]] = {}
    for line in lines:
        ways[_Way.of(line)] = (*ways.get(_Way.of(line), ()), line)
    most = max(ways.values(), key=lambda own: len(_bills(own)))
    rivals = [own for own in ways.values() if own is not most]
    latest = _latest(lines).bill_id
    goes_it = latest in _bills(most) and not any(latest in _bills(own) for own in rivals)
    return most if not rivals or (goes_it and all(len(_bills(most)) > len(_bills(own)) for own in rivals)) else None


def _bills(coded: Iterable[CodedLine]) -> frozenset[int]:
    return frozenset(line.bill_id for line in coded)


def _latest(coded: tuple[CodedLine, ...]) -> CodedLine:
    return max(coded, key=lambda line: (line.bill_date or date.min, line.bill_id))


def _coding(line: PrintedLine, kept: tuple[CodedLine, ...], earlier: tuple[CodedLine, ...], *, how: str) -> Coding:
    latest = _latest(kept)
    times, of = len(_bills(kept)), len(_bills(earlier))
    share = "the only earlier bill" if of == 1 else f"{times} of the last {of} bills"
    return Coding(
        key=entry_key(line),
        line=line.index,
        account_id=latest.account_id,
        account_code=latest.account_code,
        account_name=latest.account_name,
        bill=RecordRef("account.move", latest.bill_id, latest.bill_name),
        reason=f"{how}as on {latest.bill_name}, {share}",
        analytic=latest.analytic,
        tax_ids=latest.tax_ids,
    )


def entry_key(line: PrintedLine) -> str:
    """The key of the entry line that a whole printed line becomes: its index, or what it is where it stands in the totals only."""
    if line.index is not None:
        return str(line.index)
    return "charge" if line.worth is not None and line.worth > 0 else "allowance"


def coded_entry_lines(
    lines: tuple[BillEntryLine, ...], codings: tuple[Coding, ...], taxes: Iterable[Tax]
) -> tuple[BillEntryLine, ...]:
    """The entry's lines with the suggested accounts. The suggested taxes replace the chosen ones where they come to the same amount."""
    by_key = {coding.key: coding for coding in codings}
    known = {tax.id: tax for tax in taxes}
    return tuple(_coded(line, by_key[line.key], known) if line.key in by_key else line for line in lines)


def _coded(line: BillEntryLine, coding: Coding, known: dict[int, Tax]) -> BillEntryLine:
    same = _rates(line.tax_ids, known) is not None and _rates(line.tax_ids, known) == _rates(coding.tax_ids, known)
    return replace(
        line, account_id=coding.account_id, analytic=coding.analytic, tax_ids=coding.tax_ids if same else line.tax_ids
    )


def _rates(tax_ids: tuple[int, ...], known: dict[int, Tax]) -> list[tuple[str, Decimal, Decimal, bool]] | None:
    """What the taxes come to; None where one is not known. Taxes of nothing come to the same as no taxes."""
    if any(i not in known for i in tax_ids):
        return None
    taxes = (known[i] for i in tax_ids)
    return sorted((t.kind.value, t.percent, t.fixed, t.price_include) for t in taxes if t.percent or t.fixed or t.parts)
