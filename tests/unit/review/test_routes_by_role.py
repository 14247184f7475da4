"""Every address × every role, on the real services: this table is the truth about who may do what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient
from httpx import Response

from idp.domain.code import Role
from idp.domain.lifecycle import State
from idp.domain.record import DocumentId
from idp.domain.resolution import finding_key
from idp.insight.age_limit import AgeLimits
from idp.insight.insight import Insight
from idp.ports import User
from idp.review import create_app
from idp.review.app import ROUTERS
from idp.services.advance import settle_document
from idp.services.means import Means
from idp.services.workbench import Workbench
from tests.fakes.means import make_means, odoo_is_down, ubl_invoice
from tests.unit.services.test_way import record_of, take

WHO = ("nobody", *(role.value for role in Role if role is not Role.SYSTEM))

TABLE = """
                                                 nobody  clerk  approver  finance  buyer  warehouse  auditor  admin
GET  /sign-in                                    yes     yes    yes       yes      yes    yes        yes      yes
POST /sign-in                                    yes     yes    yes       yes      yes    yes        yes      yes
GET  /sign-in/oidc                               yes     yes    yes       yes      yes    yes        yes      yes
GET  /sign-in/oidc/back                          yes     yes    yes       yes      yes    yes        yes      yes
GET  /language/{language}                        yes     yes    yes       yes      yes    yes        yes      yes
POST /sign-out                                   -       yes    yes       yes      yes    yes        yes      yes
POST /sign-out/everywhere                        -       yes    yes       yes      yes    yes        yes      yes
GET  /                                           -       yes    yes       yes      yes    yes        yes      yes
GET  /queue                                      -       yes    yes       yes      yes    yes        yes      yes
POST /queue/bulk                                 -       yes    yes       yes      yes    yes        yes      yes
GET  /documents/{review}                         -       yes    yes       yes      yes    yes        yes      yes
GET  /documents/{review}/pages/{page_index}.png  -       yes    yes       yes      yes    yes        yes      yes
GET  /documents/{review}/pages/{page_index}/words -      yes    yes       yes      yes    yes        yes      yes
POST /documents/{review}/pages/{page_index}/area -       yes    yes       yes      yes    yes        yes      yes
GET  /documents/{review}/original                -       yes    yes       yes      yes    yes        yes      yes
GET  /documents/{review}/history                 -       yes    yes       yes      yes    yes        yes      yes
GET  /documents/{review}/history.json            -       yes    yes       yes      yes    yes        yes      yes
GET  /documents/{review}/history.pdf             -       yes    yes       yes      yes    yes        yes      yes
POST /documents/{review}/claim                   -       yes    yes       yes      yes    yes        yes      yes
POST /documents/{review}/claim/end               -       yes    yes       yes      yes    yes        yes      yes
POST /documents/{review}/claim/take              -       yes    yes       yes      yes    yes        no       yes
POST /documents/{review}/preview                 -       yes    yes       yes      yes    yes        no       yes
POST /documents/{review}/correct                 -       yes    yes       yes      yes    yes        no       yes
GET  /documents/{review}/pick/{what}             -       yes    yes       yes      yes    yes        no       yes
POST /documents/{review}/choose                  -       yes    yes       yes      yes    yes        no       yes
POST /documents/{review}/take-back               -       yes    yes       yes      yes    yes        no       yes
GET  /documents/{review}/compare/{other_id}      -       yes    yes       yes      yes    yes        yes      yes
POST /documents/{review}/compare/{other_id}/differs -    yes    yes       yes      yes    yes        no       yes
POST /documents/{review}/resolve                 -       yes    yes       yes      yes    yes        no       yes
POST /documents/{review}/approve                 -       no     yes       yes      yes    no         no       yes
POST /documents/{review}/reject                  -       yes    yes       yes      yes    yes        no       yes
POST /documents/{review}/reveal                  -       no     no        yes      no     no         no       yes
POST /documents/{failed}/retry                   -       yes    yes       yes      yes    yes        no       yes
POST /documents/{quarantined}/release            -       no     no        no       no     no         no       yes
GET  /upload                                     -       yes    yes       yes      yes    yes        yes      yes
POST /upload                                     -       yes    yes       yes      yes    yes        no       yes
GET  /learned                                    -       yes    yes       yes      yes    yes        yes      yes
POST /learned/{memory_id}/forget                 -       no     yes       no       no     no         no       yes
GET  /documents/{review}/divide                  -       yes    yes       yes      yes    yes        yes      yes
POST /documents/{review}/split                   -       yes    yes       yes      yes    yes        no       yes
POST /documents/{review}/join                    -       yes    yes       yes      yes    yes        no       yes
POST /documents/{review}/arrange                 -       yes    yes       yes      yes    yes        no       yes
POST /documents/{review}/take-apart              -       yes    yes       yes      yes    yes        no       yes
GET  /sources                                    -       no     no        no       no     no         yes      yes
POST /sources/test                               -       no     no        no       no     no         no       yes
GET  /dashboard                                  -       no     yes       yes      no     no         yes      yes
GET  /dashboard/{key}.csv                        -       no     yes       yes      no     no         yes      yes
GET  /audit                                      -       no     no        no       no     no         yes      yes
POST /audit/verify                               -       no     no        no       no     no         yes      yes
GET  /audit                                      -       no     no        no       no     no         yes      yes
POST /audit/verify                               -       no     no        no       no     no         yes      yes
GET  /documents/{review}/history                 -       yes    yes       yes      yes    yes        yes      yes
GET  /documents/{review}/history.json            -       yes    yes       yes      yes    yes        yes      yes
GET  /documents/{review}/history.pdf             -       yes    yes       yes      yes    yes        yes      yes
GET  /health                                     -       yes    yes       yes      yes    yes        yes      yes
GET  /healthz                                    yes     yes    yes       yes      yes    yes        yes      yes
GET  /readyz                                     yes     yes    yes       yes      yes    yes        yes      yes
GET  /metrics                                    yes     yes    yes       yes      yes    yes        yes      yes
POST /api/documents                              token   token  token     token    token  token      token    token
GET  /api/documents/{failed}                     token   token  token     token    token  token      token    token
GET  /api/openapi.json                           yes     yes    yes       yes      yes    yes        yes      yes
"""
"""yes: the address does what it is for. no: 403. -: sent to sign in. token: 401, a session opens nothing there.

{review} is an invoice 260.00 above its order's price, which asks for the buyer.
"""


def rows() -> dict[tuple[str, str], dict[str, str]]:
    head, *lines = [line.split() for line in TABLE.strip().splitlines()]
    assert tuple(head) == WHO
    return {(method, path): dict(zip(WHO, words, strict=True)) for method, path, *words in lines}


def routes() -> set[tuple[str, str]]:
    found = {(method, r.path) for router in ROUTERS for r in router.routes if isinstance(r, APIRoute) for method in r.methods}
    return {(method, path) for method, path in found if method != "HEAD"}


def test_every_address_has_its_row_and_every_row_its_address() -> None:
    named = {"{review}": "{document_id}", "{failed}": "{document_id}", "{quarantined}": "{document_id}"}
    listed = set()
    for method, path in rows():
        for ours, theirs in named.items():
            path = path.replace(ours, theirs)  # noqa: PLW2901
        listed.add((method, path))
    assert listed == routes()


STATES = {"quarantined": State.QUARANTINED, "failed": State.FAILED, "review": State.IN_REVIEW}


@dataclass
class House:
    """The real services with documents to act on; a document that was acted on is replaced by another."""

    means: Means
    client: TestClient
    bench: Workbench
    number: int = 0
    made: dict[str, DocumentId] = field(default_factory=dict)

    def document_for(self, path: str, kind: str) -> DocumentId:
        """A document of its own for this address, as long as it is in the state that it was made for."""
        made = self.made.get(path)
        if made is None or record_of(self.means, made).state is not STATES[kind]:
            self.made[path] = self.document(kind)
        return self.made[path]

    def document(self, kind: str) -> DocumentId:
        self.number += 1
        name, erp = f"{kind}-{self.number}.xml", self.means.erp
        content = b"" if kind == "quarantined" else ubl_invoice(f"KA-{self.number}", price="9.00")
        document_id = take(self.means, content, name=name)
        erp.before_facts = odoo_is_down if kind == "failed" else lambda: None  # type: ignore[attr-defined]  # SmallErp's
        assert settle_document(self.means, document_id, holder="test") is STATES[kind]
        erp.before_facts = lambda: None  # type: ignore[attr-defined]
        return document_id

    def enter(self, who: str) -> str:
        """Makes the client this person's; gives the form token."""
        self.client.cookies.clear()
        if who == "nobody":
            return ""
        session = self.bench.sign_in_as(User(who, who.title(), frozenset({Role(who)})))
        self.client.cookies.set("idp_session", session.token, domain="testserver.local", path="/")
        return session.csrf


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    nobody_waits = timedelta(0)
    means = replace(make_means(tmp_path_factory.mktemp("house")), retry_after=(), claim_lasts=nobody_waits)
    bench = Workbench(means)
    insight = Insight(means.store, means.clock, limits=AgeLimits())
    app = create_app(bench, insight, clock=means.clock, api_token="a-long-token-of-a-program")
    with TestClient(app, follow_redirects=False, raise_server_exceptions=False) as client:
        yield House(means, client, bench)


def ask(house: House, method: str, path: str, who: str) -> tuple[Response, DocumentId | None]:
    kind = next((k for k in ("review", "failed", "quarantined") if f"{{{k}}}" in path), None)
    document_id = house.document_for(path, kind) if kind else None
    token = house.enter(who)
    address = (
        path.replace("{memory_id}", "none")
        .replace("{page_index}", "0")
        .replace("{key}", "through")
        .replace("{language}", "de")
        .replace("{what}", "vendor")
    )
    form = {
        "form_token": token,
        "reason": "x",
        "field:due_date": f"2026-12-{10 + WHO.index(who)}",
        "resolution": "forwarded",
        "role": "buyer",
        "text": "?",
        "topic": "vendor",
        "ids": "7",
    }
    if kind and document_id:
        address = address.replace(f"{{{kind}}}", document_id).replace("{other_id}", document_id)
        record = record_of(house.means, document_id)
        form["version"] = str(record.version)
        if record.match is not None:
            form["finding"] = finding_key(next(f for f in record.match.findings if f.code == "PRC-OVER"))
    headers = {"accept": "text/html", "x-form-token": token}
    if method == "GET":
        return house.client.get(address, headers=headers), document_id
    if path.endswith("/area"):
        return house.client.post(address, json={"box": [0, 0, 1, 1]}, headers=headers), document_id
    if path in {"/upload", "/api/documents"}:
        files = {"files" if path == "/upload" else "file": ("x.xml", b"<x/>")}
        return house.client.post(address, data=form, files=files, headers=headers), document_id
    return house.client.post(address, data=form, headers=headers), document_id


def what(answer: Response, path: str) -> str:
    """The answer in the words of the table."""
    if answer.status_code == 401 and path.startswith("/api/"):
        return "token"
    if answer.status_code == 401 or answer.headers.get("location", "").startswith("/sign-in?"):
        return "-"
    assert answer.status_code < 500, f"{path}: {answer.status_code}"
    return "no" if answer.status_code == 403 else "yes"


@pytest.mark.parametrize(("method", "path"), list(rows()))
def test_the_address_does_for_each_role_what_the_table_says(house: House, method: str, path: str) -> None:
    found = {}
    for who in WHO:
        if path == "/sign-in" and method == "POST":
            found[who] = "yes"  # its form has a token of its own: tests of access
            continue
        answer, _ = ask(house, method, path, who)
        found[who] = what(answer, path)
    assert found == rows()[method, path]


@pytest.mark.parametrize(("method", "path"), [(m, p) for m, p in rows() if "{review}" in p])
def test_a_document_of_another_company_does_not_exist_for_a_person(house: House, method: str, path: str) -> None:
    document_id = house.document("review")
    before = record_of(house.means, document_id)
    stranger = User("stranger", "Stranger", frozenset(role for role in Role if role is not Role.SYSTEM), company_ids=(99,))
    session = house.bench.sign_in_as(stranger)
    house.client.cookies.clear()
    house.client.cookies.set("idp_session", session.token, domain="testserver.local", path="/")
    address = path.replace("{review}", document_id).replace("{other_id}", document_id)
    address = address.replace("{page_index}", "0").replace("{what}", "vendor")
    headers = {"x-form-token": session.csrf}
    form = {"version": str(before.version), "reason": "x", "field:due_date": "2026-12-24", "resolution": "accepted"}
    if path.endswith("/area"):
        answer = house.client.post(address, json={"box": [0, 0, 1, 1]}, headers=headers)
    else:
        answer = house.client.request(method, address, headers=headers, data=form if method == "POST" else None)
    assert answer.status_code == 404
    assert "Kestrel" not in answer.text
    assert record_of(house.means, document_id) == before
    assert document_id not in house.client.get("/queue").text
