"""What a tool sends back of a secret never gets past Redaction, however it is written."""

from __future__ import annotations

import html
import json
from collections.abc import Callable
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.adapters.redaction import Redaction

WAYS: dict[str, Callable[[str], str]] = {
    "as it is": str,
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
def test_a_value_is_taken_out_in_every_writing(way: str, value: str) -> None:
    redaction = Redaction({"KEY": value})
    assert redaction.text(f"<{WAYS[way](value)}>") == "<[secret KEY]>"


def test_a_secret_within_another_leaves_nothing_of_the_longer_one() -> None:
    redaction = Redaction({"SHORT": "abcdef", "LONG": "xxabcdefyy"})
    assert redaction.text("xxabcdefyy abcdef") == "[secret LONG] [secret SHORT]"


def test_a_number_that_is_a_secret_is_taken_out() -> None:
    assert Redaction({"PIN": "123456"}).json([123456, 1234567, True, None]) == ["[secret PIN]", 1234567, True, None]


def test_with_no_secrets_everything_stays() -> None:
    assert Redaction({}).json({"a": ["b", 1.5]}) == {"a": ["b", 1.5]}
