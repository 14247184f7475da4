"""No request, however odd, is answered by an error of ours: every address, with inputs made from its own description."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from schemathesis.checks import not_a_server_error

from idp.domain.code import Role
from idp.insight.age_limit import AgeLimits
from idp.insight.insight import Insight
from idp.ports import Session, User
from idp.review import create_app
from idp.services.advance import settle_document
from idp.services.workbench import Workbench
from tests.fakes.means import make_means, ubl_invoice
from tests.unit.review.conftest import TOKEN
from tests.unit.services.test_way import take

EVERYTHING = User("all", "All", frozenset(role for role in Role if role is not Role.SYSTEM))

FEW = hypothesis.settings(
    max_examples=6, deadline=None, database=None, derandomize=True, suppress_health_check=list(hypothesis.HealthCheck)
)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FastAPI, Session, str]]:
    """The real services behind the application, a session of somebody who may do everything, and a document in review."""
    means = make_means(tmp_path_factory.mktemp("schema"))
    bench = Workbench(means)
    document_id = take(means, ubl_invoice(price="9.00"))
    settle_document(means, document_id, holder="test")
    app = create_app(bench, Insight(means.store, means.clock, limits=AgeLimits()), clock=means.clock, api_token=TOKEN)
    yield app, bench.sign_in_as(EVERYTHING), document_id
    means.store.close()


@pytest.mark.timeout(120)
def test_nothing_that_fits_a_description_is_an_error_of_ours(app: tuple[FastAPI, Session, str]) -> None:
    application, session, document_id = app
    described = schemathesis.openapi.from_dict(application.openapi())
    described.app = application
    operations = [result.ok() for result in described.get_all_operations()]
    assert len(operations) > 40
    headers = {"authorization": f"Bearer {TOKEN}", "x-form-token": session.csrf, "cookie": f"idp_session={session.token}"}
    for operation in operations:
        if operation.path.startswith("/sign-out"):
            continue  # would end the session that the rest needs

        @FEW
        @hypothesis.given(case=operation.as_strategy())
        def holds(case: schemathesis.Case) -> None:
            if "document_id" in case.path_parameters:
                case.path_parameters["document_id"] = document_id
            answer = case.call(headers=headers)
            case.validate_response(answer, checks=[not_a_server_error])

        holds()


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2f..%2fsettings.py", "/static//etc/passwd", "/static/%2fetc%2fpasswd",
        "/documents/..%2f..%2f/original", "/documents/%2e%2e/pages/0.png", "/documents/x/pages/..%2f..%2f0.png",
        "/documents/x/pages/-1.png", "/documents/x/pages/99999999999999999999.png", "/documents/x%00/original",
    ],
)  # fmt: skip
def test_no_path_leads_out_of_what_is_served(app: tuple[FastAPI, Session, str], path: str) -> None:
    application, session, _ = app
    with TestClient(application, follow_redirects=False, raise_server_exceptions=False) as client:
        answer = client.get(path, headers={"cookie": f"idp_session={session.token}", "accept": "text/html"})
    assert answer.status_code in {303, 307, 404}
    assert "import" not in answer.text
    assert "root:" not in answer.text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("../../etc/passwd", b"<x/>"), ("..\\..\\boot.ini", b"<x/>"), ("a" * 1000 + ".pdf", b"%PDF-1.7 broken"),
        ("x.pdf\r\nset-cookie: a=b", b"<x/>"), ("\x00.pdf", b"\x00"), ("<img src=x onerror=alert(1)>.pdf", b"GIF89a"),
        (".htaccess", b""), ("CON", b"MZ\x90\x00"), ("x.zip", b"PK\x03\x04" + b"\x00" * 40), ("x.svg", b"<svg onload='alert(1)'/>"),
    ],
)  # fmt: skip
def test_a_hostile_upload_is_taken_in_as_bytes_under_a_name_that_is_only_shown(
    app: tuple[FastAPI, Session, str], tmp_path: Path, name: str, content: bytes
) -> None:
    application, session, _ = app
    headers = {"cookie": f"idp_session={session.token}", "x-form-token": session.csrf, "accept": "text/html"}
    with TestClient(application, follow_redirects=False, raise_server_exceptions=False) as client:
        answer = client.post("/upload", files={"files": (name, content)}, headers=headers)
    assert answer.status_code == 200, answer.text
    assert "<img src=x" not in answer.text
    assert "set-cookie" not in answer.headers
    assert not (tmp_path / "etc").exists()
