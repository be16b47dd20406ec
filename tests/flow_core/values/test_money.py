"""Amounts of money, spoken, typed and keyed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flow_core.values import NoMatch, Question, locale_of, read, read_keys
from flow_core.values.currencies import currency_of

AT = 1_714_953_600_000


@given(st.integers(0, 10**9), st.integers(0, 99), st.booleans())
def test_any_amount_in_digits_is_read(units: int, cents: int, whole: bool) -> None:
    amount = units + cents / 100 if cents else units
    for said in (f"${units:,}.{cents:02}", f"{units}.{cents:02} dollars", f"{units} dollars and {cents} cents"):
        value = read(said, Question("money"), locale_of(), at=AT, whole=whole)
        assert value == {"amount": pytest.approx(amount), "currency": "USD"}


@pytest.mark.parametrize(
    ("tag", "said", "currency"),
    [
        ("en-US", "twenty dollars", "USD"),
        ("en-CA", "twenty dollars", "CAD"),
        ("en-AU", "twenty dollars", "AUD"),
        ("en-GB", "twenty dollars", "USD"),
        ("en-GB", "twenty", "GBP"),
        ("en-IE", "twenty", "EUR"),
        ("en-US", "twenty pesos", "MXN"),
        ("en-PH", "twenty pesos", "PHP"),
    ],
)
def test_the_currency_is_what_was_said_else_that_of_the_region(tag: str, said: str, currency: str) -> None:
    assert read(said, Question("money"), locale_of(tag), at=AT) == {"amount": 20, "currency": currency}


def test_a_region_that_is_not_known_has_the_us_dollar() -> None:
    assert currency_of("ZZ") == "USD"


@pytest.mark.parametrize(("pressed", "amount"), [("20#", 20), ("12*50", 12.5), ("0*05", 0.05)])
def test_the_star_key_is_the_decimal_point(pressed: str, amount: float) -> None:
    assert read_keys(pressed, Question("money"), locale_of("en-GB"), at=AT) == {"amount": amount, "currency": "GBP"}


@pytest.mark.parametrize("pressed", ["", "*", "*50", "12*5", "12*500", "1*2*3", "A", "1" * 37, "٣"])
def test_other_keys_are_no_amount(pressed: str) -> None:
    assert isinstance(read_keys(pressed, Question("money"), locale_of(), at=AT), NoMatch)
