from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from fastapi.testclient import TestClient

from idp.insight.age_limit import AgeLimits
from idp.insight.insight import Insight
from idp.review import create_app
from idp.store import SqlStore
from tests.fakes.workbench import FakeWorkbench

TOKEN = "a-long-token-of-a-program"


@pytest.fixture
def bench() -> FakeWorkbench:
    return FakeWorkbench()


@pytest.fixture
def insight(bench: FakeWorkbench, sample_store: SqlStore) -> Insight:
    return Insight(sample_store, bench.clock, limits=AgeLimits())


@pytest.fixture
def client(bench: FakeWorkbench, insight: Insight) -> Iterator[TestClient]:
    app = create_app(bench, insight, clock=bench.clock, odoo_url="https://odoo.example", api_token=TOKEN, body_limit=2_000_000)
    with TestClient(app, follow_redirects=False, raise_server_exceptions=False) as client:
        yield client


def form_token(page: str) -> str:
    """The token of the first form on a page."""
    found = re.search(r'name="form_token" value="([^"]+)"', page)
    assert found is not None
    return found[1]


SignIn = Callable[[str], str]


@pytest.fixture
def sign_in(client: TestClient) -> SignIn:
    """Signs a person in and returns the form token of the session."""

    def enter(login: str) -> str:
        token = form_token(client.get("/sign-in").text)
        answer = client.post("/sign-in", data={"form_token": token, "login": login, "password": login * 2})
        assert answer.status_code == 303, answer.text
        return form_token(client.get("/queue").text)

    return enter
