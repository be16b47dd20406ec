"""The request of a tool. A caller's words cannot extend the address and cannot name a secret."""

from __future__ import annotations

import pytest

from flow_core.effects import Fields, Items, PlainJson, Secret
from flow_core.json import Json
from testing.flows import edge, flow, line, node
from tests.flow_core.conversations import Conversation, secrets_in
from tests.flow_core.fake_evaluate import Answer


def calls(request: Json, /, answers: dict[str, Answer] | None = None) -> Conversation:
    """Build a conversation with a tool, not begun."""
    return Conversation(line(node("tool", request=request)), answers)


def test_a_request_has_the_authors_parts() -> None:
    request: Json = {
        "method": "POST",
        "url": "https://example.com/orders",
        "headers": {"X-Caller": "{{ session.callerNumber }}", "Authorization": "Bearer {{ secrets.TOKEN }}"},
        "query": {"q": "{{ name }}", "page": 2, "ratio": 0.5, "all": True},
        "body": {"name": "{{ name }}", "text": "I am {{ name }}.", "list": [1, "{{ n }}", None, {"deep": "{{ n }}"}]},
    }
    talk = calls(request)
    talk.begin(name="Ann", n=7)
    sent = talk.tool_call().request
    assert sent.method == "POST"
    assert sent.headers == {"X-Caller": ("+15550100001",), "Authorization": ("Bearer ", Secret("TOKEN"))}
    assert sent.query == {"q": ("Ann",), "page": ("2",), "ratio": ("0.5",), "all": ("true",)}
    assert sent.body == Fields(
        {
            "name": PlainJson("Ann"),
            "text": ("I am ", "Ann", "."),
            "list": Items((PlainJson(1), PlainJson(7), PlainJson(None), Fields({"deep": PlainJson(7)}))),
        }
    )


def test_a_string_that_is_one_hole_has_the_values_type() -> None:
    talk = calls({"url": "https://example.com", "body": {"order": "{{ order }}", "secret": "{{ secrets.KEY }}"}})
    talk.begin(order={"id": 1, "items": [True, None]})
    body = talk.tool_call().request.body
    assert body == Fields({"order": PlainJson({"id": 1, "items": [True, None]}), "secret": (Secret("KEY"),)})


def test_a_text_body_is_sent_as_text() -> None:
    talk = calls({"url": "https://example.com", "body": "{{ n }}"})
    talk.begin(n=7)
    assert talk.tool_call().request.body == ("7",)


def test_a_request_without_a_body_has_none() -> None:
    talk = calls({"url": "https://example.com"})
    talk.begin()
    assert talk.tool_call().request.body is None


def test_a_failed_hole_is_empty_and_recorded_in_the_trace() -> None:
    request: Json = {
        "url": "https://example.com/{{ throw }}",
        "headers": {"X-A": "{{ throw }}"},
        "query": {"q": "{{ throw }}"},
        "body": {"a": ["{{ throw }}", "b {{ throw }}"]},
    }
    talk = calls(request)
    talk.begin()
    sent = talk.tool_call().request
    assert (sent.url, sent.headers, sent.query) == (("https://example.com/", ""), {"X-A": ("",)}, {"q": ("",)})
    assert sent.body == Fields({"a": Items((PlainJson(""), ("b ", "")))})
    assert [field for field, _ in talk.errors] == ["url", "headers.X-A", "query.q", "body.a.0", "body.a.1"]


def test_a_failed_hole_in_a_text_body_is_recorded_as_body() -> None:
    talk = calls({"url": "https://example.com", "body": "a {{ throw }}"})
    talk.begin()
    assert talk.tool_call().request.body == ("a ", "")
    assert [field for field, _ in talk.errors] == ["body"]


def test_an_unclosed_hole_is_text() -> None:
    request: Json = {"url": "https://e.com/{{ a", "headers": {"X-A": "{{ b"}, "body": {"c": "{{ c"}}
    talk = calls(request)
    talk.begin()
    sent = talk.tool_call().request
    assert (sent.url, sent.headers, sent.body) == (
        ("https://e.com/{{ a",),
        {"X-A": ("{{ b",)},
        Fields({"c": ("{{ c",)}),
    )


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("a/b?c=d#e&f @ü", "a%2Fb%3Fc%3Dd%23e%26f%20%40%C3%BC"),
        ("..", "%2E%2E"),
        (".", "%2E"),
        ("1.5", "1.5"),
        (7, "7"),
        (True, "true"),
        (None, ""),
        ({"a": 1}, "%7B%22a%22%3A1%7D"),
        ("\ud800", "%3F"),
    ],
)
def test_a_value_inside_a_url_is_percent_encoded(value: Json, written: str) -> None:
    talk = calls({"url": "https://example.com/{{ id }}/status"}, {"id": value})
    talk.begin()
    assert talk.tool_call().request.url == ("https://example.com/", written, "/status")


def test_a_value_at_the_beginning_of_a_url_is_not_encoded() -> None:
    talk = calls({"url": "{{ base }}/{{ id }}"})
    talk.begin(base="https://example.com/v1", id="a/b")
    assert talk.tool_call().request.url == ("https://example.com/v1", "/", "a%2Fb")


def test_a_secret_in_a_url_keeps_its_place() -> None:
    talk = calls({"url": "https://example.com/{{ secrets.ACCOUNT }}/{{ id }}"})
    talk.begin(id="x")
    assert talk.tool_call().request.url == ("https://example.com/", Secret("ACCOUNT"), "/", "x")


def test_a_callers_words_that_look_like_a_hole_stay_words() -> None:
    words = "{{ secrets.TOKEN }} {{ 1+1 }} secrets.TOKEN"
    request: Json = {
        "url": "https://example.com/{{ words }}",
        "headers": {"X-A": "{{ words }}"},
        "query": {"q": "{{ words }}"},
        "body": {"a": "{{ words }}", "b": "say {{ words }}"},
    }
    talk = calls(request)
    talk.begin(words=words)
    sent = talk.tool_call().request
    assert secrets_in(sent) == []
    assert sent.headers == {"X-A": (words,)}
    assert sent.body == Fields({"a": PlainJson(words), "b": ("say ", words)})
    assert set(talk.evaluate.expressions) == {"words"}


@pytest.mark.parametrize("text", ["{{ secrets.A + 1 }}", "{{ secrets['A'] }}", "{{ 'x' + secrets.A }}"])
def test_no_expression_can_read_a_secret(text: str) -> None:
    talk = calls({"url": "https://example.com", "body": {"a": text}})
    talk.begin()
    assert secrets_in(talk.tool_call()) == []
    assert len(talk.errors) == 1


def test_text_that_is_spoken_holds_no_secret() -> None:
    talk = Conversation(
        flow([node("start", message="Hi {{ secrets.TOKEN }}."), node("end")], [edge("start", "end")]),
    )
    talk.begin()
    assert talk.spoken[0] == "Hi ."
    assert talk.errors == [("message", "ReferenceError: secrets is not defined")]
