from __future__ import annotations

import io

import pytest
from fastapi.testclient import TestClient
from pypdfium2 import PdfDocument

from idp.review.audit import LogFilters, read_log_filters
from tests.fakes.workbench import FakeWorkbench
from tests.unit.review.conftest import SignIn


def test_the_log_is_for_auditors_and_administrators(client: TestClient, sign_in: SignIn) -> None:
    for login, status in (("clara", 403), ("fiona", 403), ("audra", 200), ("anna", 200)):
        token = sign_in(login)
        assert client.get("/audit").status_code == status
        assert client.post("/audit/verify", data={"form_token": token}).status_code == status


def rows(client: TestClient, tail: str) -> int:
    return client.get(f"/audit{tail}").text.count('<td class="moment">')


def test_events_are_found_by_who_what_when_code_and_document(client: TestClient, sign_in: SignIn, bench: FakeWorkbench) -> None:
    sign_in("audra")
    everything = rows(client, "")
    assert everything > 20
    assert rows(client, "?actor=nobody") == 0
    assert 0 < rows(client, "?actor=mail") < everything
    assert rows(client, "?event=gave_up") == 1
    one = bench.papers["price"].record
    assert rows(client, f"?q={one.id}") == len(bench.events(one.id))
    assert 0 < rows(client, "?code=PRC-OVER") < everything
    assert rows(client, "?from=2035-01-01") == 0
    assert rows(client, "?to=2020-01-01") == 0
    assert rows(client, "?event=nonsense&from=yesterday&at=x") == everything


def test_filters_survive_their_address() -> None:
    filters = LogFilters("anna", "approved", "PRC-OVER", "a & b", "2026-04-01", "2026-04-02", 100)
    asked = dict(pair.split("=") for pair in filters.address(at=100)[1:].split("&"))
    assert read_log_filters({name: value.replace("+", " ").replace("%26", "&") for name, value in asked.items()}) == filters


def test_verifying_tells_how_many_events_in_which_time(client: TestClient, sign_in: SignIn) -> None:
    token = sign_in("audra")
    assert "Intact: " in client.post("/audit/verify", data={"form_token": token}).text
    assert client.post("/audit/verify").status_code == 403


def test_a_history_says_which_policy_decided_and_what_was_read(
    client: TestClient, sign_in: SignIn, bench: FakeWorkbench
) -> None:
    sign_in("clara")
    one = bench.papers["price"].record
    shown = client.get(f"/documents/{one.id}/history").text
    assert "Put to review" in shown
    assert "PRC-OVER" in shown
    assert client.get(f"/documents/{'0' * 32}/history").status_code == 404


@pytest.mark.parametrize("login", ["clara", "fiona"])
def test_a_history_as_json_is_whole_verified_and_without_bank_accounts(
    login: str, client: TestClient, sign_in: SignIn, bench: FakeWorkbench
) -> None:
    sign_in(login)
    one = bench.papers["price"].record
    answer = client.get(f"/documents/{one.id}/history.json")
    assert "attachment" in answer.headers["content-disposition"]
    told = answer.json()
    assert told["chain"] == "intact"
    assert [e["sequence"] for e in told["events"]] == list(range(len(bench.events(one.id))))
    assert told["events"][-1]["event"] == "needs_person"
    assert any(c["name"] == "decision" for e in told["events"] for c in e["changes"])
    iban = one.extraction.text("supplier_iban") if one.extraction else None
    assert iban
    assert iban not in answer.text


def test_a_history_as_pdf_can_be_read(client: TestClient, sign_in: SignIn, bench: FakeWorkbench) -> None:
    sign_in("audra")
    one = bench.papers["price"].record
    answer = client.get(f"/documents/{one.id}/history.pdf")
    assert answer.headers["content-type"] == "application/pdf"
    with PdfDocument(io.BytesIO(answer.content)) as pdf:
        words = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert one.sha256 in words
    assert "Put to review » In review" in words  # the typeface has no arrow
    assert "The hash chain of its 5 events is intact." in words
