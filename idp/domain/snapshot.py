"""What one decision was made from besides the document, so that it can be made again: facts, history, policy and program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from idp.domain.document import ExtractedDocument
from idp.domain.history import History
from idp.domain.match import Match
from idp.domain.policy import Policy
from idp.domain.purchase import Facts
from idp.domain.record import DocumentId


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What matching saw. `facts` hold what bore on the decision, not all that was fetched; `program` is the version that decided."""

    facts: Facts
    history: History
    policy: Policy
    program: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision as it was made: the document as it was read then, the result, and what it was made from.

    `version` is the document's version with this decision, `name` that of its file; `decided_at` UTC.
    """

    document_id: DocumentId
    version: int
    name: str
    decided_at: datetime
    extraction: ExtractedDocument
    match: Match
    snapshot: Snapshot
