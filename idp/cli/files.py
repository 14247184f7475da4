"""The files named on the command line: which can be opened, which belong together, and one line for each that cannot."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

from idp.intake.pairs import pair_up

DONE, NEEDS_PERSON, BAD_USE = 0, 1, 2
"""Exit codes; of several the highest wins."""


@dataclass(frozen=True, slots=True)
class Given:
    """One argument. `content` is None where the file cannot be opened, `trouble` says why. `joined_to` is the argument it belongs to."""

    path: Path
    content: bytes | None
    trouble: str | None = None
    joined_to: int | None = None


def open_files(paths: list[Path]) -> tuple[Given, ...]:
    """All arguments in order, with an XML joined to the PDF of the same name beside it. Complains on stderr."""
    given = [_open(path) for path in paths]
    for one in given:
        if one.trouble is not None:
            print(f"idp: {one.trouble}", file=sys.stderr)
    joined = pair_up([(one.path, one.content) for one in given])
    return tuple(Given(one.path, one.content, one.trouble, joined.get(index)) for index, one in enumerate(given))


def exit_code(given: tuple[Given, ...], *, needs_person: bool) -> int:
    """2 where an argument could not be opened, else 1 where a person is needed, else 0."""
    if any(one.trouble is not None for one in given):
        return BAD_USE
    return NEEDS_PERSON if needs_person else DONE


def _open(path: Path) -> Given:
    if path.is_dir():
        return Given(path, None, f"{path} is a directory; name the files in it")
    try:
        return Given(path, path.read_bytes())
    except FileNotFoundError:
        return Given(path, None, f"{path} does not exist")
    except OSError as trouble:
        return Given(path, None, f"{path} cannot be opened: {trouble.strerror}")
