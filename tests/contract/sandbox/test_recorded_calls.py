"""The sandbox answers the recorded calls of real Odoo servers as those did."""

from __future__ import annotations

import pytest

from tests.contract.sandbox.recording import chain, loads
from tests.contract.sandbox.replay import recorded

DEMO_ROWS = "the recorded database held demo records besides the chain's own"
TRIMMED = "technical fields that no client of ours reads (one for each group of users) are left out"
JOURNALS = "a chart of accounts brings more journals than the four that bills need"
CHAIN_DIFFERS: dict[int, dict[int, str]] = {
    # number of the call: why the sandbox answers otherwise, on purpose
    17: {
        11: TRIMMED,
        370: DEMO_ROWS,
        412: JOURNALS,
        484: DEMO_ROWS,
        485: DEMO_ROWS,
        486: DEMO_ROWS,
        487: DEMO_ROWS,
    },
    18: {
        11: TRIMMED,
        293: "the payable line of a reversal stands before its tax line",
        368: DEMO_ROWS,
        411: JOURNALS,
        483: DEMO_ROWS,
        484: DEMO_ROWS,
        485: DEMO_ROWS,
        486: DEMO_ROWS,
    },
    19: {
        14: "the chart of a US company has its state's tax",
        90: "19.0 makes a move line anew when an ordered quantity shrinks",
        298: "the payable line of a reversal stands before its tax line",
        373: DEMO_ROWS,
        415: JOURNALS,
        458: "the forecast of a receipt in another unit leaves the stock on hand out",
        487: DEMO_ROWS,
        488: DEMO_ROWS,
        489: DEMO_ROWS,
        490: DEMO_ROWS,
    },
}


@pytest.mark.parametrize("version", [17, 18, 19])
def test_the_whole_business_chain_gets_the_recorded_answers(version: int) -> None:
    replay = chain(version)
    expected = set(CHAIN_DIFFERS[version])
    unexpected = [str(d) for d in replay.differences if d.number not in expected]
    assert not unexpected, "\n".join(unexpected)
    assert {d.number for d in replay.differences} == expected, "a difference is gone: take it off the list"
    assert replay.equal + len(expected) == len(recorded(f"chain_{version}"))


@pytest.mark.parametrize("version", [17, 18, 19])
def test_every_recorded_load_gets_the_recorded_answer(version: int) -> None:
    replay = loads(version)
    assert not replay.differences, "\n".join(map(str, replay.differences))
    assert replay.equal >= 40
