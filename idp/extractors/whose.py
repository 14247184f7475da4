"""Whose number is it? What the words before or above it say: the buyer's or the supplier's."""

from __future__ import annotations

import re

from idp.extractors.token import fold

_BUYERS_CODE = re.compile(
    r"\b(?:ihre|your|votre|vostro|vs|su|uw|customers?|clients?|cliente|klant\w*|kunden?)\W+(?:s\W+)?(?:art|item|part|cod|n[ro]?\b|ref|mat)|"
    r"\b(?:art|item|part|code?|n[ro]|ref|bestel)\w*\W+(?:nr\W+|no\W+)?(?:de la |de |des |del |du )?(?:kunde|client|klant|acheteur|customer)"
)
SUPPLIERS = re.compile(r"lief|supplier|seller|vendor|fourn|prov|forn|lever|unsere|\bour\b|\bse|\bfo|_fo")
"""Words, folded, that name the supplier."""


def is_buyers(heading: str) -> bool:
    """A heading of the buyer's own article numbers."""
    text = fold(heading)
    return _BUYERS_CODE.search(text) is not None and SUPPLIERS.search(text) is None
