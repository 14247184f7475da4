"""The code table is the published one."""

import csv
from pathlib import Path

from idp.domain.code import CODES, Code, Severity

_PUBLISHED = Path(__file__).parents[3] / "docs" / "codes.tsv"


def test_codes_severities_owners_and_meanings_equal_the_published_table() -> None:
    with _PUBLISHED.open(encoding="utf-8", newline="") as stream:
        published = {
            row["code"]: (row["severity"], row["owner"], row["meaning"]) for row in csv.DictReader(stream, delimiter="\t")
        }
    ours = {code.value: (row.severity.value, row.owner.value if row.owner else "-", row.meaning) for code, row in CODES.items()}
    assert ours == published


def test_every_code_has_a_row() -> None:
    assert set(CODES) == set(Code)


def test_severities_rank_from_info_to_reject() -> None:
    assert [s.value for s in sorted(Severity, key=lambda s: s.rank)] == ["I", "W", "R", "H", "X"]
