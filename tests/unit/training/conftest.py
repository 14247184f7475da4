"""One browser for all tests of papers set in HTML."""

from collections.abc import Iterator

import pytest

from idp.training.web.printer import Printer


@pytest.fixture(scope="session")
def printer() -> Iterator[Printer]:
    opened = Printer()
    try:
        opened.__enter__()
    except FileNotFoundError as missing:
        pytest.skip(str(missing))
    yield opened
    opened.__exit__(None, None, None)
