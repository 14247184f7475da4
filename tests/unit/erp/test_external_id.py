from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from idp.domain.errors import ErpRejected, ErpUnavailable
from idp.erp.connection import Connection
from idp.erp.errors import OdooFault
from idp.erp.external_id import Contended, converge, find, load

AMONG = [("res_id", "=", 7)]


class FakeOdoo:
    """Answers external-id calls from a table of what is in the database and a cache that may lie."""

    uid, time_zone = 2, "UTC"

    def __init__(self, *, stored: dict[int, str], cached: dict[str, int], loads: Sequence[Any] = ()) -> None:
        self.stored, self.cached, self.loads = stored, cached, list(loads)

    def call(self, model: str, method: str, ids: Sequence[int] | None, params: Mapping[str, Any]) -> Any:
        if method == "fields_get":
            return {}
        if method == "read":
            return [{"id": 2, "company_id": [1, "Us"], "company_ids": [1]}]
        if method == "check_object_reference":
            found = self.cached.get(params["xml_id"])
            if found is None:
                raise OdooFault("builtins.ValueError", "External ID not found in the system")
            return [model, found if found in self.stored else False]
        if method == "search_read":
            return [{"id": i} for i in self.stored]
        if method == "get_external_id":
            return {str(i): self.stored.get(i, "") for i in ids or ()}
        return self.loads.pop(0)

    def user_id(self, login: str, password: str) -> int | None:
        return None

    def version(self) -> str:
        return "18.0"


def connection(odoo: FakeOdoo) -> Connection:
    return Connection(lambda: odoo)


def test_what_is_absent_is_none() -> None:
    assert find(connection(FakeOdoo(stored={5: "idp.a"}, cached={})), "mail.activity", "b", among=AMONG) is None


def test_what_is_there_is_found() -> None:
    assert find(connection(FakeOdoo(stored={5: "idp.a"}, cached={"a": 5})), "mail.activity", "a", among=AMONG) == 5


def test_a_cached_id_of_a_load_that_was_rolled_back_does_not_hide_the_real_record() -> None:
    odoo = FakeOdoo(stored={5: "idp.a", 6: "idp.other", 8: ""}, cached={"a": 99})
    assert find(connection(odoo), "mail.activity", "a", among=AMONG) == 5


def test_a_cached_id_of_a_load_that_was_rolled_back_is_nothing_where_there_is_no_record() -> None:
    assert find(connection(FakeOdoo(stored={6: "idp.other"}, cached={"a": 99})), "mail.activity", "a", among=AMONG) is None


def refusal(**message: Any) -> dict[str, Any]:
    return {"ids": False, "messages": [{"type": "error", **message}]}


def load_answered(answer: dict[str, Any]) -> int:
    return load(connection(FakeOdoo(stored={}, cached={}, loads=[answer])), "account.move", ["id"], [["idp.a"]], company_id=1)


def test_a_load_answers_the_record() -> None:
    assert load_answered({"ids": [12], "messages": []}) == 12


def test_a_refused_value_is_rejected_in_odoos_words() -> None:
    with pytest.raises(ErpRejected, match="No matching record"):
        load_answered(refusal(field="partner_id", message="No matching record\nfound"))


def test_a_refusal_about_no_field_may_be_another_writer() -> None:
    with pytest.raises(Contended, match="serialize"):
        load_answered(refusal(message="could not serialize access due to concurrent update\n"))


def failing(times: int, text: str) -> Any:
    left = iter(range(times))

    def attempt() -> str:
        if next(left, None) is not None:
            raise Contended(text)
        return "made"

    return attempt


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("idp.erp.external_id._PAUSES_SECONDS", (0.0, 0.0, 0.0))


def test_an_attempt_in_anothers_way_is_repeated() -> None:
    assert converge(failing(3, "could not serialize access")) == "made"


def test_writers_that_never_let_through_are_for_later() -> None:
    with pytest.raises(ErpUnavailable, match="busy"):
        converge(failing(4, "could not serialize access"))


@pytest.mark.parametrize("text", ["You cannot modify the following readonly fields", "This is inclusive of the lock date"])
def test_a_refusal_that_stays_is_a_refusal(text: str) -> None:
    with pytest.raises(ErpRejected, match=text):
        converge(failing(4, text))


def test_a_key_that_stays_taken_is_a_refusal() -> None:
    with pytest.raises(ErpRejected, match="duplicate key"):
        converge(failing(4, "duplicate key value violates unique constraint"))


def test_a_conflict_told_in_another_language_is_tried_again() -> None:
    assert converge(failing(3, "Zugriff konnte nicht serialisiert werden")) == "made"
