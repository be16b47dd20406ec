"""A value that is said by its filter is read back by the reader of its type as the same value."""

from __future__ import annotations

from datetime import date

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from flow_core.authored.asked import ValueType
from flow_core.json import Json
from flow_core.languages import LANGUAGE_CODES
from flow_core.text.filters import Filter
from flow_core.values import Question, locale_of, read
from tests.flow_core.spoken.speaking import said

_SAY = settings(deadline=None)
"""The first example loads the libraries."""
_AT = 1_796_414_400_000
_READ = [tag for tag in ("en-US", "en-GB", "es-ES", "fr-FR", "de-DE", "it-IT", "pt-BR", "nl-NL")
         if tag[:2] in LANGUAGE_CODES]  # fmt: skip
_TAGS = st.sampled_from(_READ)
_DATES = st.dates(date(1900, 1, 1), date(2099, 12, 31)).map(date.isoformat)
_TIMES = st.builds("{:02}:{:02}".format, st.integers(0, 23), st.integers(0, 59))


def read_back(value: Json, value_type: ValueType, filter: Filter | None, tag: str, question: Question) -> Json:
    """Say a value, and read the words as an answer to a question for its type."""
    words = said(value, filter, language=tag, asked=value_type)
    heard = read(words, question, locale_of(tag), at=_AT)
    assert heard == value, f"{value!r} is said as {words!r}, which is read as {heard!r}"
    return value


@_SAY
@given(_DATES, _TAGS)
def test_a_date_is_read_back(value: str, tag: str) -> None:
    read_back(value, "date", "date", tag, Question("date"))


@_SAY
@given(_TIMES, _TAGS)
def test_a_time_is_read_back(value: str, tag: str) -> None:
    read_back(value, "time", "time", tag, Question("time"))


@_SAY
@given(_DATES, _TIMES, _TAGS)
def test_a_moment_is_read_back(day: str, clock: str, tag: str) -> None:
    read_back(f"{day}T{clock}", "datetime", "datetime", tag, Question("datetime"))


@_SAY
@given(st.integers(1, 23), st.integers(1, 59), _TAGS)
def test_a_duration_is_read_back(hours: int, minutes: int, tag: str) -> None:
    read_back(f"PT{hours}H{minutes}M", "duration", None, tag, Question("duration"))


@_SAY
@given(st.integers(-(10**6), 10**9), _TAGS)
def test_a_whole_number_is_read_back(value: int, tag: str) -> None:
    read_back(value, "integer", "number", tag, Question("integer"))
    read_back(value, "integer", None, tag, Question("integer"))


@_SAY
@given(st.decimals(0, 100_000, places=2).map(float), _TAGS)
def test_a_number_is_read_back(value: float, tag: str) -> None:
    read_back(value, "number", "number", tag, Question("number"))
    read_back(value, "number", None, tag, Question("number"))


@_SAY
@given(st.booleans(), _TAGS)
def test_yes_and_no_are_read_back(value: bool, tag: str) -> None:
    read_back(value, "boolean", None, tag, Question("boolean"))


@_SAY
@given(st.sampled_from(["+1415555", "+4420794", "415555", "0207946"]), st.integers(0, 9999), _TAGS)
def test_a_phone_number_is_read_back(start: str, end: int, tag: str) -> None:
    read_back(f"{start}{end:04}", "phone", "phone", tag, Question("phone"))


@_SAY
@given(st.from_regex(r"[a-z][a-z0-9]{0,6}([._-][a-z0-9]{1,5})?@[a-z]{2,8}\.(com|org|co\.uk)", fullmatch=True), _TAGS)
def test_a_spelled_address_is_read_back(value: str, tag: str) -> None:
    read_back(value, "email", "spell", tag, Question("email"))


_CURRENCIES = st.sampled_from(["USD", "EUR", "GBP", "CAD", "CHF", "MXN"])


@_SAY
@given(st.integers(0, 10_000_000), _CURRENCIES, _TAGS)
def test_money_is_read_back(cents: int, currency: str, tag: str) -> None:
    amount = cents // 100 if cents % 100 == 0 else cents / 100
    read_back({"amount": amount, "currency": currency}, "money", "money", tag, Question("money"))
    read_back({"amount": amount, "currency": currency}, "money", None, tag, Question("money"))


@_SAY
@given(st.text("0123456789", min_size=2, max_size=16), _TAGS)
def test_digits_are_read_back(value: str, tag: str) -> None:
    read_back(value, "digits", "digits", tag, Question("digits"))
    read_back(value, "digits", None, tag, Question("digits"))


@_SAY
@given(st.from_regex(r"[B-HJ-NP-Z0-9][A-NP-Z0-9]{2,8}", fullmatch=True), _TAGS)
def test_a_code_is_read_back(value: str, tag: str) -> None:
    """A letter O is heard as the digit, and a code of A and I alone as words."""
    read_back(value, "code", "spell", tag, Question("code"))
    read_back(value, "code", None, tag, Question("code"))


@_SAY
@given(st.from_regex(r"[A-Z][a-z]{2,8} [A-Z][a-z]{2,8}", fullmatch=True), _TAGS)
def test_a_spelled_name_is_read_back(value: str, tag: str) -> None:
    # A capital follows "Mc": "McDonald".
    assume(" Mc" not in value and not value.startswith("Mc"))
    read_back(value, "name", "spell", tag, Question("name"))


@_SAY
@given(
    st.sampled_from([("94110", "US"), ("SW1A 1AA", "GB"), ("M1 1AE", "GB"), ("K1A 0B1", "CA"), ("10115", "DE")]), _TAGS
)
def test_a_postcode_is_read_back(code: tuple[str, str], tag: str) -> None:
    value, country = code
    read_back(value, "postcode", None, tag, Question("postcode", country=country))


@_SAY
@given(st.lists(_DATES, min_size=2, max_size=4, unique=True), _TAGS)
def test_several_dates_are_read_back(values: list[Json], tag: str) -> None:
    read_back(values, "date", "date", tag, Question("date", many=True))
