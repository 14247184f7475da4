"""Programs send documents in with tokens of their own: who sent what stands on the document, and nobody reads a token again."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from idp.cli import main
from idp.domain.api_token import ApiToken, FileKind
from idp.domain.document import DocumentType
from idp.domain.errors import BadUse, NotFound, SentTooOften
from idp.insight.insight import AgeLimits, Insight
from idp.review.app import create_app
from idp.services.api_token import add_token, admit, list_tokens, revoke_token
from idp.services.means import Means
from idp.services.workbench import Workbench
from tests.fakes.means import make_means, ubl_invoice

_PDF = b"%PDF-1.7 a"


@pytest.fixture
def means(tmp_path: Path) -> Means:
    return make_means(tmp_path)


@pytest.fixture
def client(means: Means) -> Iterator[TestClient]:
    app = create_app(Workbench(means), Insight(means.store, means.clock, limits=AgeLimits()), clock=means.clock)
    with TestClient(app) as made:
        yield made


def _token(means: Means, name: str, **said: Any) -> str:
    return add_token(means.store, ApiToken(name, means.clock.now(), **said))


def _send(client: TestClient, token: str, content: bytes = _PDF, *, key: str = "", name: str = "a.pdf") -> Any:
    headers = {"authorization": f"Bearer {token}"} | ({"idempotency-key": key} if key else {})
    return client.post("/api/documents", headers=headers, files={"file": (name, content)})


def test_who_sent_a_document_and_what_is_known_of_it_stand_on_it(means: Means, client: TestClient) -> None:
    token = _token(means, "erp-berlin", company="Brennhoff Industriebedarf GmbH", document_type=DocumentType.INVOICE)
    document_id = _send(client, token).json()[0]["document"]
    with means.store.view() as work:
        record = work.documents.require(document_id)
        first = work.documents.events(document_id)[0]
    assert (record.source, record.company_hint, record.type_hint) == ("erp-berlin", "Brennhoff Industriebedarf GmbH", "invoice")
    assert (record.channel, first.actor) == ("api", "api:erp-berlin")


def test_a_program_sees_its_own_documents_and_its_keys_are_its_own(means: Means, client: TestClient) -> None:
    one, two = _token(means, "one"), _token(means, "two")
    first = _send(client, one, key="k").json()[0]["document"]
    second = _send(client, two, b"%PDF-1.7 other", key="k")
    assert (second.status_code, second.json()[0]["document"] == first) == (201, False)
    asked = [
        client.get(f"/api/documents/{first}", headers={"authorization": f"Bearer {who}"}).status_code for who in (one, two)
    ]
    assert asked == [200, 404]
    assert _send(client, one, key="k").json()[0]["document"] == first


def test_a_revoked_token_opens_nothing_from_then_on(means: Means, client: TestClient) -> None:
    token, other = _token(means, "old"), _token(means, "other")
    assert _send(client, token).status_code == 201
    revoke_token(means.store, "old", at=means.clock.now())
    assert (_send(client, token).status_code, _send(client, other).status_code) == (401, 201)
    with pytest.raises(NotFound):
        revoke_token(means.store, "old", at=means.clock.now())
    with pytest.raises(BadUse, match="already, or was"):
        _token(means, "old")


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Bearer idp_wrong", "Basic idp_wrong", "Bearer \xff"])
def test_what_is_no_token_is_refused_alike(means: Means, client: TestClient, header: str) -> None:
    _token(means, "erp")
    answer = client.post("/api/documents", headers={"authorization": header.encode("latin-1")}, content=_PDF)
    assert (answer.status_code, answer.json()["detail"]) == (401, "The bearer token is missing or wrong.")


def test_without_any_token_the_door_is_closed(means: Means, client: TestClient) -> None:
    assert _send(client, "idp_any").status_code == 404
    token = _token(means, "erp")
    revoke_token(means.store, "erp", at=means.clock.now())
    assert _send(client, token).status_code == 404


def test_more_requests_than_the_token_is_good_for_are_told_to_wait(means: Means, client: TestClient) -> None:
    token, other = _token(means, "busy", per_minute=3), _token(means, "calm")
    assert [_send(client, token, b"%PDF-1.7 " + bytes([65 + n])).status_code for n in range(5)] == [201, 201, 201, 429, 429]
    refused = _send(client, token)
    assert (refused.headers["retry-after"], "3 requests a minute" in refused.json()["detail"]) == ("60", True)
    assert _send(client, other).status_code == 201
    means.clock.move_on(timedelta(minutes=1))  # type: ignore[attr-defined]
    assert _send(client, token).status_code == 201


def test_the_limit_holds_for_all_processes_together(means: Means, tmp_path: Path) -> None:
    token = _token(means, "busy", per_minute=2)
    elsewhere = make_means_again(means, tmp_path)
    assert admit(means, token) is not None
    assert admit(elsewhere, token) is not None
    for place in (means, elsewhere):
        with pytest.raises(SentTooOften):
            admit(place, token)


def make_means_again(means: Means, folder: Path) -> Means:
    """The same store as another process opens it."""
    from dataclasses import replace  # noqa: PLC0415

    from idp.store import open_store  # noqa: PLC0415

    return replace(means, store=open_store(f"sqlite:///{folder / 'idp.sqlite'}", clock=means.clock))


def test_a_token_sends_the_kinds_it_is_for_and_half_a_request_is_not_taken(means: Means, client: TestClient) -> None:
    token = _token(means, "edi", kinds=(FileKind.XML,))
    assert _send(client, token, ubl_invoice(), name="a.xml").status_code == 201
    headers = {"authorization": f"Bearer {token}"}
    both = client.post(
        "/api/documents", headers=headers, files=[("file", ("b.xml", ubl_invoice("KA-2"))), ("file", ("b.pdf", _PDF))]
    )
    assert (both.status_code, both.json()["detail"]) == (415, "The token “edi” may send xml only; b.pdf is something else.")
    with means.store.view() as work:
        assert sum(work.documents.counts().values()) == 1


def test_the_store_holds_hashes_alone(means: Means, tmp_path: Path) -> None:
    token = _token(means, "erp")
    assert token.encode() not in (tmp_path / "idp.sqlite").read_bytes() + (tmp_path / "idp.sqlite-wal").read_bytes()
    assert [(one.name, one.used_at) for one in list_tokens(means.store)] == [("erp", None)]


@pytest.mark.parametrize("name", ["", "a b", "-a", "x" * 65, "ä", "a/b"])
def test_a_name_that_is_none_is_refused(means: Means, name: str) -> None:
    with pytest.raises(BadUse):
        _token(means, name)


def test_tokens_are_made_listed_and_revoked_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def idp(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["idp", "tokens", *arguments, "--data", str(tmp_path / "data")])
        with pytest.raises(SystemExit) as ended:
            main()
        return (int(ended.value.code or 0), *capsys.readouterr())

    code, out, err = idp("add", "erp", "--company", "Brennhoff", "--kind", "pdf", "--kind", "xml")
    assert (code, out.startswith("idp_"), "shown this once" in err) == (0, True, True)
    assert idp("add", "erp")[0] == 2
    assert idp("add", "scan", "--kind", "paper")[2].count("\n") == 1
    _, listed, _ = idp("list", "--json")
    assert json.loads(listed)["kinds"] == ["pdf", "xml"]
    assert out.strip() not in listed
    assert idp("list")[1] == "erp: company Brennhoff; pdf, xml only; not used yet\n"
    assert idp("revoke", "erp")[:2] == (0, "erp is revoked.\n")
    assert idp("revoke", "erp")[0] == 2
