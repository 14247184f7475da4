from random import Random

import pytest
from stdnum import ean, iban, iso6346
from stdnum.eu import vat

from idp.training.identifiers import make_container, make_gtin, make_iban, make_vat, make_vics_bol


@pytest.mark.parametrize("country", ["DE", "FR", "ES", "NL", "IE", "DK", "AT", "BE", "IT"])
def test_a_made_vat_number_passes_its_country_s_check(country: str) -> None:
    assert vat.is_valid(make_vat(country, Random(country)))


@pytest.mark.parametrize("country", ["DE", "FR", "ES", "NL", "IE", "DK", "AT", "BE", "IT", "GB", "CH"])
def test_a_made_iban_passes_its_check(country: str) -> None:
    number = make_iban(country, Random(country))
    assert iban.is_valid(number)
    assert number.startswith(country)


def test_goods_containers_and_bills_carry_valid_check_digits() -> None:
    rng = Random(3)
    for _ in range(40):
        assert ean.is_valid(make_gtin(rng))
        assert iso6346.is_valid(make_container(rng))
        bill = make_vics_bol(rng)
        assert len(bill) == 17
        assert ean.calc_check_digit(bill[:-1]) == bill[-1]


def test_the_same_seed_makes_the_same_number() -> None:
    assert make_vat("FR", Random(1)) == make_vat("FR", Random(1))
    assert make_iban("ES", Random(1)) != make_iban("ES", Random(2))
