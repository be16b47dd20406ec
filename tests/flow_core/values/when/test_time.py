"""Times of day: what decides between the morning and the evening, and times that are keyed."""

from __future__ import annotations

from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flow_core.values import NoMatch, Question, locale_of, read, read_keys

TEN_IN_THE_MORNING = 1_714_989_600_000
"""2024-05-06T10:00:00Z."""


def time_of(said: str, prompt: str = "", prefer: Literal["past", "future"] | None = None) -> object:
    value = read(said, Question("time", prompt=prompt, prefer=prefer), locale_of(), at=TEN_IN_THE_MORNING)
    return None if isinstance(value, NoMatch) else value


@pytest.mark.parametrize(
    ("said", "prompt", "prefer", "value"),
    [
        ("half seven", "", None, "19:30"),
        ("half seven in the morning", "When will you have dinner?", "future", "07:30"),
        ("half seven", "At what time in the morning?", "future", "07:30"),
        ("half seven", "In the morning or in the evening, and when?", None, "19:30"),
        ("half seven", "", "past", "07:30"),
        ("nine", "", None, "09:00"),
        ("nine", "", "future", "21:00"),
        ("nine", "When did it happen?", None, "09:00"),
        ("eleven", "When did it happen?", None, "11:00"),
        ("twelve", "When would you like lunch?", None, "12:00"),
        ("five", "When would you like lunch?", None, "17:00"),
        ("8:59", "", None, "20:59"),
        ("9:00", "", None, "09:00"),
        ("09:00", "When will you have dinner?", None, "09:00"),
        ("19:30 in the evening", "", None, "19:30"),
        ("19:30 in the morning", "", None, None),
        ("7 pm in the evening", "", None, "19:00"),
        ("7 pm in the morning", "", None, None),
    ],
)
def test_what_is_said_decides_before_the_question_and_the_question_before_the_hours_of_the_day(
    said: str, prompt: str, prefer: Literal["past", "future"] | None, value: str | None
) -> None:
    assert time_of(said, prompt, prefer) == value


@given(st.integers(0, 23), st.integers(0, 59), st.sampled_from(["{:02}:{:02}", "{:02}{:02}", "{:02}:{:02}:00"]))
def test_any_time_of_24_hours_is_read_as_it_is_written(hour: int, minute: int, form: str) -> None:
    read_time = time_of(form.format(hour, minute))
    if hour == 0 or hour > 12 or hour < 10:
        assert read_time == f"{hour:02}:{minute:02}"
    else:
        assert read_time in {f"{hour:02}:{minute:02}", f"{(hour + 12) % 24:02}:{minute:02}"}


@given(st.integers(1, 12), st.integers(0, 59), st.sampled_from(["am", "pm", " AM", " p.m."]))
def test_any_time_of_12_hours_is_read(hour: int, minute: int, part: str) -> None:
    wanted = hour % 12 + (12 if "p" in part.lower() else 0)
    assert time_of(f"{hour}:{minute:02}{part}") == f"{wanted:02}:{minute:02}"


@pytest.mark.parametrize(("pressed", "value"), [("1930#", "19:30"), ("0730", "07:30"), ("0000", "00:00")])
def test_a_time_is_keyed_in_four_digits_of_24_hours(pressed: str, value: str) -> None:
    assert read_keys(pressed, Question("time"), locale_of(), at=TEN_IN_THE_MORNING) == value


@pytest.mark.parametrize("pressed", ["730", "19300", "2400", "1960", "7", "*930"])
def test_other_keys_are_no_time(pressed: str) -> None:
    assert isinstance(read_keys(pressed, Question("time"), locale_of(), at=TEN_IN_THE_MORNING), NoMatch)


@pytest.mark.parametrize("value_type", ["datetime", "duration"])
def test_a_moment_and_a_length_cannot_be_keyed(value_type: Literal["datetime", "duration"]) -> None:
    assert isinstance(read_keys("1930", Question(value_type), locale_of(), at=TEN_IN_THE_MORNING), NoMatch)
