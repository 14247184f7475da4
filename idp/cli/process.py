"""`idp process`: takes files the whole way, in the given order, and prints what was decided and why."""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from idp.bootstrap.service import Service, build_service
from idp.cli.extract import processors
from idp.cli.files import Given, exit_code, open_files
from idp.cli.output import decision_of, file_to_json, findings_of, print_json, progress, record_to_json
from idp.domain.coding import Coding
from idp.domain.lifecycle import State
from idp.domain.record import DocumentId, DocumentRecord
from idp.services.advance import advance, settle_document
from idp.services.ingest import Delivery, ingest
from idp.settings import load_settings

_NEEDS_PERSON = {State.IN_REVIEW, State.QUARANTINED, State.FAILED}
_BEFORE_DECIDING = {State.RECEIVED, State.READ}
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
                print_json(file_to_json(result, [record_to_json(record) for record in result.records]))
            else:
                print(_to_text(result))
    waits = any(record.state in _NEEDS_PERSON for result in results for record in result.records)
    return exit_code(given, needs_person=waits or any(result.error is not None for result in results))


def process_given(service: Service, given: tuple[Given, ...], *, channel: str) -> Iterator[Processed]:
    """Takes every argument in, reads them side by side, and decides one after the other; yields a Processed for each, in order.

    The same file in the same place of the same data folder is the same delivery: repeating the command shows what is stored.
    """
    taken = _take_in(service, given, channel=channel)
    with ThreadPoolExecutor(processors(len(given))) as pool:
        reading = [pool.submit(_read_ahead, service, ids) for ids in taken]
        for index, (one, ids, ahead) in enumerate(zip(given, taken, reading, strict=True)):
            progress(f"{index + 1}/{len(given)} {one.path}")
            started = time.perf_counter()
            seconds = ahead.result()
            if one.content is None:
                yield Processed(one, error=one.trouble)
            elif one.joined_to is not None:
                yield Processed(one, joined_to=str(given[one.joined_to].path))
            else:
                records = _settle(service, ids)
                error = next((record.failure for record in records if record.failure is not None), None)
                yield Processed(one, records, error=error, seconds=max(seconds, time.perf_counter() - started))


def _take_in(service: Service, given: tuple[Given, ...], *, channel: str) -> list[list[DocumentId]]:
    """The documents of each argument, all durable; none for what cannot be opened or belongs to another."""
    times: Counter[tuple[str, str]] = Counter()
    taken: list[list[DocumentId]] = []
    for index, one in enumerate(given):
        if one.content is None or one.joined_to is not None:
            taken.append([])
            continue
        digest = hashlib.sha256(one.content).hexdigest()
        times[one.path.name, digest] += 1
        key = f"{one.path.name}:{digest}:{times[one.path.name, digest]}"
        delivery = Delivery(channel=channel, key=key, name=one.path.name, content=one.content, beside=_beside(given, index))
        taken.append([row.document_id for row in ingest(service.means, delivery) if row.document_id is not None])
    return taken


def _beside(given: tuple[Given, ...], index: int) -> tuple[tuple[str, bytes], ...]:
    return tuple((other.path.name, other.content) for other in given if other.joined_to == index and other.content is not None)


def _read_ahead(service: Service, ids: list[DocumentId]) -> float:
    """Reads and extracts documents, which no other document has a say in; returns the seconds it took."""
    started = time.perf_counter()
    for document_id in ids:
        while (
            _state(service, document_id) in _BEFORE_DECIDING and advance(service.means, document_id, holder=_HOLDER) is not None
        ):
            pass
    return time.perf_counter() - started


def _state(service: Service, document_id: DocumentId) -> State:
    with service.means.store.view() as work:
        return work.documents.require(document_id).state


def _settle(service: Service, ids: list[DocumentId]) -> tuple[DocumentRecord, ...]:
    for document_id in ids:
        settle_document(service.means, document_id, holder=_HOLDER)
    return _with_siblings(service, ids)


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
    lines += [f"  would be booked on {coding.account}: {coding.reason}" for coding in _codings(record)]
    if record.failure is not None and record.failure_code is None:
        lines.append(f"  {record.failure}")
    return "\n".join(lines)


def _codings(record: DocumentRecord) -> tuple[Coding, ...]:
    return record.match.codings if record.match is not None else ()
