"""Which layout model the settings choose; without one the rules read alone, and the reason is told."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from idp.domain.errors import ToolUnavailable
from idp.layout_model.detector import LayoutParserModel
from idp.layout_model.folder import Shelf
from idp.layout_model.transformer import TransformerModel
from idp.ports import LayoutModel
from idp.settings import Settings

OFF, SHIPPED = "off", "shipped"
_ZOO = "lp://"


@dataclass(frozen=True, slots=True)
class LayoutChoice:
    """The model in use, or None; `told` says in one line which, or why there is none."""

    model: LayoutModel | None
    told: str


def choose_layout_model(settings: Settings) -> LayoutChoice:
    """The model that `IDP_LAYOUT_MODEL` names. Raises BadUse for a name or a folder that is none.

    A model whose backend is missing costs nothing but itself: the service goes on without it and says so.
    """
    wanted = settings.layout_model
    if wanted == OFF:
        return LayoutChoice(None, "none: switched off, rules read alone")
    try:
        model = _load(wanted, settings.data_dir)
    except ToolUnavailable as trouble:
        return LayoutChoice(None, f"none: {trouble} Rules read alone.")
    if model is None:
        return LayoutChoice(None, "none: no model came with the program, rules read alone")
    return LayoutChoice(model, model.name)


def _load(wanted: str, data_dir: Path) -> LayoutModel | None:
    if wanted.startswith(_ZOO):
        return LayoutParserModel.from_zoo(wanted)
    shelf = Shelf(data_dir)
    folder = shelf.promoted() if wanted == SHIPPED else shelf.find(wanted)
    return None if folder is None else TransformerModel(folder)
