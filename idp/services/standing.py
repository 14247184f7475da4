"""What have people done about a document so far: who holds it, who corrected it, whose word was given, what was said about findings?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from idp.domain.approval import Approval, Part, content_hash, needed_parts, still_missing, worth_of
from idp.domain.claim import Claim
from idp.domain.errors import ErpUnavailable
from idp.domain.lifecycle import Event
from idp.domain.policy import Policy
from idp.domain.record import DocumentRecord
from idp.domain.resolution import Resolved
from idp.ports import UnitOfWork, Wait
from idp.services.means import Means


@dataclass(frozen=True, slots=True)
class Standing:
    """As far as it bears on who may do what now. `correctors` are logins; `worth` is the bill's in company currency, None where the
    rate is not known."""

    policy: Policy
    now: datetime
    claim: Claim | None = None
    approvals: tuple[Approval, ...] = ()
    said: tuple[Resolved, ...] = ()
    correctors: frozenset[str] = frozenset()
    worth: Decimal | None = Decimal(0)
    wait: Wait | None = None


def standing_of(means: Means, work: UnitOfWork, record: DocumentRecord) -> Standing:
    """The standing of a document inside this unit of work."""
    events = work.documents.events(record.id)
    return Standing(
        policy=means.policy,
        now=means.clock.now(),
        claim=work.claims.find(record.id),
        approvals=work.approvals.of_document(record.id),
        said=work.resolutions.of_document(record.id),
        correctors=frozenset(e.actor for e in events if e.event is Event.CORRECTED),
        worth=_worth(means, record),
        wait=work.resolutions.put_aside_now(record.id),
    )


def _worth(means: Means, record: DocumentRecord) -> Decimal | None:
    if record.match is None:
        return Decimal(0)
    try:
        return worth_of(record.match, means.erp.companies())
    except ErpUnavailable:
        return None


def content_of(record: DocumentRecord) -> str | None:
    """The hash of what an approval of the document is about; None where there is nothing to approve."""
    if record.extraction is None or record.match is None:
        return None
    return content_hash(record.extraction, record.match)


def missing_parts(record: DocumentRecord, standing: Standing) -> tuple[Part, ...]:
    """The parts of the approval that nobody has given for the values as they are; none where there is nothing to approve.

    A document that came back although every part had been given needs all of them anew.
    """
    content = content_of(record)
    if record.match is None or content is None:
        return ()
    needed = needed_parts(record.match, standing.policy, said=standing.said)
    return still_missing(needed, standing.approvals, content=content) or needed


def given_parts(record: DocumentRecord, standing: Standing) -> tuple[Approval, ...]:
    """The parts that were given for the values as they are."""
    content = content_of(record)
    return tuple(approval for approval in standing.approvals if approval.content == content)
