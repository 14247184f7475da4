"""What does a generated document teach? Its words with the marks that drawing left, page by page."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from idp.layout_model.encoding import Corners, rows_of
from idp.training.model.labels import LABELS, label_number, type_number
from idp.training.model.sample import Sample
from idp.training.sheet import Printed, Word

_REPEATED = ("supplier_name", "buyer_name", "shipper", "consignee", "carrier")
"""Names are theirs wherever they stand, also where drawing left no mark (the sender's line above an address)."""


def samples_of(printed: Printed, *, document_type: str, source: str, kind: str) -> Iterator[Sample]:
    """One sample a page that has words."""
    for page in range(printed.page_count):
        words = [word for word in printed.words if word.page == page and word.text.strip() and _on_page(word.box)]
        if words:
            yield _sample(words, document_type=document_type, source=source, kind=kind)


def _sample(words: Sequence[Word], *, document_type: str, source: str, kind: str) -> Sample:
    boxes = tuple(_cut(word.box) for word in words)
    labels = [0 if word.mark is None else label_number(word.mark.field, word.mark.line) for word in words]
    lines = [None if word.mark is None or not label else word.mark.line for word, label in zip(words, labels, strict=True)]
    texts = tuple(word.text for word in words)
    return Sample(
        texts=texts,
        boxes=boxes,
        labels=tuple(_with_repeats(texts, labels)),
        begins=begins_of(lines, boxes),
        document_type=type_number(document_type),
        source=source,
        kind=kind,
    )


def begins_of(lines: Sequence[int | None], boxes: Sequence[Corners]) -> tuple[int, ...]:
    """1 for the words that stand in the topmost row of their line item."""
    rows = rows_of(boxes)
    first: dict[int, int] = {}
    for line, row in zip(lines, rows, strict=True):
        if line is not None:
            first[line] = min(row, first.get(line, row))
    return tuple(int(line is not None and first[line] == row) for line, row in zip(lines, rows, strict=True))


def _with_repeats(texts: Sequence[str], labels: Sequence[int]) -> list[int]:
    """The labels, with unmarked repeats of marked names labelled too."""
    folded = [_fold(text) for text in texts]
    repeated = list(labels)
    for name, words in _names(folded, labels).items():
        for start in range(len(folded) - len(words) + 1):
            window = range(start, start + len(words))
            if folded[start : start + len(words)] == list(words) and not any(labels[i] for i in window):
                repeated[start : start + len(words)] = [name] * len(words)
    return repeated


def _names(folded: Sequence[str], labels: Sequence[int]) -> Mapping[int, tuple[str, ...]]:
    """The longest run of words of each repeated name: two words at least, one says too little."""
    runs: dict[int, tuple[str, ...]] = {}
    wanted = {LABELS.index(name) for name in _REPEATED}
    run: list[str] = []
    for index, label in enumerate([*labels, 0]):
        if run and (index == len(labels) or label != labels[index - 1]):
            last = labels[index - 1]
            runs[last] = max(runs.get(last, ()), tuple(run), key=len)
            run = []
        if label in wanted:
            run.append(folded[index])
    return {label: words for label, words in runs.items() if len(words) > 1}


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().strip(".,;:·")


def _on_page(box: Corners) -> bool:
    return box[0] < 1 and box[1] < 1 and box[2] > 0 and box[3] > 0


def _cut(box: Corners) -> Corners:
    left, top, right, bottom = (min(1.0, max(0.0, side)) for side in box)
    return left, top, max(left, right), max(top, bottom)
