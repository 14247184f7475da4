"""The transition table: every pair, reachability, and that only the terminal states have no exit."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idp.domain.errors import IllegalTransition
from idp.domain.lifecycle import RESTING, RETRY_OF, TERMINAL, TRANSITIONS, WORKING, Event, State, next_state


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("event", Event)
def test_every_pair_either_has_its_successor_or_is_refused(state: State, event: Event) -> None:
    if (state, event) in TRANSITIONS:
        assert next_state(state, event) is TRANSITIONS[state, event]
    else:
        with pytest.raises(IllegalTransition):
            next_state(state, event)


def test_every_state_is_reached_from_received() -> None:
    reached = {State.RECEIVED}
    while True:
        more = {to for (state, _), to in TRANSITIONS.items() if state in reached} - reached
        if not more:
            break
        reached |= more
    assert reached == set(State)


def test_exactly_the_terminal_states_have_no_exit() -> None:
    with_exit = {state for state, _ in TRANSITIONS}
    assert set(State) - with_exit == TERMINAL


def test_every_event_is_used() -> None:
    assert {event for _, event in TRANSITIONS} == set(Event)


def test_working_and_resting_states_are_all_states() -> None:
    assert set(State) == WORKING | RESTING
    assert not WORKING & RESTING


def test_every_step_that_can_fail_has_its_way_back() -> None:
    failing = {state for (state, event) in TRANSITIONS if event is Event.GAVE_UP}
    assert set(RETRY_OF) == failing
    assert all(next_state(State.FAILED, RETRY_OF[state]) is state for state in failing)


@given(st.lists(st.sampled_from(Event), max_size=40))
def test_nothing_reaches_odoo_without_policy_or_person(events: list[Event]) -> None:
    state, allowed = State.RECEIVED, False
    for event in events:
        if (state, event) not in TRANSITIONS:
            continue
        if event in {Event.PASSED_BY_POLICY, Event.APPROVED}:
            allowed = True
        state = next_state(state, event)
        # a document that failed while READY had been allowed before; anything else gets there through a decision alone
        assert state is not State.ENTERED or allowed or event is not Event.WAS_ENTERED or Event.RETRY_ENTER in events
