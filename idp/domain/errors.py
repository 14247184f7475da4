"""The errors of idp; the class says what happens next.

IdpError
├── BadUse                    wrong arguments, settings, world or policy: exit code 2, one line, nothing done
├── DocumentRefused           the file cannot be read; carries its code: QUARANTINED or review, never retried by itself
├── NotAllowed                this person may not do this: shown to the person, nothing done
│   ├── TriedTooOften         too many wrong passwords: wait, then try again
│   └── SentTooOften          a program sends more than its token is good for: wait, then send again
├── NotFound                  no such document or record
├── StaleDocument             somebody was first: re-read and look again
├── IllegalTransition         a step that the lifecycle does not have: stop, a bug or a forged request
├── SourceUnavailable         a mailbox or drop cannot be reached or refuses us: tried again at the next poll
├── ErpUnavailable            Odoo cannot be reached or timed out: retry with back-off
├── ErpRejected               Odoo refused: stop, a person looks (PST-VALID)
└── ToolUnavailable           an engine or program that is needed is not there: retry, then FAILED
"""

from __future__ import annotations


class IdpError(Exception):
    """Base of all errors that idp raises on purpose; its text is one sentence for the operator."""


class BadUse(IdpError):
    """Wrong arguments, settings, world or policy. The sentence says which and what to do."""


class DocumentRefused(IdpError):
    """A file that cannot be read or may not be opened."""

    def __init__(self, code: str, message: str) -> None:
        """`code` is an ING-* or EXT-NOTEXT code of codes.tsv; `message` one sentence for a clerk."""
        super().__init__(message)
        self.code = code


class NotAllowed(IdpError):
    """The acting person lacks the role or right; the sentence says what is needed."""


class TriedTooOften(NotAllowed):
    """Too many tries to sign in."""

    def __init__(self, wait_seconds: int) -> None:
        """`wait_seconds` is the time until another try is allowed."""
        super().__init__(f"Too many wrong passwords. Try again in {wait_seconds} seconds.")
        self.wait_seconds = wait_seconds


class SentTooOften(NotAllowed):
    """More requests of a program in a minute than its token is good for."""


class NotFound(IdpError):
    """No such document or record."""


class StaleDocument(IdpError):
    """The document changed since it was read."""


class IllegalTransition(IdpError):
    """The lifecycle has no such step."""


class SourceUnavailable(IdpError):
    """A mailbox, SFTP drop or folder cannot be reached, or refuses us; the sentence says which trouble it is."""


class ErpUnavailable(IdpError):
    """Odoo cannot be reached, timed out, or asked to try again. Safe to repeat later."""


class ErpRejected(IdpError):
    """Odoo refused the call for a reason that repeating does not cure."""


class ToolUnavailable(IdpError):
    """A program, engine or model that this step needs is not installed or died."""
