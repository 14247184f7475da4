"""A service's poller as a process of its own, to be killed: `python -m tests.contract.intake.dropping SETTINGS_JSON`."""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from threading import Event

from idp.bootstrap.sources import make_sources
from idp.services.means import Means
from idp.services.source import poll_source
from idp.settings import load_settings
from idp.store import open_blobs, open_store
from tests.fakes.means import make_means

IDLE_POLLS = 4


def means_at(folder: Path) -> Means:
    """Means whose store and files lie in `folder` and stay there."""
    rest = make_means(Path(tempfile.mkdtemp(dir=folder)))
    return replace(
        rest, store=open_store(f"sqlite:///{folder}/idp.sqlite", clock=rest.clock), blobs=open_blobs(folder / "blobs")
    )


def main() -> None:
    """Polls every source until nothing comes any more, or until it is killed."""
    given = json.loads(sys.argv[1])
    folder = Path(given["data"])
    means = means_at(folder)
    sources = make_sources(load_settings(data_dir=folder, sources=given["sources"]), means)
    idle, pause = 0, Event()
    while idle < IDLE_POLLS:
        idle = 0 if sum([poll_source(means, source) for source in sources]) else idle + 1
        pause.wait(0.02)


if __name__ == "__main__":
    main()
