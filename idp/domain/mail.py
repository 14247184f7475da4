"""What a mail tells of its sender, and what our own mail server found when it checked that."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Check(StrEnum):
    """A method by which a sender is authenticated."""

    SPF = "spf"
    DKIM = "dkim"
    DMARC = "dmarc"


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What a method found (`pass`, `fail`, `softfail`, … as RFC 8601 2.7 words it) and the domain it vouches for, None where not told."""

    check: Check
    result: str
    domain: str | None = None


@dataclass(frozen=True, slots=True)
class MailEvidence:
    """A mail as a document's proof of origin. Addresses are lower case; absent is None.

    `checks` come from the `receiver`, our own mail server, and are empty where it told nothing that may be believed.
    """

    sender: str | None = None
    sender_name: str | None = None
    reply_to: str | None = None
    recipients: tuple[str, ...] = ()
    subject: str | None = None
    message_id: str | None = None
    sent_at: str | None = None
    receiver: str | None = None
    checks: tuple[CheckResult, ...] = ()

    @property
    def domain(self) -> str | None:
        """The domain that the mail says it comes from."""
        return _domain(self.sender)

    @property
    def answers_elsewhere(self) -> bool:
        """True where an answer would go to another domain than the mail says it comes from: how payments are led astray."""
        return self.reply_to is not None and _domain(self.reply_to) != self.domain

    @property
    def authenticated(self) -> bool | None:
        """The verdict: DMARC's where there is one, else that of SPF and DKIM for the sender's own domain; None where nothing decides."""
        found = {result.check: result for result in self.checks}
        dmarc = found.get(Check.DMARC)
        if dmarc is not None and dmarc.result in {"pass", "fail"}:
            return dmarc.result == "pass"
        others = [result for result in self.checks if result.check is not Check.DMARC]
        if any(result.result == "pass" and self._is_own(result.domain) for result in others):
            return True
        return False if any(result.result == "fail" for result in others) else None

    def told(self) -> str:
        """One clause for the history: from whom, what our server found, and where answers would go."""
        clauses = [f"from {self.sender or 'nobody named'}"]
        if self.checks:
            results = ", ".join(
                f"{one.check.upper()} {one.result}{f' for {one.domain}' if one.domain else ''}" for one in self.checks
            )
            clauses.append(f"{self.receiver} found {results}")
        if self.answers_elsewhere:
            clauses.append(f"answers go elsewhere, to {self.reply_to}")
        return "; ".join(clauses)

    def _is_own(self, domain: str | None) -> bool:
        """True for the sender's domain and those above and below it (relaxed alignment, RFC 7489 3.1)."""
        own = self.domain
        if domain is None or own is None or "." not in domain or "." not in own:
            return False
        return domain == own or own.endswith("." + domain) or domain.endswith("." + own)


def _domain(address: str | None) -> str | None:
    return address.rpartition("@")[2].lower() or None if address is not None and "@" in address else None
