"""Which VAT number and bank account are the supplier's? Not those in the buyer's block, behind a label of the buyer's, or our own."""

from __future__ import annotations

from collections.abc import Sequence

from idp.extractors import confidence, identifier
from idp.extractors.candidate import Code
from idp.extractors.evidence import Option, choose
from idp.extractors.fields import Fields
from idp.extractors.header import identifier_options
from idp.extractors.paper import Paper
from idp.extractors.party import Parties

ALL_ACCOUNTS = "supplier_ibans"
"""Every account of the supplier where several are printed; `supplier_iban` is the first of them."""


def read_accounts(found: Fields, parties: Parties) -> None:
    """Sets supplier_vat, supplier_iban and, where there are several accounts, all of them."""
    paper = found.paper
    ours = {identifier.compact(x) for company in paper.own for x in (company.vat or "", *company.ibans)}
    for kind, name in (("iban", "supplier_iban"), ("vat", "supplier_vat")):
        options = [_account_option(code, paper, parties) for code in paper.candidates.codes if code.kind == kind]
        options += _labelled_tax_numbers(paper) if kind == "vat" else []
        theirs = [o for o in options if o is not None and identifier.compact(str(o.value)) not in ours]
        choice = choose(theirs)
        if choice is None or choice.option.points <= 0.3:
            continue
        passes = _passes(choice.option)
        sure = confidence.CHECKED_IDENTIFIER if passes else confidence.UNCHECKED_IDENTIFIER
        if choice.runner_up is not None and choice.margin < 0.3 and not (kind == "iban" and _are_all_theirs(theirs)):
            sure = min(sure, 0.6)
        found.put(name, choice.option.value, choice.option.spot, sure, choice.option.reasons)
        if kind == "iban":
            _put_all(found, theirs, sure)
            if not passes:
                found.failed_checks[name] = str(choice.option.value)


def _passes(option: Option) -> bool:
    return any("passes its check digits" in reason for reason in option.reasons)


def _are_all_theirs(options: Sequence[Option]) -> bool:
    """Several accounts in a row or below each other, each with its label and right check digits: a company with two banks."""
    spots = [option.spot for option in options if option.spot is not None]
    together = len({spot.page for spot in spots}) == 1 and max(s.row for s in spots) - min(s.row for s in spots) <= 4
    return together and all(_passes(option) for option in options) and len({option.points for option in options}) == 1


def _put_all(found: Fields, options: Sequence[Option], sure: float) -> None:
    spots = {str(option.value): option.spot for option in options if option.spot is not None and option.points > 0.3}
    if len(spots) > 1:
        found.put_list(ALL_ACCOUNTS, spots, sure, ("every account that stands with the supplier's",))


def _account_option(code: Code, paper: Paper, parties: Parties) -> Option | None:
    labels = paper.around.labels_of_row.get(code.spot.row, ())
    before = [label for label in labels if label.last < code.spot.first]
    if any(label.name == "buyer_vat" for label in before):
        return None
    points = 1.0 + (0.5 if code.checked else 0.0)
    if any(label.name == code.kind for label in before):
        points += 0.4
    elif code.kind == "vat" and not code.checked:
        return None
    if any(
        page == code.spot.page
        and box.left <= code.spot.box.middle_x <= box.right
        and box.top <= code.spot.box.middle_y <= box.bottom
        for page, box in parties.buyer_boxes
    ):
        points -= 1.1
    reasons = ("passes its check digits",) if code.checked else ("stands by its label; its check digits do not confirm it",)
    return Option(code.value, code.spot, points, reasons)


def _labelled_tax_numbers(paper: Paper) -> list[Option]:
    """Tax numbers of countries without a known form: what stands by a label that means nothing else."""
    found = []
    for label in paper.labels:
        if label.name == "vat" and not any(
            o.name == "tax_amount" for o in paper.labels if o.row == label.row and o.first == label.first
        ):
            for option in identifier_options(label, paper.around):
                digits = sum(c.isdigit() for c in str(option.value))
                if digits >= 7 and option.points > 0.5:
                    found.append(Option(option.value, option.spot, 0.7 * option.points, option.reasons))
    return found
