"""The inputs and their limits."""

from __future__ import annotations

import pytest

from agent_worker.turn.inputs import Input, NoInput, Pressed, Proceed, Said, request_fields, words


@pytest.mark.parametrize(
    ("user_input", "fields", "said"),
    [
        (Said("hi"), {"userInput": "hi"}, "hi"),
        (Pressed("1#"), {"dtmf": "1#"}, "1#"),
        (NoInput(), {"noInput": True}, ""),
        (Proceed(), {}, ""),
    ],
)
def test_each_input_fills_its_field_and_returns_its_words(
    user_input: Input, fields: dict[str, object], said: str
) -> None:
    assert request_fields(user_input) == fields
    assert words(user_input) == said


def test_an_input_is_cut_to_the_limit_of_the_api() -> None:
    assert request_fields(Said("é" * 9000)) == {"userInput": "é" * 4000}
    assert words(Said("é" * 9000)) == "é" * 4000
    assert request_fields(Pressed("1" * 100)) == {"dtmf": "1" * 64}
