"""Which real documents may be learned from, and how? Those whose licence allows it, with other text in their names and codes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from idp.domain.page import Reading
from idp.training.model.labels import HEADER, LABELS
from idp.training.model.located import samples_of_real
from idp.training.model.noise import invented_word, is_known
from idp.training.model.sample import Sample, write_samples

Read = Callable[[Path], Reading]
VARIANTS = 6
"""How many disguises each real page gets."""
_TRUTH = ".truth.json"
_ALLOWED = re.compile(r"(?:Apache-2\.0|MIT(?:-0)?|BSD\b.*|EUPL.*|CC[ -]BY.*|W3C.*)")
_NAMED = frozenset(LABELS.index(name) for name in LABELS if name in HEADER) | {LABELS.index("line.description")}


def real_samples(folder: Path, read: Read) -> Iterator[Sample]:
    """Every page below `folder` whose truth file names a licence that allows it; `source` is its supplier's folder."""
    for path in sorted(folder.rglob(f"*{_TRUTH}")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        if "documents" in truth or not _ALLOWED.fullmatch(str(truth.get("license", ""))):
            continue
        stem = path.name[: -len(_TRUTH)]
        for document in sorted(path.parent.glob(f"{stem}.*")):
            if document.suffix not in (".json", ".xml"):
                pages = read(document).pages
                yield from samples_of_real(pages, truth, source=path.parent.name)


def write_real(out: Path, folders: Sequence[Path], read: Read, *, seed: int) -> None:
    """Two shards: disguised pages to learn from, and the pages as they are to judge models by that never learned from them."""
    originals = [sample for folder in folders for sample in real_samples(folder, read)]
    rng = Random(seed)
    out.mkdir(parents=True, exist_ok=True)
    write_samples(out / f"real-heldout-{seed:07d}.jsonl.gz", originals)
    write_samples(out / f"real-{seed:07d}.jsonl.gz", (disguised(page, rng) for page in originals for _ in range(VARIANTS)))


def disguised(sample: Sample, rng: Random) -> Sample:
    """The page with invented words wherever a name, a description, or nothing that has a general meaning stands."""
    made: dict[str, str] = {}
    texts = []
    for text, label in zip(sample.texts, sample.labels, strict=True):
        own = label in _NAMED or (label <= 0 and not is_known(text))
        if own and text not in made:
            made[text] = _jumbled(invented_word(text, rng), rng) if label in _NAMED or rng.random() < 0.5 else text
        texts.append(made[text] if own else text)
    return replace(sample, texts=tuple(texts))


def _jumbled(text: str, rng: Random) -> str:
    """Codes keep their shape: a letter for a letter where digits stand beside it."""
    if not any(char.isdigit() for char in text):
        return text
    return re.sub(r"[A-Z]", lambda _: rng.choice("ABCDEFGHKLMNPRSTVXZ"), text)
