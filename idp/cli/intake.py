"""`idp intake`: takes files in as mailbox and drop do, and prints the ledger: one row for every part."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from idp.bootstrap.service import Service, build_service
from idp.cli.files import exit_code, open_files
from idp.cli.output import print_json
from idp.domain.lifecycle import State
from idp.domain.record import LedgerRow
from idp.services.advance import advance
from idp.services.ingest import Delivery, ingest
from idp.settings import load_settings


def intake_files(paths: list[Path], *, as_json: bool, overrides: Mapping[str, object]) -> int:
    """Takes every file in, screens it, prints its ledger; returns the exit code: 1 where something waits for a person."""
    given = open_files(paths)
    service = build_service(load_settings(**overrides))
    waits = False
    try:
        for one in given:
            if one.content is None:
                continue
            key = f"{one.path.name}:{hashlib.sha256(one.content).hexdigest()}"
            rows = ingest(service.means, Delivery(channel="cli", key=key, name=one.path.name, content=one.content))
            for row in (_screened(service, row) for row in rows):
                waits = waits or row.review is not None or row.fate.startswith("quarantined:")
                print_json(_to_json(row)) if as_json else print(_to_text(row))
    finally:
        service.close()
    return exit_code(given, needs_person=waits)


def _screened(service: Service, row: LedgerRow) -> LedgerRow:
    """The row with the fate that opening the file gave: what cannot be opened is quarantined with its code."""
    if row.document_id is None:
        return row
    with service.means.store.view() as work:
        record = work.documents.require(row.document_id)
    if record.state is State.RECEIVED:
        advance(service.means, row.document_id, holder="idp intake")
        with service.means.store.view() as work:
            record = work.documents.require(row.document_id)
    if record.state is not State.QUARANTINED:
        return row
    return replace(row, fate=f"quarantined:{record.failure_code}", reason=record.failure or row.reason)


def _to_json(row: LedgerRow) -> dict[str, Any]:
    if row.review is not None:
        return {"message": row.message, "review": row.review}
    return {
        "message": row.message,
        "sha256": row.sha256,
        "name": row.name,
        "fate": row.fate,
        "reason": row.reason,
        "document": row.document_id,
    }


def _to_text(row: LedgerRow) -> str:
    if row.review is not None:
        return f"{row.message[:12]}  {row.review}: {row.reason}"
    return f"{row.message[:12]}  {row.name}: {row.fate} ({row.reason})"
