"""The two other doors: the web client's session calls, and JSON-2 of Odoo 19."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

import pytest

from idp.erp.sandbox import Sandbox


def post(url: str, body: Any, headers: dict[str, str] | None = None) -> tuple[int, Any, dict[str, str]]:
    request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json", **(headers or {})})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.load(answer), dict(answer.headers)
    except urllib.error.HTTPError as exc:
        with exc:
            return exc.code, json.load(exc), dict(exc.headers)


def test_a_session_calls_methods_with_its_cookie(sandbox: Sandbox) -> None:
    params = {"db": "idp", "login": "fiona", "password": "fiona-pw"}
    _, answer, headers = post(f"{sandbox.url}/web/session/authenticate", {"params": params})
    assert answer["result"]["username"] == "fiona"
    cookie = {"Cookie": headers["Set-Cookie"].split(";")[0]}
    call = {"model": "purchase.order", "method": "search_count", "args": [[]], "kwargs": {}}
    _, answer, _ = post(f"{sandbox.url}/web/dataset/call_kw", {"params": call}, cookie)
    assert answer["result"] == 1
    post(f"{sandbox.url}/web/session/destroy", {"params": {}}, cookie)
    _, answer, _ = post(f"{sandbox.url}/web/dataset/call_kw", {"params": call}, cookie)
    assert answer["error"]["code"] == 100


def test_an_unknown_route_is_a_404(sandbox: Sandbox) -> None:
    status, _, _ = post(f"{sandbox.url}/nowhere", {})
    assert status == 404


def test_json2_is_there_from_19_on_with_real_status_codes(sandbox: Sandbox) -> None:
    base, key = f"{sandbox.url}/json/2", {"Authorization": "bearer fiona-pw"}
    status, answer, _ = post(f"{base}/purchase.order/search_read", {"domain": [], "fields": ["name"]}, key)
    if sandbox._rpc.version < 19:
        assert status == 404
        return
    assert (status, answer) == (200, [{"id": 1, "name": "P00100"}])
    assert post(f"{base}/purchase.order/read", {"ids": [999], "fields": ["name"]}, key)[:2] == (200, [])
    cases = [
        ("purchase.order/search", {}, {"Authorization": "bearer nobody"}, 401),
        ("purchase.order/_approve", {"ids": [1]}, key, 403),
        ("purchase.order/no_such", {"ids": [1]}, key, 404),
        ("no.such/search", {}, key, 404),
        ("account.move/create", {"vals": {}}, key, 422),
        ("account.move/action_post", {"ids": [1]}, key, 404),
        ("account.move/read", {"ids": [1], "fields": ["nope"]}, key, 500),
    ]
    for path, body, headers, expected in cases:
        status, answer, _ = post(f"{base}/{path}", body, headers)
        assert (status, sorted(answer)) == (expected, ["arguments", "context", "debug", "message", "name"]), path
    bill = {"vals_list": [{"move_type": "in_invoice", "partner_id": 1}]}
    status, ids, _ = post(f"{base}/account.move/create", bill, key)
    assert status == 200
    assert isinstance(ids, list)


@pytest.mark.parametrize("path", ["/web/health", "/web/version"])
def test_the_server_says_that_it_is_up(sandbox: Sandbox, path: str) -> None:
    with urllib.request.urlopen(sandbox.url + path) as answer:
        assert answer.status == 200
