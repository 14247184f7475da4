"""How is one document's every free choice made, so that it depends on nothing but the seed and the question?

Each question has a key; its answer comes from a generator of its own, so that a new question changes no other answer.
"""

from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Choices:
    """The answers of one document. `fixed` answers some questions beforehand, as a structural template does."""

    def __init__(self, seed: str, fixed: Mapping[str, str] | None = None) -> None:
        self.seed = seed
        self.fixed = dict(fixed or {})
        self.taken: dict[str, str] = {}

    def rng(self, key: str) -> Random:
        """The random generator of one question; the same each time."""
        return Random(f"{self.seed}|{key}")

    def pick(self, key: str, *options: str) -> str:
        """One of `options`, which may repeat to weigh more; or what is fixed for this key."""
        answer = self.fixed.get(key) or self.rng(key).choice(options)
        self.taken[key] = answer
        return answer

    def one(self, key: str, options: Sequence[T]) -> T:
        """One of `options` of any type."""
        return self.rng(key).choice(options)

    def chance(self, key: str, share: float) -> bool:
        """True in `share` of all documents; a fixed answer is "yes" or "no"."""
        answer = self.fixed[key] == "yes" if key in self.fixed else self.rng(key).random() < share
        self.taken[key] = "yes" if answer else "no"
        return answer
