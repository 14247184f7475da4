"""What is one training made of? Everything that its result depends on; it stands in the model's card."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from idp.training.model.network import Size


@dataclass(frozen=True, slots=True)
class Recipe:
    """Numbers of one training.

    `pages` is how many page passes it takes, `shares` how often a page comes from which kind of data (kinds without data give their
    share to the others), `cool` the last part of the passes in which the rate falls to zero, `batch_words` how many words, padding
    counted, are learned from at once, `vector_rate` how much faster the vectors of words and shapes learn than the rest.
    """

    seed: int = 1
    pages: int = 20_000
    size: Size = field(default_factory=Size)
    rate: float = 1e-3
    vector_rate: float = 8.0
    warm_pages: int = 1000
    cool: float = 0.25
    batch_words: int = 4096
    shares: dict[str, float] = field(default_factory=lambda: {"drawn": 0.15, "web": 0.35, "forms": 0.2, "real": 0.3})
    header_weight: float = 2.0
    row_weight: float = 0.3
    type_weight: float = 0.4

    def rate_at(self, done: int, *, resumed: bool) -> float:
        """The learning rate after `done` page passes: up (sooner where weights are there already), level, down."""
        warm = min(1.0, (done + 1) / max(1, self.warm_pages // 4 if resumed else self.warm_pages))
        left = (self.pages - done) / max(1.0, self.cool * self.pages)
        return self.rate * warm * min(1.0, max(0.0, left))

    def as_dict(self) -> dict[str, Any]:
        """As it stands in a card."""
        return asdict(self)
