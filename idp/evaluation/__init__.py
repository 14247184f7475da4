"""The metric: how far documents as extracted agree with their truth files."""

from idp.evaluation.evaluate import evaluate
from idp.evaluation.render import render
from idp.evaluation.report import FileResult, Report, Score

__all__ = ["FileResult", "Report", "Score", "evaluate", "render"]
