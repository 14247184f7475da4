"""Who may do what: whose word a document needs, what it is bound to, who holds it, and how findings are resolved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from idp.domain.code import Role
from idp.domain.errors import BadUse, ErpUnavailable, NotAllowed, StaleDocument
from idp.domain.lifecycle import Event, State
from idp.domain.policy import policy_from
from idp.domain.record import DocumentId, DocumentRecord
from idp.domain.resolution import Resolution, finding_key
from idp.ports import DocumentQuery, User
from idp.services.advance import settle_document
from idp.services.correction import Correction
from idp.services.means import Means
from idp.services.rematch import rematch_waiting
from idp.services.resolution import Saying
from idp.services.review import approve, correct, match_now
from idp.services.workbench import Workbench
from tests.fakes.means import SmallErp, SteppingClock, make_means, odoo_refuses, ubl_invoice
from tests.unit.services.test_way import events_of, record_of, take

HOUR = timedelta(hours=1)


def person(*roles: Role, login: str = "") -> User:
    name = login or "+".join(roles)
    return User(name, name.title(), frozenset(roles))


CLERK, BUYER, WAREHOUSE, FINANCE, ADMIN = (
    person(role) for role in (Role.CLERK, Role.BUYER, Role.WAREHOUSE, Role.FINANCE, Role.ADMIN)
)


def in_review(
    folder: Path, *, price: str = "4.00", quantity: str = "40", received: int = 100, policy: Mapping[str, object] | None = None
) -> tuple[Means, DocumentId]:
    """An invoice that waits for a person, with the given price and quantity against 100 ordered at 2.50."""
    means = make_means(folder, erp=SmallErp(received=Decimal(received)), policy=policy_from(policy or {}))
    document_id = take(means, ubl_invoice(price=price, quantity=quantity))
    assert settle_document(means, document_id, holder="test") is State.IN_REVIEW
    return means, document_id


def version_of(means: Means, document_id: DocumentId) -> int:
    return record_of(means, document_id).version


def say(
    means: Means, document_id: DocumentId, code: str, resolution: Resolution, user: User, **more: object
) -> tuple[DocumentRecord, str]:
    """Says it about the first finding with this code; gives the document then and the mail's text."""
    record = record_of(means, document_id)
    assert record.match is not None
    found = next(f for f in record.match.findings if f.code == code)
    saying = Saying(finding_key(found), resolution, **more)  # type: ignore[arg-type]  # parts of a saying
    moved, mail = Workbench(means).resolve(document_id, saying, version=record.version, user=user)
    return moved, mail.body if mail is not None else ""


# --- whose word is needed ---


def test_a_small_price_difference_is_a_clerks_and_a_large_one_the_buyers(tmp_path: Path) -> None:
    (tmp_path / "small").mkdir()
    (tmp_path / "large").mkdir()
    means, document_id = in_review(tmp_path / "small", price="4.00")  # 60.00 over
    assert approve(means, document_id, version=version_of(means, document_id), user=CLERK).state is State.READY
    means, document_id = in_review(tmp_path / "large", price="9.00")  # 260.00 over
    with pytest.raises(NotAllowed, match="PRC-OVER waits for buyer"):
        approve(means, document_id, version=version_of(means, document_id), user=CLERK)
    assert approve(means, document_id, version=version_of(means, document_id), user=BUYER).state is State.READY


def test_a_bill_that_two_roles_have_to_approve_is_ready_with_the_second_word(tmp_path: Path) -> None:
    means, document_id = in_review(tmp_path, price="9.00", received=0)
    first = approve(means, document_id, version=version_of(means, document_id), user=BUYER)
    assert (first.state, first.approved_by) == (State.IN_REVIEW, None)
    assert Workbench(means).may("approve", first, BUYER) == "You have approved this for buyer. It waits for warehouse."
    with pytest.raises(NotAllowed, match="QTY-NOREC waits for warehouse"):
        approve(means, document_id, version=first.version, user=CLERK)
    second = approve(means, document_id, version=first.version, user=WAREHOUSE)
    assert second.state is State.READY
    assert settle_document(means, document_id, holder="test") is State.ENTERED
    assert isinstance(means.erp, SmallErp)
    assert "Buyer, Warehouse cleared it" in means.erp.entered[document_id].note


def test_a_policy_names_the_role_for_a_code_and_the_limit_for_a_role(tmp_path: Path) -> None:
    policy = {"approval": {"roles": {"PRC-OVER": "approver"}, "accept_up_to": {"clerk": 10, "finance": 0}}}
    means, document_id = in_review(tmp_path, price="4.00", policy=policy)
    for user in (CLERK, BUYER, FINANCE):
        with pytest.raises(NotAllowed, match="waits for approver"):
            approve(means, document_id, version=version_of(means, document_id), user=user)
    approver = person(Role.APPROVER)
    assert approve(means, document_id, version=version_of(means, document_id), user=approver).state is State.READY


@pytest.mark.parametrize(
    ("role", "may"), [(Role.CLERK, False), (Role.APPROVER, True), (Role.FINANCE, True), (Role.BUYER, False)]
)
def test_the_roles_of_higher_limits_may_approve_below_them(tmp_path: Path, role: Role, may: bool) -> None:
    limits = [{"amount": 50, "role": "approver"}, {"amount": 5000, "role": "finance"}]
    means, document_id = in_review(tmp_path, price="2.50", policy={"approval": {"limits": limits}})
    reason = Workbench(means).may("approve", record_of(means, document_id), person(role))
    assert reason == (None if may else "AMT-LIMIT waits for approver.")


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("always", None),
        ("below 500", None),
        (
            "below 100",
            "You corrected this document, so somebody else has to approve it: who corrects may approve only below 100.00.",
        ),
        ("never", "You corrected this document, so somebody else has to approve it: who corrects may approve never."),
        (None, None),
    ],
)
def test_who_corrects_may_approve_only_what_the_policy_leaves_to_one_person(
    tmp_path: Path, rule: str | None, sentence: str | None
) -> None:
    means, document_id = in_review(tmp_path, price="4.00", policy={"approval": {"corrector_may_approve": rule}})
    for login in ("clerk", "second"):  # the last corrector is not the only one
        corrector = person(Role.CLERK, login=login)
        change = {"due_date": Correction("2026-12-21" if login == "clerk" else "2026-12-22")}
        corrected = correct(means, document_id, change, version=version_of(means, document_id), user=corrector)
        match_now(means, corrected, user=corrector)
    assert Workbench(means).may("approve", record_of(means, document_id), CLERK) == sentence
    assert Workbench(means).may("approve", record_of(means, document_id), person(Role.CLERK, login="third")) is None


@pytest.mark.parametrize("wrong", ["sometimes", "below", "below x", 5])
def test_a_rule_for_correctors_that_is_none_stops_the_start(wrong: object) -> None:
    with pytest.raises(BadUse, match=r"approval\.corrector_may_approve"):
        policy_from({"approval": {"corrector_may_approve": wrong}})


@pytest.mark.parametrize(
    ("key", "value"), [("roles", {"PRX-*": "buyer"}), ("roles", {"PRC-*": "auditor"}), ("accept_up_to", {"system": 1})]
)
def test_a_role_or_code_that_is_none_stops_the_start(key: str, value: object) -> None:
    with pytest.raises(BadUse, match=f"approval.{key}"):
        policy_from({"approval": {key: value}})


# --- what a word is bound to ---


def test_a_correction_takes_the_approvals_given_before_away(tmp_path: Path) -> None:
    means, document_id = in_review(tmp_path, price="9.00", received=0)
    first = approve(means, document_id, version=version_of(means, document_id), user=BUYER)
    corrected = correct(means, document_id, {"due_date": Correction("2026-12-21")}, version=first.version, user=CLERK)
    match_now(means, corrected, user=CLERK)
    second = approve(means, document_id, version=version_of(means, document_id), user=WAREHOUSE)
    assert second.state is State.IN_REVIEW, "the buyer's word was for other values"
    assert approve(means, document_id, version=second.version, user=BUYER).state is State.READY


def test_what_changed_in_odoo_after_the_approval_is_not_entered_but_asked_again(tmp_path: Path) -> None:
    means, document_id = in_review(tmp_path, price="4.00")
    approve(means, document_id, version=version_of(means, document_id), user=CLERK)
    assert isinstance(means.erp, SmallErp)
    means.erp.received = Decimal(0)  # the goods went back
    assert settle_document(means, document_id, holder="test") is State.IN_REVIEW
    record = record_of(means, document_id)
    assert record.match is not None
    assert {"PST-STALE", "QTY-NOREC"} <= {f.code for f in record.match.findings}
    assert (means.erp.entered, record.approved_by) == ({}, None)
    both = person(Role.CLERK, Role.WAREHOUSE)
    assert approve(means, document_id, version=record.version, user=both).state is State.READY
    assert settle_document(means, document_id, holder="test") is State.ENTERED


def test_a_question_that_is_gone_meanwhile_takes_no_approval_away(tmp_path: Path) -> None:
    means, document_id = in_review(tmp_path, received=0, price="2.50")
    approve(means, document_id, version=version_of(means, document_id), user=WAREHOUSE)
    assert isinstance(means.erp, SmallErp)
    means.erp.received = Decimal(100)
    assert settle_document(means, document_id, holder="test") is State.ENTERED


def test_what_odoo_refused_needs_every_word_anew(tmp_path: Path) -> None:
    means, document_id = in_review(tmp_path, received=0, price="2.50")
    assert isinstance(means.erp, SmallErp)
    means.erp.before_enter = odoo_refuses
    approve(means, document_id, version=version_of(means, document_id), user=WAREHOUSE)
    assert settle_document(means, document_id, holder="test") is State.IN_REVIEW
    with pytest.raises(NotAllowed):
        approve(means, document_id, version=version_of(means, document_id), user=CLERK)
    means.erp.before_enter = lambda: None
    approve(means, document_id, version=version_of(means, document_id), user=WAREHOUSE)
    assert settle_document(means, document_id, holder="test") is State.ENTERED


# --- who has it ---


def test_an_opened_document_is_held_and_others_wait_until_it_runs_out(tmp_path: Path) -> None:
    means, document_id = in_review(tmp_path)
    bench, carl = Workbench(means), person(Role.CLERK, login="carl")
    clock = means.clock
    assert isinstance(clock, SteppingClock)
    mine = bench.claim(document_id, user=CLERK)
    assert mine is not None
    seen = bench.claim(document_id, user=carl)
    assert seen == mine
    with pytest.raises(NotAllowed, match="Clerk is working on this document"):
        correct(means, document_id, {"due_date": Correction("2026-12-21")}, version=version_of(means, document_id), user=carl)
    with pytest.raises(NotAllowed, match="An administrator may take it over now"):
        bench.take_over(document_id, user=carl)
    clock.move_on(timedelta(minutes=4))
    assert bench.renew_claim(document_id, user=CLERK) is not None
    clock.move_on(timedelta(minutes=4))
    assert bench.renew_claim(document_id, user=carl) == bench.claim(document_id, user=carl)
    clock.move_on(timedelta(minutes=2))
    taken = bench.take_over(document_id, user=carl)
    assert taken.login == "carl"
    with pytest.raises(NotAllowed, match="Carl is working"):
        correct(means, document_id, {"due_date": Correction("2026-12-21")}, version=version_of(means, document_id), user=CLERK)


def test_an_administrator_takes_over_at_once_and_the_log_says_from_whom(tmp_path: Path) -> None:
    means, document_id = in_review(tmp_path)
    bench = Workbench(means)
    bench.claim(document_id, user=CLERK)
    assert bench.take_over(document_id, user=ADMIN).login == "admin"
    event = bench.events(document_id)[-1]
    assert (event.event, event.actor, event.why) == (Event.NOTED, "admin", "taken over from Clerk")


def test_a_closed_document_is_free_but_only_this_opening_gives_it_back(tmp_path: Path) -> None:
    means, document_id = in_review(tmp_path)
    bench = Workbench(means)
    first, again = bench.claim(document_id, user=CLERK), bench.claim(document_id, user=CLERK)
    assert first is not None
    assert again is not None
    bench.end_claim(document_id, ticket=first.ticket, user=CLERK)
    assert bench.standing(document_id, user=CLERK).claim == again
    bench.end_claim(document_id, ticket=again.ticket, user=CLERK)
    assert bench.standing(document_id, user=CLERK).claim is None


def test_an_auditor_looks_without_holding_anything(tmp_path: Path) -> None:
    means, document_id = in_review(tmp_path)
    assert Workbench(means).claim(document_id, user=person(Role.AUDITOR)) is None


# --- what was said about findings ---


def test_a_finding_that_the_buyer_accepted_leaves_the_approval_to_the_clerk(tmp_path: Path) -> None:
    means, document_id = in_review(tmp_path, price="9.00")
    with pytest.raises(NotAllowed, match="not yours"):
        say(means, document_id, "PRC-OVER", Resolution.ACCEPTED, CLERK)
    moved, _ = say(means, document_id, "PRC-OVER", Resolution.FORWARDED, CLERK, role=Role.BUYER, text="agreed by phone?")
    assert moved.owner == "buyer"
    assert Workbench(means).may("approve", moved, CLERK) is not None
    moved, _ = say(means, document_id, "PRC-OVER", Resolution.ACCEPTED, BUYER, text="agreed with Ms Kestrel")
    assert moved.owner is None
    assert approve(means, document_id, version=moved.version, user=CLERK).state is State.READY
    assert settle_document(means, document_id, holder="test") is State.ENTERED
    price = next(i for i in Workbench(means).issues(document_id) if i.code == "PRC-OVER")
    assert (price.resolution, price.resolved_by) == (Resolution.ACCEPTED, "buyer")


def test_a_document_that_waits_for_its_receipt_leaves_the_queue_until_odoo_has_it(tmp_path: Path) -> None:
    means, document_id = in_review(tmp_path, received=0, price="2.50")
    say(means, document_id, "QTY-NOREC", Resolution.WAIT_FOR_RECEIPT, CLERK)
    bench = Workbench(means)
    assert bench.queue(DocumentQuery(put_aside=False)).total == 0
    assert (
        bench.may("approve", record_of(means, document_id), WAREHOUSE)
        == "QTY-NOREC waits for the receipt. Say first how it ended."
    )
    assert rematch_waiting(means) == 0
    assert isinstance(means.erp, SmallErp)
    means.erp.received = Decimal(100)
    assert rematch_waiting(means) == 1
    assert settle_document(means, document_id, holder="test") is State.ENTERED
    (issue,) = bench.issues(document_id)
    assert issue.resolution is Resolution.CHANGED_IN_ERP


def test_the_supplier_is_asked_in_a_mail_and_the_document_comes_back_on_its_day(tmp_path: Path) -> None:
    means, document_id = in_review(tmp_path, price="4.00")
    clock = means.clock
    assert isinstance(clock, SteppingClock)
    _, mail = say(means, document_id, "PRC-OVER", Resolution.SUPPLIER_ASKED, CLERK, text="Best, C.", until=clock.now() + HOUR)
    assert "KA-1" in mail
    assert "Cutting disc" in mail
    assert "2.50" in mail
    assert "4.00" in mail
    assert "Best, C." in mail
    assert "Brennhoff Industriebedarf GmbH" in mail
    bench = Workbench(means)
    assert bench.queue(DocumentQuery(put_aside=True)).total == 1
    clock.move_on(2 * HOUR)
    assert bench.queue(DocumentQuery(put_aside=True)).total == 0
    (issue,) = bench.issues(document_id)
    assert issue.waiting_since is not None
    moved, _ = say(means, document_id, "PRC-OVER", Resolution.CREDIT_REQUESTED, CLERK, text="credit note promised")
    assert approve(means, document_id, version=moved.version, user=CLERK).state is State.READY
    (issue,) = bench.issues(document_id)
    assert issue.waited >= 2 * HOUR
    assert issue.own_time is not None
    assert issue.own_time < HOUR


def test_a_changed_order_is_matched_again_at_once(tmp_path: Path) -> None:
    means, document_id = in_review(tmp_path, received=0, price="2.50")
    assert isinstance(means.erp, SmallErp)
    means.erp.received = Decimal(100)
    moved, _ = say(means, document_id, "QTY-NOREC", Resolution.ORDER_CHANGED, BUYER)
    assert moved.state is State.READY
    assert events_of(means, document_id)[-3:] == [Event.CHANGED_IN_ERP, Event.WAS_MATCHED, Event.PASSED_BY_POLICY]


@pytest.mark.parametrize(
    ("resolution", "more", "sentence"),
    [
        (Resolution.SETUP_REQUESTED, {"text": "x"}, "cannot be resolved"),
        (Resolution.REJECTED, {}, "cannot be resolved"),
        (Resolution.FORWARDED, {"text": "x"}, "choose whom"),
        (Resolution.FORWARDED, {"text": "x", "role": Role.AUDITOR}, "choose whom"),
        (Resolution.FORWARDED, {"role": Role.BUYER}, "few words"),
        (Resolution.CREDIT_REQUESTED, {"text": " "}, "few words"),
    ],
)
def test_what_makes_no_sense_for_a_finding_is_refused(
    tmp_path: Path, resolution: Resolution, more: dict[str, object], sentence: str
) -> None:
    means, document_id = in_review(tmp_path, price="4.00")
    with pytest.raises(BadUse, match=sentence):
        say(means, document_id, "PRC-OVER", resolution, CLERK, **more)


def test_nothing_is_said_about_a_document_that_changed_meanwhile_or_a_finding_that_it_has_not(tmp_path: Path) -> None:
    means, document_id = in_review(tmp_path, price="4.00")
    bench, version = Workbench(means), version_of(means, document_id)
    with pytest.raises(StaleDocument):
        bench.resolve(document_id, Saying("x", Resolution.ACCEPTED), version=version - 1, user=CLERK)
    with pytest.raises(BadUse, match="no such finding"):
        bench.resolve(document_id, Saying("x", Resolution.ACCEPTED), version=version, user=CLERK)
    with pytest.raises(NotAllowed):
        bench.resolve(document_id, Saying("x", Resolution.ACCEPTED), version=version, user=person(Role.AUDITOR))


# --- coming and going ---


def test_a_session_ends_unused_and_everywhere_at_once(tmp_path: Path) -> None:
    means = make_means(tmp_path)
    clock, bench = means.clock, Workbench(means)
    assert isinstance(clock, SteppingClock)
    first, second = (bench.sign_in("clerk", "clerk", address="a") for _ in range(2))
    assert first is not None
    assert second is not None
    assert first.token != second.token
    clock.move_on(timedelta(minutes=59))
    assert bench.session(first.token) is not None
    clock.move_on(timedelta(minutes=59))
    assert bench.session(second.token) is None
    assert bench.session(first.token) is not None
    third = bench.sign_in("clerk", "clerk", address="a")
    assert third is not None
    assert bench.sign_out_everywhere(CLERK) >= 2
    assert bench.session(first.token) is None
    assert bench.session(third.token) is None


def test_roles_follow_odoo_and_whoever_lost_them_is_signed_out_everywhere(tmp_path: Path) -> None:
    erp = SmallErp()
    means = make_means(tmp_path, erp=erp)
    clock, bench = means.clock, Workbench(means)
    assert isinstance(clock, SteppingClock)
    first, second = (bench.sign_in("clerk", "clerk", address="a") for _ in range(2))
    assert first is not None
    assert second is not None
    erp.roles["clerk"] = frozenset({Role.BUYER})
    session = bench.session(first.token)
    assert session is not None
    assert session.user.roles == {Role.CLERK}, "read again every ten minutes only"
    clock.move_on(timedelta(minutes=10))
    for token in (first.token, second.token):
        session = bench.session(token)
        assert session is not None
        assert session.user.roles == {Role.BUYER}
    erp.gone.add("clerk")
    clock.move_on(timedelta(minutes=10))
    assert bench.session(second.token) is None
    assert bench.session(first.token) is None


def test_while_odoo_is_away_nobody_is_signed_out_and_it_is_asked_once(tmp_path: Path) -> None:
    erp = SmallErp()
    means = make_means(tmp_path, erp=erp)
    clock, bench = means.clock, Workbench(means)
    assert isinstance(clock, SteppingClock)
    session = bench.sign_in("clerk", "clerk", address="a")
    assert session is not None
    asked = []

    def away() -> None:
        asked.append(1)
        raise ErpUnavailable("Odoo does not answer")

    erp.before_person = away
    clock.move_on(timedelta(minutes=11))
    assert [bench.session(session.token) is not None for _ in range(3)] == [True] * 3
    assert len(asked) == 1


def test_guesses_are_slowed_down_for_all_processes_by_login_and_by_address(tmp_path: Path) -> None:
    means = make_means(tmp_path)
    one, other = Workbench(means), Workbench(replace(means))
    clock = means.clock
    assert isinstance(clock, SteppingClock)
    for bench in (one, other, one, other, one):
        assert bench.sign_in("clerk", "wrong", address="10.0.0.1") is None
    with pytest.raises(NotAllowed, match=r"Try again in \d+ seconds"):
        other.sign_in("Clerk ", "clerk", address="10.0.0.1")
    assert other.sign_in("clerk", "clerk", address="10.0.0.2") is not None, "nobody is locked out from elsewhere"
    for number in range(29):
        one.sign_in(f"guess {number}", "wrong", address="10.0.0.3")
    assert one.sign_in("buyer", "buyer", address="10.0.0.3") is not None
    one.sign_in("guess", "wrong", address="10.0.0.3")
    with pytest.raises(NotAllowed):
        other.sign_in("buyer", "buyer", address="10.0.0.3")
    clock.move_on(timedelta(minutes=5))
    assert one.sign_in("clerk", "clerk", address="10.0.0.1") is not None


def test_whoever_sees_an_account_in_full_is_written_down(tmp_path: Path) -> None:
    means, document_id = in_review(tmp_path)
    bench = Workbench(means)
    with pytest.raises(NotAllowed):
        bench.reveal(document_id, user=CLERK)
    bench.reveal(document_id, user=FINANCE)
    event = bench.events(document_id)[-1]
    assert (event.actor, event.why) == ("finance", "saw bank accounts in full")
