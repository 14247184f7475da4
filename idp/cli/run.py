"""`idp run`, `serve`, `worker`, `beat`, `sandbox`: the parts that stay up."""

from __future__ import annotations

import signal
import socket
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import time as datetime_time
from functools import partial
from pathlib import Path
from threading import Event
from typing import TypeVar

import uvicorn

from idp.bootstrap.insight import make_insight
from idp.bootstrap.notice import make_mailer, notice_addresses
from idp.bootstrap.service import Service, build_service, load_world_or_empty, make_data_dir
from idp.bootstrap.sources import make_sources
from idp.cli.files import DONE
from idp.domain.errors import BadUse
from idp.erp.sandbox import Sandbox, WorldError
from idp.log import configure_logging
from idp.ports import Source
from idp.review import create_app
from idp.review.language import Language
from idp.review.notice import NoticeRules, Notices
from idp.review.provider import OidcSettings, read_roles
from idp.services.checkpoint import checkpoint
from idp.services.outcome import watch_outcomes
from idp.services.rematch import Rematch
from idp.services.remind import Reminder
from idp.services.source import poll_source
from idp.services.sweep import sweep
from idp.services.workbench import Workbench
from idp.settings import Settings, load_settings
from workers.keeper import Keeper
from workers.threads import WorkerThreads

T = TypeVar("T")


def run_service(*, world: Path | None, odoo_port: int, overrides: Mapping[str, object]) -> int:
    """Everything in one process until it is stopped."""
    settings = load_settings(**overrides)
    configure_logging(settings.log_format)
    service = build_service(settings, world=world, sandbox_port=odoo_port)
    try:
        serve_all(service, banner=lambda address: print(_banner(service, address), flush=True))
    finally:
        service.close()
    return DONE


def serve_all(service: Service, *, banner: Callable[[str], None]) -> None:
    """Workers, chores and the workbench of a built service, until SIGINT or SIGTERM; running steps are finished first."""
    sources = make_sources(service.settings, service.means)
    threads = worker_threads(service)
    with _kept(service, sources):
        if threads is not None:
            threads.start()
        try:
            _serve_workbench(service, sources, banner=banner)
        finally:
            if threads is not None:
                threads.stop()


def run_workbench(*, overrides: Mapping[str, object]) -> int:
    """The workbench alone; workers run elsewhere."""
    settings = load_settings(**overrides)
    configure_logging(settings.log_format)
    service = build_service(settings)
    try:
        sources = make_sources(settings, service.means)
        _serve_workbench(service, sources, banner=lambda address: print(_banner(service, address), flush=True))
    finally:
        service.close()
    return DONE


def run_worker(*, queues: str, concurrency: int | None, overrides: Mapping[str, object]) -> int:
    """Celery workers where Redis is set, else worker threads on the database."""
    settings = load_settings(**overrides)
    configure_logging(settings.log_format)
    if settings.redis_url is not None:
        from workers.tasks import make_worker_app

        arguments = ["worker", "-Q", queues, "--loglevel=INFO", "--without-gossip", "--without-mingle"]
        make_worker_app(settings).worker_main([*arguments, *([f"--concurrency={concurrency}"] if concurrency else [])])
        return DONE
    service = build_service(settings.model_copy(update={"threads": concurrency or settings.threads}))
    threads = worker_threads(service)
    if threads is not None:
        threads.start()
        _wait_for_stop()
        threads.stop()
    service.close()
    return DONE


def run_beat(*, overrides: Mapping[str, object]) -> int:
    """The clock, exactly one for all workers: polls the sources, sweeps, matches again, watches outcomes, sets checkpoints.

    The same loop with and without Redis: polling a drop needs the memory of the poll before, which a task queue does not keep.
    """
    settings = load_settings(**overrides)
    configure_logging(settings.log_format)
    service = build_service(settings)
    try:
        with _kept(service, make_sources(settings, service.means)):
            _wait_for_stop()
    finally:
        service.close()
    return DONE


def run_sandbox(*, world: Path | None, port: int, data_dir: Path | None) -> int:
    """The sandbox alone until it is stopped. In memory, or kept in `data_dir`."""
    if data_dir is not None:
        make_data_dir(data_dir)
    try:
        sandbox = Sandbox.from_world(
            dict(load_world_or_empty(world)), data_file=None if data_dir is None else data_dir / "sandbox.sqlite"
        )
    except WorldError as trouble:
        raise BadUse(f"world {world}: {trouble}") from trouble
    bound = _bind(partial(sandbox.start, host="127.0.0.1", port=port), port)
    print(f"Sandbox Odoo on http://127.0.0.1:{bound}, database idp, user admin, password admin", flush=True)
    _wait_for_stop()
    sandbox.stop()
    return DONE


def worker_threads(service: Service) -> WorkerThreads | None:
    """The worker threads of a service whose work runs in this process; None where Celery does it."""
    if service.local_queue is None:
        return None
    return WorkerThreads(service.means, service.local_queue, count=service.settings.threads)


@contextmanager
def _kept(service: Service, sources: Sequence[Source]) -> Iterator[None]:
    """While it is open, the chores are done and every source is polled, each in a thread of its own: none holds up another."""
    means, seconds = service.means, service.settings.poll_seconds
    chores = (
        partial(sweep, means),
        Rematch(means).run,
        partial(watch_outcomes, means),
        Reminder(means).run,
        partial(checkpoint, means),
    )
    keepers = [Keeper(chores, poll_seconds=seconds)]
    for source in sources:
        poll = partial(poll_source, means, source)
        keepers.append(Keeper([poll], poll_seconds=seconds, wait=source.wait, name=f"idp-source-{source.name}"))
    notices = _notices(service)
    if notices is not None:
        keepers.append(Keeper([notices.send_due], poll_seconds=seconds, name="idp-notices"))
    for keeper in keepers:
        keeper.start()
    try:
        yield
    finally:
        for keeper in keepers:
            keeper.stop_soon()
        for keeper in keepers:
            keeper.stop()


def _notices(service: Service) -> Notices | None:
    """What mails to people; None where no mail server is set."""
    settings, means = service.settings, service.means
    mailer = make_mailer(settings)
    if mailer is None or settings.public_url is None:
        return None
    rules = NoticeRules(
        notice_addresses(settings), Language(settings.mail_language), datetime_time.fromisoformat(settings.digest_at),
        settings.public_url.rstrip("/"),
    )  # fmt: skip
    insight = make_insight(settings, means.store, means.clock)
    return Notices(means.store, insight, mailer, clock=means.clock, rules=rules)


def _serve_workbench(service: Service, sources: Sequence[Source], *, banner: Callable[[str], None]) -> None:
    settings = service.settings
    app = create_app(
        Workbench(service.means, sources=sources),
        make_insight(settings, service.means.store, service.means.clock),
        clock=service.means.clock,
        odoo_url=settings.odoo_url,
        cookie_secure=settings.cookie_secure,
        api_token=settings.api_token.get_secret_value() if settings.api_token is not None else None,
        oidc_settings=_oidc_settings(settings),
    )
    config = uvicorn.Config(app, host=settings.host, port=settings.port, log_level="warning", access_log=False)
    listening = _bind(partial(_listen, settings.host, settings.port), settings.port)
    banner("http://{}:{}".format(*listening.getsockname()[:2]))
    uvicorn.Server(config).run(sockets=[listening])


def _oidc_settings(settings: Settings) -> OidcSettings | None:
    if settings.oidc_issuer is None:
        return None
    return OidcSettings(
        issuer=settings.oidc_issuer, client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret.get_secret_value(), roles=read_roles(settings.oidc_roles),
        roles_claim=settings.oidc_roles_claim, public_url=settings.public_url,
    )  # fmt: skip


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((host, port))
    listening.set_inheritable(True)
    return listening


def _bind(bind: Callable[[], T], port: int) -> T:
    try:
        return bind()
    except OSError as trouble:
        raise BadUse(f"port {port} cannot be used: {trouble.strerror}") from trouble


def _banner(service: Service, address: str) -> str:
    odoo = service.settings.odoo_url or (
        f"{service.sandbox.url} (sandbox, database idp, admin/admin)" if service.sandbox else ""
    )
    return f"Workbench: {address}\nOdoo:      {odoo}\nState in:  {service.settings.data_dir.resolve()}"


def _stop_event() -> Event:
    stopping = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    return stopping


def _wait_for_stop() -> None:
    stopping = _stop_event()
    while not stopping.is_set():
        time.sleep(0.2)
