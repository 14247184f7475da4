"""The Celery edge: one task that takes a document one step further (`celery -A workers.app worker -Q ocr,text,erp`)."""

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
from idp.settings import Settings, load_settings


def make_worker_app(settings: Settings) -> Celery:
    """The Celery application with idp's one task. Raises BadUse without IDP_REDIS_URL."""
    if settings.redis_url is None:
        raise BadUse("IDP_REDIS_URL is not set; without it `idp worker` runs threads and needs no Celery")
    celery = make_celery(settings.redis_url.get_secret_value(), prefix=settings.redis_prefix)
    celery.task(name=ADVANCE)(advance_document)
    return celery


@lru_cache(maxsize=1)
def _service() -> Service:
    """One service a process, built in the worker child: connections do not survive a fork."""
    return build_service(load_settings())


def advance_document(document_id: str) -> None:
    """Takes the document one step further; the next step is announced by the service."""
    advance(_service().means, DocumentId(document_id), holder=f"{socket.gethostname()}:{os.getpid()}")
