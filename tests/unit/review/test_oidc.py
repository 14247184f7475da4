"""Sign-in through a provider of identities that really runs: what it vouches for, and what proves nothing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import httpx
import pytest
from fastapi.testclient import TestClient
from joserfc import jwk

from idp.domain.code import Role
from idp.domain.errors import BadUse
from idp.insight.insight import Insight
from idp.review import create_app
from idp.review.provider import OidcSettings, read_roles
from tests.fakes.workbench import FakeWorkbench
from tests.identity_provider import CLIENT, SECRET, IdentityProvider, running


@dataclass
class Place:
    """A browser before a workbench whose people sign in at `provider`."""

    provider: IdentityProvider
    client: TestClient
    bench: FakeWorkbench

    def start(self, target: str = "/documents/abc") -> str:
        """Begins at the workbench; gives the provider's address that the browser is sent to."""
        answer = self.client.get("/sign-in/oidc", params={"next": target})
        assert answer.status_code == 303
        return str(answer.headers["location"])

    def at_provider(self, address: str) -> str:
        """Signs in at the provider; gives where it sends the browser back to."""
        return str(httpx.get(address).headers["location"])


@pytest.fixture(scope="module")
def key() -> object:
    return jwk.RSAKey.generate_key(2048, {"kid": "k1", "use": "sig"})


@pytest.fixture
def place(bench: FakeWorkbench, insight: Insight, key: object) -> Iterator[Place]:
    with running(IdentityProvider(key=key)) as provider:
        settings = OidcSettings(provider.issuer, CLIENT, SECRET, read_roles("ap-team=clerk, Finance Team=finance"))
        app = create_app(bench, insight, clock=bench.clock, oidc_settings=settings)
        with TestClient(app, follow_redirects=False, raise_server_exceptions=False) as client:
            yield Place(provider, client, bench)


def test_whom_the_provider_vouches_for_is_signed_in_with_the_roles_of_the_groups(place: Place) -> None:
    place.provider.person["groups"] = ["ap-team", "Finance Team", "football"]
    assert "/sign-in/oidc" in place.client.get("/sign-in").text
    back = place.client.get(place.at_provider(place.start()))
    assert (back.status_code, back.headers["location"]) == (303, "/documents/abc")
    session = place.bench.session(place.client.cookies["idp_session"])
    assert session is not None
    assert (session.user.login, session.user.roles) == ("clara@corp.example", {Role.CLERK, Role.FINANCE})
    assert "idp_oidc" not in place.client.cookies


def test_the_browser_is_sent_with_a_challenge_and_never_with_a_secret(place: Place) -> None:
    address = place.start()
    assert "code_challenge_method=S256" in address
    assert SECRET not in address
    assert place.client.cookies["idp_oidc"] not in address


def test_an_answer_that_another_browser_began_is_refused(place: Place) -> None:
    returned = place.at_provider(place.start())
    place.client.cookies.clear()
    assert place.client.get(returned).status_code == 401
    place.start()
    assert place.client.get(returned).status_code == 401, "not the state that this browser began with"
    assert "idp_session" not in place.client.cookies


def test_a_code_works_once(place: Place) -> None:
    returned = place.at_provider(place.start())
    started = place.client.cookies["idp_oidc"]
    assert place.client.get(returned).status_code == 303
    place.client.cookies.set("idp_oidc", started, domain="testserver.local", path="/")
    assert place.client.get(returned).status_code == 401


@pytest.mark.parametrize(
    "claims",
    [{"aud": "another"}, {"iss": "https://evil.example"}, {"exp": int(time.time()) - 3600}, {"nonce": "another"}],
    ids=["audience", "issuer", "expired", "nonce"],
)
def test_a_token_for_something_else_is_refused(place: Place, claims: dict[str, object]) -> None:
    place.provider.claims = claims
    answer = place.client.get(place.at_provider(place.start()))
    assert answer.status_code == 401
    assert "did not vouch" in answer.text


def test_a_token_that_somebody_else_signed_is_refused(place: Place) -> None:
    place.provider.signing_key = jwk.RSAKey.generate_key(2048, {"kid": "k1"})
    assert place.client.get(place.at_provider(place.start())).status_code == 401


def test_a_person_without_any_of_our_groups_is_told(place: Place) -> None:
    place.provider.person = {**place.provider.person, "groups": "football"}
    answer = place.client.get(place.at_provider(place.start()))
    assert answer.status_code == 403
    assert "none of the roles" in answer.text


def test_nobody_is_sent_elsewhere_afterwards(place: Place) -> None:
    back = place.client.get(place.at_provider(place.start("https://evil.example")))
    assert back.headers["location"] == "/queue"


def test_a_provider_that_is_away_is_told_and_odoo_still_serves(bench: FakeWorkbench, insight: Insight) -> None:
    settings = OidcSettings("http://127.0.0.1:9", CLIENT, SECRET, {})
    app = create_app(bench, insight, clock=bench.clock, oidc_settings=settings)
    with TestClient(app, follow_redirects=False) as client:
        answer = client.get("/sign-in/oidc")
        assert answer.status_code == 503
        assert "Odoo login" in answer.text


def test_without_a_provider_there_is_no_such_address(client: TestClient) -> None:
    assert client.get("/sign-in/oidc").status_code == 404
    assert client.get("/sign-in/oidc/back").status_code == 404
    assert "/sign-in/oidc" not in client.get("/sign-in").text


def test_a_provider_that_calls_itself_otherwise_is_not_trusted(place: Place, bench: FakeWorkbench, insight: Insight) -> None:
    settings = OidcSettings(place.provider.issuer + "/", CLIENT, SECRET, {})
    with TestClient(create_app(bench, insight, clock=bench.clock, oidc_settings=replace(settings))) as client:
        assert client.get("/sign-in/oidc").status_code == 503


@pytest.mark.parametrize("wrong", ["ap-team", "ap-team=boss", "=clerk", "a=system"])
def test_a_mapping_that_is_none_stops_the_start(wrong: str) -> None:
    with pytest.raises(BadUse, match="IDP_OIDC_ROLES"):
        read_roles(wrong)
