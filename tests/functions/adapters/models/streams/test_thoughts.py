"""Thoughts are taken out of text that arrives piece by piece, as out of whole text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from functions.adapters.models.reply import without_thoughts
from functions.adapters.models.thoughts import Thoughts

TEXT = some.lists(some.sampled_from(["<think>", "</think>", "a", " b ", "<", "</", "think", "x>"]), max_size=12)


@given(TEXT, some.integers(1, 5))
def test_the_text_without_thoughts_is_that_of_the_whole(parts: list[str], by: int) -> None:
    text = "".join(parts)
    thoughts, said = Thoughts(), ""
    for at in range(0, len(text), by):
        forget, part = thoughts.feed(text[at : at + by])
        said = part if forget else said + part
    # What may be the beginning of a tag is held back. Parts that make a tag together only after a thought between
    # them are gone are not one here: the whole reply is checked against the words.
    whole = without_thoughts(text)
    assert whole.startswith(said.strip()) or "<" in said


def test_a_model_that_leaves_the_opening_tag_out_is_noticed() -> None:
    thoughts = Thoughts()
    assert thoughts.feed("I wonder. Well") == (False, "I wonder. Well")
    assert thoughts.feed(".</thi") == (False, ".")
    assert thoughts.feed("nk>Hello") == (True, "Hello")
    assert thoughts.unopened


def test_a_model_known_to_think_first_says_nothing_until_it_has_thought() -> None:
    thoughts = Thoughts(thinking=True)
    assert thoughts.feed("I wonder. Well") == (False, "")
    assert thoughts.feed("</think>Hello <think>no</think>there") == (False, "Hello there")
    assert thoughts.unopened
