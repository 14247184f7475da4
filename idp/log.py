"""Structured logs on stderr: fixed words as events, data as keys; JSON for machines, lines for people."""

from __future__ import annotations

import logging
import sys
from typing import Any

import structlog

_CHATTY = ("odoorpc", "alembic", "fsspec", "asyncssh", "RapidOCR")


def configure_logging(form: str, *, level: int = logging.INFO) -> None:
    """Sets logging up for this process. `form` is "json" or "console"; stdout stays free for results.

    Tracebacks are plain: the pretty ones print local variables, and a local variable may be a password.
    """
    logging.basicConfig(level=level, format="%(message)s", stream=sys.stderr, force=True)
    for chatty in _CHATTY:
        logging.getLogger(chatty).setLevel(max(level, logging.WARNING))
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            *_renderers(form),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,  # commands set up anew what they found
    )


def _renderers(form: str) -> tuple[Any, ...]:
    if form == "json":
        return structlog.processors.format_exc_info, structlog.processors.JSONRenderer()
    return (structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),)
