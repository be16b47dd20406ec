"""Patterns of words with slots."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from flow_core.languages.patterns import Patterns, Slot
from flow_core.languages.utterance import Word, words_of


def number(words: Sequence[Word], index: int) -> Sequence[tuple[object, int]]:
    text = words[index].text
    return ((int(text), index + 1),) if text.isdigit() else ()


def greedy(words: Sequence[Word], index: int) -> Sequence[tuple[object, int]]:
    return [("one", index + 1), ("two", index + 2)] if index + 2 <= len(words) else [("one", index + 1)]


SLOTS: dict[str, Slot] = {"number": number, "greedy": greedy}


@pytest.mark.parametrize(
    ("pattern", "said", "end"),
    [
        ("in two days", "in two days please", 3),
        ("in two days", "in two", None),
        ("(in|within) {number} days", "within 5 days", 3),
        ("(in|within) {number} days", "after 5 days", None),
        ("[the] day [after|before]", "the day after", 3),
        ("[the] day [after|before]", "day", 1),
        ("a (b [c]|d (e|f))", "a d f", 3),
        ("a|b c", "b c", 2),
        ("{number} days", "five days", None),
        ("{greedy} end", "x y end", 3),
        ("día {number}", "Dia 5", 2),
        ("a b", "a, b", None),
        ("a, b", "a, b", 2),
        ("a, b", "a b", 2),
        ("a [, b]", "a. b", 2),
    ],
)
def test_a_pattern_is_found_at_the_beginning(pattern: str, said: str, end: int | None) -> None:
    match = Patterns(((pattern, "found"),)).at(words_of(said), 0, SLOTS)
    assert (None if match is None else match.end) == end


def test_the_longest_pattern_counts_and_of_two_as_long_the_later_one() -> None:
    patterns = Patterns((("a", 1), ("a b", 2), ("a {greedy}", 3), ("a b", 4)))
    longest = patterns.at(words_of("a b c"), 0, SLOTS)
    assert longest is not None
    assert (longest.meaning, longest.said, longest.end) == (3, {"greedy": "two"}, 3)
    latest = patterns.at(words_of("a b"), 0, SLOTS)
    assert latest is not None
    assert (latest.meaning, latest.said) == (4, {})


def test_the_values_of_all_slots_are_told() -> None:
    match = Patterns((("from {number} to {greedy}", "span"),)).at(words_of("please from 5 to nine"), 1, SLOTS)
    assert match is not None
    assert match.said == {"number": 5, "greedy": "one"}


def test_no_pattern_is_found_after_the_last_word() -> None:
    assert Patterns((("a", 1),)).at(words_of("a"), 1, SLOTS) is None


def test_a_pattern_may_stand_for_more_sequences_of_words_than_a_computer_can_hold() -> None:
    patterns = Patterns(((" ".join(["[(a|b|a b)]"] * 60), "found"),))
    match = patterns.at(words_of("a b " * 40), 0, SLOTS)
    assert match is not None
    assert match.end == 80


@pytest.mark.parametrize("pattern", ["[a]", "a|", "|[a] [b]"])
def test_no_pattern_is_empty(pattern: str) -> None:
    patterns = Patterns(((pattern, "found"),))
    assert patterns.at(words_of("c"), 0, SLOTS) is None
    assert patterns.at(words_of("a"), 0, SLOTS) == ("found", {}, 1)
