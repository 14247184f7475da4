"""What is in a model's folder, and which models are there? Those in the package and those in the data folder, and which is promoted."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from idp.domain.errors import BadUse

MODEL, TOKENIZER, CARD = "model.onnx", "tokenizer.json", "card.json"
_SHIPPED = Path(__file__).parent / "shipped"
_CHOICE = "promoted.json"


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A model that can be used: where it is and what its card says."""

    path: Path
    card: Mapping[str, Any]
    shipped: bool

    @property
    def version(self) -> str:
        """The model's name and version in one, as it stands on each decision."""
        return str(self.card["version"])

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(self.card["labels"])

    @property
    def types(self) -> tuple[str, ...]:
        return tuple(self.card["types"])


def open_folder(path: Path, *, shipped: bool = False) -> ModelFolder:
    """The model in a folder. Raises BadUse, saying what is missing."""
    missing = [name for name in (MODEL, TOKENIZER, CARD) if not (path / name).is_file()]
    if missing:
        raise BadUse(f"{path} is no model: {missing[0]} is missing")
    try:
        card = json.loads((path / CARD).read_text(encoding="utf-8"))
        found = ModelFolder(path, card, shipped)
        if not (found.version and found.labels and found.types):
            raise BadUse(f"{path / CARD}: version, labels or types are empty")
    except (ValueError, KeyError, TypeError) as trouble:
        raise BadUse(f"{path / CARD}: {trouble}") from trouble
    return found


class Shelf:
    """All models of a service: those that came with the program, and those under `models` in the data folder."""

    def __init__(self, data_dir: Path | None) -> None:
        """`data_dir` None: only what is in the package."""
        self._own = None if data_dir is None else data_dir / "models"

    def models(self) -> tuple[ModelFolder, ...]:
        """Every model, the shipped ones first, then by folder name; unfinished folders (without a card) are left out."""
        shipped = [open_folder(path, shipped=True) for path in _folders(_SHIPPED)]
        own = [open_folder(path) for path in _folders(self._own)]
        return (*shipped, *own)

    def find(self, name: str) -> ModelFolder:
        """The model of a version, a folder name, or a path. Raises BadUse."""
        for model in self.models():
            if name in (model.version, model.path.name):
                return model
        if Path(name).is_dir():
            return open_folder(Path(name))
        known = ", ".join(model.version for model in self.models()) or "none"
        raise BadUse(f"there is no model {name}; known: {known}")

    def promoted(self) -> ModelFolder | None:
        """The model in use: the promoted one, else the newest shipped one; None where there is none at all."""
        history = self.history()
        if history:
            return self.find(history[-1])
        shipped = [model for model in self.models() if model.shipped]
        return shipped[-1] if shipped else None

    def history(self) -> tuple[str, ...]:
        """The versions that were promoted, the one in use last; empty before the first promotion."""
        path = self._choice()
        if path is None or not path.exists():
            return ()
        try:
            return tuple(str(version) for version in json.loads(path.read_text(encoding="utf-8"))["promoted"])
        except (ValueError, KeyError, TypeError) as trouble:
            raise BadUse(f"{path}: {trouble}") from trouble

    def promote(self, name: str) -> ModelFolder:
        """Puts a model into use from the next start on. Raises BadUse where there is none of that name."""
        model = self.find(name)
        if not model.shipped and (self._own is None or model.path.resolve().parent != self._own.resolve()):
            raise BadUse(f"{model.path} is not below {self._own}: copy the folder there first")
        self._write([*(version for version in self.history() if version != model.version), model.version])
        return model

    def roll_back(self) -> ModelFolder | None:
        """Takes the last promotion back; returns the model then in use, None for none. Raises BadUse where nothing was promoted."""
        history = self.history()
        if not history:
            raise BadUse("no model was promoted, so there is nothing to roll back")
        self._write(list(history[:-1]))
        return self.promoted()

    def _choice(self) -> Path | None:
        return None if self._own is None else self._own / _CHOICE

    def _write(self, history: list[str]) -> None:
        path = self._choice()
        if path is None:
            raise BadUse("promoting needs a data folder: --data DIR or IDP_DATA_DIR")
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        with unfinished.open("w", encoding="utf-8") as stream:
            stream.write(json.dumps({"promoted": history}) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(path)


def _folders(parent: Path | None) -> list[Path]:
    if parent is None or not parent.is_dir():
        return []
    return sorted(path for path in parent.iterdir() if (path / CARD).is_file())
