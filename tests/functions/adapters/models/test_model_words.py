"""What a model says is cleaned and bounded before anyone hears, shows or keeps it."""

from __future__ import annotations

import json

import pytest

from flow_core.json import Json
from functions.adapters.models.reply import Completion, Malformed, read
from functions.ports.model import Replied, Silent
from testing.fakes.model_servers import question

CONTROLS = "".join(
    map(chr, (*range(9), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
)
ANY: dict[str, dict[str, Json]] = {"x": {}}


def extracted(value: Json, *, whole: bool = True) -> Replied | Silent | Malformed:
    """whole: the provider hands the object over apart from the text."""
    given: Json = {"reply": "ok", "x": value}
    return read(question(extract=ANY), Completion("", given) if whole else Completion(json.dumps(given)))


def test_control_characters_are_taken_out_of_the_words() -> None:
    reply = read(question(), Completion(f"a\tb\n{CONTROLS}c\u200bd\u00a0\u2028e"))
    assert reply == Replied("a\tb\nc\u200bd\u00a0\u2028e")


@pytest.mark.parametrize("whole", [True, False])
def test_control_characters_are_taken_out_of_variables(whole: bool) -> None:
    reply = extracted([f"a{CONTROLS}b", {f"k{CONTROLS}": "\x1b[31m"}, 1, None], whole=whole)
    assert reply == Replied("ok", {"x": ["ab", {"k": "[31m"}, 1, None]})


def test_words_of_control_characters_alone_are_no_words() -> None:
    assert read(question(), Completion("\x00\x1b")) == Silent("the model said nothing")


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize(("levels", "kept"), [(63, True), (64, False), (220, False), (600, False)])
def test_an_object_may_be_nested_64_levels_deep(levels: int, kept: bool, whole: bool) -> None:
    value: Json = 1
    for _ in range(levels):
        value = [value]
    reply = extracted(value, whole=whole)
    if kept:
        assert reply == Replied("ok", {"x": value})
    else:
        assert reply == Malformed("the model's JSON has lists or objects nested more than 64 levels deep")


@pytest.mark.parametrize("whole", [True, False])
def test_an_integer_that_could_not_be_read_again_is_refused(whole: bool) -> None:
    assert extracted(10**400, whole=whole) == Replied("ok", {"x": 10**400})
    assert isinstance(extracted(10**1300, whole=whole), Malformed)


def test_an_object_that_is_too_long_is_refused_however_it_comes() -> None:
    for whole in (True, False):
        assert extracted("x" * 33_000, whole=whole) == Silent("the model's reply is far too long")


def test_something_else_than_an_object_is_refused() -> None:
    assert read(question(extract=ANY), Completion("", [{"x": 1}])) == Malformed("the model gave no JSON object")
