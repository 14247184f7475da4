"""How many errors does one correction take from a supplier's next documents, and does it break anything that was right?

    python benchmarks/supplier_memory.py [--suppliers 40] [--documents 4]

Invented suppliers, each with one house style. Of every supplier's documents the first is read; where a header field or a column of it is
wrong, a person points at the true words (once a field, once a column), and the other documents are read without and with what that taught.
Suppliers whose first document is read without an error are passed over, so many more are looked at than counted.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from idp.domain.document import ExtractedDocument
from idp.domain.document_json import document_to_json
from idp.domain.errors import BadUse
from idp.domain.geometry import Box
from idp.domain.memory import Memory, MemoryId, MemoryState
from idp.domain.page import Page
from idp.domain.record import DocumentId
from idp.evaluation.agreement import agree
from idp.extractors.memory import identities_on, read_known
from idp.extractors.memory_learn import Taught, lessons_of
from idp.extractors.paper_document import read_paper
from idp.extractors.read import Read
from idp.reading import DirectReading
from idp.services.correction import Correction, apply_corrections
from idp.training.supplier import generate_series
from idp.training.truth import COLUMNS, FIELDS, GeneratedDocument

_SKIPPED = frozenset({"currency", "po_numbers", "description"})
"""Not pointed at: a currency is no place, the list follows its first member, descriptions run over rows."""


@dataclass
class Tally:
    """Errors of the corrected fields and columns on next documents, and what else changed."""

    suppliers: int = 0
    looked_at: int = 0
    corrected: Counter[str] = field(default_factory=Counter)
    learned: Counter[str] = field(default_factory=Counter)
    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)
    learned_before: int = 0
    learned_after: int = 0
    broken: list[str] = field(default_factory=list)
    healed_elsewhere: int = 0
    was_right: int = 0


def main() -> None:
    """Prints the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--suppliers", type=int, default=40)
    options.add_argument("--documents", type=int, default=4)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--verbose", action="store_true")
    chosen = options.parse_args()
    tally, seed = Tally(), chosen.seed
    while tally.suppliers < chosen.suppliers:
        _supplier(seed, chosen.documents, tally, verbose=chosen.verbose)
        seed += 1
    _report(tally)


def _supplier(seed: int, count: int, tally: Tally, *, verbose: bool) -> None:
    first, *others = generate_series(seed, count)
    pages = _pages(first)
    read = read_paper(pages)
    tally.looked_at += 1
    wrong = _wrong(read.document, first.truth)
    changes = {target: change for target in wrong if (change := _correction(first, target, pages)) is not None}
    if not changes or read.document.document_type.value != first.truth["document_type"]:
        return
    tally.suppliers += 1
    memories = _learn(read, pages, changes)
    taught = {memory.lesson.target for memory in memories}
    for target in changes:
        tally.corrected[_column(target)] += 1
        tally.learned[_column(target)] += _column(target) in taught
    for other in others:
        _next(other, memories, {_column(target) for target in changes}, taught, tally, f"{seed}", verbose=verbose)


def _learn(read: Read, pages: tuple[Page, ...], changes: Mapping[str, Correction]) -> tuple[Memory, ...]:
    document = read.document
    for target, change in changes.items():
        try:
            document = apply_corrections(document, {target: change}, person="ann")
        except BadUse:
            continue
    identities = tuple(identities_on(pages, document, ()))
    return tuple(
        Memory(
            MemoryId(target),
            lesson,
            identities,
            "",
            "Ann Lee",
            datetime.now(UTC),
            DocumentId("first"),
            "the first",
            state=MemoryState.ACTIVE,
        )
        for target, lesson in lessons_of(Taught(pages, read.document, document), tuple(changes)).items()
    )


def _next(
    generated: GeneratedDocument,
    memories: tuple[Memory, ...],
    asked: set[str],
    taught: set[str],
    tally: Tally,
    name: str,
    *,
    verbose: bool,
) -> None:
    """Counts one of the next documents: the corrected fields and columns before and after, and everything else."""
    pages = _pages(generated)
    before, after = (
        dict(_judged(read.document, generated.truth)) for read in (read_paper(pages), read_known(pages, (), memories))
    )
    for target, was_right in before.items():
        is_right, column = after.get(target, False), _column(target)
        tally.was_right += was_right
        if column in asked:
            tally.before[column] += not was_right
            tally.after[column] += not is_right
        if column in taught:
            tally.learned_before += not was_right
            tally.learned_after += not is_right
        elif is_right and not was_right:
            tally.healed_elsewhere += 1
        if was_right and not is_right:
            tally.broken.append(f"supplier {name}: {target}")
        if verbose and column in asked:
            print(name, target, "right" if was_right else "wrong", "->", "right" if is_right else "wrong", column in taught)


def _pages(generated: GeneratedDocument) -> tuple[Page, ...]:
    return DirectReading().read(generated.pdf, name="document.pdf").pages


def _judged(document: ExtractedDocument, truth: Mapping[str, Any]) -> Iterator[tuple[str, bool]]:
    """Every header field, and every cell where the lines were counted right, with whether it is right."""
    found, kind = document_to_json(document), str(truth["document_type"])
    for name in FIELDS[kind]:
        yield name, _agrees(name, found["fields"].get(name), truth[name], kind)
    lines = found["lines"]
    for index, wanted in enumerate(truth["lines"]):
        for column in COLUMNS[kind]:
            got = lines[index].get(column) if len(lines) == len(truth["lines"]) else None
            yield f"lines.{index}.{column}", _agrees(column, got, wanted[column], kind)


def _agrees(name: str, got: Mapping[str, Any] | None, want: object, kind: str) -> bool:
    if got is None or want is None:
        return got is None and want is None
    return agree(name, got["value"], want, document_type=kind)


def _wrong(document: ExtractedDocument, truth: Mapping[str, Any]) -> list[str]:
    """The wrong header fields, and of each column the first wrong cell; none of the lines where their number is wrong."""
    counted = len(document.lines) == len(truth["lines"])
    found: dict[str, str] = {}
    for target, is_right in _judged(document, truth):
        if (
            not is_right
            and _column(target).removeprefix("lines.") not in _SKIPPED
            and (counted or not target.startswith("lines."))
        ):
            found.setdefault(_column(target), target)
    return list(found.values())


def _column(target: str) -> str:
    parts = target.split(".")
    return f"lines.{parts[2]}" if len(parts) == 3 else target


def _correction(generated: GeneratedDocument, target: str, pages: tuple[Page, ...]) -> Correction | None:
    """What a person who points at the true words on the page gives; a removal where there are none to be found."""
    parts = target.split(".")
    boxes = generated.boxes.get(f"{parts[1]}.{parts[2]}" if len(parts) == 3 else target, ())
    wanted: Any = generated.truth["lines"][int(parts[1])][parts[2]] if len(parts) == 3 else generated.truth[target]  # type: ignore[index]  # JSON
    if wanted is None:
        return Correction("")
    if target == "po_number":
        boxes = generated.boxes.get("po_numbers", ())
    if not boxes:
        return None
    page, place = boxes[0]
    box = Box.clamped(*place) if isinstance(place, tuple) else Box.clamped(place.left, place.top, place.right, place.bottom)
    words = [
        w for w in pages[page].words if box.left <= w.box.middle_x <= box.right and box.top <= w.box.middle_y <= box.bottom
    ]
    if not words:
        return None
    return Correction(" ".join(w.text for w in words), pages[page].index, Box.around(w.box for w in words))


def _report(tally: Tally) -> None:
    print(f"{tally.suppliers} suppliers with an error on their first document, of {tally.looked_at}")
    print("corrected                on first   taught   errors on next documents before -> after")
    for target, count in sorted(tally.corrected.items()):
        print(f"{target:24} {count:8} {tally.learned[target]:8}   {tally.before[target]:6} -> {tally.after[target]}")
    print(f"all corrected: {sum(tally.before.values())} -> {sum(tally.after.values())}")
    print(f"those that taught something: {tally.learned_before} -> {tally.learned_after}")
    print(f"errors gone in values nobody corrected: {tally.healed_elsewhere}")
    print(f"right before and wrong after: {len(tally.broken)} of {tally.was_right}", *tally.broken[:20], sep="\n  ")


if __name__ == "__main__":
    main()
