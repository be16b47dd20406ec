"""A model's words and values are cleaned and limited before they are spoken, shown or stored."""

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
    """`whole` means that the provider sends the object apart from the text."""
    sent: Json = {"reply": "ok", "x": value}
    return read(question(extract=ANY), Completion("", sent) if whole else Completion(json.dumps(sent)))


def test_control_characters_are_removed_from_the_words() -> None:
    reply = read(question(), Completion(f"a\tb\n{CONTROLS}c\u200bd\u00a0\u2028e"))
    assert reply == Replied("a\tb\nc\u200bd\u00a0\u2028e")


@pytest.mark.parametrize("whole", [True, False])
def test_control_characters_are_removed_from_variables(whole: bool) -> None:
    reply = extracted([f"a{CONTROLS}b", {f"k{CONTROLS}": "\x1b[31m"}, 1, None], whole=whole)
    assert reply == Replied("ok", {"x": ["ab", {"k": "[31m"}, 1, None]})


def test_words_of_only_control_characters_are_empty() -> None:
    assert read(question(), Completion("\x00\x1b")) == Silent("the model said nothing")


@pytest.mark.parametrize("whole", [True, False])
@pytest.mark.parametrize(("levels", "accepted"), [(63, True), (64, False), (220, False), (600, False)])
def test_an_object_may_be_nested_64_levels_deep(levels: int, accepted: bool, whole: bool) -> None:
    value: Json = 1
    for _ in range(levels):
        value = [value]
    reply = extracted(value, whole=whole)
    if accepted:
        assert reply == Replied("ok", {"x": value})
    else:
        assert reply == Malformed("the model's JSON has lists or objects nested more than 64 levels deep")


@pytest.mark.parametrize("whole", [True, False])
def test_an_integer_too_long_to_be_stored_is_refused(whole: bool) -> None:
    assert extracted(10**400, whole=whole) == Replied("ok", {"x": 10**400})
    assert isinstance(extracted(10**1300, whole=whole), Malformed)


def test_an_object_that_is_too_long_is_refused_in_text_and_apart_from_it() -> None:
    for whole in (True, False):
        assert extracted("x" * 33_000, whole=whole) == Silent("the model's reply is far too long")


def test_json_that_is_not_an_object_is_refused() -> None:
    assert read(question(extract=ANY), Completion("", [{"x": 1}])) == Malformed("the model gave no JSON object")
