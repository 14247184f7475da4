"""Our own model: a small transformer over words and boxes, run by ONNX Runtime."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from idp.domain.errors import ToolUnavailable
from idp.domain.geometry import Box
from idp.domain.page import Page
from idp.layout_model.encoding import Encoded, Encoder
from idp.layout_model.folder import MODEL, TOKENIZER, ModelFolder
from idp.ports import LINE_BEGINS, TYPE, Region

_LEAST = 0.01
"""Less probable labels are not told."""


class TransformerModel:
    """Implements ports.LayoutModel. May be asked from several threads; ONNX Runtime takes one processor for each."""

    def __init__(self, folder: ModelFolder) -> None:
        """Raises ToolUnavailable when the folder's files cannot be loaded."""
        self.name = folder.version
        self._labels, self._types = folder.labels, folder.types
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        try:
            self._encoder = Encoder(Tokenizer.from_file(str(folder.path / TOKENIZER)))
            self._session = onnxruntime.InferenceSession(
                str(folder.path / MODEL), sess_options=options, providers=["CPUExecutionProvider"]
            )
        except Exception as exc:
            raise ToolUnavailable(f"The layout model {folder.path} cannot be loaded ({type(exc).__name__}).") from exc
        self._encoding = threading.Lock()

    def regions(self, page: Page, picture: Callable[[], bytes]) -> tuple[Region, ...]:  # noqa: ARG002 - it needs no picture
        """Each word's labels, the beginnings of line items, and the page's document type; alternatives stand side by side."""
        boxes = [(word.box.left, word.box.top, word.box.right, word.box.bottom) for word in page.words]
        with self._encoding:
            windows = self._encoder.windows([word.text for word in page.words], boxes)
        told = [self._run(window) for window in windows]
        if not told:
            return ()
        best = _deepest(windows)
        words = [
            region
            for index, (window, row) in sorted(best.items())
            for region in self._of_word(page, index, told[window][0][row], float(told[window][1][row]))
        ]
        return (*words, *self._of_page(np.mean([types for _, _, types in told], axis=0)))

    def _run(self, window: Encoded) -> tuple[Any, Any, Any]:
        arrays = {"pieces": window.pieces, "shapes": window.shapes, "boxes": window.boxes, "near": window.near}
        labels, begins, types = self._session.run(
            ["labels", "begins", "types"], {name: array[None] for name, array in arrays.items()}
        )
        return labels, begins, types

    def _of_word(self, page: Page, index: int, labels: Any, begins: float) -> list[Region]:
        box = page.words[index].box
        found = [
            Region(label=self._labels[number], box=box, score=_unit(labels[number]), words=(index,))
            for number in np.flatnonzero(labels >= _LEAST)
            if number  # the first label says: nothing
        ]
        if begins >= _LEAST:
            found.append(Region(label=LINE_BEGINS, box=box, score=_unit(begins), words=(index,)))
        return found

    def _of_page(self, types: Any) -> list[Region]:
        whole = Box(0.0, 0.0, 1.0, 1.0)
        return [
            Region(label=f"{TYPE}{kind}", box=whole, score=_unit(score))
            for kind, score in zip(self._types, types, strict=True)
            if score >= _LEAST
        ]


def _deepest(windows: Sequence[Encoded]) -> dict[int, tuple[int, int]]:
    """For each word the window, and its row there, in which it stands furthest from an end."""
    best: dict[int, tuple[int, int, int]] = {}
    for number, window in enumerate(windows):
        for row, index in enumerate(window.order, start=1):
            depth = min(row, len(window.order) + 1 - row)
            if depth > best.get(index, (0, 0, 0))[0]:
                best[index] = (depth, number, row)
    return {index: (number, row) for index, (_, number, row) in best.items()}


def _unit(value: float) -> float:
    return float(min(1.0, max(0.0, value)))
