from __future__ import annotations

from datetime import timedelta

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from structlog.testing import capture_logs

from idp.insight.insight import Insight
from idp.review import create_app
from idp.review.app import ROUTERS
from idp.review.security import CONTENT_SECURITY_POLICY
from tests.fakes.workbench import FakeWorkbench
from tests.unit.review.conftest import SignIn, form_token

OPEN = {"/sign-in", "/language/{language}", "/sign-in/oidc", "/sign-in/oidc/back", "/healthz", "/readyz", "/metrics"}
TOKENED = {"/api/documents", "/api/documents/{document_id}", "/api/openapi.json"}
"""Addresses that work without a session; everything else must not."""


def routes() -> list[tuple[str, str]]:
    found = [(m, r.path) for router in ROUTERS for r in router.routes if isinstance(r, APIRoute) for m in sorted(r.methods)]
    assert len(found) > 15
    return found


def filled(path: str, bench: FakeWorkbench) -> str:
    return (
        path.replace("{document_id}", bench.papers["price"].record.id).replace("{page_index}", "0").replace("{language}", "de")
    )


@pytest.mark.parametrize(("method", "path"), routes())
def test_without_a_session_only_the_open_addresses_answer(
    method: str, path: str, client: TestClient, bench: FakeWorkbench
) -> None:
    answer = client.request(method, filled(path, bench))
    if path in OPEN | TOKENED:
        assert not answer.headers.get("location", "").startswith("/sign-in")
    elif method == "GET":
        assert (answer.status_code, answer.headers["location"][:9]) == (303, "/sign-in?")
    else:
        assert answer.status_code == 401


@pytest.mark.parametrize(("method", "path"), [(m, p) for m, p in routes() if m == "POST" and not p.startswith("/api/")])
def test_every_post_without_its_form_token_is_refused(
    method: str, path: str, client: TestClient, bench: FakeWorkbench, sign_in: SignIn
) -> None:
    sign_in("fiona")
    before = dict(bench._records)
    for data in ({}, {"form_token": "0" * 43}, {"form_token": form_token(client.get("/sign-in").text) + "x"}):
        answer = client.post(filled(path, bench), data={**data, "version": "4", "reason": "no", "field:total": "1"})
        assert answer.status_code == 403
    assert bench._records == before


def test_the_form_token_of_another_session_is_refused(client: TestClient, bench: FakeWorkbench, sign_in: SignIn) -> None:
    others = sign_in("carl")
    client.cookies.clear()
    sign_in("clara")
    answer = client.post(filled("/documents/{document_id}/approve", bench), data={"form_token": others, "version": "4"})
    assert answer.status_code == 403


@pytest.mark.parametrize(
    "path", ["/sign-in", "/queue", "/nowhere", "/static/app.css", "/healthz", "/documents/none", "/documents/%00"]
)
def test_every_answer_carries_the_security_headers(path: str, client: TestClient, sign_in: SignIn) -> None:
    sign_in("clara")
    headers = client.get(path).headers
    assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "same-origin"
    assert "no-store" in headers["cache-control"] or path.startswith("/static/")


def test_an_unforeseen_error_is_told_without_its_inside_and_with_headers(
    client: TestClient, bench: FakeWorkbench, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in("clara")

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret inside")

    monkeypatch.setattr(bench, "queue", broken)
    with capture_logs() as logged:
        answer = client.get("/queue")
    assert [(entry["event"], entry["path"]) for entry in logged] == [("request failed", "/queue")]
    assert answer.status_code == 500
    assert "secret inside" not in answer.text
    assert answer.headers["content-security-policy"] == CONTENT_SECURITY_POLICY


def test_the_policy_allows_nothing_inline_and_nothing_from_elsewhere() -> None:
    assert "unsafe" not in CONTENT_SECURITY_POLICY
    assert "http" not in CONTENT_SECURITY_POLICY
    assert "default-src 'none'" in CONTENT_SECURITY_POLICY


def test_a_wrong_password_gives_no_session(client: TestClient) -> None:
    token = form_token(client.get("/sign-in").text)
    answer = client.post("/sign-in", data={"form_token": token, "login": "clara", "password": "wrong"})
    assert answer.status_code == 401
    assert "do not fit" in answer.text
    assert "idp_session" not in answer.headers.get("set-cookie", "")


def test_guessing_is_slowed_down_even_with_the_right_password_at_last(client: TestClient) -> None:
    token = form_token(client.get("/sign-in").text)
    data = {"form_token": token, "login": "clara", "password": "wrong"}
    assert [client.post("/sign-in", data=data).status_code for _ in range(5)] == [401] * 5
    answer = client.post("/sign-in", data={**data, "password": "claraclara"})
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0


def test_signing_in_replaces_a_planted_session(client: TestClient, bench: FakeWorkbench, sign_in: SignIn) -> None:
    planted = bench.sign_in("carl", "carlcarl")
    assert planted is not None
    client.cookies.set("idp_session", planted.token, domain="testserver.local", path="/")
    sign_in("clara")
    assert client.cookies["idp_session"] != planted.token
    assert bench.session(planted.token) is None


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(bench: FakeWorkbench, insight: Insight) -> None:
    app = create_app(bench, insight, clock=bench.clock, cookie_secure=True)
    with TestClient(app, base_url="https://testserver", follow_redirects=False) as client:
        token = form_token(client.get("/sign-in").text)
        answer = client.post("/sign-in", data={"form_token": token, "login": "clara", "password": "claraclara"})
    cookie = next(c for c in answer.headers.get_list("set-cookie") if c.startswith("__Host-idp_session="))
    assert {"HttpOnly", "Secure", "SameSite=lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    assert "max-age" in answer.headers["strict-transport-security"]


def test_a_session_that_ran_out_asks_to_sign_in_again_and_comes_back(
    client: TestClient, bench: FakeWorkbench, sign_in: SignIn
) -> None:
    sign_in("clara")
    bench.clock.moment += timedelta(hours=11)
    answer = client.get("/documents/abc?tab=all")
    assert answer.headers["location"] == "/sign-in?next=%2Fdocuments%2Fabc%3Ftab%3Dall"
    assert "has ended" in client.get(answer.headers["location"]).text


def test_signing_out_ends_the_session_in_the_store(client: TestClient, bench: FakeWorkbench, sign_in: SignIn) -> None:
    token = sign_in("clara")
    secret = client.cookies["idp_session"]
    assert client.post("/sign-out", data={"form_token": token}).headers["location"] == "/sign-in"
    assert bench.session(secret) is None


@pytest.mark.parametrize(
    "target", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\t/evil"]
)
def test_nobody_is_sent_to_another_site_after_sign_in(target: str, client: TestClient) -> None:
    token = form_token(client.get("/sign-in").text)
    data = {"form_token": token, "login": "clara", "password": "claraclara", "next": target}
    assert client.post("/sign-in", data=data).headers["location"] == "/queue"


def test_a_body_over_the_limit_is_refused_with_and_without_its_length_announced(client: TestClient, sign_in: SignIn) -> None:
    token = sign_in("clara")
    big = b"x" * 2_100_000
    assert client.post("/upload", headers={"x-form-token": token}, files={"files": ("a.pdf", big)}).status_code == 413

    def pieces() -> object:
        head = b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.pdf"\r\n\r\n'
        yield head
        for _ in range(30):
            yield b"x" * 100_000
        yield b"\r\n--b--\r\n"

    headers = {"x-form-token": token, "content-type": "multipart/form-data; boundary=b"}
    assert client.post("/upload", headers=headers, content=pieces()).status_code == 413  # type: ignore[arg-type]
