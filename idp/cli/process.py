"""`idp process`: takes files the whole way, in the given order, and prints what was decided and why."""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from idp.bootstrap.service import Service, build_service
from idp.cli.files import Given, exit_code, open_files
from idp.cli.output import decision_of, findings_of, print_json, progress, record_to_json
from idp.domain.lifecycle import State
from idp.domain.record import DocumentId, DocumentRecord
from idp.services.advance import settle_document
from idp.services.ingest import Delivery, ingest
from idp.settings import load_settings

_NEEDS_PERSON = {State.IN_REVIEW, State.QUARANTINED, State.FAILED}
_HOLDER = "idp process"


@dataclass(frozen=True, slots=True)
class Processed:
    """What became of one argument: its documents where they rest."""

    given: Given
    records: tuple[DocumentRecord, ...] = ()
    error: str | None = None
    joined_to: str | None = None
    seconds: float = field(default=0.0, compare=False)


def process_files(paths: list[Path], *, world: Path | None, as_json: bool, overrides: Mapping[str, object]) -> int:
    """Processes every file; returns the exit code: 1 where a document waits for a person."""
    given = open_files(paths)
    with ExitStack() as stack:
        settings = load_settings(**overrides)
        if world is not None and overrides.get("data_dir") is None:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="idp-"))
            settings = settings.model_copy(update={"data_dir": Path(folder)})
        service = build_service(settings, world=world)
        stack.callback(service.close)
        results = []
        for result in process_given(service, given, channel="cli"):
            results.append(result)
            if as_json:
                print_json(_to_json(result))
            else:
                print(_to_text(result))
    waits = any(record.state in _NEEDS_PERSON for result in results for record in result.records)
    return exit_code(given, needs_person=waits or any(result.error is not None for result in results))


def process_given(service: Service, given: tuple[Given, ...], *, channel: str) -> Iterator[Processed]:
    """Takes each argument in and as far as it goes, one after the other; yields a Processed for each, in order.

    The same file in the same place of the same data folder is the same delivery: repeating the command shows what is stored.
    """
    times: Counter[tuple[str, int]] = Counter()
    for index, one in enumerate(given):
        progress(f"{index + 1}/{len(given)} {one.path}")
        if one.content is None:
            yield Processed(one, error=one.trouble)
        elif one.joined_to is not None:
            yield Processed(one, joined_to=str(given[one.joined_to].path))
        else:
            seen = (str(one.path), hash(one.content))
            times[seen] += 1
            yield _process(service, one, _beside(given, index), channel=channel, occurrence=times[seen])


def _beside(given: tuple[Given, ...], index: int) -> tuple[tuple[str, bytes], ...]:
    return tuple((other.path.name, other.content) for other in given if other.joined_to == index and other.content is not None)


def _process(
    service: Service, one: Given, beside: tuple[tuple[str, bytes], ...], *, channel: str, occurrence: int
) -> Processed:
    started = time.perf_counter()
    content = one.content or b""
    key = f"{one.path.name}:{service.means.blobs.put(content)}:{occurrence}"
    rows = ingest(service.means, Delivery(channel=channel, key=key, name=one.path.name, content=content, beside=beside))
    ids = [row.document_id for row in rows if row.document_id is not None]
    for document_id in ids:
        settle_document(service.means, document_id, holder=_HOLDER)
    records = _with_siblings(service, ids)
    error = next((record.failure for record in records if record.failure is not None), None)
    return Processed(one, records, error=error, seconds=time.perf_counter() - started)


def _with_siblings(service: Service, ids: list[DocumentId]) -> tuple[DocumentRecord, ...]:
    """The documents themselves and those that were found in the same file, all at rest."""
    found: list[DocumentRecord] = []
    for document_id in ids:
        with service.means.store.view() as work:
            first = work.documents.require(document_id)
            siblings = work.documents.siblings(document_id)
        for sibling in siblings:
            settle_document(service.means, sibling.id, holder=_HOLDER)
        with service.means.store.view() as work:
            found += [first, *(work.documents.require(sibling.id) for sibling in siblings)]
    return tuple(found)


def _to_json(result: Processed) -> dict[str, Any]:
    row: dict[str, Any] = {
        "file": str(result.given.path),
        "documents": [record_to_json(record) for record in result.records],
        "error": result.error,
        "seconds": round(result.seconds, 3),
    }
    return row if result.joined_to is None else row | {"joined_to": result.joined_to}


def _to_text(result: Processed) -> str:
    if result.joined_to is not None:
        return f"{result.given.path}: belongs to {result.joined_to}"
    if not result.records:
        return f"{result.given.path}: {result.error}"
    return "\n".join(_record_to_text(result.given.path, record) for record in result.records)


def _record_to_text(path: Path, record: DocumentRecord) -> str:
    kind = record.extraction.document_type.value if record.extraction is not None else "unread"
    where = f", {record.entered.model} {record.entered.name or record.entered.id}" if record.entered is not None else ""
    lines = [f"{path}: {kind}, {decision_of(record)}, {record.state}{where}"]
    lines += [f"  {found.severity} {found.code}: {found.message}" for found in findings_of(record)]
    return "\n".join(lines)
