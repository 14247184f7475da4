"""The same file by several ways at the same moment is one document and links to it, on either database."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from threading import Barrier

import pytest

from idp.ports import DocumentQuery
from idp.services.ingest import Delivery, ingest
from idp.services.means import Means
from idp.store import SqlStore
from tests.fakes.means import make_means, ubl_invoice

_AT_ONCE = 8


@pytest.fixture
def means(store: SqlStore, tmp_path: Path) -> Means:
    return replace(make_means(tmp_path), store=store)


def _all_at_once(means: Means, delivery: Callable[[int], Delivery]) -> None:
    ready = Barrier(_AT_ONCE)

    def take(number: int) -> None:
        ready.wait()
        ingest(means, delivery(number))

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        list(pool.map(take, range(_AT_ONCE)))


def _linked(means: Means) -> list[str | None]:
    with means.store.view() as work:
        return [work.documents.require(found.id).same_as for found in work.documents.list(DocumentQuery())]


def test_the_same_bytes_at_once_by_different_ways_are_one_document_and_seven_links(means: Means) -> None:
    channels = ("mail", "sftp", "folder", "upload", "api", "cli", "mail", "sftp")
    content = ubl_invoice("KA-1")
    _all_at_once(means, lambda n: Delivery(channel=channels[n], key=f"key {n}", name=f"{n}.xml", content=content))
    links = _linked(means)
    assert len(links) == _AT_ONCE
    assert links.count(None) == 1
    assert len(set(links)) == 2


def test_the_same_delivery_at_once_is_one_document(means: Means) -> None:
    _all_at_once(means, lambda _: Delivery(channel="api", key="one key", name="a.xml", content=ubl_invoice("KA-1")))
    assert _linked(means) == [None]
