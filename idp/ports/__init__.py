"""The few Protocols through which services reach the world, a module a room; each has at least two implementations, a fake counts."""

from idp.ports.clock import Clock
from idp.ports.documents import DocumentQuery, Documents, DocumentSummary, QueueOrder
from idp.ports.erp import Aftermath, ChangeMark, Changes, Check, Erp, Hints, Hit, Kind, Outcome, Sought, Verdict
from idp.ports.insight import NO_TIMES, Depth, Figures, Passages, ResolutionTimes, Spread, Stake, Steps, Waiting
from idp.ports.intake import Parcel, Part, Scanner, Source, Unpacker
from idp.ports.log import Checkpoint, EventLog, LogLine, LogQuery, Revision
from idp.ports.memory import Memories
from idp.ports.notice import Mailer, Notices
from idp.ports.people import ApiTokens, Approvals, Claims, Issues, Resolutions, SignInTries, Wait
from idp.ports.queue import Queue
from idp.ports.reading import LINE_BEGINS, TYPE, Confined, LayoutModel, Limits, OcrEngine, PageOf, Region
from idp.ports.store import (
    Audit,
    Blobs,
    ChainFault,
    Deliveries,
    Outbox,
    Session,
    Sessions,
    Snapshots,
    SourceHealth,
    SourceLog,
    Store,
    UnitOfWork,
)
from idp.ports.user import User

__all__ = [
    "LINE_BEGINS",
    "NO_TIMES",
    "TYPE",
    "Aftermath",
    "ApiTokens",
    "Approvals",
    "Audit",
    "Blobs",
    "ChainFault",
    "ChangeMark",
    "Changes",
    "Check",
    "Checkpoint",
    "Claims",
    "Clock",
    "Confined",
    "Deliveries",
    "Depth",
    "DocumentQuery",
    "DocumentSummary",
    "Documents",
    "Erp",
    "EventLog",
    "Figures",
    "Hints",
    "Hit",
    "Issues",
    "Kind",
    "LayoutModel",
    "Limits",
    "LogLine",
    "LogQuery",
    "Mailer",
    "Memories",
    "Notices",
    "OcrEngine",
    "Outbox",
    "Outcome",
    "PageOf",
    "Parcel",
    "Part",
    "Passages",
    "Queue",
    "QueueOrder",
    "Region",
    "ResolutionTimes",
    "Resolutions",
    "Revision",
    "Scanner",
    "Session",
    "Sessions",
    "SignInTries",
    "Snapshots",
    "Sought",
    "Source",
    "SourceHealth",
    "SourceLog",
    "Spread",
    "Stake",
    "Steps",
    "Store",
    "UnitOfWork",
    "Unpacker",
    "User",
    "Verdict",
    "Wait",
    "Waiting",
]
