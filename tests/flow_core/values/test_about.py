"""The day that a call is about, from which a caller counts "the Tuesday after"."""

from __future__ import annotations

import pytest

from flow_core.json import Json
from flow_core.values import NoMatch, Question, locale_of, read
from flow_core.values.about import day_of_call

AT = 1_795_964_400_000
"""2026-11-29T15:00:00Z, a Sunday."""


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("uh could we do the tuesday after", "2026-12-08"),
        ("the Tuesday after that", "2026-12-08"),
        ("the following Friday", "2026-12-11"),
        ("the Friday before that", "2026-11-27"),
        ("the day after", "2026-12-05"),
        ("the next day", "2026-12-05"),
        ("the day before that", "2026-12-03"),
    ],
)
def test_a_day_is_counted_from_the_day_that_the_call_is_about(said: str, value: str) -> None:
    assert read(said, Question("date", about="2026-12-04"), locale_of(), at=AT) == value
    assert isinstance(read(said, Question("date"), locale_of(), at=AT), NoMatch)


@pytest.mark.parametrize(
    ("values", "day"),
    [
        (["Kim", "2026-12-04", "15:15", None, 4], "2026-12-04"),
        (["2026-12-04", "2026-12-04"], "2026-12-04"),
        (["2026-12-04", "1980-03-12"], "2026-12-04"),
        (["2026-11-29"], "2026-11-29"),
        (["2026-12-04", "2026-12-05"], None),
        (["1980-03-12"], None),
        (["2026-02-30", "2026-12-04T10:00", "on 2026-12-04"], None),
        ([], None),
    ],
)
def test_a_call_is_about_the_only_coming_day_in_its_variables(values: list[Json], day: str | None) -> None:
    assert day_of_call(values, at=AT, zone="UTC") == day
