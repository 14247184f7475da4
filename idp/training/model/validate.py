"""How does a model do on suppliers it has never seen? Folds over suppliers, each tuned shortly from the same beginning."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

from idp.domain.errors import BadUse
from idp.layout_model.encoding import Encoder
from idp.layout_model.folder import CARD, TOKENIZER
from idp.training.model.labels import LABELS, TYPES
from idp.training.model.learn import learn, load_checkpoint, save_checkpoint
from idp.training.model.measure import Measure, measure
from idp.training.model.network import LayoutNetwork
from idp.training.model.recipe import Recipe
from idp.training.model.run import REAL, WEIGHTS, Shards, sized
from idp.training.model.vocabulary import load_vocabulary

FOLDS = "folds.json"


def fold_of(supplier: str, folds: int) -> int:
    """The fold in which a supplier is judged; a supplier is always in the same one, wholly."""
    return int(hashlib.sha256(supplier.encode()).hexdigest(), 16) % folds


def cross_validate(
    out: Path, data: Path, recipe: Recipe, *, start: Path | None, folds: int, say: Callable[[str], None]
) -> dict[str, Any]:
    """Tunes the model in `start` once a fold and judges it on that fold's suppliers; writes and returns the counts over all folds.
    Where `out` is a finished model, they go into its card, too.

    The weights of fold k stay in `out`/fold-k, so that a whole extraction can be judged in the same way.
    """
    if start is None:
        raise BadUse("folds are tuned from an earlier model that has learned from no real documents: --from FOLDER")
    tokenizer = load_vocabulary(start / TOKENIZER)
    suppliers = {sample.source for sample in Shards(data).all() if sample.kind == REAL}
    total, before = Measure(), Measure()
    for fold in range(folds):
        left_out = frozenset(supplier for supplier in suppliers if fold_of(supplier, folds) == fold)
        torch.manual_seed(recipe.seed)
        shards, sizes = Shards(data, left_out=left_out), sized(recipe, tokenizer)
        network, encoder = LayoutNetwork(sizes.size, labels=len(LABELS), types=len(TYPES)), Encoder(tokenizer)
        load_checkpoint(network, start / WEIGHTS)
        judged = [sample for kind, samples in shards.held_out() if kind == REAL for sample in samples]
        measure(network, encoder, judged, into=before)
        folder = out / f"fold-{fold}"
        folder.mkdir(parents=True, exist_ok=True)
        learn(network, encoder, shards.learned, sizes, resumed=True, keep=lambda _: None, say=say)
        save_checkpoint(network, folder / WEIGHTS)
        measure(network, encoder, judged, into=total)
        say(f"fold {fold + 1} of {folds}: {len(left_out)} suppliers, header F1 so far {total.as_dict()['header']['f1']:.3f}")
    result = {"folds": folds, "pages": recipe.pages, "untuned": before.as_dict(), "tuned": total.as_dict()}
    (out / FOLDS).write_text(json.dumps(result, indent=1) + "\n", encoding="utf-8")
    put_into_card(out, result)
    return result


def put_into_card(folder: Path, result: dict[str, Any]) -> None:
    """The model's card, where there is one already, says how models tuned in the same way did on suppliers never seen."""
    path = folder / CARD
    if path.exists():
        card = json.loads(path.read_text(encoding="utf-8"))
        path.write_text(json.dumps({**card, "cross_validation": result}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
