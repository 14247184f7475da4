"""The network: word pieces summed up, a look at each word's neighbours, then a LayoutLM over the whole page.

The neighbours are there because the data is small: that a value stands right of its label or below its heading needs not be
learned from coordinates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import nn
from transformers import LayoutLMConfig, LayoutLMModel

from idp.layout_model.encoding import NEIGHBOURS, WINDOW
from idp.layout_model.shape import SHAPE_COUNT


@dataclass(frozen=True, slots=True)
class Size:
    """How large the network is."""

    vocabulary: int = 8000
    hidden: int = 160
    layers: int = 3
    heads: int = 4
    inner: int = 480
    looks: int = 2


class Look(nn.Module):  # type: ignore[misc]  # torch comes without types
    """Each word learns from its neighbours: `(B, N, H)` and their rows `(B, N, 7)` to `(B, N, H)`."""

    def __init__(self, hidden: int) -> None:
        super().__init__()
        self.mix = nn.Linear(hidden * (len(NEIGHBOURS) + 1), hidden)
        self.norm = nn.LayerNorm(hidden)

    def forward(self, words: Any, near: Any) -> Any:
        batch, count, hidden = words.shape
        offset = torch.arange(batch, device=words.device).view(-1, 1, 1) * count
        seen = words.reshape(-1, hidden)[(near + offset).reshape(-1)].view(batch, count, -1)
        return self.norm(words + torch.relu(self.mix(torch.cat([words, seen], dim=-1))))


class LayoutNetwork(nn.Module):  # type: ignore[misc]  # torch comes without types
    """Logits for each word's label, for each word's beginning a line item, and for the page's document type."""

    def __init__(self, size: Size, *, labels: int, types: int) -> None:
        super().__init__()
        self.pieces = nn.Embedding(size.vocabulary, size.hidden, padding_idx=0)
        self.shapes = nn.Embedding(SHAPE_COUNT, size.hidden)
        self.norm = nn.LayerNorm(size.hidden)
        self.looks = nn.ModuleList([Look(size.hidden) for _ in range(size.looks)])
        self.page = LayoutLMModel(
            LayoutLMConfig(
                vocab_size=1, hidden_size=size.hidden, num_hidden_layers=size.layers, num_attention_heads=size.heads,
                intermediate_size=size.inner, hidden_act="relu", max_position_embeddings=WINDOW + 1, max_2d_position_embeddings=1024,
                type_vocab_size=1, pad_token_id=0, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
            )
        )  # fmt: skip
        self.label = nn.Linear(size.hidden, labels)
        self.begins = nn.Linear(size.hidden, 1)
        self.kind = nn.Linear(2 * size.hidden, types)

    def forward(self, pieces: Any, shapes: Any, boxes: Any, near: Any, mask: Any) -> tuple[Any, Any, Any]:
        """`(B, N, 8)`, `(B, N)`, `(B, N, 4)`, `(B, N, 7)`, `(B, N)` int64 → `(B, N, L)`, `(B, N)`, `(B, T)` float32."""
        count = (pieces > 0).sum(dim=-1, keepdim=True).clamp(min=1)
        words = self.pieces(pieces).sum(dim=-2) * count.to(torch.float32).rsqrt() + self.shapes(shapes)
        words = self.norm(words)
        for look in self.looks:
            words = look(words, near)
        page = self.page(inputs_embeds=words, bbox=boxes, attention_mask=mask).last_hidden_state
        weight = mask.to(page.dtype).unsqueeze(-1)
        whole = torch.cat([page[:, 0], (page * weight).sum(dim=1) / weight.sum(dim=1)], dim=-1)
        return self.label(page), self.begins(page).squeeze(-1), self.kind(whole)
