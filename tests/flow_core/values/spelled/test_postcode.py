"""Postal codes, as their country writes them."""

from __future__ import annotations

import pytest

from flow_core.values import NoMatch, Question, locale_of, read, read_keys
from flow_core.values.postal import written

AT = 1_714_953_600_000


@pytest.mark.parametrize(
    ("country", "code"),
    [
        ("US", "90210"),
        ("US", "90210-1234"),
        ("GB", "SW1A 1AA"),
        ("GB", "M1 1AE"),
        ("GB", "EC1A 1BB"),
        ("CA", "K1A 0B1"),
        ("IE", "D6W XY00"),
        ("NL", "1234 AB"),
        ("PT", "1234-567"),
        ("BR", "01310-100"),
        ("PL", "00-950"),
        ("SE", "114 55"),
        ("DE", "01067"),
        ("FR", "75001"),
        ("ES", "28013"),
        ("IT", "00184"),
        ("AT", "1010"),
        ("IN", "110001"),
        ("JP", "100-0001"),
    ],
)
def test_a_postcode_is_written_as_its_country_writes_it(country: str, code: str) -> None:
    letters = "".join(filter(str.isalnum, code))
    assert written(letters.lower(), country) == code
    for said in (code, code.lower(), " ".join(letters), f"it's {' '.join(letters.lower())}, thanks"):
        assert read(said, Question("postcode", country=country), locale_of(), at=AT) == code


def test_a_country_without_a_known_form_keeps_what_was_spelled() -> None:
    assert written("ab 123", "XX") == "AB123"
    assert written("ab", "XX") is None


def test_a_postcode_is_that_of_the_region_if_the_question_names_no_country() -> None:
    assert read("SW1A 1AA", Question("postcode"), locale_of("en-GB"), at=AT) == "SW1A 1AA"
    assert isinstance(read("SW1A 1AA", Question("postcode"), locale_of("en-US"), at=AT), NoMatch)


def test_a_postcode_of_digits_can_be_keyed() -> None:
    assert read_keys("90210#", Question("postcode"), locale_of(), at=AT) == "90210"
    assert read_keys("123#", Question("postcode"), locale_of(), at=AT) == NoMatch("the country has no such postcode")
