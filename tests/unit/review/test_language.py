from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from string import Formatter

import pytest
from fastapi.testclient import TestClient

from idp.domain.code import CODES
from idp.domain.document import DocumentType
from idp.domain.lifecycle import Event, State
from idp.domain.money import Money
from idp.review import text
from idp.review.display import age_text, amount_text, day_text, due_text, duration_text, moment_text, money_text
from idp.review.language import Language, Words, chosen_language, speaking
from tests.fakes.workbench import FakeWorkbench
from tests.unit.review.conftest import SignIn

TABLES = ("WORDS", "STATES", "DOCUMENT_TYPES", "ROLES", "QUALITIES", "EVENTS", "FIELDS", "MEANINGS")
TEMPLATES = Path(text.__file__).parent / "templates"


def table(name: str, language: Language) -> Mapping[str, str]:
    words = getattr(text, name)
    assert isinstance(words, Words)
    return words.tables[language]


def placeholders(words: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(words) if name is not None}


@pytest.mark.parametrize("name", TABLES)
def test_both_languages_have_the_same_keys_and_placeholders(name: str) -> None:
    english, german = table(name, Language.ENGLISH), table(name, Language.GERMAN)
    assert sorted(english) == sorted(german)
    assert [key for key in english if placeholders(english[key]) != placeholders(german[key])] == []
    assert [key for key, words in german.items() if not words.strip()] == []


def test_every_closed_set_has_its_words() -> None:
    assert {s.value for s in State} == set(text.STATES)
    assert {e.value for e in Event} == set(text.EVENTS)
    assert {t.value for t in DocumentType} == set(text.DOCUMENT_TYPES)
    assert {c.value for c in CODES} == set(text.MEANINGS)


def test_every_word_that_a_template_asks_for_is_there() -> None:
    asked = {
        key
        for path in TEMPLATES.glob("*.html")
        for key in re.findall(r"""\bt\(["']([a-z_.A-Z]+)["'][,)]""", path.read_text("utf-8"))
    }
    assert len(asked) > 150
    assert sorted(asked - set(text.WORDS)) == []


@pytest.mark.parametrize(
    ("choice", "accepted", "language"),
    [
        ("", "", "en"),
        ("", "de-AT,de;q=0.9,en;q=0.8", "de"),
        ("", "fr-FR,en;q=0.5,de;q=0.6", "de"),
        ("", "de;q=0,en;q=0.1", "en"),
        ("", "fr", "en"),
        ("en", "de", "en"),
        ("de", "en", "de"),
        ("tlh", "de", "de"),
        ("", "de;q=much, ;;, en", "en"),
    ],
)
def test_the_choice_comes_first_then_what_the_browser_asks_for(choice: str, accepted: str, language: str) -> None:
    assert chosen_language(choice, accepted) == language


def test_a_page_speaks_one_language_and_keeps_the_choice(client: TestClient, sign_in: SignIn, bench: FakeWorkbench) -> None:
    sign_in("fiona")
    for path in ("/queue", "/dashboard", f"/documents/{bench.papers['price'].record.id}", "/upload", "/learned", "/health"):
        german = client.get(path, headers={"accept-language": "de"}).text
        assert '<html lang="de">' in german
        assert ">Abmelden<" in german
        assert ">Sign out<" not in german
    answer = client.get("/language/de?next=/upload")
    assert (answer.status_code, answer.headers["location"]) == (303, "/upload")
    assert '<html lang="de">' in client.get("/queue").text
    client.get("/language/en")
    assert '<html lang="en">' in client.get("/queue", headers={"accept-language": "de"}).text
    assert client.get("/language/de?next=https://elsewhere.example/").headers["location"] == "/queue"


def test_the_sentence_of_a_finding_stays_english_and_is_marked_so(
    client: TestClient, sign_in: SignIn, bench: FakeWorkbench
) -> None:
    sign_in("clara")
    shown = client.get(f"/documents/{bench.papers['price'].record.id}", headers={"accept-language": "de"}).text
    assert '<p class="message" lang="en">' in shown
    assert "Preis über der Bestellung und der Toleranz" in shown


def test_refusals_are_told_in_the_language_of_the_page(client: TestClient, sign_in: SignIn) -> None:
    sign_in("clara")
    answer = client.get("/documents/none", headers={"accept-language": "de"})
    assert answer.status_code == 404
    assert '<html lang="de">' in answer.text


def test_numbers_and_days_are_written_as_each_language_writes_them() -> None:
    moment = datetime(2026, 4, 5, 14, 30, tzinfo=UTC)
    with speaking(Language.GERMAN):
        assert money_text(Money(Decimal("1234567.5"), "EUR")) == "1.234.567,50 EUR"
        assert amount_text(Decimal("0.00123")) == "0,00123"
        assert moment_text(moment) == "05.04.2026 14:30"
        assert day_text(moment.date()) == "5. Apr."
        assert age_text(timedelta(days=3)) == "3 T"
        assert duration_text(timedelta(hours=5.2)) == "5,2 Std"
        assert due_text(date(2026, 4, 4), today=moment.date()) == "1 T überfällig"
    assert money_text(Money(Decimal("1234567.5"), "EUR")) == "1,234,567.50 EUR"
    assert day_text(moment.date()) == "5 Apr"


def test_what_can_be_edited_is_written_the_same_in_every_language(
    client: TestClient, sign_in: SignIn, bench: FakeWorkbench
) -> None:
    """A form must give back what it was given: an amount with a comma would be another amount."""
    sign_in("clara")
    path = f"/documents/{bench.papers['price'].record.id}"
    values = [
        re.findall(r'name="field:([^"]+)" value="([^"]*)"', client.get(path, headers={"accept-language": language}).text)
        for language in ("en", "de")
    ]
    assert values[0] == values[1]
    assert values[0]
