"""Which rule of the operator is a message's: by sender, recipient and subject. What then happens is the mailbox's business."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from idp.domain.document import DocumentType
from idp.domain.errors import BadUse


class AfterTaking(StrEnum):
    """What becomes of a message at the server once it is durably ours."""

    MOVE = "move"
    FLAG = "flag"
    READ = "read"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A glob such as `*@kestrel.example`, or between slashes a regular expression found anywhere: `/rechnung|invoice/`. Case is ignored.

    Raises BadUse for a pattern that is none.
    """

    text: str

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise BadUse("a pattern must not be empty")
        try:
            self._compiled()
        except re.error as trouble:
            raise BadUse(f"{self.text} is no regular expression ({trouble})") from trouble

    def fits(self, value: str) -> bool:
        """True where the pattern fits the value: a glob all of it, a regular expression any part of it."""
        return self._compiled().search(value) is not None

    def _compiled(self) -> re.Pattern[str]:
        if len(self.text) > 2 and self.text.startswith("/") and self.text.endswith("/"):
            return re.compile(self.text[1:-1], re.IGNORECASE)
        return re.compile(rf"\A(?:{fnmatch.translate(self.text)})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class MailRule:
    """What holds for the messages that fit every pattern given; at least one is. The first rule that fits is the message's.

    `company` and `document_type` are hints for reading and matching. `after` differs from the mailbox's own. With `skip`, the reason
    why, the message is noted in the ledger and gives no document. Raises BadUse for a rule that says nothing.
    """

    sender: Pattern | None = None
    recipient: Pattern | None = None
    subject: Pattern | None = None
    company: str | None = None
    document_type: DocumentType | None = None
    after: AfterTaking | None = None
    skip: str | None = None

    def __post_init__(self) -> None:
        if self.sender is None and self.recipient is None and self.subject is None:
            raise BadUse("a rule needs a sender, a recipient or a subject")
        if self.skip is not None and not self.skip.strip():
            raise BadUse("a rule that skips messages needs a reason")
        if self.skip is not None and (self.company is not None or self.document_type is not None):
            raise BadUse("a rule that skips messages can give no hints")
        if all(given is None for given in (self.company, self.document_type, self.after, self.skip)):
            raise BadUse("a rule needs something that it does: company, document type, after or skip")


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What rules look at: the address a message says it comes from, all it went to, and its subject."""

    sender: str
    recipients: tuple[str, ...]
    subject: str


def rule_for(rules: Iterable[MailRule], letterhead: Letterhead) -> MailRule | None:
    """The first rule that fits."""
    return next((rule for rule in rules if _fits(rule, letterhead)), None)


def _fits(rule: MailRule, letterhead: Letterhead) -> bool:
    return (
        (rule.sender is None or rule.sender.fits(letterhead.sender))
        and (rule.recipient is None or any(rule.recipient.fits(recipient) for recipient in letterhead.recipients))
        and (rule.subject is None or rule.subject.fits(letterhead.subject))
    )
