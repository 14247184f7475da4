"""`idp demo`: the sample documents the whole way, a table of what happened and why, then the workbench."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table

import idp
from idp.bootstrap.clock import ClockOnDay
from idp.bootstrap.service import Service, build_service
from idp.cli.files import DONE, NEEDS_PERSON, Given, open_files
from idp.cli.output import decision_of, findings_of
from idp.cli.process import Processed, process_given
from idp.cli.run import serve_all
from idp.domain.errors import BadUse
from idp.domain.lifecycle import State
from idp.domain.record import DocumentRecord
from idp.log import configure_logging
from idp.settings import load_settings

_FOLDER = Path("data/demo")
_DAY = date(2026, 11, 24)
_ACCOUNTS = (
    ("clerk", "clears exceptions"),
    ("buyer", "prices and confirmations"),
    ("warehouse", "receipts"),
    ("approver", "larger bills"),
    ("finance", "bank and fraud holds"),
    ("auditor", "looks"),
    ("administrator", "stands in, releases files"),
)


@dataclass(frozen=True, slots=True)
class Expected:
    """One row of the demo's table: a file, what it shows, and per document in it decision, state and the codes that must be there."""

    file: str
    shows: str
    documents: tuple[Mapping[str, Any], ...]


def run_demo(*, then_exit: bool, overrides: Mapping[str, object]) -> int:
    """Processes sample_docs, prints the table and serves the workbench; returns 0 when every document is as the table expects.

    On the same data folder again the stored results are shown; what a killed run left over is finished first.
    """
    settings = load_settings(**dict(overrides) | {"data_dir": overrides.get("data_dir") or _FOLDER})
    if settings.odoo_url is not None:
        raise BadUse("the demo runs on its sandbox; unset IDP_ODOO_URL (your own documents go through `idp process`)")
    folder = sample_folder()
    rows = load_expected(folder / "expected.json")
    service = build_service(settings, world=folder / "world.json", clock=ClockOnDay(_DAY))
    try:
        results = _process(service, folder, rows)
        differing = _print_table(rows, results)
        if not then_exit:
            configure_logging(settings.log_format)
            serve_all(service, banner=lambda address: _print_address(service, address))
    finally:
        service.close()
    return NEEDS_PERSON if differing else DONE


def sample_folder() -> Path:
    """The folder of sample documents beside the package. Raises BadUse where it is not there."""
    folder = Path(idp.__file__).resolve().parent.parent / "sample_docs"
    if not (folder / "expected.json").is_file():
        raise BadUse("sample_docs is not there; the demo runs from a checkout of the project")
    return folder


def load_expected(path: Path) -> tuple[Expected, ...]:
    """The table that the demo is held to, in the order of processing."""
    rows = json.loads(path.read_text(encoding="utf-8"))
    return tuple(Expected(row["file"], row["shows"], tuple(row["documents"])) for row in rows)


def differences(expected: Expected, records: tuple[DocumentRecord, ...]) -> tuple[str, ...]:
    """Sentences on how the documents of a file differ from the table: decision, state, or a code that is missing."""
    if len(expected.documents) != len(records):
        return (f"{len(records)} documents instead of {len(expected.documents)}",)
    return tuple(
        trouble
        for want, record in zip(expected.documents, records, strict=True)
        for trouble in _document_differences(want, record)
    )


def _document_differences(want: Mapping[str, Any], record: DocumentRecord) -> list[str]:
    decision, codes = decision_of(record).value, {found.code.value for found in findings_of(record)}
    troubles = [] if decision == want["decision"] else [f"decision {decision} instead of {want['decision']}"]
    if record.state.value != want["state"] and not _decided_since(want, record):
        troubles.append(f"state {record.state} instead of {want['state']}")
    return troubles + [f"{code} is missing" for code in want.get("codes", []) if code not in codes]


def _decided_since(want: Mapping[str, Any], record: DocumentRecord) -> bool:
    """A person has let the document pass or rejected it in the workbench: the demo's own part of it was right."""
    return want["state"] == State.IN_REVIEW and record.state in {State.READY, State.ENTERED, State.REJECTED}


def _process(service: Service, folder: Path, rows: tuple[Expected, ...]) -> tuple[Processed, ...]:
    given: tuple[Given, ...] = open_files([folder / row.file for row in rows])
    console = Console(stderr=True)
    steps = process_given(service, given, channel="demo")
    return tuple(track(steps, description="Processing sample documents", total=len(given), console=console))


def _print_table(rows: tuple[Expected, ...], results: tuple[Processed, ...]) -> int:
    """Prints what happened; returns how many files differ from the table."""
    table = Table("document", "what it shows", "decision", "state", "why", "in Odoo", "as expected")
    differing = 0
    for row, result in zip(rows, results, strict=True):
        troubles = differences(row, result.records) if result.joined_to is None else ()
        differing += bool(troubles)
        for number, record in enumerate(result.records):
            table.add_row(
                row.file if number == 0 else "",
                row.shows if number == 0 else "",
                decision_of(record).value,
                record.state.value,
                _why(record),
                (record.entered.name or str(record.entered.id)) if record.entered is not None else "",
                ("; ".join(troubles) or "yes") if number == 0 else "",
            )
    Console(width=None if Console().is_terminal else 200).print(table)
    print(f"{len(rows)} files, {sum(len(r.records) for r in results)} documents, {differing} not as expected", flush=True)
    return differing


def _why(record: DocumentRecord) -> str:
    telling = [found for found in findings_of(record) if found.severity.rank >= 2] or list(findings_of(record))
    return "\n".join(f"{found.code}: {found.message}" for found in telling[:3])


def _print_address(service: Service, address: str) -> None:
    sandbox = service.sandbox.url if service.sandbox is not None else ""
    print(f"\nWorkbench:    {address}\nSign in as:   {_accounts()}\nOdoo sandbox: {sandbox}\nStop with Ctrl+C", flush=True)


def _accounts() -> str:
    """The world's people, each with what is theirs to do."""
    told = [f"{login} ({task})" for login, task in _ACCOUNTS]
    return f"{', '.join(told[:4])},\n              {', '.join(told[4:])}; the password is the login"
