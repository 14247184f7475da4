"""Do a read value and the true value say the same? Decided by the kind of the field."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

NUMBERS = frozenset(
    {
        "subtotal", "tax_amount", "total", "amount_due", "quantity", "unit_price", "amount", "total_weight", "package_count",
        "quantity_delivered", "tax_rate", "discount",
    }
)  # fmt: skip
DATES = frozenset(
    {
        "invoice_date", "due_date", "order_date", "confirmation_date", "promised_date", "ship_date", "delivered_date", "delivery_date",
        "date",
    }
)  # fmt: skip
NAMES = frozenset({"supplier_name", "buyer_name", "shipper", "consignee", "carrier", "received_by", "description"})
BOOLEANS = frozenset({"signed"})
NAME_SHARE = 0.6
"""Share of common words (of all words of both) from which two names are the same."""
DESCRIPTION_SHARE = 0.5

_LEGAL_FORMS = frozenset(
    {
        "gmbh", "inc", "llc", "ltd", "limited", "co", "company", "corp", "corporation", "sa", "sas", "sarl", "srl", "sl", "sau", "bv", "nv",
        "ag", "kg", "se", "spa", "plc", "the", "and", "und", "e", "k", "mbh", "ug", "oy", "ab", "as",
    }
)  # fmt: skip
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe"})


def agree(key: str, got: object, want: object, *, document_type: str | None = None) -> bool:
    """Whether `got` is right for the field `key`. Lists agree as sets; amounts of credit notes agree without their sign."""
    if isinstance(want, list):
        members = got if isinstance(got, list) else [got]
        return sorted(identifier(x) for x in members) == sorted(identifier(x) for x in want)
    if isinstance(got, (list, dict)):
        return False
    if key in BOOLEANS:
        return got is want
    if key in NUMBERS:
        return _same_number(got, want, signed=document_type != "credit_note")
    if key in DATES:
        return str(got)[:10] == str(want)[:10]
    if key in NAMES:
        return _same_name(got, want, DESCRIPTION_SHARE if key == "description" else NAME_SHARE)
    return bool(identifier(want)) and identifier(got) == identifier(want)


def identifier(value: object) -> str:
    """Letters and digits without case, accents, blanks and punctuation."""
    return "".join(_words(value, spell_umlauts=False))


def number(value: object) -> Decimal | None:
    """The plain decimal number; None where it is none."""
    try:
        result = Decimal(str(value).strip())
    except (InvalidOperation, ValueError):
        return None
    return result if result.is_finite() else None


def _same_number(got: object, want: object, *, signed: bool) -> bool:
    one, two = number(got), number(want)
    if one is None or two is None:
        return False
    return one == two if signed else abs(one) == abs(two)


def _same_name(got: object, want: object, share: float) -> bool:
    if identifier(got) and identifier(got) == identifier(want):
        return True
    return any(
        _share(_significant(got, spell_umlauts=spelled), _significant(want, spell_umlauts=spelled)) >= share
        for spelled in (True, False)
    )


def _share(one: set[str], two: set[str]) -> float:
    if not one or not two:
        return 0.0
    if one == two or "".join(sorted(one)) == "".join(sorted(two)):
        return 1.0
    return len(one & two) / len(one | two)


def _significant(value: object, *, spell_umlauts: bool) -> set[str]:
    words = _words(value, spell_umlauts=spell_umlauts)
    return {word for word in words if word not in _LEGAL_FORMS} or set(words)


def _words(value: object, *, spell_umlauts: bool) -> Sequence[str]:
    low = unicodedata.normalize("NFKC", str(value)).lower()
    low = re.sub(r"\b(?:\w\.){2,}", lambda match: match.group().replace(".", ""), low)  # B.V. -> bv
    folded = unicodedata.normalize("NFKD", low.translate(_UMLAUTS) if spell_umlauts else low)
    return re.findall(r"\w+", "".join(c for c in folded if not unicodedata.combining(c)).replace("_", " "))
