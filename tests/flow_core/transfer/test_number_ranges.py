"""The tables of number ranges compared with libphonenumber, by an example of every kind and country."""

from __future__ import annotations

import phonenumbers
import pytest
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from flow_core.transfer.number_ranges import countries, country_of, is_costly

LISTED = sorted(set(countries().values()))
COSTLY = {
    "premium rate": PhoneNumberType.PREMIUM_RATE,
    "shared cost": PhoneNumberType.SHARED_COST,
    "personal": PhoneNumberType.PERSONAL_NUMBER,
}


# Some of their numbers look like numbers of the country with the same code.
NOT_TOLD = {"AX": "FI", "IM": "GB", "SJ": "NO"}
# Personal numbers of Japan have the prefix and the length of numbers of Saitama.
ORDINARY = {("JP", "personal")}


def example(country: str, kind: int) -> str | None:
    number = phonenumbers.example_number_for_type(country, kind)
    return None if number is None else phonenumbers.format_number(number, PhoneNumberFormat.E164)


@pytest.mark.parametrize("kind", [PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE])
def test_an_ordinary_number_of_each_country_has_that_country_and_is_not_costly(kind: int) -> None:
    numbers = {country: example(country, kind) for country in LISTED}
    wrong = {
        country: number
        for country, number in numbers.items()
        if number is not None and (country_of(number) not in (country, NOT_TOLD.get(country)) or is_costly(number))
    }
    assert wrong == {}


@pytest.mark.parametrize("kind", COSTLY)
def test_a_costly_number_of_each_country_is_costly(kind: str) -> None:
    numbers = {country: example(country, COSTLY[kind]) for country in LISTED}
    wrong = {country: number for country, number in numbers.items() if number and not is_costly(number)}
    assert {country: number for country, number in wrong.items() if (country, kind) not in ORDINARY} == {}


@pytest.mark.parametrize("code", [800, 808, 870, 878, 881, 882, 883, 888, 979])
def test_satellites_and_international_networks_have_no_country(code: int) -> None:
    assert country_of(f"+{code}12345678") is None
