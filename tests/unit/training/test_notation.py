from datetime import date
from decimal import Decimal

from idp.training.notation import Notation
from idp.training.samples import styles


def test_amounts_are_grouped_as_the_country_does() -> None:
    value = Decimal("1234567.5")
    assert styles.GERMAN.number(value) == "1.234.567,50"
    assert styles.SWISS.number(value) == "1'234'567.50"
    assert styles.FRENCH.number(value) == "1 234 567,50"
    assert styles.AMERICAN.amount(value, "USD") == "$1,234,567.50"


def test_a_price_keeps_the_decimals_that_it_needs() -> None:
    assert styles.BRITISH.price(Decimal("0.074")) == "0.074"
    assert styles.BRITISH.price(Decimal("2.1")) == "2.10"


def test_a_quantity_is_printed_without_needless_decimals() -> None:
    assert styles.GERMAN.plain(Decimal("5000")) == "5.000"
    assert styles.GERMAN.plain(Decimal("12.50")) == "12,5"


def test_dates_are_written_in_the_document_s_language() -> None:
    day = date(2026, 3, 9)
    assert Notation("fr", ",", " ", "{d} {month} {yyyy}").date(day) == "9 mars 2026"
    assert styles.AMERICAN.date(day) == "03/09/2026"
    assert styles.ENGLISH_LONG.date(day) == "09-Mar-2026"
