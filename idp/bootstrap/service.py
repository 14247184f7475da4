"""A whole working service from its settings: store, files, reading, Odoo or sandbox, queue."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from idp.bootstrap.clock import SystemClock
from idp.bootstrap.layout_model import choose_layout_model
from idp.bootstrap.reading import limits_of, make_confined, make_unpacker
from idp.domain.errors import BadUse
from idp.domain.policy import Policy, policy_from
from idp.erp import connect
from idp.erp.sandbox import Sandbox, WorldError, load_world
from idp.intake.clamd import Clamd, clamd_address
from idp.ports import Blobs, Clock, Erp, Queue, Store
from idp.queue.celery import CeleryQueue, make_celery
from idp.queue.local import LocalQueue
from idp.services.means import Means, SessionTimes
from idp.services.memory import known_to
from idp.services.replay import Readers
from idp.settings import Settings
from idp.store import open_blobs, open_store

EMPTY_WORLD: Mapping[str, Any] = {
    "company": {"name": "My Company", "currency": "EUR", "country": "DE", "vat": None, "ibans": []},
    "partners": [],
    "purchase_orders": [],
}
"""What the sandbox holds where no Odoo and no world is given: us, and nobody we buy from."""


@dataclass(frozen=True, slots=True)
class Service:
    """A built service. `local_queue` is there where work runs in this process, `sandbox` where no Odoo was set."""

    settings: Settings
    means: Means
    local_queue: LocalQueue | None
    sandbox: Sandbox | None

    def close(self) -> None:
        """Ends child processes and the sandbox; stored state stays."""
        self.means.confined.close()
        self.means.unpacker.close()
        self.means.store.close()
        if self.sandbox is not None:
            self.sandbox.stop()


def build_service(
    settings: Settings, *, world: Path | None = None, sandbox_port: int = 0, clock: Clock | None = None
) -> Service:
    """Everything wired. Without an Odoo in the settings the sandbox is started, kept in the data folder, loaded with `world` once.

    `clock` also tells the day of decisions; without one that is today where the integration user is. Raises BadUse for a bad
    policy, world, database or folder; nothing is done then.
    """
    make_data_dir(settings.data_dir)
    policy, loaded = load_policy(settings.policy), load_world_or_empty(world)
    if settings.policy is None and loaded.get("policy"):
        policy = policy_from(loaded["policy"])
    layout = choose_layout_model(settings)
    sandbox = None if settings.odoo_url else _start_sandbox(settings.data_dir, loaded, sandbox_port)
    local_queue = LocalQueue() if settings.redis_url is None else None
    machine_clock = clock or SystemClock()
    means = Means(
        store=open_store(_database_url(settings), clock=machine_clock),
        blobs=_blobs(settings),
        confined=make_confined(settings),
        erp=_connect(settings, sandbox, clock),
        queue=local_queue or _celery_queue(settings),
        clock=machine_clock,
        unpacker=make_unpacker(settings),
        policy=policy,
        limits=limits_of(settings),
        scanner=None if settings.clamd is None else Clamd(clamd_address(settings.clamd)),
        layout_model=layout.model,
        layout_model_told=layout.told,
        public_url=settings.public_url,
        sessions=SessionTimes(
            lasts=timedelta(hours=settings.session_hours), idle=timedelta(minutes=settings.session_idle_minutes),
            roles_reread=timedelta(minutes=settings.roles_reread_minutes),
        ),
        claim_lasts=timedelta(minutes=settings.claim_minutes),
    )  # fmt: skip
    return Service(settings, means, local_queue, sandbox)


def make_data_dir(folder: Path) -> None:
    """The folder of all state, made where it is missing. Raises BadUse where it cannot be made or written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        tempfile.TemporaryFile(dir=folder).close()
    except OSError as trouble:
        raise BadUse(f"the data folder {folder} cannot be used: {trouble.strerror}") from trouble


def open_stored(settings: Settings) -> Store:
    """The store alone, for commands that only look. Raises BadUse where there is nothing stored."""
    if settings.database_url is None and not (settings.data_dir / "idp.sqlite").exists():
        raise BadUse(f"{settings.data_dir} holds no service's data")
    return open_service_store(settings)


def open_service_store(settings: Settings) -> Store:
    """The store alone, made where it is missing."""
    return open_store(_database_url(settings), clock=SystemClock())


def open_readers(settings: Settings, store: Store) -> Readers:
    """With what stored files are read anew; the caller closes `confined`."""
    return Readers(
        blobs=_blobs(settings),
        confined=make_confined(settings),
        limits=limits_of(settings),
        layout_model=choose_layout_model(settings).model,
        recall=known_to(store),
    )


def open_stored_files(settings: Settings) -> Blobs:
    """The files alone, for commands that only look."""
    return _blobs(settings)


def load_policy(path: Path | None) -> Policy:
    """The policy of a YAML file, or the shipped one. Raises BadUse with file and key."""
    if path is None:
        return Policy()
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as trouble:
        raise BadUse(f"policy {path}: {trouble}") from trouble
    return policy_from(content)


def load_world_or_empty(path: Path | None) -> Mapping[str, Any]:
    """The world of a file, or the empty one. Raises BadUse with file and key."""
    if path is None:
        return EMPTY_WORLD
    try:
        return load_world(path)
    except (OSError, WorldError) as trouble:
        raise BadUse(f"world {path}: {trouble}") from trouble


def _start_sandbox(data_dir: Path, world: Mapping[str, Any], port: int) -> Sandbox:
    try:
        sandbox = Sandbox.from_world(dict(world), data_file=data_dir / "sandbox.sqlite")
    except WorldError as trouble:
        raise BadUse(f"world: {trouble}") from trouble
    try:
        sandbox.start(host="127.0.0.1", port=port)
    except OSError as trouble:
        raise BadUse(f"port {port} cannot be used for the sandbox: {trouble.strerror}") from trouble
    return sandbox


def _connect(settings: Settings, sandbox: Sandbox | None, clock: Clock | None) -> Erp:
    url, database, user, password = (
        (str(settings.odoo_url), settings.odoo_db, settings.odoo_user, settings.odoo_password.get_secret_value())
        if sandbox is None
        else (sandbox.url, "idp", "admin", "admin")
    )
    return connect(url, database, user, password, timeout_seconds=settings.odoo_timeout_seconds, clock=clock)


def _database_url(settings: Settings) -> str:
    if settings.database_url is not None:
        return settings.database_url.get_secret_value()
    return f"sqlite:///{settings.data_dir.resolve() / 'idp.sqlite'}"


def _blobs(settings: Settings) -> Blobs:
    return open_blobs(settings.blobs_url or str(settings.data_dir.resolve() / "blobs"))


def _celery_queue(settings: Settings) -> Queue:
    if settings.redis_url is None:
        raise BadUse("IDP_REDIS_URL is not set")
    return CeleryQueue(make_celery(settings.redis_url.get_secret_value(), prefix=settings.redis_prefix))
