"""The application that `celery -A workers.app` starts."""

from workers.tasks import make_worker_app

app = make_worker_app()
