"""How sure is a reading? One table of independent evidence → probability, to be replaced by a calibrated model.

Every row starts from what the reading itself shows (how its label fits, how far ahead of the runner-up) and moves with evidence that
would not agree by chance: sums that close, check digits, the quality of the page. Values are probabilities that the field is right.
"""

from __future__ import annotations

from idp.domain.page import Quality
from idp.extractors.evidence import Choice

GATE = 0.80
"""Below it a field needs a person (EXT-LOWCONF where it is required)."""
STRONG = 0.90
"""From it on a field is strong evidence enough for a document that passes without a person."""

STRONG_FOR = {"supplier_name": 0.82, "currency": 0.85, "invoice_number": 0.85, "invoice_date": 0.85}
"""Fields whose figures in the table below lie lower although they were right as often."""


def strong(name: str) -> float:
    """From which confidence on this field is strong evidence."""
    return STRONG_FOR.get(name, STRONG)


_BAND = {Quality.STRUCTURED: 1.0, Quality.NATIVE: 1.0, Quality.CLEAN_SCAN: 0.97, Quality.POOR_SCAN: 0.85}

CHECKED_IDENTIFIER = 0.97
UNCHECKED_IDENTIFIER = 0.6
CLOSING_TOTAL = 0.98
CLOSING_TOTAL_WITH_LINES = 0.99
CLOSING_WITH_ADJUSTMENT = 0.93
CONTRADICTED_TOTAL = 0.45
LINE_MULTIPLIES = 0.97
LINE_UNCHECKED = 0.8
LINE_SETTLED = 0.75
LINE_CONTRADICTED = 0.5
LINE_TEXT = 0.9


def of_choice(choice: Choice) -> float:
    """A labelled value: 0.6 for a weak label far away to 0.97 for a strong one with no rival."""
    points = min(1.1, choice.option.points)
    lead = 1.0 if choice.runner_up is None else min(1.0, max(0.0, choice.margin) / 0.4)
    return round(min(0.97, 0.42 + 0.43 * points + 0.16 * lead * min(1.0, points)), 3)


def of_name(choice: Choice) -> float:
    """A party's name: points from label, letterhead, legal form and mail domain (about 0.5 to 3)."""
    points = min(3.0, choice.option.points)
    lead = 1.0 if choice.runner_up is None else min(1.0, max(0.0, choice.margin) / 0.8)
    return round(min(0.96, 0.3 + 0.17 * points + 0.2 * lead), 3)


def on_page(confidence: float, quality: Quality, ocr: float | None) -> float:
    """The confidence after the page: its quality band, and the engine's own doubt about the words (0–1) below 0.9."""
    doubt = 1.0 if ocr is None or ocr >= 0.9 else 0.55 + 0.5 * ocr
    return round(min(1.0, confidence * _BAND[quality] * min(1.0, doubt)), 3)
