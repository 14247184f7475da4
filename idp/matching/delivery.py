"""What was noted when the goods were handed over: damage, refusal, shortage, a missing signature."""

from __future__ import annotations

from idp.domain.code import Code
from idp.domain.document import DocumentType
from idp.domain.finding import Finding
from idp.domain.page import Quality
from idp.matching.case import Case
from idp.matching.name import normalise

_NOTHING = (
    "none", "nil", "n a", "no", "ok", "no exceptions", "no exception", "no damage", "no damages", "no visible damage", "good order",
    "good condition", "clean", "keine", "keine schaden", "ohne beanstandung", "ohne vorbehalt", "einwandfrei", "in ordnung", "aucune",
    "aucun", "sans reserve", "bon etat", "rien a signaler", "ninguna", "ninguno", "sin incidencias", "sin danos", "buen estado",
    "nessuna", "nessun danno", "senza riserve", "geen", "geen schade", "zonder opmerkingen",
)  # fmt: skip
_DAMAGE = (
    "damag", "broken", "crushed", "torn", "wet", "dented", "leak", "beschadig", "schaden", "defekt", "zerbrochen", "gebrochen", "nass",
    "eingedruckt", "endommag", "abime", "casse", "avarie", "mouille", "danad", "dano", "roto", "mojad", "danneggiat", "danno", "rotto",
    "bagnat", "beschadigd", "kapot", "nat ",
)  # fmt: skip
_REFUSED = (
    "refus", "rejected", "returned to sender", "not accepted", "verweigert", "annahme verweiger", "abgelehnt", "zuruckgewiesen", "refuse",
    "rechaz", "rifiut", "respint", "geweiger",
)  # fmt: skip
_SHORT = (
    "short", "missing", "shortage", "not delivered", "fehlt", "fehlen", "fehlmenge", "zu wenig", "manquant", "manque", "faltan", "falta",
    "mancant", "manca", "ontbre", "tekort",
)  # fmt: skip
_KINDS = (
    (Code.SHP_REFUSED, _REFUSED, "The delivery was refused"),
    (Code.SHP_DAMAGE, _DAMAGE, "Damage was noted at delivery"),
    (Code.SHP_SHORT, _SHORT, "A shortage was noted at delivery"),
)


def delivery_findings(case: Case) -> tuple[Finding, ...]:
    """SHP-REFUSED, SHP-DAMAGE, SHP-SHORT from the noted exceptions, and SHP-NOSIGN. An exception of no known kind is damage to a reader."""
    return (*_exceptions(case), *_signature(case))


def _exceptions(case: Case) -> tuple[Finding, ...]:
    text = case.document.text("exceptions")
    words = normalise(text or "")
    if text is None or not words or _says_nothing(words):
        return ()
    kinds = [(code, what) for code, stems, what in _KINDS if any(f" {stem}" in f" {words} " for stem in stems)]
    kinds = kinds or [(Code.SHP_DAMAGE, "Something was noted at delivery")]
    return tuple(case.find(code, f"{what}: “{text}”.", field="exceptions", actual=text) for code, what in kinds)


def _says_nothing(words: str) -> bool:
    if words in _NOTHING:
        return True
    rest = f" {words} "
    for phrase in sorted(_NOTHING, key=len, reverse=True):
        if " " in phrase:
            rest = rest.replace(f" {phrase} ", " ")
    return not any(f" {stem}" in rest for _, stems, _ in _KINDS for stem in stems) and rest != f" {words} "


def _signature(case: Case) -> tuple[Finding, ...]:
    """A proof of delivery must be signed, a bill of lading once it says that it was delivered. E-documents carry no signature."""
    document = case.document
    proves = document.document_type is DocumentType.PROOF_OF_DELIVERY or (
        document.document_type is DocumentType.BILL_OF_LADING and document.date("delivered_date") is not None
    )
    if not proves or document.quality is Quality.STRUCTURED or document.flag("signed"):
        return ()
    return (
        case.find(
            Code.SHP_NOSIGN, f"This {case.paper} is not signed by whoever received the goods.", field="signed", actual="no"
        ),
    )
