"""What a use case works with: the ports and the policy, built once in bootstrap and handed down."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from idp.domain.policy import Policy
from idp.ports import Blobs, Clock, Confined, Erp, LayoutModel, Limits, Queue, Scanner, Store, Unpacker

SYSTEM = "idp"
"""The actor of automatic steps."""


@dataclass(frozen=True, slots=True)
class SessionTimes:
    """How long a session lasts at most, how long unused, and how old the roles of its person may become."""

    lasts: timedelta = timedelta(hours=10)
    idle: timedelta = timedelta(minutes=60)
    roles_reread: timedelta = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Means:
    """The ports that services use. `layout_model_told` says which layout model is in use, or why none.

    `public_url` is where people reach the workbench, for links to documents; None where that is not known.
    `claim_lasts` is how long an opened document is held for its person without a sign of life.
    `retry_after` are the waits before the 2nd, 3rd, … try of a step; after the last the document FAILED.
    """

    store: Store
    blobs: Blobs
    confined: Confined
    erp: Erp
    queue: Queue
    clock: Clock
    unpacker: Unpacker
    policy: Policy
    limits: Limits = field(default_factory=Limits)
    scanner: Scanner | None = None
    layout_model: LayoutModel | None = None
    layout_model_told: str = "none"
    public_url: str | None = None
    retry_after: tuple[timedelta, ...] = (
        timedelta(seconds=5),
        timedelta(seconds=30),
        timedelta(minutes=5),
        timedelta(minutes=30),
        timedelta(hours=2),
        timedelta(hours=12),
    )
    lease: timedelta = timedelta(minutes=10)
    sessions: SessionTimes = field(default_factory=SessionTimes)
    claim_lasts: timedelta = timedelta(minutes=5)
