"""How does the network learn? Pages by their shares, worn anew each time, with checkpoints so that it can stop at any moment."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import torch
from torch.nn import functional

from idp.layout_model.encoding import Encoder
from idp.training.model.batch import Batch, Example, batches_of, one_example
from idp.training.model.labels import HEADER, LABELS, UNKNOWN
from idp.training.model.network import LayoutNetwork
from idp.training.model.noise import worn
from idp.training.model.recipe import Recipe
from idp.training.model.sample import Sample

_POOL = 256
"""Pages that are brought together before they are put into batches of like length."""
_CHECKPOINT_SECONDS = 120.0


Groups = Mapping[str, Sequence[Sequence[Sample]]]
"""Samples by kind, and within a kind in groups that come up equally often."""


@dataclass(slots=True)
class Progress:
    """How far training has come: page passes, and a running mean of the loss."""

    pages: int = 0
    loss: float = 0.0
    seconds: float = 0.0


def learn(
    network: LayoutNetwork,
    encoder: Encoder,
    samples: Callable[[], Groups],
    recipe: Recipe,
    *,
    resumed: bool,
    keep: Callable[[Progress], None],
    say: Callable[[str], None],
) -> Progress:
    """Trains in place and ends after `recipe.pages` passes.

    `samples` is asked anew for every pool, so that data may still be growing; `keep` is called every few minutes and at the end.
    """
    rng, progress = Random(recipe.seed), Progress()
    optimizer = torch.optim.AdamW(_groups(network, recipe), lr=recipe.rate, betas=(0.9, 0.98), fused=True)
    started, saved = time.monotonic(), time.monotonic()
    network.train()
    while progress.pages < recipe.pages:
        pool = list(_examples(samples(), encoder, recipe, rng))
        batches = list(batches_of(pool, words=recipe.batch_words))
        rng.shuffle(batches)
        for batch in batches:
            _step(network, optimizer, batch, recipe, progress, resumed=resumed)
        progress.seconds = time.monotonic() - started
        say(f"{progress.pages} pages, {progress.pages / progress.seconds:.1f} a second, loss {progress.loss:.3f}")
        if time.monotonic() - saved > _CHECKPOINT_SECONDS:
            keep(progress)
            saved = time.monotonic()
    keep(progress)
    return progress


def save_checkpoint(network: LayoutNetwork, path: Path) -> None:
    """Writes the weights, whole or not at all."""
    unfinished = path.with_suffix(".part")
    torch.save(network.state_dict(), unfinished)
    unfinished.rename(path)


def load_checkpoint(network: LayoutNetwork, path: Path) -> None:
    """Takes the weights of an earlier training."""
    network.load_state_dict(torch.load(path, weights_only=True))


def _groups(network: LayoutNetwork, recipe: Recipe) -> list[dict[str, Any]]:
    """Matrices shrink a little at each step; positions, norms and biases do not; word and shape vectors learn faster.

    The vectors begin at length one in each direction and are scaled to that again: at the common rate they would hardly turn.
    """
    named = dict(network.named_parameters())
    vectors = [named.pop(name) for name in _VECTORS]
    shrink = [p for name, p in named.items() if p.ndim == 2 and "embeddings" not in name]
    keep = [p for name, p in named.items() if not (p.ndim == 2 and "embeddings" not in name)]
    return [
        {"params": shrink, "weight_decay": 0.01, "share": 1.0},
        {"params": keep, "weight_decay": 0.0, "share": 1.0},
        {"params": vectors, "weight_decay": 0.0, "share": recipe.vector_rate},
    ]


_VECTORS = ("pieces.weight", "shapes.weight")


def _examples(data: Groups, encoder: Encoder, recipe: Recipe, rng: Random) -> Iterator[Example]:
    kinds = [kind for kind, groups in data.items() if groups and recipe.shares.get(kind, 0) > 0]
    weights = [recipe.shares[kind] for kind in kinds]
    for kind in rng.choices(kinds, weights, k=_POOL):
        example = one_example(worn(rng.choice(rng.choice(data[kind])), rng), encoder, rng)
        if example is not None:
            yield example


def _step(network: LayoutNetwork, optimizer: Any, batch: Batch, recipe: Recipe, progress: Progress, *, resumed: bool) -> None:
    for group in optimizer.param_groups:
        group["lr"] = group["share"] * recipe.rate_at(progress.pages, resumed=resumed)
    with torch.autocast("cpu", torch.bfloat16):
        labels, begins, types = network(*batch.inputs)
    loss = _loss(batch.heard(labels.float()), begins.float(), types.float(), batch, recipe)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
    optimizer.step()
    progress.pages += batch.size
    value = float(loss.detach())
    progress.loss = value if progress.loss == 0.0 else 0.98 * progress.loss + 0.02 * value


def _loss(labels: Any, begins: Any, types: Any, batch: Batch, recipe: Recipe) -> Any:
    weight = torch.ones(len(LABELS))
    weight[1 : 1 + len(HEADER)] = recipe.header_weight
    loss = functional.cross_entropy(labels.flatten(0, 1), batch.labels.flatten(), weight=weight, ignore_index=UNKNOWN)
    known = batch.begins != UNKNOWN
    if bool(known.any()):
        loss = loss + recipe.row_weight * functional.binary_cross_entropy_with_logits(
            begins[known], batch.begins[known].float()
        )
    if bool((batch.types != UNKNOWN).any()):
        loss = loss + recipe.type_weight * functional.cross_entropy(types, batch.types, ignore_index=UNKNOWN)
    return loss
