"""Which documents are in this file? Structured data first, then the pages."""

from __future__ import annotations

from collections.abc import Sequence

from idp.domain.page import Reading
from idp.domain.purchase import Company
from idp.extractors import hybrid
from idp.extractors.einvoice.assemble import read_structured
from idp.extractors.extraction import Extraction, SecondLook
from idp.extractors.paper_document import read_paper


def extract(reading: Reading, *, second_look: Sequence[SecondLook] = (), own: tuple[Company, ...] = ()) -> Extraction:
    """The documents of the file. `own` are our companies: their names, VAT numbers and accounts are never a supplier's."""
    if reading.structured is None:
        return Extraction((read_paper(reading.pages, own).document,))
    data = read_structured(reading.structured.content)
    if not any(page.words for page in reading.pages):
        return Extraction((data,))
    return Extraction((hybrid.combine(data, read_paper(reading.pages, own)),))
