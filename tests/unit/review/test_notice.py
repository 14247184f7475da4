from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import time, timedelta
from pathlib import Path

import pytest

from idp.bootstrap.notice import make_mailer, notice_addresses
from idp.domain.code import Code, Role
from idp.domain.errors import BadUse, ToolUnavailable
from idp.domain.lifecycle import Event, State
from idp.insight.age_limit import AgeLimits
from idp.insight.insight import Insight
from idp.review.language import Language
from idp.review.notice import NoticeRules, Notices
from idp.settings import Settings
from tests.contract.store.sample import NOON, SetClock, a_document, a_finding, a_match, an_extraction, bring_to
from tests.fakes.means import make_means

IBAN = "DE89370400440532013000"


@dataclass
class Letterbox:
    """Implements ports.Mailer; takes mails while it is not `shut`."""

    mails: list[tuple[str, str, str]] = field(default_factory=list)
    shut: bool = False

    def send(self, to: str, *, subject: str, text: str) -> None:
        if self.shut:
            raise ToolUnavailable("the mail server does not take the mail")
        self.mails.append((to, subject, text))


@pytest.fixture
def letters() -> Letterbox:
    return Letterbox()


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def notices(tmp_path: Path, letters: Letterbox, clock: SetClock) -> Notices:
    store = make_means(tmp_path).store
    store._clock = clock  # type: ignore[attr-defined]  # documents come at the time of this test
    with store.begin() as work:
        found = replace(a_finding(Code.PRC_OVER, money="3.35"), message=f"pay to {IBAN}")
        match = replace(a_match(Code.PRC_OVER, stake="3.35"), findings=(found,))
        late = a_document(minutes=-60 * 72, name=f"pay {IBAN}.pdf", extraction=an_extraction(number="4711"), match=match)
        bring_to(work, State.IN_REVIEW, late)
        bring_to(work, State.IN_REVIEW, a_document(extraction=an_extraction(number="4712"), match=match))
        put = bring_to(work, State.IN_REVIEW, a_document(extraction=an_extraction(number="4713"), match=match))
        why = f"PRC-OVER: forwarded (finance), is {IBAN} right?"
        work.documents.move(replace(put, owner="finance"), Event.FORWARDED, actor="clara", why=why)
    addresses = {Role.BUYER: "buyers@example.com", Role.FINANCE: "cfo@example.com", Role.WAREHOUSE: "hall@example.com"}
    rules = NoticeRules(addresses, Language.ENGLISH, time(13, 0), "https://idp.example.com")
    return Notices(store, Insight(store, clock, limits=AgeLimits()), letters, clock=clock, rules=rules)


def test_what_was_put_to_a_role_is_told_to_it_once(notices: Notices, letters: Letterbox) -> None:
    assert (notices.send_due(), notices.send_due()) == (1, 0)
    ((to, subject, text),) = letters.mails
    assert (to, subject) == ("cfo@example.com", "Put to you: 4713")
    assert "clara put 4713 to Finance:" in text
    assert "https://idp.example.com/documents/" in text


def test_the_digest_goes_out_once_a_day_after_its_hour_to_roles_with_work(
    notices: Notices, letters: Letterbox, clock: SetClock
) -> None:
    notices.send_due()
    letters.mails.clear()
    clock.moment = NOON + timedelta(hours=1)
    assert (notices.send_due(), notices.send_due()) == (2, 0)
    by_address = {to: (subject, text) for to, subject, text in letters.mails}
    assert set(by_address) == {"buyers@example.com", "cfo@example.com"}
    subject, text = by_address["buyers@example.com"]
    assert subject == "2 documents wait for Buyer"
    assert text.index("4711") < text.index("4712")  # the most urgent first
    assert "At least 1 of them are over their age limit." in text
    assert text.count("https://idp.example.com/documents/") == 2
    clock.moment = NOON + timedelta(days=1, hours=1)
    assert notices.send_due() == 2


def test_no_mail_has_a_bank_account(notices: Notices, letters: Letterbox, clock: SetClock) -> None:
    clock.moment = NOON + timedelta(hours=1)
    notices.send_due()
    assert letters.mails
    assert not any(IBAN in part for mail in letters.mails for part in mail)


def test_a_mail_that_the_server_did_not_take_is_sent_in_the_next_round(notices: Notices, letters: Letterbox) -> None:
    letters.shut = True
    with pytest.raises(ToolUnavailable):
        notices.send_due()
    letters.shut = False
    assert notices.send_due() == 1


def test_addresses_are_read_by_role_and_nonsense_is_refused(tmp_path: Path) -> None:
    def settings(to: str) -> Settings:
        return Settings(data_dir=tmp_path, mail_to=to)

    assert notice_addresses(settings("")) == {}
    assert notice_addresses(settings("clerk=ap@x.com, finance = cfo@x.com")) == {
        Role.CLERK: "ap@x.com",
        Role.FINANCE: "cfo@x.com",
    }
    for nonsense in ("ap@x.com", "system=a@x.com", "clerk=ap", "boss=a@x.com", "clerk=a@x.com b@x.com"):
        with pytest.raises(BadUse):
            notice_addresses(settings(nonsense))


def test_without_a_mail_server_nothing_is_sent_and_with_one_links_must_lead_somewhere(tmp_path: Path) -> None:
    assert make_mailer(Settings(data_dir=tmp_path)) is None
    with pytest.raises(BadUse, match="IDP_PUBLIC_URL"):
        make_mailer(Settings(data_dir=tmp_path, smtp_url="smtp://127.0.0.1:25"))  # type: ignore[arg-type]  # pydantic takes text
