"""The application that `celery -A workers.app` starts."""

from idp.settings import load_settings
from workers.tasks import make_worker_app

app = make_worker_app(load_settings())
