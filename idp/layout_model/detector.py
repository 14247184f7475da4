"""A layout model of layoutparser as our LayoutModel: any detector of its zoo, or an object of one's own with `detect`."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any, Protocol

import numpy as np
from PIL import Image

from idp.domain.errors import ToolUnavailable
from idp.domain.geometry import Box
from idp.domain.page import Page
from idp.ports import Region


class Detector(Protocol):
    """What layoutparser calls a layout model."""

    def detect(self, image: Any) -> Any:
        """A layoutparser Layout of blocks in pixels of `image`, `(H, W, 3) uint8 RGB`."""


class LayoutParserModel:
    """Implements ports.LayoutModel: regions of a page's picture by a layoutparser model."""

    def __init__(self, detector: Detector, *, name: str) -> None:
        """`name` says which model and version it is; it is kept with what was found."""
        self._detector = detector
        self.name = name

    @classmethod
    def from_zoo(cls, config_path: str, *, label_map: dict[int, str] | None = None) -> LayoutParserModel:
        """A model of layoutparser's zoo (`lp://…`) or a configuration of one's own.

        Raises ToolUnavailable where its backend (Detectron2, PaddleDetection, EffDet) or its weights are missing.
        """
        layoutparser = _layoutparser()
        try:
            model = layoutparser.AutoLayoutModel(config_path, label_map=label_map)
        except Exception as exc:
            raise ToolUnavailable(f"The layout model {config_path} cannot be loaded ({type(exc).__name__}).") from exc
        if model is None:
            raise ToolUnavailable(
                f"The layout model {config_path} needs a backend that is not installed (Detectron2, Paddle or EffDet)."
            )
        return cls(model, name=config_path)

    def regions(self, page: Page, picture: Callable[[], bytes]) -> tuple[Region, ...]:
        """The page's regions, best score first; blocks without a score count as sure, without a type as "region"."""
        pixels = np.asarray(Image.open(io.BytesIO(picture()), formats=("PNG",)).convert("RGB"))
        height, width = pixels.shape[:2]
        found = [_region(block, width, height, page) for block in self._detector.detect(pixels)]
        return tuple(sorted(found, key=lambda region: -region.score))


def regions_as_layout(regions: Sequence[Region], *, width: int, height: int) -> Any:
    """Our regions as a layoutparser Layout in pixels, for its drawing and analysing tools. Raises ToolUnavailable."""
    layoutparser = _layoutparser()
    blocks = [
        layoutparser.TextBlock(
            layoutparser.Rectangle(
                region.box.left * width, region.box.top * height, region.box.right * width, region.box.bottom * height
            ),
            type=region.label,
            score=region.score,
        )
        for region in regions
    ]
    return layoutparser.Layout(blocks)


def _layoutparser() -> Any:
    try:
        import layoutparser  # noqa: PLC0415 - heavy, and its backends are often absent
    except ImportError as exc:
        raise ToolUnavailable("Layout detectors cannot be used: layoutparser is not installed.") from exc
    return layoutparser


def _region(block: Any, width: int, height: int, page: Page) -> Region:
    """A TextBlock with whatever shape as our Region, with the words whose middle it holds."""
    left, top, right, bottom = block.coordinates if len(block.coordinates) == 4 else block.to_rectangle().coordinates
    score = 1.0 if block.score is None else min(1.0, max(0.0, float(block.score)))
    box = Box.clamped(left / width, top / height, right / width, bottom / height)
    words = tuple(index for index, word in enumerate(page.words) if _holds(box, word.box))
    return Region(label=str(block.type) if block.type is not None else "region", box=box, score=score, words=words)


def _holds(box: Box, word: Box) -> bool:
    return box.left <= word.middle_x <= box.right and box.top <= word.middle_y <= box.bottom
