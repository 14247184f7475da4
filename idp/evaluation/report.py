"""What an evaluation says: precision and recall by field, source and file, and how honest the program's own word was."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of values: right, wrong, missed (true but not read), invented (read but not there)."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    invented: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(
            self.right + other.right, self.wrong + other.wrong, self.missed + other.missed, self.invented + other.invented
        )

    @property
    def asked(self) -> int:
        """How many values there were to read."""
        return self.right + self.wrong + self.missed

    @property
    def precision(self) -> float:
        return _ratio(self.right, self.right + self.wrong + self.invented)

    @property
    def recall(self) -> float:
        return _ratio(self.right, self.asked)

    @property
    def f1(self) -> float:
        return _ratio(2 * self.precision * self.recall, self.precision + self.recall)


@dataclass(frozen=True, slots=True)
class FileResult:
    """One truth file: exact means every value right, nothing invented, no document or line too many or too few."""

    name: str
    exact: bool
    confident: bool
    misses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The whole evaluation. Keys of the tables are field names, line columns and the names of the truth files' folders."""

    document_type: Score
    fields: Mapping[str, Score]
    cells: Mapping[str, Score]
    source_fields: Mapping[str, Score]
    source_cells: Mapping[str, Score]
    files: tuple[FileResult, ...]

    @property
    def header(self) -> Score:
        return total(self.fields.values())

    @property
    def line_cells(self) -> Score:
        return total(self.cells.values())

    @property
    def exact_share(self) -> float:
        return _ratio(sum(f.exact for f in self.files), len(self.files))

    @property
    def confident_count(self) -> int:
        return sum(f.confident for f in self.files)

    @property
    def coverage(self) -> float:
        """Share of files all of whose documents the program calls confident."""
        return _ratio(self.confident_count, len(self.files))

    @property
    def false_success(self) -> float:
        """Of the confident files, the share that is not exact."""
        return _ratio(sum(f.confident and not f.exact for f in self.files), self.confident_count)

    @property
    def macro_header_f1(self) -> float:
        return _macro(self.source_fields)

    @property
    def macro_line_f1(self) -> float:
        return _macro(self.source_cells)


def total(scores: Iterable[Score]) -> Score:
    """The sum of scores."""
    return sum(scores, Score())


def _macro(scores: Mapping[str, Score]) -> float:
    each = [score.f1 for score in scores.values() if score.asked]
    return _ratio(sum(each), len(each))


def _ratio(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
