"""What callers do who do not answer, and how they answer a confirmation."""

from __future__ import annotations

import pytest

from flow_core.values import NoMatch, Question, Replacement, declines, locale_of, move_of, read_confirmation

AT = 1_714_953_600_000
"""Monday, May 6, 2024."""


@pytest.mark.parametrize(
    ("said", "move"),
    [
        ("could you say that again please", "repeat"),
        ("sorry, what did you say?", "repeat"),
        ("pardon?", "repeat"),
        ("hello, I didn't hear you, can you repeat that", "repeat"),
        ("hold on a second", "wait"),
        ("um, one moment please", "wait"),
        ("can you give me two minutes", "wait"),
        ("okay let me check", "wait"),
        ("hello?", "hello"),
        ("hello, are you there", "hello"),
        ("uh-huh", "backchannel"),
        ("mm", "backchannel"),
        ("okay", "backchannel"),
    ],
)
def test_a_move_is_a_whole_utterance(said: str, move: str) -> None:
    assert move_of(said, locale_of()) == move


@pytest.mark.parametrize(
    "said", ["", "four", "can you say four", "hold the tomatoes", "hello, it's Friday", "no", "person"]
)
def test_an_answer_or_a_wish_is_no_move(said: str) -> None:
    assert move_of(said, locale_of()) is None


@pytest.mark.parametrize(
    "said", ["I don't have one", "no, sorry, I don't have one", "none", "I don't know", "skip that please"]
)
def test_a_caller_declines(said: str) -> None:
    assert declines(said, locale_of())


@pytest.mark.parametrize("said", ["I have one", "one", "I don't have it but my wife does", ""])
def test_a_caller_who_says_more_does_not_decline(said: str) -> None:
    assert not declines(said, locale_of())


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("yes", True),
        ("yes, that's right", True),
        ("no", False),
        ("no that's wrong", False),
        ("no, Saturday", Replacement("2024-05-11")),
        ("yes but make it Saturday", Replacement("2024-05-11")),
        ("no the day should be Saturday", Replacement("2024-05-11")),
        ("Saturday", Replacement("2024-05-11")),
        ("not Friday, Saturday", Replacement("2024-05-11")),
    ],
)
def test_a_confirmation_is_a_yes_a_no_or_another_value(said: str, verdict: bool | Replacement) -> None:
    question = Question("date", prompt="Which day?")
    assert read_confirmation(said, question, locale_of(), at=AT, prompt="Friday. Is that right?") == verdict


@pytest.mark.parametrize(
    "said", ["no, not Friday", "maybe", "yes?", "is Saturday possible?", "yes but with a window", "a person"]
)
def test_a_confirmation_is_asked_again_for_anything_else(said: str) -> None:
    question = Question("date", prompt="Which day?")
    answer = read_confirmation(said, question, locale_of(), at=AT, prompt="Friday. Is that right?")
    assert isinstance(answer, NoMatch) or answer is False
