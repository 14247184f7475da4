"""Every sentence that matching writes about the cases beside this file is said in German as well."""

from __future__ import annotations

import yaml

from idp.domain.match import Match
from idp.review.language import Language
from idp.review.sentence import knows
from tests.golden.matching.test_cases import _CASES, decide

_FROM_READING = "said by reading"
"""What the cases let reading say; its own sentences are held to their German in tests/unit/review."""


def test_every_sentence_of_matching_is_said_in_german() -> None:
    decided: list[Match] = [decide(yaml.load(path.read_bytes(), yaml.CSafeLoader)) for path in _CASES]
    said = {
        (found.code.value, found.message) for match in decided for found in match.findings if found.message != _FROM_READING
    }
    assert len(said) > 150
    assert sorted(pair for pair in said if not knows(pair[1], Language.GERMAN)) == []
