"""The queue on Redis: Celery messages carry a document id to the workers of the step that is next."""

from __future__ import annotations

from celery import Celery
from kombu.exceptions import OperationalError

from idp.domain.lifecycle import State
from idp.domain.record import DocumentId

ADVANCE = "idp.advance"
"""Name of the task that takes a document one step further."""

QUEUE_OF: dict[State, str] = {State.RECEIVED: "ocr", State.READ: "text", State.EXTRACTED: "text", State.READY: "erp"}
"""Which workers do the next step: `ocr` is bound by the CPU, `text` is short, `erp` waits for Odoo."""


def make_celery(redis_url: str, *, prefix: str) -> Celery:
    """The Celery application. Messages may come twice and late acknowledgement is on: tasks are idempotent. `prefix` heads every key."""
    app = Celery("idp", broker=redis_url)
    app.conf.update(
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_ignore_result=True,
        task_serializer="json",
        accept_content=["json"],
        worker_prefetch_multiplier=1,
        worker_hijack_root_logger=False,
        broker_connection_retry_on_startup=True,
        broker_transport_options={"visibility_timeout": 900, "global_keyprefix": f"{prefix}:", "socket_timeout": 10},
        task_default_queue="text",
        enable_utc=True,
        timezone="UTC",
    )
    return app


class CeleryQueue:
    """Implements ports.Queue by sending a message after commit. A message that cannot be sent is found again by the sweep."""

    def __init__(self, app: Celery) -> None:
        self._app = app

    def announce(self, document_id: DocumentId, state: State) -> None:
        queue = QUEUE_OF.get(state)
        if queue is None:
            return
        try:
            self._app.send_task(ADVANCE, args=[document_id], queue=queue, retry=False)
        except OperationalError:
            return  # Redis is down: the state is stored, and the sweep announces it again
