from __future__ import annotations

from fastapi.testclient import TestClient

from idp.domain.lifecycle import State
from idp.domain.resolution import Resolution
from tests.fakes.workbench import PEOPLE, FakeWorkbench
from tests.unit.review.conftest import SignIn


def ticked(bench: FakeWorkbench, *names: str) -> list[str]:
    return [f"{record.id}:{record.version}" for record in (bench.papers[name].record for name in names)]


def now(bench: FakeWorkbench, name: str) -> State:
    return bench.document(bench.papers[name].record.id, user=PEOPLE["anna"]).state


def test_the_strictest_finding_of_each_is_put_to_the_role(client: TestClient, sign_in: SignIn, bench: FakeWorkbench) -> None:
    token = sign_in("clara")
    form = {"form_token": token, "act": "forward", "role": "buyer", "text": "agreed?", "chosen": ticked(bench, "price")}
    answer = client.post("/queue/bulk", data=form)
    assert "Done for 1 documents." in answer.text
    last = bench.events(bench.papers["price"].record.id)[-1]
    assert (last.sequence, last.actor) == (5, "clara")


def test_one_that_is_refused_keeps_none_of_the_others_from_it(
    client: TestClient, sign_in: SignIn, bench: FakeWorkbench
) -> None:
    token = sign_in("clara")
    chosen = [*ticked(bench, "failed", "price"), f"{'0' * 32}:1"]
    answer = client.post("/queue/bulk?tab=failed", data={"form_token": token, "act": "retry", "chosen": chosen})
    assert answer.status_code == 200
    assert "Done for 1 documents. Not done for 2:" in answer.text
    assert "Only what failed can be tried again." in answer.text
    assert now(bench, "failed") is not State.FAILED
    assert now(bench, "price") is State.IN_REVIEW


def test_only_what_came_as_the_same_bytes_is_rejected_together(
    client: TestClient, sign_in: SignIn, bench: FakeWorkbench
) -> None:
    token = sign_in("clara")
    answer = client.post("/queue/bulk", data={"form_token": token, "act": "reject_copies", "chosen": ticked(bench, "price")})
    assert "No earlier document came as the same bytes." in answer.text
    assert now(bench, "price") is State.IN_REVIEW


def test_nothing_can_be_approved_together(client: TestClient, sign_in: SignIn, bench: FakeWorkbench) -> None:
    token = sign_in("fiona")
    for act in ("approve", "accepted", "correct", ""):
        answer = client.post("/queue/bulk", data={"form_token": token, "act": act, "chosen": ticked(bench, "clean", "price")})
        assert answer.status_code == 422
    assert now(bench, "price") is State.IN_REVIEW
    assert Resolution.ACCEPTED.value not in {"forward", "wait", "reject_copies", "retry"}


def test_what_was_changed_since_the_list_was_shown_is_left_alone(
    client: TestClient, sign_in: SignIn, bench: FakeWorkbench
) -> None:
    token = sign_in("clara")
    seen = bench.papers["price"].record
    form = {
        "form_token": token,
        "act": "forward",
        "role": "buyer",
        "text": "agreed?",
        "chosen": f"{seen.id}:{seen.version + 7}",
    }
    assert "Not done for 1:" in client.post("/queue/bulk", data=form).text
    assert len(bench.events(seen.id)) == 5


def test_an_order_lacking_its_role_or_day_is_refused_as_a_whole(
    client: TestClient, sign_in: SignIn, bench: FakeWorkbench
) -> None:
    token = sign_in("clara")
    for form in (
        {"act": "forward", "role": "buyer"},
        {"act": "forward", "text": "agreed?"},
        {"act": "wait", "until": "tomorrow"},
    ):
        given = form | {"form_token": token, "chosen": ticked(bench, "price")}
        assert client.post("/queue/bulk", data=given).status_code == 422
    assert client.post("/queue/bulk", data={"form_token": token, "act": "retry"}).status_code == 422
    assert len(bench.events(bench.papers["price"].record.id)) == 5


def test_an_auditor_has_nothing_to_tick(client: TestClient, sign_in: SignIn) -> None:
    sign_in("audra")
    assert 'name="chosen"' not in client.get("/queue").text
