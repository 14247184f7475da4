"""Who does this paper say its supplier is? The printed identities by which memories of earlier corrections are found again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rapidfuzz import fuzz

from idp.domain.document import Extracted, ExtractedDocument
from idp.domain.memory import Identity
from idp.domain.purchase import Company
from idp.extractors import identifier
from idp.extractors.name import is_legal_form, looks_like_name, name_part
from idp.extractors.paper import Paper
from idp.extractors.token import fold, pieces

_NAMES = ("supplier_name", "shipper", "carrier")
"""Who sends the paper: the first of these that it has."""
_FREE_MAIL = frozenset(
    "gmail googlemail hotmail yahoo outlook live msn icloud gmx web orange wanadoo free aol t-online libero virgilio".split()  # noqa: SIM905
)
_HEAD, _FOOT = 0.25, 0.88
_BUYERS = 75
"""From this likeness of a mail domain to the buyer's name on (0–100) the domain is the buyer's."""


def identities_of(document: ExtractedDocument, paper: Paper | None = None) -> frozenset[Identity]:
    """Every identity that the document gives its supplier; of `paper`, where there is one, the mail and web domains besides."""
    return frozenset((*_numbers(document), *_names(document.fields), *(_domains(document, paper) if paper else ())))


def printed_names(document: ExtractedDocument, paper: Paper) -> frozenset[Identity]:
    """Names at the head and foot of the first page, where neither a tax number nor an account tells who sent the paper."""
    if "supplier_vat" in document.fields or "supplier_iban" in document.fields or not paper.layout.pages:
        return frozenset()
    first = paper.layout.pages[0].index
    rows = [row for row in paper.layout.rows if row.page == first and not _HEAD < row.box.middle_y < _FOOT]
    named = (name_part(segment.text) for row in rows for segment in row.segments)
    return frozenset(i for name in named if looks_like_name(name) and (i := name_identity(name)) is not None)


def name_identity(name: str) -> Identity | None:
    """The identity of a name: its words without legal forms, accents and signs; None where little is left."""
    kept = [word for word in name.split() if not is_legal_form(word.strip(".,()"))]
    joined = "".join(piece for word in kept for piece in pieces(word))
    return Identity(f"name:{joined}") if len(joined) >= 4 else None


def _numbers(document: ExtractedDocument) -> Iterator[Identity]:
    vat = document.text("supplier_vat")
    if vat is not None:
        yield Identity(f"vat:{identifier.compact(vat)}")
    for iban in {*document.texts("supplier_iban"), *document.texts("supplier_ibans")}:
        yield Identity(f"iban:{identifier.compact(iban)}")
    mail = document.text("supplier_email")
    if mail is not None and (domain := _domain(mail)):
        yield Identity(f"domain:{domain}")


def _names(fields: Mapping[str, Extracted]) -> Iterator[Identity]:
    name = next((str(fields[n].value) for n in _NAMES if n in fields), None)
    if name is not None and (identity := name_identity(name)) is not None:
        yield identity


def _domains(document: ExtractedDocument, paper: Paper) -> Iterator[Identity]:
    """Mail and web domains but those of free mail services, our own companies and the buyer."""
    others = [company.name for company in paper.own]
    others += [name for name in (document.text("buyer_name"), document.text("consignee")) if name]
    for code in paper.candidates.codes:
        if code.kind in ("email", "web"):
            domain = _domain(code.value)
            if domain and not any(_is_like(domain, name) for name in others):
                yield Identity(f"domain:{domain}")


def _domain(address: str) -> str | None:
    host = address.rsplit("@", 1)[-1].lower().removeprefix("www.").strip(".")
    return None if "." not in host or host.split(".")[-2] in _FREE_MAIL else host


def _is_like(domain: str, name: str) -> bool:
    core, joined = domain.rsplit(".", 1)[0], "".join(pieces(fold(name)))
    return fuzz.partial_ratio("".join(pieces(core)), joined) >= _BUYERS


def are_ours(company: Company, identity: Identity) -> bool:
    """Whether the identity is one of our own company's."""
    numbers = {identifier.compact(company.vat or ""), *(identifier.compact(iban) for iban in company.ibans)}
    return identity.split(":", 1)[1] in numbers - {""} or identity == name_identity(company.name)
