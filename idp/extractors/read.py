"""What is kept of reading one document besides the document itself? What later steps weigh: the paper, the lines' sums, the leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from idp.domain.document import ExtractedDocument
from idp.extractors.fields import Lead
from idp.extractors.header import OpenDate
from idp.extractors.paper import Paper
from idp.extractors.product import Checked
from idp.extractors.totals import Totals


@dataclass(frozen=True, slots=True)
class Read:
    """A document with what its reading left open. `unfilled`: a plain label of a field stands on the page without a value."""

    document: ExtractedDocument
    paper: Paper
    lines: tuple[Checked, ...]
    totals: Totals
    leads: Mapping[str, Lead] = field(default_factory=dict)
    open_dates: tuple[OpenDate, ...] = ()
    unfilled: bool = False
