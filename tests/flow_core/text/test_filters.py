"""`{{ expression | filter }}`: where an expression ends and its filter begins."""

from __future__ import annotations

import pytest

from flow_core.text.filters import FILTERS, Filter, split, suspected_filter
from flow_core.text.templates import Hole, parse


@pytest.mark.parametrize("name", FILTERS)
def test_the_name_of_a_filter_after_the_last_bar_is_a_filter(name: Filter) -> None:
    assert split(f" day | {name} ") == ("day", name)
    assert split(f"day|{name}") == ("day", name)
    assert parse(f"On {{{{ day | {name} }}}}.") == ("On ", Hole("day", name), ".")


@pytest.mark.parametrize(
    ("text", "expression", "filter"),
    [
        ("a || b | date", "a || b", "date"),
        ("a | b | date", "a | b", "date"),
        ("'a | date' | spell", "'a | date'", "spell"),
        ("[1, 2].map(x => x | 1) | list", "[1, 2].map(x => x | 1)", "list"),
        ("{amount: 3, currency: 'EUR'} | money", "{amount: 3, currency: 'EUR'}", "money"),
        (r"'it\'s |' | spell", r"'it\'s |'", "spell"),
        ("`${a | 1}` | digits", "`${a | 1}`", "digits"),
    ],
)
def test_a_filter_follows_a_whole_expression(text: str, expression: str, filter: Filter) -> None:
    assert split(text) == (expression, filter)


@pytest.mark.parametrize(
    "text",
    ["day", "a | b", "a || date", "a || time || date", "'a | date'", "(a | date)", "f(a | date)", "a | date.x",
     "a |= 1", "a | Date", "/a|date/.test(b)", "a | date'", ""],
)  # fmt: skip
def test_every_other_bar_is_a_part_of_the_expression(text: str) -> None:
    assert split(text) == (text, None)


@pytest.mark.parametrize(
    ("expression", "name"),
    [
        ("day | dat", "dat"),
        ("day | date('short')", "date"),
        ("day | date: 'short'", "date"),
        ("a || b | upper", "upper"),
        ("a | b", "b"),
        ("a || b", None),
        ("a | 4", None),
        ("a | b.c", None),
        ("a | b + 1", None),
        ("day", None),
        ("(a | b)", None),
    ],
)
def test_a_name_after_the_last_bar_may_be_meant_as_a_filter(expression: str, name: str | None) -> None:
    assert suspected_filter(expression) == name


def test_a_secret_with_a_filter_is_not_a_secret_alone() -> None:
    assert parse("{{ secrets.KEY | spell }}") == (Hole("secrets.KEY", "spell"),)
    assert Hole("secrets.KEY", "spell").secret is None
