"""Dates as callers say them on Monday, May 6, 2024."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flow_core.values import NoMatch, Question, locale_of, read, read_keys

AT = 1_714_953_600_000


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("2024-05-07", "2024-05-07"),
        ("2024/5/7", "2024-05-07"),
        ("May 6 2024", "2024-05-06"),
        ("May 6th, 2025.", "2025-05-06"),
        ("6th of May", "2024-05-06"),
        ("the sixth of May", "2024-05-06"),
        ("6 May", "2024-05-06"),
        ("6-May-2025", "2025-05-06"),
        ("May the 5th", "2025-05-05"),
        ("the 5th", "2024-06-05"),
        ("the 31st", "2024-05-31"),
        ("20th", "2024-05-20"),
        ("on the fifth", "2024-06-05"),
        ("the fifth of next month", "2024-06-05"),
        ("the tenth of this month", "2024-05-10"),
        ("05/06/2024", "2024-05-06"),
        ("13/06/2024", "2024-06-13"),
        ("5/6/85", "1985-05-06"),
        ("5/6/30", "2030-05-06"),
        ("5.7.2024", "2024-05-07"),
        ("5/5", "2025-05-05"),
        ("today", "2024-05-06"),
        ("tonight", "2024-05-06"),
        ("tomorrow", "2024-05-07"),
        ("yesterday", "2024-05-05"),
        ("day after tomorrow", "2024-05-08"),
        ("the day before yesterday", "2024-05-04"),
        ("next Tuesday", "2024-05-14"),
        ("next Monday", "2024-05-13"),
        ("Monday", "2024-05-06"),
        ("this coming Friday", "2024-05-10"),
        ("on Friday", "2024-05-10"),
        ("last Friday", "2024-05-03"),
        ("last Monday", "2024-04-29"),
        ("Tuesday next week", "2024-05-14"),
        ("next week on Tuesday", "2024-05-14"),
        ("next week Tuesday", "2024-05-14"),
        ("the Friday after next", "2024-05-17"),
        ("in three days", "2024-05-09"),
        ("in two weeks", "2024-05-20"),
        ("in two weeks time", "2024-05-20"),
        ("in a month", "2024-06-06"),
        ("in a year", "2025-05-06"),
        ("in a couple of days", "2024-05-08"),
        ("a couple weeks from now", "2024-05-20"),
        ("a week from Friday", "2024-05-17"),
        ("two days after May 10th", "2024-05-12"),
        ("two days ago", "2024-05-04"),
        ("May sixth", "2024-05-06"),
        ("May twenty first", "2024-05-21"),
        ("May twenty", "2024-05-20"),
        ("June the thirtieth", "2024-06-30"),
        ("May sixth twenty twenty five", "2025-05-06"),
        ("May sixth nineteen eighty four", "1984-05-06"),
        ("May sixth nineteen oh five", "1905-05-06"),
        ("May sixth nineteen hundred", "1900-05-06"),
        ("May sixth two thousand", "2000-05-06"),
        ("May sixth two thousand and five", "2005-05-06"),
        ("May sixth next year", "2025-05-06"),
        ("January 5th this year", "2024-01-05"),
        ("Monday, May 6", "2024-05-06"),
        ("Friday the 10th", "2024-05-10"),
        ("May 10th (Friday)", "2024-05-10"),
        ("Feb 29", "2028-02-29"),
    ],
)
def test_a_date_alone_is_read_with_and_without_whole(said: str, value: str) -> None:
    assert read(said, Question("date"), locale_of(), at=AT, whole=True) == value
    assert read(said, Question("date"), locale_of(), at=AT, whole=False) == value


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("let's do next Tuesday then", "2024-05-14"),
        ("on the fifth please", "2024-06-05"),
        ("not Friday, Saturday", "2024-05-11"),
        ("Friday, no, sorry, Saturday", "2024-05-11"),
        ("February 30th, no, March 1st", "2025-03-01"),
        ("tomorrow, so May 7th", "2024-05-07"),
    ],
)
def test_a_date_is_found_in_a_sentence_and_the_sentence_does_not_match(said: str, value: str) -> None:
    assert read(said, Question("date"), locale_of(), at=AT, whole=False) == value
    assert isinstance(read(said, Question("date"), locale_of(), at=AT, whole=True), NoMatch)


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize(
    "said",
    """|hello|on|the|February 30th|13/13/2024|2024-02-30|May 45|32/1|the 32nd|Friday May 11th|May 2024|
    May twenty twenty four|June fifth or sixth|the first one|the 5th floor|5th Avenue|Monday or Tuesday|
    in nine million days|in one hundred thousand months|May, sixth|1.2.3|123/4/2024|next week|next|a week from|
    a week from nothing|in three|1984|not Friday|the fifth of|three thousand years ago|
    nine thousand years after 2024-05-06|a week after February 30th|in 12345678 days|
    second|in a minute""".split("|"),
)
def test_an_utterance_without_exactly_one_real_date_does_not_match(said: str, whole: bool) -> None:
    assert isinstance(read(said, Question("date"), locale_of(), at=AT, whole=whole), NoMatch)


def test_a_month_that_is_too_short_ends_with_its_last_day() -> None:
    january_31 = 1_706_659_200_000
    assert read("in a month", Question("date"), locale_of(), at=january_31, whole=True) == "2024-02-29"
    assert read("the 30th", Question("date"), locale_of(), at=january_31, whole=True) == "2024-03-30"


def test_a_date_before_1970_is_read() -> None:
    assert read("today", Question("date"), locale_of(), at=-1, whole=True) == "1969-12-31"


@pytest.mark.parametrize(
    ("pressed", "value"),
    [("05062024#", "2024-05-06"), ("20240506", "2024-05-06"), ("02292024", "2024-02-29")],
)
def test_a_date_is_keyed_in_eight_digits(pressed: str, value: str) -> None:
    assert read_keys(pressed, Question("date"), locale_of(), at=AT) == value


@pytest.mark.parametrize("pressed", ["0506", "050624", "02302024", "13132024", "00000000", "0506202", "*5062024"])
def test_other_keys_are_not_a_date(pressed: str) -> None:
    assert isinstance(read_keys(pressed, Question("date"), locale_of(), at=AT), NoMatch)


DATES = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@given(DATES, st.sampled_from(["%Y-%m-%d", "%B %d %Y", "%d %B, %Y", "%b %d, %Y", "%m/%d/%Y", "%A, %B %d, %Y"]))
def test_any_written_date_is_read(day: date, form: str) -> None:
    assert read(day.strftime(form), Question("date"), locale_of(), at=AT, whole=True) == day.isoformat()
    assert (
        read(f"it's {day.strftime(form)} I think", Question("date"), locale_of(), at=AT, whole=False) == day.isoformat()
    )


@given(DATES)
def test_any_keyed_date_is_read(day: date) -> None:
    assert read_keys(day.strftime("%m%d%Y#"), Question("date"), locale_of(), at=AT) == day.isoformat()
    assert read_keys(day.strftime("%Y%m%d"), Question("date"), locale_of(), at=AT) == day.isoformat()


@given(DATES, st.integers(0, 364), st.integers(0, 86_399_999))
def test_a_date_without_a_year_is_the_next_on_or_after_today(today: date, ahead: int, moment: int) -> None:
    at = (today - date(1970, 1, 1)).days * 86_400_000 + moment
    day = today + timedelta(days=ahead)
    assert read(f"{day:%B} {day.day}", Question("date"), locale_of(), at=at, whole=True) == day.isoformat()


@given(DATES, st.integers(0, 6))
def test_a_weekday_is_within_a_week(today: date, weekday: int) -> None:
    at = (today - date(1970, 1, 1)).days * 86_400_000
    read_day = date.fromisoformat(
        str(read(calendar.day_name[weekday], Question("date"), locale_of(), at=at, whole=True))
    )
    assert read_day.weekday() == weekday
    assert 0 <= (read_day - today).days < 7


@pytest.mark.parametrize(
    "said",
    [
        "May 10th at five",
        "the 10th may work",
        "a day or so, tomorrow",
        "in a hurry, tomorrow",
        "June 5th or the 5th of June",
        "May sixth twenty oh",
        "Monday from",
    ],
)
def test_a_word_that_is_not_understood_makes_no_match(said: str) -> None:
    assert isinstance(read(said, Question("date"), locale_of(), at=AT), NoMatch)
