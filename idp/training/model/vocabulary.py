"""Which pieces are words made of? A WordPiece vocabulary of the text that is learned from, with digits as shapes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from tokenizers import Tokenizer, models, pre_tokenizers, trainers

from idp.layout_model.encoding import SPECIAL
from idp.layout_model.shape import plain

_ROOT = Path(__file__).parents[2]
_WORDINGS = ("extractors/wording/*.tsv", "training/web/words/*", "training/forms/*.yaml")
_WORDING_WEIGHT = 5


def learn_vocabulary(texts: Iterable[str], *, size: int) -> Tokenizer:
    """A tokenizer for lower-cased words with 0 for each digit; the same texts give the same one."""
    tokenizer = Tokenizer(models.WordPiece(unk_token=SPECIAL[1], max_input_chars_per_word=60))
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    trainer = trainers.WordPieceTrainer(
        vocab_size=size, special_tokens=list(SPECIAL), min_frequency=2, limit_alphabet=300, show_progress=False
    )
    tokenizer.train_from_iterator((plain(text).lower() for text in texts), trainer)
    return tokenizer


def wordings() -> list[str]:
    """What the project knows that things are called, several times each: labels are rarer than names, and matter more."""
    paths = [path for pattern in _WORDINGS for path in sorted(_ROOT.glob(pattern)) if path.is_file()]
    return [path.read_text(encoding="utf-8") for path in paths] * _WORDING_WEIGHT


def load_vocabulary(path: Path) -> Tokenizer:
    """The tokenizer of a model folder."""
    return Tokenizer.from_file(str(path))


@lru_cache(maxsize=1)
def known_words() -> frozenset[str]:
    """All words of the project's wordings: what is not among them is a name, a place or goods rather than a label."""
    return frozenset(word for text in set(wordings()) for word in re.findall(r"[^\W\d_]+", text.casefold()))
