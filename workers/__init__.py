"""The worker edge: an id in, one service call, nothing out; as Celery tasks or as threads of one process."""
