from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import idp.extractors
from idp.review.german_sentence import CLAUSES, SENTENCES
from idp.review.language import Language, speaking
from idp.review.sentence import knows, sentence


def names(words: str) -> list[str]:
    return sorted(name for _, name, _, _ in Formatter().parse(words) if name)


def test_every_german_sentence_has_the_gaps_of_its_english_one() -> None:
    assert [english for english, said in (*SENTENCES, *CLAUSES) if names(english) != names(said)] == []


@pytest.mark.parametrize("pairs", [SENTENCES, CLAUSES])
def test_no_english_sentence_has_two_german_ones(pairs: tuple[tuple[str, str], ...]) -> None:
    assert len({english for english, _ in pairs}) == len(pairs)


def test_amounts_days_quantities_lines_and_fields_are_written_as_the_language_does() -> None:
    said = {
        "25.10 USD per Units is billed for Chair on P00001 line 1, 1250.00 was ordered: 10000.00 USD too much.":
            "25,10 USD je Units sind für Chair auf P00001 Zeile 1 berechnet, bestellt war zu 1.250,00: 10.000,00 USD zu viel.",
        "Chair on P00001 line 1 is promised for 2026-05-20, 10 days later than ordered (2026-05-10).":
            "Chair auf P00001 Zeile 1 ist für den 20.05.2026 zugesagt, 10 Tage später als bestellt (10.05.2026).",
        "Billed 1500.5 kg (12 of it on earlier bills), but nothing has been received yet of P00001 line 2.":
            "Berechnet sind 1.500,5 kg (12 davon auf früheren Rechnungen), von P00001 Zeile 2 ist noch nichts eingegangen.",
        "No invoice number was found.": "Nicht gefunden: Rechnungsnummer.",
        "No order is named; the lines fit P1 and P2; P3 would fit as well.":
            "Keine Bestellung ist genannt; die Zeilen passen zu P1 und P2; P3 würde auch passen.",
        "A has already sent credit note 7 of 2026-04-14 over 9.00 EUR (a draft in Odoo).":
            "A hat 7 vom 14.04.2026 über 9,00 EUR schon geschickt (in Odoo im Entwurf).",
    }  # fmt: skip
    with speaking(Language.GERMAN):
        assert {english: plain(sentence(english)) for english in said} == {
            english: plain(words) for english, words in said.items()
        }


def plain(words: str) -> str:
    return words.replace("\N{NO-BREAK SPACE}", " ")


def test_what_a_document_says_stays_as_it_is_and_cannot_take_another_sentence() -> None:
    with speaking(Language.GERMAN):
        assert sentence("Damage was noted at delivery: “{x} line 3 and 12.50 EUR”.") == (
            "Bei der Ablieferung wurde ein Schaden vermerkt: „{x} line 3 and 12.50 EUR“."
        )
        twofold = "Bolts is not on P1, says Acme is not on P00001."
        assert sentence(twofold) == twofold


def test_english_and_what_nobody_knows_stay_english() -> None:
    assert sentence("Order P1 is cancelled.") == "Order P1 is cancelled."
    with speaking(Language.GERMAN):
        assert sentence("Something new happened.") == "Something new happened."


def reading_sentences() -> Iterator[str]:
    """Every sentence that reading writes, each gap filled with words that fit: the literal calls of `finding`."""
    for path in Path(idp.extractors.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "finding":
                yield from filled(node.args[1])


def filled(message: ast.expr) -> Iterator[str]:
    if isinstance(message, ast.Constant):
        yield str(message.value)
    elif isinstance(message, ast.JoinedStr):
        parts = (value.value if isinstance(value, ast.Constant) else example(ast.unparse(value)) for value in message.values)
        yield "".join(str(part) for part in parts)


def example(expression: str) -> str:
    if "isoformat" in expression:
        return "2026-04-05"
    if "plain" in expression or "name.replace" in expression:
        return "invoice number"
    is_number = any(
        word in expression
        for word in ("index", "count", "sum", "expected", "computed", "stated", "lines", "amount", "target", "total")
    )
    return "12.50" if is_number else "Acme"


def test_every_sentence_of_reading_is_said_in_german() -> None:
    said = list(reading_sentences())
    assert len(said) > 15
    assert [words for words in said if not knows(words, Language.GERMAN)] == []
