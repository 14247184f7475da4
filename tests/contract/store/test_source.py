"""How the sources fare is kept from poll to poll."""

from __future__ import annotations

from datetime import timedelta

from idp.ports import SourceHealth
from idp.store import SqlStore
from tests.contract.store.sample import SetClock


def test_polls_are_counted_and_a_trouble_lasts_until_a_poll_goes_well(store: SqlStore, clock: SetClock) -> None:
    first = clock.now()
    with store.begin() as work:
        work.sources.went_well("ap mailbox", at=first, taken=3)
        work.sources.failed("acme drop", at=first, trouble="SFTP acme: nothing answers on port 22")
    with store.begin() as work:
        work.sources.failed("ap mailbox", at=first + timedelta(minutes=1), trouble="password is refused")
        work.sources.failed("ap mailbox", at=first + timedelta(minutes=2), trouble="it does not answer in time")
    with store.view() as work:
        assert work.sources.all() == (
            SourceHealth("acme drop", first, None, 0, "SFTP acme: nothing answers on port 22", first),
            SourceHealth(
                "ap mailbox", first + timedelta(minutes=2), first, 3, "it does not answer in time", first + timedelta(minutes=1)
            ),
        )
    with store.begin() as work:
        work.sources.went_well("ap mailbox", at=first + timedelta(minutes=3), taken=2)
    with store.view() as work:
        assert work.sources.all()[1] == SourceHealth(
            "ap mailbox", first + timedelta(minutes=3), first + timedelta(minutes=3), 5
        )
