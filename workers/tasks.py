"""The Celery edge: `celery -A workers.app worker -Q ocr,text,erp` and `celery -A workers.app beat`."""

from __future__ import annotations

import os
import socket
from functools import lru_cache

from celery import Celery

from idp.bootstrap.service import Service, build_service
from idp.domain.errors import BadUse
from idp.domain.record import DocumentId
from idp.queue.celery import ADVANCE, make_celery
from idp.services.advance import advance
from idp.services.outcome import watch_outcomes
from idp.services.rematch import rematch_waiting
from idp.services.sweep import sweep
from idp.settings import Settings, load_settings


def make_worker_app(settings: Settings) -> Celery:
    """The Celery application with idp's tasks and its schedule. Raises BadUse without IDP_REDIS_URL."""
    if settings.redis_url is None:
        raise BadUse("IDP_REDIS_URL is not set; without it `idp worker` runs threads and needs no Celery")
    celery = make_celery(settings.redis_url.get_secret_value(), prefix=settings.redis_prefix)
    celery.task(name=ADVANCE)(advance_document)
    celery.task(name="idp.sweep")(sweep_due)
    celery.task(name="idp.watch")(watch)
    celery.conf.beat_schedule = {
        "sweep": {"task": "idp.sweep", "schedule": min(settings.poll_seconds, 60.0), "options": {"queue": "text"}},
        "watch": {"task": "idp.watch", "schedule": settings.poll_seconds, "options": {"queue": "erp"}},
    }
    return celery


@lru_cache(maxsize=1)
def _service() -> Service:
    """One service a process, built in the worker child: connections do not survive a fork."""
    return build_service(load_settings())


def advance_document(document_id: str) -> None:
    """Takes the document one step further; the next step is announced by the service."""
    advance(_service().means, DocumentId(document_id), holder=f"{socket.gethostname()}:{os.getpid()}")


def sweep_due() -> None:
    """Announces documents whose message was lost or whose retry is due."""
    sweep(_service().means)


def watch() -> None:
    """Decides waiting documents again and notes outcomes in Odoo."""
    rematch_waiting(_service().means)
    watch_outcomes(_service().means)
