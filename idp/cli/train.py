"""`idp train`: makes training data, trains a layout model, judges it, and writes its folder."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import dataclass
from pathlib import Path

from idp.cli.files import DONE
from idp.domain.errors import BadUse
from idp.domain.page import Reading

_NEEDED = ("torch", "transformers", "onnx", "onnxscript", "reportlab", "playwright")


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked for. `documents` are generated of each kind, `pages` are page passes of learning."""

    out: Path
    version: str
    documents: int
    pages: int
    seed: int
    cool: float
    rate: float
    data: Path | None = None
    start: Path | None = None
    real: tuple[Path, ...] = ()
    folds: int = 0


def train_model(order: Order) -> int:
    """Trains; returns the exit code. Raises BadUse where the training extra is missing or the order cannot be meant."""
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if missing:
        raise BadUse(f"training needs {', '.join(missing)}: pip install 'idp[train,generate]'")
    from idp.training.model.recipe import Recipe
    from idp.training.model.run import train
    from idp.training.model.validate import cross_validate

    data = order.data or order.out / "data"
    _gather(order, data)
    recipe = Recipe(seed=order.seed, pages=order.pages, cool=order.cool, rate=order.rate)
    if order.folds:
        cross_validate(order.out, data, recipe, start=order.start, folds=order.folds, say=_say)
    else:
        train(order.out, data, recipe, version=order.version, start=order.start, say=_say)
    return DONE


def _gather(order: Order, data: Path) -> None:
    """Generated and real samples, where they are not there yet."""
    from idp.training.model.real import write_real
    from idp.training.model.sources import SOURCES, build_shards

    for kind in SOURCES if order.documents else ():
        for held_out, count in ((False, order.documents), (True, max(20, order.documents // 20))):
            _say(f"{kind}: {count} documents{' held out' if held_out else ''}")
            build_shards(data, kind, first_seed=order.seed * 1_000_000, count=count, held_out=held_out)
    if order.real:
        write_real(data, order.real, _reader(), seed=order.seed)


class _Reader:
    """Reads real documents as the service does."""

    def __init__(self) -> None:
        from idp.bootstrap.reading import make_confined
        from idp.settings import load_settings

        self._confined = make_confined(load_settings(), children=1)

    def __call__(self, path: Path) -> Reading:
        return self._confined.read(path.read_bytes(), name=path.name)


def _reader() -> _Reader:
    return _Reader()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
