"""Where are wordings kept, and how are they found in a row of tokens? Tables of label, language and wordings; longest match first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import groupby, product

from idp.extractors.token import pieces


@dataclass(frozen=True, slots=True)
class Wording:
    """One way of writing a label. `weak`: it names other things as well."""

    name: str
    tokens: tuple[str, ...]
    weak: bool
    language: str


@lru_cache(maxsize=8)
def load(table: str) -> Mapping[str, tuple[Wording, ...]]:
    """The wordings of `table`.tsv by their first token, longest first."""
    by_first: dict[str, dict[tuple[tuple[str, ...], str], Wording]] = {}
    text = resources.files("idp.extractors.wording").joinpath(f"{table}.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line or line.startswith("# "):
            continue
        name, language, wordings = line.split("\t")
        for raw in _spelled_out(wordings):
            tokens = pieces(raw.lstrip("?"))
            if tokens:
                wording = Wording(name, tokens, raw.startswith("?"), language)
                by_first.setdefault(tokens[0], {}).setdefault((tokens, name), wording)
    return {first: tuple(sorted(found.values(), key=lambda w: -len(w.tokens))) for first, found in by_first.items()}


def _spelled_out(wordings: str) -> Iterator[str]:
    """Every wording of a list; "(a/b/) c" stands for "a c", "b c" and "c"."""
    for pattern in wordings.split("|"):
        parts = [part.strip("()").split("/") for part in re.findall(r"\([^)]*\)|[^()]+", pattern)]
        for chosen in product(*parts):
            yield " ".join(chosen)


def matches_at(table: Mapping[str, tuple[Wording, ...]], tokens: Sequence[str], place: int) -> Iterator[tuple[Wording, ...]]:
    """The wordings that begin at `place`, longest first; together those of one length, for one wording may name several labels."""
    known = table.get(tokens[place])
    if known is None:
        return
    following = tuple(tokens[place : place + len(known[0].tokens)])  # the longest stands first
    fitting = [w for w in known if following[: len(w.tokens)] == w.tokens]
    for _, group in groupby(fitting, key=lambda w: len(w.tokens)):
        yield tuple(group)
