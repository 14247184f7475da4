"""The page of sources: who sees it, what it says, and what a test of one tells."""

from __future__ import annotations

from fastapi.testclient import TestClient

from tests.unit.review.conftest import SignIn


def test_an_admin_sees_every_source_with_its_trouble_and_a_test_button(client: TestClient, sign_in: SignIn) -> None:
    sign_in("anna")
    page = client.get("/sources").text
    assert "Acme &lt;drop&gt;" in page
    assert "<drop>" not in page
    assert "SFTP acme: nothing answers on port 22" in page
    assert "company: Brennhoff" in page
    assert "not polled yet" in page
    assert page.count('action="/sources/test"') == 2


def test_an_auditor_looks_but_does_not_test_and_a_clerk_does_neither(client: TestClient, sign_in: SignIn) -> None:
    token = sign_in("audra")
    assert 'action="/sources/test"' not in client.get("/sources").text
    assert 'href="/sources"' in client.get("/health").text
    assert client.post("/sources/test", data={"form_token": token, "name": "scans"}).status_code == 403
    sign_in("clara")
    assert client.get("/sources").status_code == 403
    assert 'href="/sources"' not in client.get("/health").text


def test_a_test_says_what_is_wrong_or_that_nothing_is(client: TestClient, sign_in: SignIn) -> None:
    token = sign_in("anna")
    failed = client.post("/sources/test", data={"form_token": token, "name": "Acme <drop>"}).text
    assert "failed: user, password or key is refused" in failed
    assert "“scans” went well" in client.post("/sources/test", data={"form_token": token, "name": "scans"}).text
    assert client.post("/sources/test", data={"form_token": token, "name": "typo"}).status_code == 404
