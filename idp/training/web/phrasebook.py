"""What is it called on this supplier's paper? Labels and sentences by language, and the raw material of names and goods.

The tables are text files, one key a line, variants separated by ` | `; `key!` names variants that do not serve here. Some variants are
kept for held-out documents only, so that a reader trained on the others can be measured on words that it has never seen.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from zlib import crc32

from idp.training.web.choices import Choices
from idp.training.wording import VARIANTS

Table = Mapping[str, tuple[str, ...]]
LANGUAGES = ("en", "de", "fr", "es", "it", "nl")
_HERE = Path(__file__).parent
_RESERVED_ONE_IN = 6
_FEWEST_LEFT = 3


@cache
def labels(language: str) -> Table:
    """Every label key of `language` with all its variants."""
    own = _read(_HERE / "words" / f"{language}.txt")
    older = VARIANTS.get(language, {})
    return {
        key: tuple(x for x in dict.fromkeys((*own.get(key, ()), *older.get(key, ()))) if x not in own.get(f"{key}!", ()))
        for key in {**older, **own}
        if not key.endswith("!")
    }


@cache
def world(language: str) -> Table:
    """Names, places, goods and units of `language`."""
    return _read(_HERE / "world" / f"{language}.txt")


def _read(path: Path) -> dict[str, tuple[str, ...]]:
    table = {}
    for row in path.read_text("utf-8").splitlines():
        key, _, variants = row.partition(" = ")
        table[key] = tuple(variant.strip() for variant in variants.split(" | "))
    return table


def is_reserved(language: str, key: str, variant: str) -> bool:
    """Whether this variant is kept for held-out documents."""
    return crc32(f"{language}|{key}|{variant}".encode()) % _RESERVED_ONE_IN == 0


def variants(language: str, key: str, *, held_out: bool) -> tuple[str, ...]:
    """What a document may call `key`: training documents never get a reserved variant where enough others are left."""
    all_of_them = labels(language)[key]
    open_ones = tuple(variant for variant in all_of_them if not is_reserved(language, key, variant))
    if len(open_ones) < _FEWEST_LEFT:
        return all_of_them
    reserved = tuple(variant for variant in all_of_them if variant not in open_ones)
    return (*reserved, *reserved, *open_ones) if held_out else open_ones


class Phrases:
    """The words that one document uses: one variant a key, the same each time."""

    def __init__(self, language: str, choices: Choices, *, held_out: bool) -> None:
        self.language = language
        self._choices = choices
        self._held_out = held_out

    def __getitem__(self, key: str) -> str:
        return self._choices.rng(f"word {self.language} {key}").choice(variants(self.language, key, held_out=self._held_out))

    def has(self, key: str) -> bool:
        """Whether the language has a word for it at all."""
        return key in labels(self.language)

    def fill(self, key: str, **values: object) -> str:
        """The sentence `key` with its `{places}` filled."""
        return self[key].format(**values)
