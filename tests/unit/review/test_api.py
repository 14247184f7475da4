"""The address for programs: tokens, bodies of every kind, keys that make a repetition harmless, and how far a document is."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from tests.fakes.workbench import FakeWorkbench
from tests.unit.review.conftest import TOKEN

_TOKEN = {"authorization": f"Bearer {TOKEN}"}
_PDF = b"%PDF-1.7 a"


def test_a_file_comes_as_form_data_or_as_the_body_with_its_name(client: TestClient) -> None:
    form = client.post("/api/documents", headers=_TOKEN, files={"file": ("a.pdf", _PDF)})
    body = client.post("/api/documents?name=b.pdf", headers=_TOKEN | {"content-type": "application/pdf"}, content=_PDF + b"b")
    named = client.post(
        "/api/documents", content=_PDF + b"c",
        headers=_TOKEN | {"content-disposition": "attachment; filename*=UTF-8''M%C3%A4rz.pdf"},
    )  # fmt: skip
    assert [answer.status_code for answer in (form, body, named)] == [201, 201, 201]
    assert [answer.json()[0]["name"] for answer in (form, body, named)] == ["a.pdf", "b.pdf", "März.pdf"]
    assert form.headers["location"] == f"/api/documents/{form.json()[0]['document']}"


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("application/pdf", b""),
        ("application/x-www-form-urlencoded", b"a=b"),
        ("multipart/form-data; boundary=x", b"--x--\r\n"),
        ("multipart/form-data; boundary=x", b'--x\r\ncontent-disposition: form-data; name="other"\r\n\r\nb\r\n--x--\r\n'),
    ],
)
def test_a_request_without_a_file_says_how_to_send_one(client: TestClient, kind: str, content: bytes) -> None:
    answer = client.post("/api/documents", headers=_TOKEN | {"content-type": kind}, content=content)
    assert answer.status_code == 422
    assert "Send form data" in answer.json()["detail"]


def test_broken_form_data_is_told_as_json(client: TestClient) -> None:
    answer = client.post("/api/documents", headers=_TOKEN | {"content-type": "multipart/form-data"}, content=b"x")
    assert answer.status_code in {400, 422}
    assert isinstance(answer.json()["detail"], str)


def test_the_same_key_and_bytes_give_the_same_answer_and_other_bytes_are_refused(
    client: TestClient, bench: FakeWorkbench
) -> None:
    headers = _TOKEN | {"idempotency-key": "order-17"}
    first, again = (client.post("/api/documents", headers=headers, content=_PDF) for _ in range(2))
    count = len(bench._records)
    other = client.post("/api/documents", headers=headers, content=_PDF + b"other")
    assert (first.status_code, again.status_code, first.json()) == (201, 201, again.json())
    assert other.status_code == 422
    assert "another file" in other.json()["detail"]
    assert len(bench._records) == count


@pytest.mark.parametrize("key", ["a b", "x" * 201])
def test_a_key_that_is_none_is_refused(client: TestClient, key: str) -> None:
    answer = client.post("/api/documents", headers=_TOKEN | {"idempotency-key": key}, content=_PDF)
    assert answer.status_code == 422


def test_a_body_over_the_limit_is_refused_as_json(client: TestClient) -> None:
    answer = client.post("/api/documents", headers=_TOKEN, content=iter([b"x" * 1_000_000] * 3))
    assert (answer.status_code, answer.json()) == (413, {"detail": "A request may hold 2 MB at most."})


def test_a_program_asks_how_far_its_document_is_and_sees_no_other(client: TestClient, bench: FakeWorkbench) -> None:
    document_id = client.post("/api/documents", headers=_TOKEN, content=_PDF).json()[0]["document"]
    found = client.get(f"/api/documents/{document_id}", headers=_TOKEN).json()
    assert (found["id"], found["state"], found["codes"], found["odoo"]) == (document_id, "RECEIVED", [], None)
    for address in (bench.papers["price"].record.id, "none"):
        answer = client.get(f"/api/documents/{address}", headers=_TOKEN)
        assert (answer.status_code, list(answer.json())) == (404, ["detail"])
    assert client.get(f"/api/documents/{document_id}").status_code == 401


def test_the_addresses_are_described_for_programs(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()
    assert set(described["paths"]) == {"/api/documents", "/api/documents/{document_id}"}
    post = described["paths"]["/api/documents"]["post"]
    assert set(post["requestBody"]["content"]) == {"multipart/form-data", "application/octet-stream", "application/pdf"}
    assert set(post["responses"]) >= {"201", "401", "413", "422"}
    assert "idempotency-key" in {parameter["name"] for parameter in post["parameters"]}
