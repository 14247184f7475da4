"""What is learned from? One page: its words, where they stand, and what each of them prints. Kept as JSON lines."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from idp.layout_model.encoding import Corners


@dataclass(frozen=True, slots=True)
class Sample:
    """A page of words in any order.

    `labels` are label numbers, UNKNOWN where nobody knows; `begins` is 1 for words in the first row of a line item, 0 elsewhere.
    `document_type` may be UNKNOWN. `source` names the layout family or the supplier, `kind` the generator ("real" for real layouts).
    `silent` are labels that nobody looked for on this page: a word without a label may have one of them.
    """

    texts: tuple[str, ...]
    boxes: tuple[Corners, ...]
    labels: tuple[int, ...]
    begins: tuple[int, ...]
    document_type: int
    source: str
    kind: str
    silent: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if not len(self.texts) == len(self.boxes) == len(self.labels) == len(self.begins):
            raise ValueError("a word without box or label")


def write_samples(path: Path, samples: Iterable[Sample]) -> int:
    """Writes a shard, whole or not at all; returns how many samples it holds."""
    count, unfinished = 0, path.with_name(path.name + ".part")
    with gzip.open(unfinished, "wt", compresslevel=3, encoding="utf-8") as stream:
        for sample in samples:
            boxes = [[round(side, 4) for side in box] for box in sample.boxes]
            row = [sample.texts, boxes, sample.labels, sample.begins, sample.document_type, sample.source, sample.kind]
            row += [sample.silent] if sample.silent else []
            stream.write(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n")
            count += 1
    unfinished.rename(path)
    return count


def read_samples(path: Path) -> Iterator[Sample]:
    """The samples of a shard."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        for line in stream:
            texts, boxes, labels, begins, document_type, source, kind, *silent = json.loads(line)
            corners = tuple((box[0], box[1], box[2], box[3]) for box in boxes)
            yield Sample(tuple(texts), corners, tuple(labels), tuple(begins), document_type, source, kind, *map(tuple, silent))


def content_hash(paths: Iterable[Path]) -> str:
    """SHA-256 over what the shards say, in order of their names; packing makes no difference."""
    digest = hashlib.sha256()
    for path in sorted(paths, key=lambda path: path.name):
        with gzip.open(path, "rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()
