"""A process of its own that makes one entry: given by its standard input, told by its exit code."""

from __future__ import annotations

import pickle
import sys

from idp.erp import connect


def main() -> None:
    """Enters the pickled (url, database, login, password, order, content)."""
    url, database, login, password, order, content = pickle.load(sys.stdin.buffer)
    connect(url, database, login, password, timeout_seconds=120).enter(order, content)


if __name__ == "__main__":
    main()
