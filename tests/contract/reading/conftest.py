"""The Confined port as it runs in this process and in a child process: one suite for both."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from idp.ports import Confined
from idp.reading import ConfinedProcess, DirectReading


@pytest.fixture(scope="module", params=["child process", "this process"])
def reader(request: pytest.FixtureRequest) -> Iterator[Confined]:
    made = ConfinedProcess() if request.param == "child process" else DirectReading()
    yield made
    made.close()
