"""Words by which sessions are found: what is said and what is searched for are split by the same rules."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.search.words import MAX_LENGTH, MAX_WORDS, most_telling, number_key, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("My bike is BROKEN, the bike!", ["bike", "broken"]),
        ("Zürich, Straße, naïve café", ["zurich", "strasse", "naive", "cafe"]),
        ("zu\u0308rich", ["zurich"]),
        ("order A7, or 12 of 3", ["order", "a7", "12"]),
        ("ann@example.org_x", ["ann", "example", "org"]),
        ("the and für wie não", []),
        ("ΣΊΣΥΦΟΣ", ["σισυφοσ"]),
        ("", []),
    ],
)
def test_words_have_no_case_no_accents_and_a_meaning(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_a_long_word_is_cut_the_same_way_in_both() -> None:
    assert words_of("x" * 100) == words_of("x" * (MAX_LENGTH + 1)) == ["x" * MAX_LENGTH]


def test_the_most_telling_words_are_numbers_and_long_words() -> None:
    texts = ["a bill of 4711", " ".join(f"word{'y' * (number % 9)}{chr(97 + number % 26)}" for number in range(200))]
    words = most_telling(texts)
    assert len(words) == MAX_WORDS
    assert words[0] == "4711"
    assert [len(word) for word in words[1:]] == sorted((len(word) for word in words[1:]), reverse=True)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzäöüéèñ0123456789 ", max_size=200))
def test_a_word_of_ours_is_its_own_search(text: str) -> None:
    assert [words_of(word) for word in words_of(text)] == [[word] for word in words_of(text)]
    assert words_of(text.upper()) == words_of(text)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("+1 (555) 010-0", "+15550100"),
        ("15550100", "+15550100"),
        ("0015550100", "+15550100"),
        ("tel:+15550100", "+15550100"),
        (" Anonymous ", "anonymous"),
        ("12", "12"),
    ],
)
def test_a_number_is_found_however_it_is_written(written: str, key: str) -> None:
    assert number_key(written) == key
