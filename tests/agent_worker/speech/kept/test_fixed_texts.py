"""Fixed texts are found in what is spoken, with any words around them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent_worker.speech.kept.fixed_texts import MAX_CHARACTERS, FixedTexts, Part

TEXTS = ("Thanks.", "What is your account number?", "Dr. Miller is out of the office today.", "One  moment,\nplease.")
FIXED = FixedTexts(TEXTS)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Thanks.", [Part("Thanks.", True)]),
        ("Thanks. What is your account number?", [Part("Thanks.", True), Part("What is your account number?", True)]),
        ("Dr. Miller is out of the office today.", [Part("Dr. Miller is out of the office today.", True)]),
        ("One moment, please.", [Part("One moment, please.", True)]),
        (
            "Hello Ann. You are 7. What is your account number?",
            [Part("Hello Ann. You are 7.", False), Part("What is your account number?", True)],
        ),
        ("Thanks. Hello Ann.", [Part("Thanks.", True), Part("Hello Ann.", False)]),
        ("What is your account number, Ann?", [Part("What is your account number, Ann?", False)]),
        ("…", [Part("…", False)]),
        ("", [Part("", False)]),
    ],
)
def test_a_text_is_cut_into_what_is_fixed_and_what_is_not(text: str, parts: list[Part]) -> None:
    assert FIXED.cut(text) == parts


def test_a_sentence_of_a_fixed_text_is_fixed() -> None:
    fixed = FixedTexts(["Yes. What is it? Tell me the whole number."])
    assert fixed.cut("Tell me the whole number.") == [Part("Tell me the whole number.", True)]
    assert fixed.parts == ("Yes. What is it? Tell me the whole number.",)


def test_a_text_of_which_nothing_is_known_stays_as_it_is() -> None:
    assert FIXED.cut(" Hello\n Ann.  You are 7. ") == [Part(" Hello\n Ann.  You are 7. ", False)]


def test_a_very_long_sentence_is_not_made() -> None:
    assert FixedTexts(["word " * MAX_CHARACTERS]).parts == ()


@given(st.lists(st.sampled_from([*TEXTS, "Hello Ann.", "You owe 70 dollars!", "Really?"]), max_size=8))
def test_no_word_is_lost_and_none_of_the_callers_is_fixed(texts: list[str]) -> None:
    parts = FIXED.cut(" ".join(texts))
    assert " ".join(part.text for part in parts).split() == " ".join(texts).split()
    assert not any("Ann" in part.text or "70" in part.text for part in parts if part.fixed)
