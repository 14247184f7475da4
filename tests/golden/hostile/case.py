"""What one hostile file is and what may become of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

READ = "read"
"""The file is harmless enough to be read; whatever is wrong with it costs nothing."""


@dataclass(frozen=True, slots=True)
class Hostile:
    """`build` makes the bytes anew. `fates` are the codes it may be refused with, or READ."""

    name: str
    build: Callable[[], bytes]
    fates: frozenset[str]
    is_slow: bool = False


def hostile(name: str, build: Callable[[], bytes], *fates: str) -> Hostile:
    """A file that ends in one of `fates`."""
    return Hostile(name, build, frozenset(fates))


def slow(one: Hostile) -> Hostile:
    """The file takes seconds to be refused: it is looked at only where all are asked for."""
    return replace(one, is_slow=True)
