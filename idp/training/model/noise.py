"""What do printing, scanning, OCR and other senders' words do to a page? Each sample is worn anew every time it is learned from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from random import Random

from idp.layout_model.encoding import Corners
from idp.training.model.labels import LABELS
from idp.training.model.sample import Sample
from idp.training.model.vocabulary import known_words

_MISREAD = {
    "0": "O", "O": "0", "1": "l", "l": "1", "I": "l", "5": "S", "S": "5", "8": "B", "B": "8", "e": "c", "c": "e", "a": "o", "n": "u",
    "u": "v", "r": "t", "t": "f", "i": "l", "m": "rn", "g": "q", ".": ",", ",": ".", ":": ".", "é": "e", "ü": "u", "ß": "B", "-": "",
}  # fmt: skip
_NAMES = frozenset(
    LABELS.index(label)
    for label in ("supplier_name", "buyer_name", "shipper", "consignee", "carrier", "received_by", "line.description")
)
_FEWEST = 12
_SYLLABLES = (
    "al", "an", "ba", "be", "bi", "bo", "bra", "ca", "chi", "co", "da", "de", "di", "dor", "du", "el", "en", "er", "fa", "fer", "fi",
    "fo", "ga", "gel", "gra", "ha", "hel", "her", "ho", "in", "ir", "ja", "ju", "ka", "kel", "kra", "la", "le", "li", "lo", "lu", "ma",
    "mar", "me", "mi", "mo", "na", "ne", "ni", "no", "nor", "on", "or", "pa", "per", "pi", "plo", "po", "qui", "ra", "re", "ri", "ro",
    "ru", "sa", "schu", "se", "si", "so", "sta", "ste", "su", "ta", "te", "ti", "to", "tra", "tu", "un", "va", "ve", "vi", "vo", "wa",
    "we", "wi", "xa", "ya", "za", "ze", "zo",
)  # fmt: skip


@dataclass(slots=True)
class _Words:
    """A page being worn: parallel lists of what a Sample holds."""

    texts: list[str]
    boxes: list[Corners]
    labels: list[int]
    begins: list[int]

    def take(self, kept: Sequence[int]) -> None:
        """Leaves out all others."""
        self.texts, self.boxes = [self.texts[i] for i in kept], [self.boxes[i] for i in kept]
        self.labels, self.begins = [self.labels[i] for i in kept], [self.begins[i] for i in kept]


def worn(sample: Sample, rng: Random) -> Sample:
    """The page as another printer, scanner, OCR engine or sender would give it; labels stay true."""
    words = _Words(list(sample.texts), list(sample.boxes), list(sample.labels), list(sample.begins))
    if rng.random() < 0.4:
        _rename(words, rng, share=rng.choice((0.3, 1.0)))
    if rng.random() < 0.3:
        _misread(words, rng, rate=rng.random() * 0.05)
    if rng.random() < 0.3:
        _join_and_drop(words, rng, rate=rng.random() * 0.03)
    if rng.random() < 0.15:
        words.texts = [_in_case(text, choice) for choice in [rng.choice((str.upper, str.lower))] for text in words.texts]
    if rng.random() < 0.3:
        _cut_out(words, rng)
    words.boxes = _moved(words.boxes, rng)
    if rng.random() < 0.4:
        words.boxes = _warped(words.boxes, rng)
    return replace(
        sample, texts=tuple(words.texts), boxes=tuple(words.boxes), labels=tuple(words.labels), begins=tuple(words.begins)
    )


def invented_word(like: str, rng: Random) -> str:
    """A word that nobody uses, in the case of `like`; what has digits or signs in it stays."""
    core = like.strip(".,;:()")
    if len(core) < 3 or not core.replace("-", "").isalpha():
        return like
    word = ""
    while len(word) < len(core) - 1:
        word += rng.choice(_SYLLABLES)
    made = word.upper() if core.isupper() else word.capitalize() if core[0].isupper() else word
    return like.replace(core, made)


@lru_cache(maxsize=100_000)
def is_known(text: str) -> bool:
    """Whether a word, or a part of it, may be part of what things are called."""
    parts = re.findall(r"[^\W\d_]+", text.casefold())
    return not parts or any(part in known_words() for part in parts)


def _rename(words: _Words, rng: Random, *, share: float) -> None:
    """Puts other words into names, descriptions, and all that is no label, the same for the same: no name is learned by heart."""
    made: dict[str, str] = {}
    for index, (text, label) in enumerate(zip(words.texts, words.labels, strict=True)):
        if label in _NAMES or (label <= 0 and not is_known(text)):
            if text not in made:
                made[text] = invented_word(text, rng) if rng.random() < share else text
            words.texts[index] = made[text]


def _misread(words: _Words, rng: Random, *, rate: float) -> None:
    for index, text in enumerate(words.texts):
        if rng.random() < rate * len(text):
            at = rng.randrange(len(text))
            words.texts[index] = text[:at] + _MISREAD.get(text[at], text[at]) + text[at + 1 :] or text


def _join_and_drop(words: _Words, rng: Random, *, rate: float) -> None:
    """Some words run together with the next one of their label, some are lost."""
    kept: list[int] = []
    for index in range(len(words.texts)):
        if rng.random() < rate / 2:
            continue
        if kept and rng.random() < rate and _adjoin(words, kept[-1], index):
            last = kept[-1]
            words.texts[last] += words.texts[index]
            one, two = words.boxes[last], words.boxes[index]
            words.boxes[last] = (one[0], min(one[1], two[1]), two[2], max(one[3], two[3]))
        else:
            kept.append(index)
    if kept:
        words.take(kept)


def _cut_out(words: _Words, rng: Random) -> None:
    """Some bands of the page are not there: shorter papers, other orders of blocks, pages that go on from another."""
    for _ in range(rng.randint(1, 4)):
        top, height = rng.random(), rng.uniform(0.02, 0.2)
        kept = [index for index, box in enumerate(words.boxes) if not top < (box[1] + box[3]) / 2 < top + height]
        if len(kept) >= _FEWEST:
            words.take(kept)


def _adjoin(words: _Words, last: int, this: int) -> bool:
    one, two = words.boxes[last], words.boxes[this]
    gap, height = two[0] - one[2], one[3] - one[1]
    return words.labels[last] == words.labels[this] and -0.002 < gap < 0.012 and abs(one[1] - two[1]) < height / 2


def _in_case(text: str, change: object) -> str:
    return text.upper() if change is str.upper else text.lower()


def _moved(boxes: Sequence[Corners], rng: Random) -> list[Corners]:
    """Scale, shift, a rest of skew, another font's height, and a little jitter."""
    strong = rng.random() < 0.5
    reach = 0.08 if strong else 0.01
    scale_x, scale_y = 1 + rng.uniform(-reach, reach / 2), 1 + rng.uniform(-reach, reach / 2)
    shift_x, shift_y = rng.uniform(-reach, reach) / 2, rng.uniform(-reach, reach) / 2
    skew, tall, shake = rng.gauss(0, 0.002), rng.uniform(0.75, 1.15), rng.choice((0.0, 0.0005, 0.001))
    moved = []
    for left, top, right, bottom in boxes:
        middle = (left + right) / 2
        y = ((top + bottom) / 2 - 0.5) * scale_y + 0.5 + shift_y + skew * (middle - 0.5) + rng.uniform(-shake, shake)
        half = (bottom - top) * scale_y * tall / 2
        x1, x2 = ((side - 0.5) * scale_x + 0.5 + shift_x + rng.uniform(-shake, shake) for side in (left, right))
        moved.append((_unit(x1), _unit(y - half), _unit(max(x1, x2)), _unit(y + half)))
    return moved


def _warped(boxes: Sequence[Corners], rng: Random) -> list[Corners]:
    """Wider here, narrower there: columns and blocks stand elsewhere, but beside and below the same ones."""
    across, down = _warp(rng), _warp(rng)
    return [(_at(across, left), _at(down, top), _at(across, right), _at(down, bottom)) for left, top, right, bottom in boxes]


def _warp(rng: Random) -> list[float]:
    """Where 0, 1/4, 1/2, 3/4 and 1 of the page come to stand."""
    steps = [rng.uniform(0.5, 1.5) for _ in range(4)]
    width = rng.uniform(0.7, 1.0)
    start = rng.uniform(0.0, 1.0 - width)
    knots = [start]
    for step in steps:
        knots.append(knots[-1] + step / sum(steps) * width)
    return knots


def _at(knots: Sequence[float], value: float) -> float:
    segment = min(3, int(value * 4))
    return _unit(knots[segment] + (knots[segment + 1] - knots[segment]) * (value * 4 - segment))


def _unit(value: float) -> float:
    return min(1.0, max(0.0, value))
