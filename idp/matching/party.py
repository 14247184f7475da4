"""Who sent the document and which of our companies is it for? A doubtful match is no match; our own company is never the vendor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from stdnum.ch import vat as swiss_vat
from stdnum.eu import vat as eu_vat
from stdnum.gb import vat as british_vat
from stdnum.no import mva as norwegian_vat

from idp.domain.code import Code
from idp.domain.document import ExtractedDocument
from idp.domain.finding import Finding
from idp.domain.history import History
from idp.domain.purchase import Company, Facts, PurchaseOrder, Vendor
from idp.matching.case import Case, vendor_ref
from idp.matching.chosen import chosen_vendor
from idp.matching.name import company_name, is_same_company, mentions_company, name_likeness, normalise
from idp.matching.number import bare, is_same_vat

_VAT_CHECKS = {country.upper(): eu_vat for country in eu_vat.MEMBER_STATES} | {
    "EL": eu_vat, "GB": british_vat, "CH": swiss_vat, "NO": norwegian_vat
}  # fmt: skip
BY_CHOICE = "chosen by"
_NO_HISTORY = History()
_ALIKE = 0.9
_LEAD = 0.05
_NOT_CONTRARY = 0.6
_FREE_MAIL = frozenset(
    {
        "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com", "aol.com", "gmx.de", "gmx.net",
        "gmx.com", "web.de", "t-online.de", "freenet.de", "orange.fr", "wanadoo.fr", "free.fr", "laposte.net", "sfr.fr", "libero.it",
        "hotmail.fr", "yahoo.fr", "proton.me", "protonmail.com", "mail.com", "msn.com",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Identified:
    """The vendor with the evidence that names it ("VAT number"), or None with the `candidates` that were in doubt."""

    vendor: Vendor | None
    by: str = ""
    candidates: tuple[Vendor, ...] = ()


@dataclass(frozen=True, slots=True)
class Addressed:
    """Which of ours a document is `company`'s, and by what; `is_stranger`: the printed buyer is none of ours; `contradicts`: the
    source's settings name another of ours, or none of them."""

    company: Company
    by: str
    is_stranger: bool = False
    contradicts: bool = False


def addressed_to(
    document: ExtractedDocument, facts: Facts, orders: Iterable[PurchaseOrder], *, hint: str | None = None
) -> Addressed:
    """Which of ours the document is for.

    By the buyer's VAT number, then the buyer's name, then the company of the named orders, then the `hint` of the source's settings,
    then our first. Where several fit equally well the hint decides. Raises ValueError where the facts hold no company of ours.
    """
    if not facts.companies:
        raise ValueError("facts without a company of ours")
    vat, name = document.text("buyer_vat"), document.text("buyer_name")
    by_vat = [c for c in facts.companies if vat and c.vat and is_same_vat(c.vat, vat)]
    mentioned = [c for c in facts.companies if name and mentions_company(name, c.name)]
    by_name = sorted(mentioned, key=lambda c: -name_likeness(name or "", c.name))
    ordered = [c for o in orders for c in facts.companies if c.id == o.company_id]
    hinted = [c for c in facts.companies if hint is not None and is_same_company(c.name, hint)]
    contrary = bool(vat) and all(c.vat for c in (by_name or facts.companies))
    stranger = not by_vat and (contrary or (bool(name) and not by_name))
    alike = [c for c in by_name if name_likeness(name or "", c.name) == name_likeness(name or "", by_name[0].name)]
    steps = (("the buyer's VAT number", by_vat), ("the buyer's name", alike), ("the order", ordered))
    by, fitting = next(((by, found) for by, found in steps if found), ("", hinted or list(facts.companies[:1])))
    agreed = [c for c in fitting if c in hinted]
    return Addressed((agreed or fitting)[0], by, stranger, contradicts=hint is not None and len({c.id for c in agreed}) != 1)


def company_findings(case: Case, found: Addressed) -> tuple[Finding, ...]:
    """VAL-NOTUS: the printed buyer is none of our companies, or not the one that the source's settings name."""
    if found.is_stranger:
        return (_not_for_us(case),)
    return (_not_as_hinted(case, found),) if found.contradicts else ()


def _not_for_us(case: Case) -> Finding:
    name, vat = case.document.text("buyer_name"), case.document.text("buyer_vat")
    printed = ", ".join(x for x in (name, vat) if x)
    ours = " or ".join(c.name for c in case.facts.companies)
    return case.find(
        Code.VAL_NOTUS, f"This {case.paper} is made out to {printed}, which is not {ours}.",
        field="buyer_name" if name else "buyer_vat", expected=ours, actual=printed,
    )  # fmt: skip


def _not_as_hinted(case: Case, found: Addressed) -> Finding:
    hint = case.history.company_hint or ""
    same = [c for c in case.facts.companies if is_same_company(c.name, hint)]
    if not same:
        what = f"Its source's documents are for {hint}, but no company of ours in Odoo has that name."
    elif found.company in same:
        what = f"Its source's documents are for {hint}, but several of our companies in Odoo have that name."
    else:
        what = (
            f"Its source's documents are for {same[0].name}, but by {found.by} this {case.paper} is for {found.company.name}."
        )
    field = "buyer_vat" if case.document.text("buyer_vat") else "buyer_name"
    return case.find(Code.VAL_NOTUS, what, field=field, expected=hint, actual=found.company.name)


def identify(
    document: ExtractedDocument, facts: Facts, orders: Iterable[PurchaseOrder], *, history: History = _NO_HISTORY
) -> Identified:
    """The vendor whom a person chose; else by VAT number, IBAN, e-mail domain, purchase order, then name, the first not in doubt."""
    choice = chosen_vendor(history, facts)
    if choice is not None:
        return Identified(choice[0], by=f"{BY_CHOICE} {choice[1]}")
    possible = [v for v in facts.vendors if not _is_us(v, facts)]
    order_vendors = {o.vendor_id for o in orders}
    vat = _foreign_vat(document, facts)
    name = document.text("supplier_name") or document.text("shipper")
    steps = (
        ("VAT number", [v for v in possible if vat and v.vat and is_same_vat(v.vat, vat)]),
        ("bank account", _by_account(document, possible, vat=vat, name=name)),
        ("e-mail domain", _by_mail(document, possible, vat=vat, name=name)),
        (
            "purchase order",
            [v for v in possible if v.id in order_vendors and not _contradicts(v, vat, name, least=_NOT_CONTRARY)],
        ),
        ("name", _by_name(name, possible, vat=vat)),
    )
    doubtful: list[Vendor] = []
    for by, found in steps:
        kept = _narrowed(found, name, order_vendors)
        if len(kept) == 1 and not (by == "name" and _has_other_form(kept[0], name)):
            return Identified(kept[0], by)
        doubtful += kept
    return Identified(None, "", tuple(dict.fromkeys(doubtful)))


def vendor_findings(case: Case, found: Identified, orders: Iterable[PurchaseOrder]) -> tuple[Finding, ...]:
    """VEN-UNKNOWN, VEN-AMBIG, VEN-BLOCKED, VEN-MISMATCH, and VAL-CHECKDIGIT for a VAT number that is not known and cannot be one."""
    printed = case.document.text("supplier_name") or case.document.text("supplier_vat")
    findings = [] if found.by == "VAT number" else _impossible_vat(case)
    if found.vendor is not None and found.by.startswith(BY_CHOICE):
        findings += _contradicted(case, found.vendor, found.by)
    if found.vendor is None:
        findings.append(_unidentified(case, found, printed))
    elif not found.vendor.active:
        findings.append(
            case.find(
                Code.VEN_BLOCKED, f"{found.vendor.name} is archived in Odoo: nothing may be entered for it.",
                field="supplier_name", actual=printed, record=vendor_ref(found.vendor), money=case.total_in_company,
            )
        )  # fmt: skip
    findings += [_mismatch(case, found, o, printed) for o in orders if found.vendor is None or o.vendor_id != found.vendor.id]
    return tuple(findings)


def _unidentified(case: Case, found: Identified, printed: str | None) -> Finding:
    if found.candidates:
        names = " or ".join(v.name for v in found.candidates[:4])
        return case.find(
            Code.VEN_AMBIG, f"The supplier could be {names}; nothing printed decides between them.",
            field="supplier_name", expected=names, actual=printed, record=vendor_ref(found.candidates[0]), money=case.total_in_company,
        )  # fmt: skip
    namesake = next((v for v in case.facts.vendors if printed and v.vat and is_same_company(v.name, printed)), None)
    what = f"{printed or 'The supplier, whose name could not be read,'} is not a vendor in Odoo."
    if namesake is not None:
        what = f"{_with_vat(case, printed)} is not a vendor in Odoo: the one of that name has VAT number {namesake.vat}."
    return case.find(Code.VEN_UNKNOWN, what, field="supplier_name", actual=printed, money=case.total_in_company)


def _with_vat(case: Case, name: str | None) -> str:
    vat = case.document.text("supplier_vat")
    return f"{name} with VAT number {vat}" if vat else str(name)


def _impossible_vat(case: Case) -> list[Finding]:
    vat = case.document.text("supplier_vat")
    check = _VAT_CHECKS.get(bare(vat)[:2].upper()) if vat else None
    told = any(f.code is Code.VAL_CHECKDIGIT and f.field == "supplier_vat" for f in case.document.findings)
    if vat is None or check is None or told or check.is_valid(bare(vat)):
        return []
    return [case.find(Code.VAL_CHECKDIGIT, f"The VAT number {vat} fails its check digits.", field="supplier_vat", actual=vat)]


def _mismatch(case: Case, found: Identified, order: PurchaseOrder, printed: str | None) -> Finding:
    owner = next((v for v in case.facts.vendors if v.id == order.vendor_id), None)
    name = owner.name if owner is not None else "another vendor"
    sender = found.vendor.name if found.vendor is not None else printed or "an unknown supplier"
    if sender == name:
        sender = _with_vat(case, sender)
    return case.find(
        Code.VEN_MISMATCH, f"Order {order.name} was placed with {name}, but this {case.paper} comes from {sender}.",
        field="supplier_name", expected=name, actual=sender, record=vendor_ref(owner) if owner is not None else None,
        money=case.total_in_company,
    )  # fmt: skip


def _contradicted(case: Case, vendor: Vendor, by: str) -> list[Finding]:
    """VEN-MISMATCH where the paper prints another VAT number than that of the vendor whom a person chose."""
    printed = _foreign_vat(case.document, case.facts)
    if printed is None or not _has_other_vat(vendor, printed):
        return []
    return [
        case.find(
            Code.VEN_MISMATCH, f"{vendor.name} ({by}) has VAT number {vendor.vat}, but {printed} is printed.",
            field="supplier_vat", expected=vendor.vat, actual=printed, record=vendor_ref(vendor), money=case.total_in_company,
        )
    ]  # fmt: skip


def _is_us(vendor: Vendor, facts: Facts) -> bool:
    return any(
        (vendor.vat and c.vat and is_same_vat(vendor.vat, c.vat)) or normalise(vendor.name) == normalise(c.name)
        for c in facts.companies
    )


def _foreign_vat(document: ExtractedDocument, facts: Facts) -> str | None:
    """The printed supplier's VAT number, unless it is our own (the buyer's, read in the wrong place)."""
    vat = document.text("supplier_vat")
    return None if vat is None or any(c.vat and is_same_vat(c.vat, vat) for c in facts.companies) else vat


def _by_account(document: ExtractedDocument, vendors: list[Vendor], *, vat: str | None, name: str | None) -> list[Vendor]:
    """Holders of a printed account. Another name beside it (a factor's account, a forged paper) makes it no evidence."""
    printed = {bare(i) for i in document.texts("supplier_iban")}
    holders = [v for v in vendors if any(bare(a.iban) in printed for a in v.bank_accounts)]
    return [v for v in holders if not _contradicts(v, vat, name, least=_NOT_CONTRARY)]


def _by_mail(document: ExtractedDocument, vendors: list[Vendor], *, vat: str | None, name: str | None) -> list[Vendor]:
    domain = _domain(document.text("supplier_email"))
    if domain is None:
        return []
    return [v for v in vendors if _domain(v.email) == domain and not _contradicts(v, vat, name, least=_NOT_CONTRARY)]


def _domain(email: str | None) -> str | None:
    domain = (email or "").rpartition("@")[2].strip().lower()
    return domain if "." in domain and domain not in _FREE_MAIL else None


def _contradicts(vendor: Vendor, vat: str | None, name: str | None, *, least: float) -> bool:
    """Whether another VAT number or an unlike name is printed."""
    if _has_other_vat(vendor, vat):
        return True
    if name is None or (vat and vendor.vat):
        return False
    return name_likeness(vendor.name, name) < least and not mentions_company(name, vendor.name)


def _has_other_vat(vendor: Vendor, vat: str | None) -> bool:
    return bool(vat and vendor.vat) and not is_same_vat(vendor.vat or "", vat or "")


def _by_name(name: str | None, vendors: list[Vendor], *, vat: str | None) -> list[Vendor]:
    """Vendors of that name; or the one that is very like it and clearly ahead of all others; several where no one leads."""
    if name is None:
        return []
    candidates = [v for v in vendors if not _has_other_vat(v, vat)]
    same = [v for v in candidates if is_same_company(v.name, name)]
    if same:
        return same
    alike = sorted(((name_likeness(v.name, name), v) for v in candidates), key=lambda p: (-p[0], p[1].id))
    close = [(score, v) for score, v in alike if score >= _ALIKE]
    return [v for score, v in close if score > close[0][0] - _LEAD]


def _has_other_form(vendor: Vendor, name: str | None) -> bool:
    """ "Acme GmbH" and "Acme AG" are two companies."""
    printed, known = company_name(name or "").form, company_name(vendor.name).form
    return bool(printed and known) and printed != known


def _narrowed(found: list[Vendor], name: str | None, order_vendors: set[int]) -> list[Vendor]:
    """Of several vendors that fit: the active ones, those of the named orders, the one of exactly that name and legal form."""
    kept = found
    for narrower in (
        [v for v in kept if v.active],
        [v for v in kept if v.id in order_vendors],
        [v for v in kept if name and company_name(name).form and normalise(v.name) == normalise(name)],
        [v for v in kept if name and is_same_company(v.name, name)],
    ):
        remaining = [v for v in kept if v in narrower]
        if len(kept) > 1 and remaining:
            kept = remaining
    return kept
