"""Which signals did a document show, and what of it was right? One example per document, made by reading it as the service does."""

from __future__ import annotations

import hashlib
import json
import pickle
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from idp.domain.document import Extracted
from idp.domain.document_json import document_to_json, extracted_to_json
from idp.domain.errors import IdpError
from idp.domain.page import Reading
from idp.evaluation.agreement import agree
from idp.evaluation.alignment import align
from idp.extractors.calibration.calibrate import is_sound_with
from idp.extractors.calibration.offer import Offer, offers, with_choices
from idp.extractors.calibration.signal import (
    Signals,
    cell_signals,
    columns_asked,
    document_signals,
    field_signals,
    fields_asked,
    line_signals,
)
from idp.extractors.paper_document import read_paper
from idp.extractors.read import Read
from idp.extractors.tags import Tags
from idp.ports import Confined

Judged = tuple[Signals, bool]
Look = Callable[[bytes, Reading], Tags | None]


@dataclass(frozen=True, slots=True)
class Example:
    """One document as read, its truth, and what was shown and right of it: by field one row for each reading on offer (only where the
    truth is known), and one row for each cell.

    `group` is the supplier or layout family: an example's group is entirely in or out of a fold.
    """

    group: str
    read: Read
    truth: Mapping[str, Any]
    whole: Signals
    offers: Mapping[str, tuple[Offer, ...]]
    fields: Mapping[str, tuple[Judged, ...]]
    cells: tuple[Judged, ...]

    @property
    def band(self) -> str:
        """The quality band that thresholds are kept by."""
        return self.read.document.quality.value

    def is_sound(self, choices: Mapping[str, Offer]) -> bool:
        """Whether the rules would let it pass at all once these readings are chosen."""
        return is_sound_with(self.read, with_choices(self.read.document.fields, choices))


def examples(folder: Path, confined: Confined, *, cache: Path, tag: str = "", look: Look | None = None) -> Iterator[Example]:
    """The examples of a folder's files with one document each. Readings are kept in `cache` by content.

    Files that the service refuses give none. Groups are `tag` and the first part of the truth's `source` (a layout family), or the
    first folder below `folder`. `look` asks the layout model.
    """
    for path, reading, truth, group in readings(folder, confined, cache=cache):
        tags = look(path.read_bytes(), reading) if look is not None else None
        yield example(read_paper(reading.pages, tags=tags), truth, group=f"{tag}{group}", tags=tags)


def readings(folder: Path, confined: Confined, *, cache: Path) -> Iterator[tuple[Path, Reading, Mapping[str, Any], str]]:
    """Path, reading, truth and group of each file that holds one document and no structured data."""
    for truth_path in sorted(folder.rglob("*.truth.json")):
        truth = json.loads(truth_path.read_text(encoding="utf-8"))
        path = _file_of(truth_path)
        if path is None or "documents" in truth:
            continue
        try:
            reading = _reading(path, confined, cache)
        except IdpError:
            continue
        if reading.structured is None and reading.pages:
            yield path, reading, truth, str(truth.get("source") or truth_path.parent.relative_to(folder)).split("/")[0]


def example(read: Read, truth: Mapping[str, Any], *, group: str, tags: Tags | None) -> Example:
    """The example of one reading and its truth."""
    whole = document_signals(read, tags)
    kind = str(truth.get("document_type"))
    listed = {name: offers(read, name, tags) for name in fields_asked(read.document) if name in truth}
    fields = {
        name: tuple(
            (field_signals(read, name, offer, whole, tags=tags), _is_right(name, _plain(offer.value), truth[name], kind))
            for offer in several
        )
        for name, several in listed.items()
    }
    cells = tuple(_cells(read, truth, whole, tags))
    return Example(group, read, truth, whole, listed, fields, cells)


def _is_right(name: str, got: Mapping[str, Any] | None, want: object, kind: str) -> bool:
    if got is None or want is None:
        return got is None and want is None
    return agree(name, got["value"], want, document_type=kind)


def _plain(value: Extracted | None) -> Mapping[str, Any] | None:
    return None if value is None else extracted_to_json(value)


def _cells(read: Read, truth: Mapping[str, Any], whole: Signals, tags: Tags | None) -> Iterator[Judged]:
    """The cells of all read lines. A line that the document does not have is wrong in every cell that it claims."""
    wanted = truth.get("lines")
    if wanted is None:
        return
    kind = str(truth.get("document_type"))
    got = document_to_json(read.document)["lines"]
    plain = [{column: cell["value"] for column, cell in line.items()} for line in got]
    true_line = {index: place for place, index in align(plain, wanted, document_type=kind).items()}
    known = {column for want in wanted for column in want}
    for index, line in enumerate(got):
        row = line_signals(read, index, whole)
        want = wanted[true_line[index]] if index in true_line else dict.fromkeys(known)
        for column in columns_asked(read.document):
            if column in want:
                yield cell_signals(read, index, column, row, tags=tags), _is_right(column, line.get(column), want[column], kind)


def _file_of(truth_path: Path) -> Path | None:
    stem = truth_path.name.removesuffix(".truth.json")
    found = [p for p in truth_path.parent.glob(f"{stem}.*") if p != truth_path and p.name.removesuffix(p.suffix) == stem]
    return found[0] if found else None


def _reading(path: Path, confined: Confined, cache: Path) -> Reading:
    content = path.read_bytes()
    kept = cache / (hashlib.sha256(content + path.name.encode()).hexdigest() + ".pkl")
    if kept.exists():
        reading: Reading = pickle.loads(kept.read_bytes())  # noqa: S301  written by this function
        return reading
    reading = confined.read(content, name=path.name)
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(pickle.dumps(reading))
    return reading
