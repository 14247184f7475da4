"""How does a trained network become a model folder? ONNX with 8-bit weights, its tokenizer and its card."""

from __future__ import annotations

import json
import warnings
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import onnxruntime
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import nn

from idp.layout_model.encoding import Encoded
from idp.layout_model.folder import CARD, MODEL, TOKENIZER
from idp.training.model.network import LayoutNetwork


class _Told(nn.Module):  # type: ignore[misc]  # torch comes without types
    """The network as it is used: one window in, probabilities out."""

    def __init__(self, network: LayoutNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(self, pieces: Any, shapes: Any, boxes: Any, near: Any) -> tuple[Any, Any, Any]:
        labels, begins, types = self.network(pieces, shapes, boxes, near, torch.ones_like(shapes))
        return labels.softmax(-1)[0], begins.sigmoid()[0], types.softmax(-1)[0]


def export(network: LayoutNetwork, tokenizer: Tokenizer, card: Mapping[str, Any], folder: Path, *, example: Encoded) -> None:
    """Writes the folder; the card is written last, so that a folder with a card is whole."""
    folder.mkdir(parents=True, exist_ok=True)
    told = _Told(network.eval())
    with TemporaryDirectory() as scratch, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter speaks of its own future
        exact = Path(scratch) / "exact.onnx"
        length = torch.export.Dim("words", min=2, max=512)
        program = torch.onnx.export(
            told,
            tuple(torch.from_numpy(array) for array in inputs_of(example).values()),
            input_names=["pieces", "shapes", "boxes", "near"],
            output_names=["labels", "begins", "types"],
            dynamic_shapes=({1: length}, {1: length}, {1: length}, {1: length}),
            dynamo=True,
            verbose=False,
        )
        program.save(str(exact))
        quantize_dynamic(exact, folder / MODEL, weight_type=QuantType.QInt8, extra_options={"MatMulConstBOnly": True})
        agreement = _agreement(exact, folder / MODEL, example)
    tokenizer.save(str(folder / TOKENIZER), pretty=False)
    written = {**card, "size_bytes": (folder / MODEL).stat().st_size, "eight_bit_agreement": agreement}
    (folder / CARD).write_text(json.dumps(written, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def inputs_of(encoded: Encoded) -> dict[str, Any]:
    """The window as the exported model takes it: a batch of one."""
    arrays = {"pieces": encoded.pieces, "shapes": encoded.shapes, "boxes": encoded.boxes, "near": encoded.near}
    return {name: array[None] for name, array in arrays.items()}


def _agreement(exact: Path, small: Path, example: Encoded) -> float:
    """Share of the words of one page that get the same label from full and from 8-bit weights."""
    told = [
        onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"]).run(["labels"], inputs_of(example))[0]
        for path in (exact, small)
    ]
    return round(float(np.mean(told[0].argmax(-1) == told[1].argmax(-1))), 4)
