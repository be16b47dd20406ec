"""A redaction removes every secret that a tool sends back, in every encoding."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from flow_core.json import Json
from functions.adapters.observability.redaction import MAX_PLACES, Redaction

WAYS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "in hexadecimal": lambda value: value.encode().hex(),
    "in capital hexadecimal": lambda value: value.encode().hex().upper(),
    "in Base64": lambda value: base64.b64encode(value.encode()).decode(),
    "in Base64 of a URL": lambda value: base64.urlsafe_b64encode(value.encode()).decode(),
    "in JSON in JSON": lambda value: json.dumps(json.dumps(value))[3:-3],
    "in JSON in a URL": lambda value: quote(json.dumps(value)[1:-1], safe=""),
    "in a URL in a URL": lambda value: quote(quote(value, safe=""), safe=""),
    "in decimal entities": lambda value: "".join(f"&#{ord(character)};" for character in value),
    "in a URL": quote,
    "in a query": lambda value: quote(value, safe=""),
    "in a form": quote_plus,
    "in lower-case percents": lambda value: "".join(f"%{octet:02x}" for octet in value.encode()),
    "in JSON": lambda value: json.dumps(value)[1:-1],
    "in JSON of a browser": lambda value: json.dumps(value, ensure_ascii=False)[1:-1].replace("/", "\\/"),
    "in HTML": html.escape,
}
VALUES = (
    st.text(st.characters(codec="utf-8", max_codepoint=0xFFFF), min_size=6).map(str.strip).filter(lambda v: len(v) >= 6)
)


@pytest.mark.parametrize("way", WAYS)
@given(value=VALUES)
@example(value="00\x1f%00")
@example(value="a%41\n&amp;\\n%2541")
def test_a_value_is_removed_in_every_encoding(way: str, value: str) -> None:
    redaction = Redaction({"KEY": value})
    assert redaction.text(f"<{WAYS[way](value)}>") == "<[secret KEY]>"


def test_a_secret_within_another_is_removed_with_the_longer_one() -> None:
    redaction = Redaction({"SHORT": "abcdef", "LONG": "xxabcdefyy"})
    assert redaction.text("xxabcdefyy abcdef") == "[secret LONG] [secret SHORT]"


@pytest.mark.parametrize("change", [str.upper, str.lower, str.swapcase, str.title])
def test_a_value_in_another_case_is_removed(change: Callable[[str], str]) -> None:
    redaction = Redaction({"KEY": "s3cr3t-TOKEN-value"})
    assert redaction.text(f"<{change('s3cr3t-TOKEN-value')}>") == "<[secret KEY]>"


@pytest.mark.parametrize("before", ["", "a", "ab", "abc", "user:"])
@pytest.mark.parametrize("after", ["", "z", ":y", "xyz"])
@pytest.mark.parametrize("value", ["s3cr3t-TOKEN-value", "s3cr3t", "s3cr3t-TOKEN-valu", "s3cr3t-TOKEN-val"])
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
def test_a_value_is_removed_at_any_position_of_an_encoded_text(
    before: str, after: str, value: str, encode: Callable[[bytes], bytes]
) -> None:
    written = encode(f"{before}{value}{after}".encode()).decode()
    left = Redaction({"KEY": value}).text(f"Basic {written}.")
    assert left.startswith("Basic ")
    assert "[secret KEY]" in left
    rest = left.removeprefix("Basic ").removesuffix(".").split("[secret KEY]")
    # No bits of the value remain: the rest encodes only the text around the value.
    assert len(rest[0]) * 6 // 8 <= len(before)
    assert len(rest[1].rstrip("=")) * 6 // 8 <= len(after)


@pytest.mark.parametrize(
    ("masked", "left"),
    [
        ("s3cr3t-TO...", "[secret KEY]..."),
        ("s3cr3t-T*****alue", "[secret KEY]*****alue"),
        ("***KEN-value", "***[secret KEY]"),
        ("s3cr3t-TOKEN-…", "[secret KEY]…"),
        ("S3CR3T%2DTOK", "[secret KEY]"),
        ("s3cr3t", "s3cr3t"),
    ],
)
def test_half_a_value_or_eight_characters_of_its_ends_are_removed(masked: str, left: str) -> None:
    assert Redaction({"KEY": "s3cr3t-TOKEN-value"}).text(f"<{masked}>") == f"<{left}>"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("pin", "[secret PIN]"),
        ("PIN", "[secret PIN]"),
        ("a pin, a pint", "a [secret PIN], a pint"),
        ("?pin=1&k=%70in", "?[secret PIN]=1&k=[secret PIN]"),
        (base64.b64encode(b"pin").decode(), "[secret PIN]"),
        (b"pin".hex(), "[secret PIN]"),
    ],
)
def test_a_short_value_is_removed_as_a_whole_word(text: str, left: str) -> None:
    assert Redaction({"PIN": "pin"}).text(f"<{text}>") == f"<{left}>"


@pytest.mark.parametrize("value", ["", " ", "\t"])
def test_an_empty_value_removes_nothing(value: str) -> None:
    assert Redaction({"KEY": value}).json({"a b": [" ", ""]}) == {"a b": [" ", ""]}


def test_two_values_side_by_side_keep_their_names() -> None:
    assert Redaction({"A": "first-key", "B": "other-key"}).text("first-keyother-key") == "[secret A][secret B]"


def test_every_string_and_key_of_a_value_keeps_its_place() -> None:
    redaction = Redaction({"KEY": "top-secret"})
    value: Json = {"a": ["x", "a top-secret b", {"top-secret": None, "c": "top-secret"}], "d": "", "e": "Top-Secret"}
    assert redaction.json(value) == {
        "a": ["x", "a [secret KEY] b", {"[secret KEY]": None, "c": "[secret KEY]"}],
        "d": "",
        "e": "[secret KEY]",
    }


def test_two_strings_are_never_searched_as_one() -> None:
    assert Redaction({"KEY": "top-secret"}).json(["top-s", "ecret", "top-s%", "65cret"]) == [
        "top-s", "ecret", "top-s%", "65cret",
    ]  # fmt: skip


@pytest.mark.parametrize("repeats", [20, 200])
def test_a_value_that_repeats_its_beginning_is_found_in_a_long_run_of_it(repeats: int) -> None:
    value = "A" * repeats + "b"
    left = Redaction({"KEY": value}).text("A" * (1 << 20) + "b!")
    assert set(left.replace("[secret KEY]", "")) == {"!"}


@given(value=VALUES, around=st.tuples(st.text(), st.text()))
def test_no_part_of_a_value_remains(value: str, around: tuple[str, str]) -> None:
    left = Redaction({"KEY": value}).text(f"{around[0]}{value}{around[1]}")
    assert value.lower() not in left.replace("[secret KEY]", "\0").lower()


def test_a_number_that_is_a_secret_is_removed() -> None:
    assert Redaction({"PIN": "123456"}).json([123456, 1234567, True, None]) == ["[secret PIN]", 1234567, True, None]


def test_without_secrets_nothing_changes() -> None:
    assert Redaction({}).json({"a": ["b", 1.5]}) == {"a": ["b", 1.5]}


def test_an_answer_with_too_many_values_is_replaced_as_a_whole() -> None:
    redaction = Redaction({"KEY": "top-secret"})
    text = "top-secret, " * (MAX_PLACES + 1)
    assert redaction.text(text) == "[secrets]"
    assert redaction.json({"a": [text]}) == "[secrets]"
    assert redaction.json(["top-secret"] * 100) == ["[secret KEY]"] * 100
