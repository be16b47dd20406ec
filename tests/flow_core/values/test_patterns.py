"""The regular expressions of authors."""

from __future__ import annotations

from flow_core.values.patterns import Pattern, matches, read_pattern


def test_a_pattern_is_in_a_text_or_covers_it() -> None:
    pattern = read_pattern("[0-9]{2}")
    assert isinstance(pattern, Pattern)
    assert pattern.is_in("a12b")
    assert not pattern.covers("a12b")
    assert pattern.covers("12")


def test_a_pattern_that_cannot_be_used_matches_nothing() -> None:
    assert isinstance(read_pattern("(?=a)"), str)
    assert not matches("a", "(?=a)")
