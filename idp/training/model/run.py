"""What happens in one training? Data is gathered, learned from, judged, and exported with its card."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer

from idp.domain.errors import BadUse
from idp.layout_model.encoding import Encoder
from idp.layout_model.folder import TOKENIZER
from idp.training.model.batch import examples_of
from idp.training.model.export import export
from idp.training.model.labels import LABELS, TYPES
from idp.training.model.learn import Groups, Progress, learn, load_checkpoint, save_checkpoint
from idp.training.model.measure import measure
from idp.training.model.network import LayoutNetwork
from idp.training.model.recipe import Recipe
from idp.training.model.sample import Sample, content_hash, read_samples
from idp.training.model.vocabulary import learn_vocabulary, load_vocabulary, wordings

REAL = "real"
WEIGHTS, STAGES = "weights.pt", "stages.json"
_HELD_OUT = "-heldout-"
_MOST_JUDGED = 400


class Shards:
    """The samples of a data folder by kind; shards that appear while training are taken up."""

    def __init__(self, folder: Path, *, left_out: frozenset[str] = frozenset()) -> None:
        """`left_out` are suppliers of real documents that are not learned from."""
        self._folder, self._left_out = folder, left_out
        self._read: set[Path] = set()
        self._groups: dict[str, dict[str, list[Sample]]] = {}

    def learned(self) -> Groups:
        """Samples to learn from by kind; real ones in a group for each supplier, so that one with many papers counts as one."""
        for path in sorted(self._paths(held_out=False) - self._read):
            for sample in read_samples(path):
                group = sample.source if sample.kind == REAL else ""
                if sample.source not in self._left_out or sample.kind != REAL:
                    self._groups.setdefault(sample.kind, {}).setdefault(group, []).append(sample)
            self._read.add(path)
        return {kind: list(groups.values()) for kind, groups in self._groups.items()}

    def held_out(self) -> Iterator[tuple[str, list[Sample]]]:
        """Samples to judge by, kind by kind; real ones only of suppliers that were not learned from."""
        learned_real = REAL in self.learned()
        by_kind: dict[str, list[Sample]] = {}
        for path in sorted(self._paths(held_out=True)):
            for sample in read_samples(path):
                if sample.kind != REAL or sample.source in self._left_out or not learned_real:
                    by_kind.setdefault(sample.kind, []).append(sample)
        yield from ((kind, samples[:_MOST_JUDGED]) for kind, samples in sorted(by_kind.items()))

    def all(self) -> Iterator[Sample]:
        """All samples to learn from."""
        yield from (sample for groups in self.learned().values() for group in groups for sample in group)

    def card(self) -> dict[str, Any]:
        """What was learned from: a hash over it, and how many pages of each kind."""
        pages = {kind: sum(map(len, groups.values())) for kind, groups in sorted(self._groups.items())}
        return {"sha256": content_hash(self._read), "pages": pages}

    def _paths(self, *, held_out: bool) -> set[Path]:
        return {path for path in self._folder.glob("*.jsonl.gz") if (_HELD_OUT in path.name) is held_out}


def train(
    out: Path, data: Path, recipe: Recipe, *, version: str, start: Path | None, say: Callable[[str], None]
) -> dict[str, Any]:
    """Trains on the shards in `data` and writes a model folder; `start` is an earlier one to go on from. Returns the card."""
    began = time.monotonic()
    torch.manual_seed(recipe.seed)
    shards = Shards(data)
    if not shards.learned():
        raise BadUse(f"{data} holds no samples to learn from")
    out.mkdir(parents=True, exist_ok=True)
    tokenizer = _tokenizer(out, shards, recipe, start)
    recipe = sized(recipe, tokenizer)
    network = LayoutNetwork(recipe.size, labels=len(LABELS), types=len(TYPES))
    if start is not None:
        load_checkpoint(network, start / WEIGHTS)
    encoder = Encoder(tokenizer)
    earlier = stages_of(start)

    def keep(done: Progress) -> None:
        save_checkpoint(network, out / WEIGHTS)
        stage = {"recipe": recipe.as_dict(), "data": shards.card(), "pages": done.pages, "loss": round(done.loss, 4)}
        (out / STAGES).write_text(json.dumps([*earlier, stage], indent=1) + "\n", encoding="utf-8")

    learn(network, encoder, shards.learned, recipe, resumed=start is not None, keep=keep, say=say)
    return finish(out, network, tokenizer, shards, version=version, began=began, say=say)


def finish(
    out: Path, network: LayoutNetwork, tokenizer: Tokenizer, shards: Shards, *, version: str, began: float, say: Callable[[str], None],
) -> dict[str, Any]:  # fmt: skip
    """Judges the network on held-out pages and exports it."""
    encoder = Encoder(tokenizer)
    judged = {kind: measure(network, encoder, samples).as_dict() for kind, samples in shards.held_out()}
    for kind, counts in judged.items():
        say(f"held out {kind}: header F1 {counts['header']['f1']:.3f}, lines F1 {counts['lines']['f1']:.3f}")
    card = {
        "version": version,
        "labels": list(LABELS),
        "types": list(TYPES),
        "stages": stages_of(out),
        "evaluation": judged,
        "seconds": round(time.monotonic() - began),
    }
    export(network, tokenizer, card, out, example=examples_of(next(shards.all()), encoder)[0].encoded)
    return card


def sized(recipe: Recipe, tokenizer: Tokenizer) -> Recipe:
    """The recipe with the vocabulary's true size."""
    return replace(recipe, size=replace(recipe.size, vocabulary=tokenizer.get_vocab_size()))


def stages_of(folder: Path | None) -> list[Mapping[str, Any]]:
    """The trainings that the weights in a folder have behind them, one after the other."""
    if folder is None or not (folder / STAGES).exists():
        return []
    stages: list[Mapping[str, Any]] = json.loads((folder / STAGES).read_text(encoding="utf-8"))
    return stages


def _tokenizer(out: Path, shards: Shards, recipe: Recipe, start: Path | None) -> Tokenizer:
    if start is not None:
        tokenizer = load_vocabulary(start / TOKENIZER)
    else:
        texts = (" ".join(sample.texts) for sample in shards.all())
        tokenizer = learn_vocabulary([*texts, *wordings()], size=recipe.size.vocabulary)
    tokenizer.save(str(out / TOKENIZER), pretty=False)
    return tokenizer
