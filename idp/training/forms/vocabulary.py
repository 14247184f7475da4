"""What are the parts of a shipping paper called, and which firms, places and goods stand on it? Reads the two word lists, and chooses.

A document keeps to its choice: asked twice for a label, a vocabulary gives the same wording.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

import yaml

_HERE = Path(__file__).parent
Choices = tuple[str, ...]


@cache
def _read(name: str) -> Mapping[str, object]:
    loaded: Mapping[str, object] = yaml.safe_load((_HERE / name).read_text(encoding="utf-8"))
    return loaded


def _variants(text: object) -> Choices:
    return tuple(part.strip().strip('"') for part in str(text).split(" | "))


def world(topic: str, key: str | None = None) -> Choices:
    """All entries of a topic of the invented world, of one language or country where the topic has them apart."""
    found = _read("world.yaml")[topic]
    if isinstance(found, Mapping):
        return _variants(found[key])
    return _variants(found)


def variants(key: str, language: str) -> Choices:
    """All wordings of a label in a language."""
    by_language = _read("labels.yaml")[key]
    if not isinstance(by_language, Mapping):
        message = f"the label {key} has no languages"
        raise TypeError(message)
    return _variants(by_language[language])


def label_keys() -> Choices:
    """Every label there is."""
    return tuple(_read("labels.yaml"))


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The wordings of one document."""

    language: str
    rng: Random
    _chosen: dict[str, str] = field(default_factory=dict)

    def label(self, key: str) -> str:
        """The wording of a label on this document."""
        if key not in self._chosen:
            self._chosen[key] = self.rng.choice(variants(key, self.language))
        return self._chosen[key]
