"""The words of an object are read while it arrives, and are those of the whole object."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as some

from flow_core.effects import Choice
from functions.adapters.models.first_words import FirstWords

VALUES = some.recursive(
    some.none() | some.booleans() | some.integers() | some.text(max_size=8),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(max_size=4), inner, max_size=3),
    max_leaves=6,
)
CHOICE = Choice("chosen-id", "none")


def read(text: str, choice: Choice | None = None, *, by: int | None = None) -> tuple[str, bool]:
    words = FirstWords("reply", choice)
    size = by or max(1, len(text))
    return "".join(words.feed(text[at : at + size]) for at in range(0, len(text), size)), words.whole


@given(
    some.text(max_size=30),
    some.dictionaries(some.text(max_size=4), VALUES, max_size=3),
    some.dictionaries(some.text(max_size=4), VALUES, max_size=3),
    some.booleans(),
    some.integers(1, 9),
)
def test_the_words_are_those_of_the_object(
    said: str, before: dict[str, object], after: dict[str, object], ascii_only: bool, by: int
) -> None:
    before.pop("reply", None)
    after.pop("reply", None)
    text = json.dumps({**before, "reply": said, **after}, ensure_ascii=ascii_only, indent=by % 3 or None)
    words, whole = read(f"Sure! json\n{text}", by=by)
    assert whole
    assert words.encode("utf-16-le", "surrogatepass") == said.encode("utf-16-le", "surrogatepass")


def test_half_an_escape_gives_nothing() -> None:
    words = FirstWords("reply")
    assert [words.feed(part) for part in ('{"reply": "a\\', "u00", "e", "9b\\u", "d83d\\ude", '00"')] == [
        "a",
        "",
        "",
        "éb",
        "\ud83d",
        "\ude00",
    ]


@pytest.mark.parametrize(
    "text",
    [
        '{"reply": 4}',
        '{"reply": null, "reply": "no"}',
        '{"other": "x"}',
        "no object",
        '{reply: "x"}',
        '{"a": 1 "reply": "x"}',
        '{"reply" "x"}',
        '["reply", "x"]',
        '{"reply": "\\x"}',
        '{"reply": "\\u12g4"}',
        '{"reply": "\nline"}',
        '{"a": {"reply": "inner"}}',
    ],
)
def test_a_malformed_object_has_no_words(text: str) -> None:
    assert read(text) == ("", False)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"chosen-id": "none", "reply": "Hello."}', "Hello."),
        ('{"chosen-id": null, "reply": "Hello."}', "Hello."),
        ('{"x": [1, {"y": "}"}], "chosen-id": "none", "reply": "Hello."}', "Hello."),
        ('{"chosen-id": "person", "reply": "Hello."}', ""),
        ('{"chosen-id": 3, "reply": "Hello."}', ""),
        ('{"reply": "Hello.", "chosen-id": "none"}', ""),
        ('{"other": "x", "reply": "Hello."}', ""),
    ],
)
def test_words_wait_for_the_choice(text: str, words: str) -> None:
    assert read(text, CHOICE, by=1)[0] == words
