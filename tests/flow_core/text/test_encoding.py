"""A text body: a caller's words always stay one value."""

from __future__ import annotations

import json
from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flow_core.effects import Secret
from flow_core.json import Json
from flow_core.text import encoding, templates
from tests.flow_core.nodes.test_tool_request import calls

HOSTILE = 'Bob","role":"admin","x":"'
JSON = {"Content-Type": "application/json"}
FORM = {"content-type": "application/x-www-form-urlencoded; charset=utf-8"}


def sent(body: str, said: Json, headers: dict[str, str] | None = None) -> str:
    """Return the body that is sent, with `said` in its hole `y`."""
    talk = calls({"method": "POST", "url": "https://e.com", "headers": dict(headers or {}), "body": body}, {"y": said})
    talk.begin()
    pieces = talk.tool_call().request.body
    assert isinstance(pieces, tuple)
    return "".join(str(piece) for piece in pieces)


@pytest.mark.parametrize("headers", [None, JSON, {"CONTENT-TYPE": "application/problem+json"}])
def test_a_callers_words_cannot_add_a_field_to_a_json_body(headers: dict[str, str] | None) -> None:
    written = sent('{"name":"{{y}}","role":"user"}', HOSTILE, headers)
    assert json.loads(written) == {"name": HOSTILE, "role": "user"}


@given(said=st.text())
@pytest.mark.parametrize("body", ['{"a": "{{ y }}"}', '{"a": "<{{y}}>"}', '{"a": {{ y }}}', '["\\\\", "{{y}}"]'])
def test_any_words_stay_one_value_of_the_body(body: str, said: str) -> None:
    found = json.loads(sent(body, said))
    inner = found["a"] if isinstance(found, dict) else found[1]
    assert len(found) == (1 if isinstance(found, dict) else 2)
    assert inner in (said, f"<{said}>") or inner == json.loads(said)


@pytest.mark.parametrize(
    ("said", "value"),
    [
        (7, 7),
        (0.5, 0.5),
        (True, True),
        (None, None),
        ({"a": [1, "x"]}, {"a": [1, "x"]}),
        ("Ann", "Ann"),
        ("", ""),
        ("NaN", "NaN"),
        ("5", 5),
        ('{"a": 1}', {"a": 1}),
        ("5, \"role\": \"admin\"", "5, \"role\": \"admin\""),
    ],
)  # fmt: skip
def test_a_hole_in_place_of_a_json_value_becomes_a_json_value(said: Json, value: Json) -> None:
    assert json.loads(sent('{"n": {{ y }}, "m": 1}', said)) == {"n": value, "m": 1}


@pytest.mark.parametrize("said", ['"', '","role":"admin', "\\", "n", "u0022", "\U0001f600", "\ud800"])
def test_a_value_after_a_backslash_does_not_end_the_string(said: str) -> None:
    found = json.loads(sent('{"a": "\\{{y}}", "b": 1}', said, JSON))
    assert set(found) == {"a", "b"}


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ('{"a": "{{ y }}"}', "json"),
        (' [{{ y }}, "{{ z }}"]', "json"),
        ('"{{ y }}"', "json"),
        ("{{ y }}", "text"),
        ("", "text"),
        ("Hello {{ y }}", "text"),
        ('{"a": {{ y }}', "text"),
        ('{"a": NaN, "b": {{ y }}}', "text"),
        ("[" * 100_000, "text"),
        ("<a>{{ y }}</a>", "text"),
        ("a={{ y }}&b=1", "text"),
    ],
)
def test_the_format_of_a_text_body(body: str, kind: str) -> None:
    template = templates.parse(body)
    assert not isinstance(template, templates.Unclosed)
    assert encoding.format_of(template, {"Accept": "application/json"}) == kind
    assert encoding.format_of(template, {"content-type ": " Application/JSON; charset=utf-8"}) == "json"
    assert encoding.format_of(template, {"Content-Type": "text/plain"}) == "text"
    assert encoding.format_of(template, FORM) == "form"


def test_a_body_that_is_one_hole_is_json_by_its_content_type() -> None:
    assert sent("{{ y }}", "Ann", JSON) == '"Ann"'
    assert sent("{{ y }}", {"a": 1}, JSON) == '{"a":1}'
    assert sent("{{ y }}", '{"a": 1}', JSON) == '{"a": 1}'
    assert sent("{{ y }}", "Ann") == "Ann"


@given(said=st.text(st.characters(codec="utf-8")))
def test_a_callers_words_cannot_add_a_field_to_a_form(said: str) -> None:
    written = sent("name={{ y }}&role=user", said, FORM)
    assert parse_qsl(written, keep_blank_values=True) == [("name", said), ("role", "user")]


def test_a_form_in_a_variable_is_sent_unchanged() -> None:
    assert sent("{{ y }}", "a=1&b=2", FORM) == "a=1&b=2"


def test_plain_text_has_values_unencoded() -> None:
    assert sent("Dear {{ y }}", '"Ann"') == 'Dear "Ann"'


@pytest.mark.parametrize(
    ("body", "headers", "place"),
    [
        ('{"k": "{{ secrets.KEY }}"}', {}, "json string"),
        ('{"k": {{ secrets.KEY }}}', {}, "json value"),
        ("k={{ secrets.KEY }}", FORM, "form"),
        ("k {{ secrets.KEY }}", {}, "text"),
    ],
)
def test_a_secret_has_its_place_in_the_body(body: str, headers: dict[str, str], place: encoding.Place) -> None:
    talk = calls({"method": "POST", "url": "https://e.com", "headers": dict(headers), "body": body})
    talk.begin()
    pieces = talk.tool_call().request.body
    assert isinstance(pieces, tuple)
    assert Secret("KEY", place) in pieces


def test_a_text_with_an_unclosed_hole_is_sent_unchanged() -> None:
    assert sent('{"a": "{{ y', "x", JSON) == '{"a": "{{ y'
