from __future__ import annotations

import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

import idp.review
from idp.domain.lifecycle import State
from idp.review.text import ENGLISH
from tests.fakes.workbench import FakeWorkbench
from tests.unit.review.conftest import TOKEN, SignIn

ROOM = Path(idp.review.__file__).parent


def address(bench: FakeWorkbench, name: str, tail: str = "") -> str:
    return f"/documents/{bench.papers[name].record.id}{tail}"


def test_the_queue_shows_what_is_most_urgent_first(client: TestClient, sign_in: SignIn) -> None:
    sign_in("clara")
    page = client.get("/queue").text
    assert re.findall(r'<td class="doc"><a href="[^"]+">([^<]+)', page) == [
        "1204/26", "AB-77120", "2026-11873", "POD-55310", "2026-11873",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("type=order_confirmation", ["AB-77120"]), ("code=FRD-BANK", ["1204/26"]), ("owner=buyer", ["AB-77120", "2026-11873"]),
        ("q=po00240", ["1204/26", "POD-55310"]), ("q=nothing-like-it", []), ("type=nonsense&owner=%00&at=-5&tab=zzz", None),
    ],
)  # fmt: skip
def test_the_queue_is_filtered(query: str, numbers: list[str] | None, client: TestClient, sign_in: SignIn) -> None:
    sign_in("clara")
    page = client.get(f"/queue?{query}").text
    found = re.findall(r'<td class="doc"><a href="[^"]+">([^<]+)', page)
    assert len(found) == 5 if numbers is None else found == numbers


def test_what_came_from_outside_is_never_markup(client: TestClient, sign_in: SignIn, bench: FakeWorkbench) -> None:
    sign_in("clara")
    for page in (client.get("/queue?tab=failed").text, client.get(address(bench, "failed")).text):
        assert "&lt;img src=x" in page
        assert "<img src=x" not in page
    assert "<script>alert(1)" not in client.get("/queue?q=<script>alert(1)</script>").text


def test_failed_and_quarantined_documents_say_why_and_who_may_set_them_going(client: TestClient, sign_in: SignIn) -> None:
    sign_in("clara")
    assert "connection refused" in client.get("/queue?tab=failed").text
    page = client.get("/queue?tab=quarantined").text
    assert "needs a password" in page
    assert "Your roles do not include admin." in page


def test_a_failed_document_is_tried_again(client: TestClient, sign_in: SignIn, bench: FakeWorkbench) -> None:
    token = sign_in("clara")
    answer = client.post(address(bench, "failed", "/retry"), data={"form_token": token, "back": "/queue?tab=failed"})
    assert answer.headers["location"].startswith("/queue?tab=failed&note=retried")
    assert bench._records[bench.papers["failed"].record.id].state is State.EXTRACTED
    assert "Will be tried again" in client.get(answer.headers["location"]).text


def test_only_an_admin_releases_from_quarantine(client: TestClient, sign_in: SignIn, bench: FakeWorkbench) -> None:
    token = sign_in("clara")
    assert client.post(address(bench, "locked", "/release"), data={"form_token": token}).status_code == 403
    token = sign_in("anna")
    assert client.post(address(bench, "locked", "/release"), data={"form_token": token}).status_code == 303
    assert bench._records[bench.papers["locked"].record.id].state is State.RECEIVED


@pytest.mark.parametrize("name", ["price", "bank", "confirmation", "delivery", "clean", "failed", "locked", "entered"])
@pytest.mark.parametrize("login", ["clara", "fiona", "audra", "anna"])
def test_every_document_can_be_looked_at_by_everybody_with_a_role(
    name: str, login: str, client: TestClient, sign_in: SignIn, bench: FakeWorkbench
) -> None:
    sign_in(login)
    answer = client.get(address(bench, name))
    assert answer.status_code == 200
    assert ('id="reject"' in answer.text) is (name != "entered")


def test_an_account_is_hidden_until_finance_says_that_it_wants_to_see_it(
    client: TestClient, sign_in: SignIn, bench: FakeWorkbench
) -> None:
    token = sign_in("clara")
    assert "DE75512108001245126199" not in client.get(address(bench, "bank")).text
    assert "•••• 6199" in client.get(address(bench, "bank")).text
    assert client.post(address(bench, "bank", "/reveal"), data={"form_token": token}).status_code == 403
    token = sign_in("fiona")
    assert "DE75512108001245126199" not in client.get(address(bench, "bank")).text
    shown = client.post(address(bench, "bank", "/reveal"), data={"form_token": token}).text
    assert "DE75512108001245126199" in shown
    assert "saw bank accounts in full" in shown


def test_the_words_of_a_page_give_no_account_away(client: TestClient, sign_in: SignIn, bench: FakeWorkbench) -> None:
    for login in ("clara", "fiona", "audra"):
        sign_in(login)
        words = [word for word, *_ in client.get(address(bench, "bank", "/pages/0/words")).json()]
        text = "".join(words)
        assert "1245" not in text
        assert "6199" in text, "the last four stay"
        assert len(words) == len(bench.papers["bank"].words[0]), "every word keeps its box"


def test_a_click_on_a_hidden_account_takes_what_is_printed(client: TestClient, sign_in: SignIn, bench: FakeWorkbench) -> None:
    token = sign_in("clara")
    words = client.get(address(bench, "bank", "/pages/0/words")).json()
    hidden, *box, _ = next(w for w in words if "6199" in w[0])
    data = {"form_token": token, "version": "4", "field:buyer_name": hidden}
    typed = client.post(address(bench, "bank", "/correct"), data=data)
    assert (typed.status_code, "write the account out" in typed.text) == (422, True)
    data["place:buyer_name"] = "0 " + " ".join(str(part) for part in box)
    assert client.post(address(bench, "bank", "/correct"), data=data).status_code == 303
    extraction = bench._records[bench.papers["bank"].record.id].extraction
    assert extraction is not None
    assert (extraction.text("buyer_name") or "").replace(" ", "") == "DE75512108001245126199"


def test_saving_a_form_as_it_was_shown_changes_nothing_even_with_a_hidden_account(
    client: TestClient, sign_in: SignIn, bench: FakeWorkbench
) -> None:
    token = sign_in("clara")
    page = client.get(address(bench, "bank")).text
    inputs = re.findall(r'name="(field:[^"]+)" value="([^"]*)"', page)
    assert len(inputs) > 15
    data = dict(inputs) | {"form_token": token, "version": "4"}
    answer = client.post(address(bench, "bank", "/correct"), data=data)
    assert answer.status_code == 422
    assert "Nothing has been changed" in answer.text
    assert bench._records[bench.papers["bank"].record.id].version == 4


def test_only_what_was_changed_is_corrected_with_the_place_it_was_taken_from(
    client: TestClient, sign_in: SignIn, bench: FakeWorkbench
) -> None:
    token = sign_in("clara")
    data = {
        "form_token": token, "version": "4", "field:total": "1409.32", "field:invoice_number": "48810",
        "place:invoice_number": "0 0.9 0.4 0.95 0.41", "field:lines.1.unit_price": "21.50", "place:lines.1.unit_price": "0 9 9 9 9",
    }  # fmt: skip
    answer = client.post(address(bench, "price", "/correct?q=Keller"), data=data)
    assert answer.headers["location"] == address(bench, "price", "?q=Keller&note=saved")
    record = bench._records[bench.papers["price"].record.id]
    assert record.extraction is not None
    number = record.extraction.fields["invoice_number"]
    assert (number.value, number.page, number.box and number.box.as_list()) == ("48810", 0, [0.9, 0.4, 0.95, 0.41])
    price = record.extraction.lines[1].cells["unit_price"]
    assert (price.value, price.page, price.box) == ("21.50", None, None)
    assert record.extraction.fields["total"].source != "typed"


def test_a_value_without_a_reading_is_refused_and_not_lost(client: TestClient, sign_in: SignIn, bench: FakeWorkbench) -> None:
    token = sign_in("clara")
    data = {"form_token": token, "version": "4", "field:invoice_date": "next tuesday"}
    answer = client.post(address(bench, "price", "/correct"), data=data)
    assert answer.status_code == 422
    assert 'value="next tuesday"' in answer.text
    assert "Not saved" in answer.text


def test_a_save_on_an_old_version_is_refused_with_who_was_first_and_what_was_typed(
    client: TestClient, sign_in: SignIn, bench: FakeWorkbench
) -> None:
    token = sign_in("carl")
    client.post(
        address(bench, "price", "/correct"), data={"form_token": token, "version": "4", "field:invoice_date": "2026-04-10"}
    )
    token = sign_in("clara")
    answer = client.post(
        address(bench, "price", "/correct"), data={"form_token": token, "version": "4", "field:invoice_number": "A-1"}
    )
    assert answer.status_code == 409
    assert "carl changed this document" in answer.text
    assert "A-1" in answer.text
    assert 'value="2026-04-10"' in answer.text


@pytest.mark.parametrize("version", ["", "-1", "x", "9" * 30, "3"])
def test_a_decision_needs_the_version_that_was_seen(
    version: str, client: TestClient, sign_in: SignIn, bench: FakeWorkbench
) -> None:
    token = sign_in("clara")
    for action in ("approve", "reject"):
        data = {"form_token": token, "version": version, "reason": "no"}
        assert client.post(address(bench, "price", f"/{action}"), data=data).status_code == 409
    assert bench._records[bench.papers["price"].record.id].state is State.IN_REVIEW


def test_approving_opens_the_next_document_of_the_same_list(client: TestClient, sign_in: SignIn, bench: FakeWorkbench) -> None:
    token = sign_in("clara")
    answer = client.post(address(bench, "price", "/approve?q=Keller"), data={"form_token": token, "version": "4"})
    assert answer.headers["location"].startswith(address(bench, "clean", "?q=Keller&note=approved"))
    answer = client.post(address(bench, "clean", "/approve?q=Keller"), data={"form_token": token, "version": "4"})
    assert answer.headers["location"].startswith("/queue?note=approved.last")
    assert "It was the last one of this list" in client.get(answer.headers["location"]).text


def test_neighbours_follow_the_filtered_list(client: TestClient, sign_in: SignIn, bench: FakeWorkbench) -> None:
    sign_in("clara")
    page = client.get(address(bench, "confirmation", "?at=1")).text
    assert f'id="previous" href="{address(bench, "bank")}"' in page
    assert f'id="next" href="{address(bench, "price", "?at=2")}"' in page
    assert "2 / 5" in page


def test_a_clerk_cannot_approve_a_finance_hold_even_by_hand(client: TestClient, sign_in: SignIn, bench: FakeWorkbench) -> None:
    token = sign_in("clara")
    page = client.get(address(bench, "bank")).text
    assert re.search(r'id="approve"[^>]*disabled', page)
    assert "FRD-BANK can be cleared by finance only." in page
    answer = client.post(address(bench, "bank", "/approve"), data={"form_token": token, "version": "4"})
    assert answer.status_code == 403
    assert bench._records[bench.papers["bank"].record.id].state is State.IN_REVIEW


def test_a_rejection_needs_a_reason(client: TestClient, sign_in: SignIn, bench: FakeWorkbench) -> None:
    token = sign_in("clara")
    answer = client.post(address(bench, "price", "/reject"), data={"form_token": token, "version": "4", "reason": "  "})
    assert answer.status_code == 422
    assert bench._records[bench.papers["price"].record.id].state is State.IN_REVIEW


def test_the_page_image_may_be_kept_and_is_asked_for_once(client: TestClient, sign_in: SignIn, bench: FakeWorkbench) -> None:
    sign_in("clara")
    answer = client.get(address(bench, "price", "/pages/0.png"))
    assert answer.content.startswith(b"\x89PNG")
    assert answer.headers["cache-control"].startswith("private")
    again = client.get(address(bench, "price", "/pages/0.png"), headers={"if-none-match": answer.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "tail", ["/pages/7.png", "/pages/7/words", "/pages/-1.png", "/pages/..%2f..%2fetc.png", "/pages/x.png"]
)
def test_a_page_that_is_not_there_is_not_found(tail: str, client: TestClient, sign_in: SignIn, bench: FakeWorkbench) -> None:
    sign_in("clara")
    assert client.get(address(bench, "price", tail)).status_code == 404


def test_the_original_is_a_download_whatever_it_is_called(client: TestClient, sign_in: SignIn, bench: FakeWorkbench) -> None:
    sign_in("clara")
    answer = client.get(address(bench, "failed", "/original"))
    assert (
        answer.headers["content-disposition"] == "attachment; filename*=UTF-8''%3Cimg%20src%3Dx%20onerror%3Dalert%281%29%3E.pdf"
    )
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.content == bench.papers["failed"].content


def test_an_entered_document_links_to_odoo(client: TestClient, sign_in: SignIn, bench: FakeWorkbench) -> None:
    sign_in("clara")
    page = client.get(address(bench, "entered")).text
    assert 'href="https://odoo.example/web#id=812&amp;model=account.move&amp;view_type=form"' in page


def test_uploaded_files_get_a_row_each(client: TestClient, sign_in: SignIn) -> None:
    token = sign_in("clara")
    files = [("files", ("a.pdf", b"%PDF-1.7 a")), ("files", ("empty.pdf", b""))]
    page = client.post("/upload", data={"form_token": token}, files=files).text
    assert "quarantined:ING-EMPTY" in page
    assert page.count("Open document") == 1


def test_an_auditor_uploads_nothing(client: TestClient, sign_in: SignIn) -> None:
    token = sign_in("audra")
    assert client.post("/upload", data={"form_token": token}, files={"files": ("a.pdf", b"x")}).status_code == 403


@pytest.mark.parametrize("authorization", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", TOKEN, "Bearer é"])
def test_a_program_without_the_token_is_refused(authorization: str, client: TestClient, bench: FakeWorkbench) -> None:
    before = len(bench._records)
    headers = {"authorization": authorization.encode()} if authorization else {}
    answer = client.post("/api/documents", headers=headers, files={"file": ("a.pdf", b"x")})  # type: ignore[arg-type]
    assert answer.status_code == 401
    assert len(bench._records) == before


def test_a_program_uploads_and_gets_the_ledger(client: TestClient) -> None:
    answer = client.post(
        "/api/documents", headers={"authorization": f"Bearer {TOKEN}"}, files={"file": ("a.pdf", b"%PDF-1.7 a")}
    )
    assert answer.status_code == 201
    assert [(row["fate"], row["name"]) for row in answer.json()] == [("document", "a.pdf")]


def test_readiness_names_what_is_missing_and_a_dead_odoo_is_no_reason(client: TestClient, bench: FakeWorkbench) -> None:
    assert client.get("/readyz").status_code == 200
    bench.broken = {"odoo": "connection refused"}
    assert client.get("/readyz").json() == {"ready": True, "missing": {"odoo": "connection refused"}}
    bench.broken = {"database": "locked"}
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["missing"]) == (503, {"database": "locked"})
    assert client.get("/healthz").status_code == 200


def test_the_figures_count_documents_and_requests_by_route(client: TestClient, sign_in: SignIn, bench: FakeWorkbench) -> None:
    sign_in("clara")
    client.get(address(bench, "price"))
    figures = client.get("/metrics").text
    assert 'idp_documents{state="IN_REVIEW"} 5.0' in figures
    assert 'idp_part_works{part="odoo"} 1.0' in figures
    assert 'route="/documents/{document_id}",status="200"' in figures
    assert bench.papers["price"].record.id not in figures


def test_every_text_that_a_template_script_or_route_uses_is_there() -> None:
    used: set[str] = set()
    for file in (*ROOM.rglob("*.html"), *ROOM.rglob("*.js"), *ROOM.glob("*.py")):
        used |= set(re.findall(r"""(?<![.\w])(?:t|text)\(\s*["']([a-z_.]+[a-z_])["']""", file.read_text(encoding="utf-8")))
    assert len(used) > 100
    assert sorted(used - set(ENGLISH)) == []


def test_what_was_learned_is_listed_with_where_it_comes_from(client: TestClient, sign_in: SignIn, bench: FakeWorkbench) -> None:
    sign_in("clara")
    page = client.get("/learned").text
    assert "Invoice number stands beside “belegkennung”" in page
    assert "Clara Clerk" in page
    assert address(bench, "price") in page
    assert "&lt;b&gt;Acme" in page
    assert "/forget" not in page


def test_approvers_make_the_service_forget_and_clerks_cannot(client: TestClient, sign_in: SignIn, bench: FakeWorkbench) -> None:
    path = f"/learned/{bench.memories[0].id}/forget"
    token = sign_in("clara")
    assert client.post(path, data={"form_token": token}).status_code == 403
    token = sign_in("fiona")
    assert path in client.get("/learned").text
    assert client.post(path, data={"form_token": token}).status_code in (200, 303)
    page = client.get("/learned").text
    assert "forgotten by Fiona Finance" in page
    assert path not in page


def test_the_type_is_a_value_like_others(client: TestClient, sign_in: SignIn, bench: FakeWorkbench) -> None:
    sign_in("clara")
    assert 'name="field:document_type" value="invoice"' in client.get(address(bench, "price")).text
