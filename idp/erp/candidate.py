"""Which vendors could a document be from, going by what is printed on it? Generous: matching decides, this only fetches."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

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


@dataclass(frozen=True, slots=True)
class VendorIndex:
    """Vendors by what a document may print of them: one look-up each, however many vendors there are.

    `vats` by whole VAT number, `bare_vats` by the number without its country, `released` the accounts that may be paid.
    """

    vats: Mapping[str, tuple[int, ...]]
    bare_vats: Mapping[str, tuple[int, ...]]
    accounts: Mapping[str, tuple[int, ...]]
    released: frozenset[str]
    addresses: Mapping[str, tuple[int, ...]]
    domains: Mapping[str, tuple[int, ...]]
    names: Mapping[int, str]


def index_of(parties: Parties) -> VendorIndex:
    """The index of a snapshot of vendors."""
    vendors = parties.vendors
    vats = [(squeezed(vendor.vat), i) for i, vendor in vendors.items() if vendor.vat]
    mails = [(mail.strip().lower(), i) for i, own in parties.emails.items() for mail in own]
    return VendorIndex(
        vats=_grouped(vats),
        bare_vats=_grouped((bare, i) for vat, i in vats if (bare := _without_country(vat))),
        accounts=_grouped((account.iban, i) for i, vendor in vendors.items() for account in vendor.bank_accounts),
        released=frozenset(a.iban for vendor in vendors.values() for a in vendor.bank_accounts if a.trusted),
        addresses=_grouped(mails),
        domains=_grouped((domain, i) for mail, i in mails if (domain := _domain(mail)) not in _PUBLIC_DOMAINS),
        names={i: vendor.name.casefold() for i, vendor in vendors.items()},
    )


def candidates(hints: Hints, index: VendorIndex) -> tuple[int, ...]:
    """Ids of the vendors that a VAT number, an account, an address or a similar name on the document points to."""
    found = [i for vat in hints.vats for i in _with_vat(vat, index)]
    found += [i for iban in hints.ibans for i in index.accounts.get(squeezed(iban), ())]
    for printed in hints.emails:
        address = printed.strip().lower()
        found += [*index.addresses.get(address, ()), *index.domains.get(_domain(address), ())]
    found += [i for name in hints.names for i in _similar(name, index)]
    return tuple(dict.fromkeys(found))


def gap(hints: Hints, index: VendorIndex) -> frozenset[str]:
    """What the document names and no vendor has: VAT numbers, accounts (also those not released for payments), the vendor itself.

    A vendor that was entered, or an account that was released, a moment ago is a likely reason.
    """
    missing = {account for iban in hints.ibans if (account := squeezed(iban)) not in index.released}
    missing |= {squeezed(vat) for vat in hints.vats if not _with_vat(vat, index)}
    return frozenset(missing if missing or candidates(hints, index) else hints.names)


def vendors_for(found: Iterable[int], parties: Parties) -> tuple[Vendor, ...]:
    """The vendors to hand over: all of them where they are few, else those found."""
    if len(parties.vendors) <= _SHORT_LIST:
        return tuple(parties.vendors.values())
    return tuple(parties.vendors[i] for i in found if i in parties.vendors)


def _with_vat(printed: str, index: VendorIndex) -> tuple[int, ...]:
    """Vendors with this VAT number; one of the two may lack its country, but not both have different ones."""
    vat = squeezed(printed)
    bare = _without_country(vat)
    return (*index.vats.get(vat, ()), *index.bare_vats.get(vat, ()), *(index.vats.get(bare, ()) if bare else ()))


def _without_country(vat: str) -> str:
    """The VAT number behind its two-letter country, empty where it has none."""
    return vat[_COUNTRY_PREFIX:] if vat[:_COUNTRY_PREFIX].isalpha() else ""


def _similar(name: str, index: VendorIndex) -> list[int]:
    best = process.extract(name.casefold(), index.names, scorer=fuzz.WRatio, limit=_SIMILAR_NAMES, score_cutoff=_SIMILAR_ENOUGH)
    return [vendor_id for _, _, vendor_id in best]


def _domain(address: str) -> str:
    return address.rpartition("@")[2]


def _grouped(pairs: Iterable[tuple[str, int]]) -> dict[str, tuple[int, ...]]:
    groups: dict[str, tuple[int, ...]] = {}
    for key, vendor_id in pairs:
        if key:
            groups[key] = (*groups.get(key, ()), vendor_id)
    return groups
