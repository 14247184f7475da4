"""Which vendors could a document be from, going by what is printed on it? Generous: matching decides, this only fetches."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from idp.domain.purchase import Vendor
from idp.erp.party import Parties
from idp.erp.value import squeezed
from idp.ports import Hints

_SHORT_LIST = 500
"""Up to so many vendors are handed over whole: matching then sees every look-alike."""
_SIMILAR_NAMES = 8
_SIMILAR_ENOUGH = 75.0
"""rapidfuzz WRatio, 0–100; low on purpose."""
_COUNTRY_PREFIX = 2
# Addresses at these say who wrote, not which company it was.
_PUBLIC_DOMAINS = frozenset(
    {"gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "yahoo.com", "gmx.de", "gmx.net", "web.de", "icloud.com",
     "aol.com", "t-online.de", "orange.fr", "free.fr", "wanadoo.fr", "laposte.net", "libero.it", "example.com"}
)  # fmt: skip


def candidates(hints: Hints, parties: Parties) -> tuple[int, ...]:
    """Ids of the vendors that a VAT number, an account, an address or a similar name on the document points to."""
    found: dict[int, None] = {}
    for vendor_id, vendor in parties.vendors.items():
        if _has_vat(vendor, hints.vats) or _has_account(vendor, hints.ibans) or _has_address(vendor_id, hints.emails, parties):
            found[vendor_id] = None
    for name in hints.names:
        found |= dict.fromkeys(_similar(name, parties))
    return tuple(found)


def gap(hints: Hints, parties: Parties) -> frozenset[str]:
    """What the document names and no vendor has: VAT numbers, accounts (also those not released for payments), the vendor itself.

    A vendor that was entered, or an account that was released, a moment ago is a likely reason.
    """
    released = {a.iban for vendor in parties.vendors.values() for a in vendor.bank_accounts if a.trusted}
    missing = {account for iban in hints.ibans if (account := squeezed(iban)) not in released}
    missing |= {squeezed(vat) for vat in hints.vats if not any(_has_vat(v, (vat,)) for v in parties.vendors.values())}
    return frozenset(missing if missing or candidates(hints, parties) else hints.names)


def vendors_for(found: Iterable[int], parties: Parties) -> tuple[Vendor, ...]:
    """The vendors to hand over: all of them where they are few, else those found."""
    if len(parties.vendors) <= _SHORT_LIST:
        return tuple(parties.vendors.values())
    return tuple(parties.vendors[i] for i in found if i in parties.vendors)


def _has_vat(vendor: Vendor, printed: Iterable[str]) -> bool:
    own = squeezed(vendor.vat or "")
    return bool(own) and any(_same_vat(own, squeezed(vat)) for vat in printed)


def _same_vat(own: str, printed: str) -> bool:
    """Equal, or equal but for a country prefix that one of them lacks."""
    shorter, longer = sorted((own, printed), key=len)
    prefixed = len(longer) == len(shorter) + _COUNTRY_PREFIX and longer[:_COUNTRY_PREFIX].isalpha() and longer.endswith(shorter)
    return own == printed or (prefixed and bool(shorter))


def _has_account(vendor: Vendor, printed: Iterable[str]) -> bool:
    ibans = {squeezed(iban) for iban in printed}
    return any(account.iban in ibans for account in vendor.bank_accounts)


def _has_address(vendor_id: int, printed: Iterable[str], parties: Parties) -> bool:
    own = {address.strip().lower() for address in parties.emails.get(vendor_id, ())}
    domains = {address.rpartition("@")[2] for address in own} - _PUBLIC_DOMAINS
    return any(p.strip().lower() in own or p.strip().lower().rpartition("@")[2] in domains for p in printed)


def _similar(name: str, parties: Parties) -> list[int]:
    names = {vendor_id: vendor.name.casefold() for vendor_id, vendor in parties.vendors.items()}
    best = process.extract(name.casefold(), names, scorer=fuzz.WRatio, limit=_SIMILAR_NAMES, score_cutoff=_SIMILAR_ENOUGH)
    return [vendor_id for _, _, vendor_id in best]
