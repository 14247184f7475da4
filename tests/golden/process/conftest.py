"""What all ways of this folder share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from idp.bootstrap.reading import make_confined
from idp.ports import Confined
from idp.settings import load_settings


@pytest.fixture(scope="package")
def reader() -> Iterator[Confined]:
    """The child process that reads, one for all."""
    confined = make_confined(load_settings(), children=1)
    yield confined
    confined.close()
