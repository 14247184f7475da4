"""The decision on a document: who sent it, which orders it is about, what differs, and what that asks for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from idp.domain.code import Code, Severity
from idp.domain.document import DocumentType, ExtractedDocument
from idp.domain.finding import Decision, Finding, decide
from idp.domain.history import History
from idp.domain.match import Match
from idp.domain.money import Money
from idp.domain.policy import Policy, Split
from idp.domain.purchase import Facts
from idp.matching.assignment import rank
from idp.matching.bill import compare_bill
from idp.matching.case import Case, order_ref, vendor_ref
from idp.matching.chosen import chosen_charges, chosen_orders, gone_findings, with_pinned
from idp.matching.compared import Compared
from idp.matching.confirmation import compare_confirmation
from idp.matching.gross import without_tax
from idp.matching.index import OrderIndex, index_orders
from idp.matching.line import printed_lines
from idp.matching.order import Named, as_chosen, named_orders
from idp.matching.party import Addressed, Identified, addressed_to, company_findings, identify, vendor_findings
from idp.matching.passing import passing_findings
from idp.matching.shipping import compare_shipping
from idp.matching.target import Target, targets_of
from idp.matching.term import discount_until
from idp.matching.total import unsure_finding

_NO_HISTORY = History()
_BILLS = (DocumentType.INVOICE, DocumentType.CREDIT_NOTE)
_FROM_SUPPLIER = (*_BILLS, DocumentType.ORDER_CONFIRMATION)
_SHIPPING = (DocumentType.BILL_OF_LADING, DocumentType.DELIVERY_NOTE, DocumentType.PROOF_OF_DELIVERY)


def match(
    document: ExtractedDocument,
    facts: Facts,
    policy: Policy,
    *,
    history: History = _NO_HISTORY,
    index: OrderIndex | None = None,
) -> Match:
    """What the document is about, every difference found, the decision they call for, and what would be written.

    Pure: the same arguments give the same match. `index` is that of the facts' orders, where it serves several documents. Raises
    ValueError where the facts hold no company of ours.
    """
    found, named, case, addressed = _prepared(document, facts, policy, history, index or index_orders(facts.orders))
    findings = [*_from_reading(case), *company_findings(case, addressed), *gone_findings(case)]
    if document.document_type in _FROM_SUPPLIER:
        findings += vendor_findings(case, found, with_pinned(named.orders, case))
    compared = _compare(case, named)
    return conclude(case, (*findings, *compared.findings), compared)


def order_line_candidates(
    document: ExtractedDocument, facts: Facts, policy: Policy, *, history: History, line: int
) -> tuple[tuple[Target, float], ...]:
    """The vendor's order lines on which the document's line (from 0) may stand, each with its fit 0–1; best first, those with nothing
    open last."""
    _, named, case, _ = _prepared(document, facts, policy, history, index_orders(facts.orders))
    own = [
        o for o in facts.orders if case.vendor is not None and o.vendor_id == case.vendor.id and o.company_id == case.company.id
    ]
    orders = with_pinned((*named.orders, *own), case)
    printed = next((one for one in case.lines if one.index == line), None)
    ranked = rank(case, printed, targets_of(case, orders)) if printed is not None else ()
    return tuple(sorted(ranked, key=lambda pair: pair[0].open == 0 and not pair[1]))


def _prepared(
    document: ExtractedDocument, facts: Facts, policy: Policy, history: History, index: OrderIndex
) -> tuple[Identified, Named, Case, Addressed]:
    """Who sent the document, which orders it names, the case, and for whom it is."""
    at_first_sight = named_orders(document, index)
    found = identify(document, facts, at_first_sight.orders, history=history)
    named = as_chosen(named_orders(document, index, found.vendor), chosen_orders(history, facts))
    addressed = addressed_to(document, facts, named.orders, hint=history.company_hint)
    lines = chosen_charges(without_tax(printed_lines(document, policy.charges), document), history)
    return found, named, Case(document, facts, policy, history, addressed.company, index, lines, found.vendor), addressed


def _compare(case: Case, named: Named) -> Compared:
    kind = case.document.document_type
    if kind in _BILLS:
        return compare_bill(case, named)
    if kind is DocumentType.ORDER_CONFIRMATION:
        return compare_confirmation(case, named)
    if kind in _SHIPPING:
        return compare_shipping(case, named)
    return Compared(_unhandled(case), named.orders, (), None)


def _from_reading(case: Case) -> tuple[Finding, ...]:
    """The document's own findings, under the policy's severities. That prices with tax do not add up to the subtotal is no doubt."""
    explained = Code.VAL_SUBTOTAL if any(line.gross is not None for line in case.lines) else None
    severities = dict(case.policy.severities)
    if case.policy.split is Split.ALLOW and case.document.confident:
        severities[Code.CLS_MULTI] = Severity.INFO
    return tuple(
        replace(f, severity=severities.get(f.code, f.severity)) for f in case.document.findings if f.code is not explained
    )


def conclude(case: Case, findings: Iterable[Finding], compared: Compared) -> Match:
    """The match with the decision of the strictest finding; what may not pass by itself gets a finding that says why."""
    told = list(findings)
    told += unsure_finding(case, told)
    if decide(told) is Decision.TOUCHLESS:
        told += passing_findings(case)
    ordered = tuple(sorted(dict.fromkeys(told), key=_strictest_first))
    return Match(
        decision=decide(ordered),
        findings=ordered,
        vendor=None if case.vendor is None else vendor_ref(case.vendor),
        company_id=case.company.id,
        orders=tuple(order_ref(o) for o in compared.orders),
        lines=compared.lines,
        entry=compared.entry,
        money_at_stake=at_stake(case, ordered),
        policy_version=case.policy.version,
        codings=compared.codings,
        discount_until=discount_until(case, compared.orders),
    )


def _strictest_first(found: Finding) -> tuple[int, int, str, str]:
    return -found.severity.rank, -1 if found.line is None else found.line, found.code.value, found.message


def at_stake(case: Case, findings: Iterable[Finding]) -> Money | None:
    """The sum over the findings that need a person, in company currency; of a bill no more than its total. None without amounts."""
    amounts = [f.money for f in findings if f.money is not None and f.severity.rank >= Severity.REVIEW.rank]
    if not amounts:
        return None
    whole = case.total_in_company if case.document.document_type in _BILLS else None
    everything = sum(amounts[1:], amounts[0])
    return everything if whole is None or not whole.amount else min(everything, whole)


def _unhandled(case: Case) -> tuple[Finding, ...]:
    """Kinds of paper that nothing is entered for."""
    if case.document.document_type is DocumentType.STATEMENT:
        code, what = Code.CLS_STATEMENT, "This is a statement or reminder, not a bill."
    else:
        code, what = Code.CLS_UNKNOWN, f"Nothing is entered for a document of this kind ({case.paper})."
    return () if any(f.code is code for f in case.document.findings) else (case.find(code, what),)
