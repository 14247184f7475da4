"""Is somebody trying to be paid who should not be? Accounts that are not trusted, senders that are not the vendor."""

from __future__ import annotations

from rapidfuzz.distance import DamerauLevenshtein

from idp.domain.code import Code
from idp.domain.finding import Finding
from idp.domain.page import Quality
from idp.matching.case import Case, vendor_ref
from idp.matching.number import bare

_LOOK_ALIKE_EDITS = 2
_ACCOUNTS = ("supplier_iban", "supplier_ibans")  # a second account printed beside the known one is where fraud hides


def bank_findings(case: Case) -> tuple[Finding, ...]:
    """FRD-BANK for every printed account that is not among the vendor's trusted ones. None printed: nothing to say.

    Our own account on a paper is the one that is debited; in an e-document the account to be paid has a place of its own.
    """
    if case.vendor is None:
        return ()
    trusted = {bare(a.iban) for a in case.vendor.bank_accounts if a.trusted}
    known = {bare(a.iban) for a in case.vendor.bank_accounts}
    is_paper = case.document.quality is not Quality.STRUCTURED
    ours = {bare(i) for c in case.facts.companies for i in c.ibans if is_paper}
    printed = tuple(dict.fromkeys(bare(i) for name in _ACCOUNTS for i in case.document.texts(name)))
    return tuple(_bank(case, iban, known=iban in known) for iban in printed if iban and iban not in trusted | ours)


def _bank(case: Case, iban: str, *, known: bool) -> Finding:
    vendor = case.vendor
    assert vendor is not None  # noqa: S101  # the caller has looked
    trusted = ", ".join(masked(a.iban) for a in vendor.bank_accounts if a.trusted)
    why = "is entered in Odoo but not trusted" if known else f"is not an account that Odoo knows of {vendor.name}"
    return case.find(
        Code.FRD_BANK, f"The printed account {masked(iban)} {why}.", field="supplier_iban", expected=trusted or "no trusted account",
        actual=masked(iban), record=vendor_ref(vendor),
        money=case.total_in_company,
    )  # fmt: skip


def masked(iban: str) -> str:
    """All but country and the last four characters hidden."""
    plain = bare(iban)
    return f"{plain[:2]}…{plain[-4:]}" if len(plain) > 8 else "…"


def sender_findings(case: Case) -> tuple[Finding, ...]:
    """FRD-DOMAIN: sender authentication failed, or the domain looks like the vendor's and is not."""
    sender, vendor = case.history.sender, case.vendor
    if sender is None or vendor is None:
        return ()
    domain, known = sender.domain.lower(), (vendor.email or "").rpartition("@")[2].lower()
    if sender.authenticated is False:
        return (_domain(case, f"The sender's domain {domain} failed authentication: the mail may be forged.", domain, known),)
    if not known or domain == known or domain.endswith("." + known) or known.endswith("." + domain):
        return ()
    if DamerauLevenshtein.distance(_name(domain), _name(known)) <= _LOOK_ALIKE_EDITS:
        return (
            _domain(case, f"The mail came from {domain}, which looks like {known} of {vendor.name} but is not.", domain, known),
        )
    return ()


def _name(domain: str) -> str:
    """The registered name with look-alike characters made equal."""
    return domain.rpartition(".")[0].replace("0", "o").replace("1", "l").replace("rn", "m")


def _domain(case: Case, message: str, domain: str, known: str) -> Finding:
    return case.find(
        Code.FRD_DOMAIN, message, field="supplier_email", expected=known or None, actual=domain,
        money=case.total_in_company,
    )  # fmt: skip
