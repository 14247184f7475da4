"""How results are printed: JSON lines as the fixed contract has them, or text for people."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any, Protocol

from idp.cli.files import Given
from idp.domain.code import CODES, Code
from idp.domain.coding import Coding
from idp.domain.document import DocumentType
from idp.domain.document_json import document_to_json
from idp.domain.errors import BadUse
from idp.domain.finding import Decision, Finding, finding
from idp.domain.record import DocumentRecord


class FileResult(Protocol):
    """What a command made of one file named on the command line."""

    @property
    def given(self) -> Given: ...

    @property
    def error(self) -> str | None: ...

    @property
    def joined_to(self) -> str | None: ...

    @property
    def seconds(self) -> float: ...


def file_to_json(result: FileResult, documents: list[dict[str, Any]]) -> dict[str, Any]:
    """The row that `idp extract --json` and `idp process --json` print for a file."""
    row: dict[str, Any] = {
        "file": str(result.given.path),
        "documents": documents,
        "error": result.error,
        "seconds": round(result.seconds, 3),
    }
    return row if result.joined_to is None else row | {"joined_to": result.joined_to}


def print_json(row: Mapping[str, Any]) -> None:
    """One JSON line; amounts are text already."""
    sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def progress(text: str) -> None:
    """A line about long work, on stderr, only where a person is watching."""
    if sys.stderr.isatty():
        print(text, file=sys.stderr, flush=True)


def read_day(text: str | None) -> datetime | None:
    """The beginning in UTC of a day that an option names, None for none. Raises BadUse."""
    if text is None:
        return None
    try:
        return datetime.combine(date.fromisoformat(text), time(), UTC)
    except ValueError:
        raise BadUse(f"--since {text}: write the day like 2026-04-05") from None


def finding_to_json(found: Finding) -> dict[str, Any]:
    """A finding as `idp process --json` prints it; money unsigned, in company currency."""
    return {
        "code": found.code.value,
        "severity": found.severity.value,
        "line": found.line,
        "message": found.message,
        "expected": found.expected,
        "actual": found.actual,
        "money": None if found.money is None else str(found.money.amount),
    }


def coding_to_json(coding: Coding) -> dict[str, Any]:
    """A suggestion of how to book a line without an order."""
    return {
        "line": coding.line,
        "account": coding.account,
        "analytic": {" / ".join(share.names): str(share.percent) for share in coding.analytic},
        "reason": coding.reason,
    }


def findings_of(record: DocumentRecord) -> tuple[Finding, ...]:
    """What stands against a document, the reason of its quarantine included."""
    if record.match is not None:
        return record.match.findings
    if record.failure_code is not None and record.failure_code in set(Code):
        return (finding(Code(record.failure_code), record.failure or CODES[Code(record.failure_code)].meaning),)
    return record.extraction.findings if record.extraction is not None else ()


def decision_of(record: DocumentRecord) -> Decision:
    """The decision as stored; what could not be read or failed waits for a person."""
    return record.match.decision if record.match is not None else Decision.REVIEW


def record_to_json(record: DocumentRecord) -> dict[str, Any]:
    """A document as `idp process --json` prints it: what was read, and what matching made of it."""
    read = (
        document_to_json(record.extraction)
        if record.extraction is not None
        else {"document_type": DocumentType.OTHER.value, "pages": [], "quality": None, "language": None, "confident": False,
              "fields": {}, "lines": []}
    )  # fmt: skip
    match = record.match
    return read | {
        "id": record.id,
        "vendor": match.vendor.name if match is not None and match.vendor is not None else None,
        "purchase_orders": [order.name for order in match.orders] if match is not None else [],
        "findings": [finding_to_json(found) for found in findings_of(record)],
        "codings": [coding_to_json(coding) for coding in match.codings] if match is not None else [],
        "decision": decision_of(record).value,
        "state": record.state.value,
        "odoo": None if record.entered is None else {"model": record.entered.model, "id": record.entered.id},
    }
