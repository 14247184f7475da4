"""`idp extract`: reads files and prints their documents; no Odoo, nothing is kept."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from idp.bootstrap.layout_model import choose_layout_model
from idp.bootstrap.reading import limits_of, make_confined
from idp.cli.files import Given, exit_code, open_files
from idp.cli.output import file_to_json, print_json, progress
from idp.domain.document import ExtractedDocument
from idp.domain.document_json import document_to_json
from idp.domain.errors import IdpError
from idp.domain.page import EmbeddedFile
from idp.intake.unpack import is_parcel
from idp.ports import Confined, LayoutModel, Limits
from idp.services.extract import read_documents
from idp.settings import load_settings

_MOST_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Result:
    """What one argument gave. `joined_to` names the file it belongs to; its documents are printed there."""

    given: Given
    documents: tuple[ExtractedDocument, ...] = ()
    error: str | None = None
    joined_to: str | None = None
    seconds: float = 0.0


def extract_files(paths: list[Path], *, as_json: bool) -> int:
    """Extracts every file, printing each as soon as it and those before it are done; returns the exit code."""
    given = open_files(paths)
    failed = False
    for result in extract_given(given):
        failed = failed or result.error is not None
        if as_json:
            print_json(file_to_json(result, [document_to_json(document) for document in result.documents]))
        elif result.given.trouble is None:
            print(_to_text(result))
    return exit_code(given, needs_person=failed)


def extract_given(given: tuple[Given, ...], *, overrides: Mapping[str, object] | None = None) -> Iterator[Result]:
    """Results in the order of the arguments. As many files are read at once as there are processors.

    `overrides` of the settings may name another layout model. Raises BadUse where there is none of that name.
    """
    settings = load_settings(**(overrides or {}))
    model = choose_layout_model(settings).model
    count = processors(len(given))
    confined = make_confined(settings, children=count)
    try:
        with ThreadPoolExecutor(count) as pool:
            work = [pool.submit(_extract, index, given, confined, limits_of(settings), model) for index in range(len(given))]
            for number, future in enumerate(work, start=1):
                progress(f"{number}/{len(work)} {given[number - 1].path}")
                yield future.result()
    finally:
        confined.close()


def processors(most: int) -> int:
    """How many files to work on at once: one a processor, at least one, no more than there are files."""
    return max(1, min(_MOST_AT_ONCE, os.cpu_count() or 1, most))


def _extract(
    index: int, given: tuple[Given, ...], confined: Confined, limits: Limits, layout_model: LayoutModel | None
) -> Result:
    one = given[index]
    if one.content is None:
        return Result(one, error=one.trouble)
    if one.joined_to is not None:
        return Result(one, joined_to=str(given[one.joined_to].path))
    if is_parcel(one.content):
        return Result(one, error="A mail or archive; `idp process` and `idp intake` take it apart.")
    xml = next((other for other in given if other.joined_to == index), None)
    started = time.perf_counter()
    try:
        reading = confined.read(one.content, name=one.path.name, limits=limits)
        if xml is not None and xml.content is not None:
            reading = replace(reading, structured=EmbeddedFile(xml.path.name, xml.content))
        documents = read_documents(confined, one.content, reading, layout_model=layout_model)
    except IdpError as trouble:
        return Result(one, error=str(trouble), seconds=time.perf_counter() - started)
    except Exception as trouble:  # noqa: BLE001  the task edge: one file that the program fails on costs itself alone
        reason = f"The program failed on this file ({type(trouble).__name__}: {trouble})."
        return Result(one, error=reason, seconds=time.perf_counter() - started)
    return Result(one, documents=documents, seconds=time.perf_counter() - started)


def _to_text(result: Result) -> str:
    if result.error is not None:
        return f"{result.given.path}: {result.error}"
    if result.joined_to is not None:
        return f"{result.given.path}: belongs to {result.joined_to}"
    return "\n".join(_document_to_text(result.given.path, document) for document in result.documents)


def _document_to_text(path: Path, document: ExtractedDocument) -> str:
    sure = "sure of every field" if document.confident else "needs a look"
    lines = [f"{path}: {document.document_type}, {document.quality}, {sure}"]
    for name, found in document.fields.items():
        value = ", ".join(found.value) if isinstance(found.value, tuple) else str(found.value)
        lines.append(f"  {name:24} {value:40} {found.confidence:4.0%}")
    for number, line in enumerate(document.lines, start=1):
        cells = "  ".join(f"{column}={cell.value}" for column, cell in line.cells.items())
        lines.append(f"  line {number:<3} {cells}")
    lines += [f"  {found.code}: {found.message}" for found in document.findings]
    return "\n".join(lines)
