"""Whether printed text shows a known value, however it is printed."""

from __future__ import annotations

import pytest

from idp.domain.document import Kind
from idp.training.model.match import shows


@pytest.mark.parametrize(
    ("text", "value", "kind", "expected"),
    [
        ("1.234,50", "1234.50", Kind.AMOUNT, True),
        ("$1,234.50", "1234.5", Kind.AMOUNT, True),
        ("1 234,50 €", "1234.50", Kind.AMOUNT, True),
        ("1'234.50", "1234.50", Kind.AMOUNT, True),
        ("1.234", "1234", Kind.QUANTITY, True),
        ("1.234", "1.234", Kind.QUANTITY, True),
        ("12", "120", Kind.QUANTITY, False),
        ("12 14", "12", Kind.QUANTITY, False),
        ("25.11.2026", "2026-11-25", Kind.DATE, True),
        ("11/25/26", "2026-11-25", Kind.DATE, True),
        ("25 novembre 2026", "2026-11-25", Kind.DATE, True),
        ("Nov. 25, 2026", "2026-11-25", Kind.DATE, True),
        ("20261125", "2026-11-25", Kind.DATE, True),
        ("25.12.2026", "2026-11-25", Kind.DATE, False),
        ("November 2026", "2026-11-25", Kind.DATE, False),
        ("RE 47-11", "RE47/11", Kind.IDENTIFIER, True),
        ("No.:4711", "4711", Kind.IDENTIFIER, True),
        ("94711", "4711", Kind.IDENTIFIER, False),
    ],
)
def test_a_value_is_known_again_in_print(text: str, value: str, kind: Kind, expected: bool) -> None:
    assert shows(text, value, kind) is expected
