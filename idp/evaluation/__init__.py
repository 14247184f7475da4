"""The metric: how far documents as extracted agree with their truth files."""

from idp.evaluation.evaluate import evaluate, misses_of
from idp.evaluation.render import render
from idp.evaluation.report import FileResult, Report, Score

__all__ = ["FileResult", "Report", "Score", "evaluate", "misses_of", "render"]
