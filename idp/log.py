"""Structured logs: fixed words as events, data as keys; JSON for machines, lines for people."""

from __future__ import annotations

import logging

import structlog


def configure_logging(form: str) -> None:
    """Sets logging up for this process. `form` is "json" or "console"."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    for chatty in ("odoorpc", "alembic", "fsspec", "asyncssh", "RapidOCR"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    renderer = structlog.processors.JSONRenderer() if form == "json" else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=True,
    )
