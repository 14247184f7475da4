"""How is a report written for people?"""

from __future__ import annotations

from collections.abc import Mapping

from idp.evaluation.report import Report, Score


def render(report: Report, *, worst: int = 0) -> str:
    """The report as text; `worst` is how many of the files with most misses are listed with them."""
    lines = [
        f"files              {len(report.files)}",
        f"exact files        {report.exact_share:.4f}",
        f"confident          {report.confident_count}",
        f"coverage           {report.coverage:.4f}",
        f"false success      {report.false_success:.4f}",
        _row("document type", report.document_type),
        _row("header fields", report.header),
        _row("line cells", report.line_cells),
        f"macro header F1    {report.macro_header_f1:.4f}",
        f"macro line F1      {report.macro_line_f1:.4f}",
        *_section("by field", report.fields),
        *_section("by line column", report.cells),
        *_section("by source", report.source_fields),
        *_worst(report, worst),
    ]
    return "\n".join(lines)


def _row(name: str, score: Score) -> str:
    return f"{name:<28} n={score.asked:<5} P={score.precision:.3f} R={score.recall:.3f} F1={score.f1:.3f}"


def _section(title: str, scores: Mapping[str, Score]) -> list[str]:
    return ["", title, *(_row("  " + name, score) for name, score in sorted(scores.items()))]


def _worst(report: Report, count: int) -> list[str]:
    ranked = sorted((f for f in report.files if f.misses), key=lambda f: -len(f.misses))[:count]
    return [
        text for f in ranked for text in ("", f"{f.name} confident={f.confident}", *("    " + miss for miss in f.misses[:40]))
    ]
