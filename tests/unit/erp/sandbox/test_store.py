"""The record store: what fails leaves no trace, what is committed is saved once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idp.erp.sandbox.store import NoBacking, Row, Saved, Store


class BackingThatRemembers:
    def __init__(self) -> None:
        self.saves: list[Saved] = []

    def load(self) -> tuple[Iterable[tuple[str, int, Row]], Mapping[str, int]]:
        return [("m", 3, {"id": 3, "a": 1})], {"m": 3}

    def save(self, saved: Saved) -> None:
        self.saves.append(saved)

    def close(self) -> None:
        pass


class BackingThatIsFull(BackingThatRemembers):
    def save(self, saved: Saved) -> None:
        raise OSError("no space left on device")


class Stop(Exception):
    pass


STEPS = st.lists(st.tuples(st.sampled_from(["insert", "update", "delete"]), st.integers(1, 6), st.integers(0, 3)), max_size=12)


def apply(store: Store, steps: list[tuple[str, int, int]]) -> None:
    for kind, record, value in steps:
        if kind == "insert":
            store.insert("m", {"a": value})
        elif store.get("m", record) is not None:
            if kind == "update":
                store.update("m", record, {"a": value})
            else:
                store.delete("m", record)


def apply_and_stop(store: Store, steps: list[tuple[str, int, int]]) -> None:
    apply(store, steps)
    raise Stop


def picture(store: Store) -> dict[str, Any]:
    rows = {i: store.get("m", i) for i in store.ids("m")}
    return deepcopy({"rows": rows, "index": {v: store.find("m", "a", v) for v in range(4)}})


@given(STEPS, STEPS)
def test_a_failed_transaction_leaves_no_trace(before: list[tuple[str, int, int]], failing: list[tuple[str, int, int]]) -> None:
    store = Store(NoBacking())
    with store.transaction():
        apply(store, before)
    seen = picture(store)

    with pytest.raises(Stop), store.transaction():
        apply_and_stop(store, failing)
    assert picture(store) == seen


@given(STEPS, STEPS, STEPS)
def test_a_savepoint_undoes_its_own_changes_alone(
    outer: list[tuple[str, int, int]], inner: list[tuple[str, int, int]], later: list[tuple[str, int, int]]
) -> None:
    one, two = Store(NoBacking()), Store(NoBacking())

    with one.transaction():
        apply(one, outer)
        with pytest.raises(Stop), one.savepoint():
            apply_and_stop(one, inner)
        kept = picture(one)
    with two.transaction():
        apply(two, outer)
    assert kept == picture(two) == picture(one)
    with one.transaction():
        apply(one, later)
    for value in range(4):
        rows = [i for i in one.ids("m") if (one.get("m", i) or {})["a"] == value]
        assert one.find("m", "a", value) == rows


def test_a_commit_saves_what_changed_and_a_reading_call_saves_nothing() -> None:
    backing = BackingThatRemembers()
    store = Store(backing)
    with store.transaction():
        assert store.get("m", 3) == {"id": 3, "a": 1}
    assert backing.saves == []
    with store.transaction():
        new = store.insert("m", {"a": 2})
        store.delete("m", 3)
    (saved,) = backing.saves
    assert saved == Saved({("m", 3): None, ("m", new): {"id": new, "a": 2}}, {"m": new})
    assert new == 4


def test_what_cannot_be_saved_has_not_happened() -> None:
    store = Store(BackingThatIsFull())

    with pytest.raises(OSError, match="no space"), store.transaction():
        store.update("m", 3, {"a": 9})
    assert store.get("m", 3) == {"id": 3, "a": 1}
    assert store.commits == 0


def test_an_id_is_never_given_twice() -> None:
    store = Store(NoBacking())

    with pytest.raises(Stop), store.transaction():
        apply_and_stop(store, [("insert", 0, 0)])
    with store.transaction():
        assert store.insert("m", {}) == 2
