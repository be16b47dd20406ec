"""The request of an author is sent as written, and no value can turn it into another request."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flow_core.effects import Body, Fields, Items, PlainJson, Request, Secret, Text
from flow_core.json import Json
from functions.adapters.http.request import Filled, Values, filled
from functions.ports.tools import Failed

URL = "https://tool.example/api"


def made(
    url: Text = (URL,),
    headers: Mapping[str, Text] | None = None,
    query: Mapping[str, Text] | None = None,
    body: Body | None = None,
    method: str = "POST",
    secrets: Mapping[str, str] | None = None,
) -> Filled | Failed:
    return filled(Request(method, url, headers or {}, query or {}, body), Values(secrets or {}), {"Accept": "*/*"})


def good(request: Filled | Failed) -> Filled:
    assert isinstance(request, Filled)
    return request


def headers_of(request: Filled | Failed) -> dict[str, str]:
    return {name.decode(): value.decode("latin-1") for name, value in good(request).headers}


def failure(request: Filled | Failed) -> str:
    assert isinstance(request, Failed)
    return request.error


@settings(max_examples=30)
@given(st.text(), st.text())
def test_a_query_value_stays_one_value(name: str, value: str) -> None:
    url = good(made(url=(URL + "?first=1",), query={name: (value,)})).url
    assert url.host == "tool.example"
    assert parse_qsl(url.query.decode(), keep_blank_values=True) == [("first", "1"), (name, value)]


def test_a_query_joins_the_one_of_the_url_and_the_fragment_is_removed() -> None:
    assert str(good(made(url=(URL + "?a=1#top",), query={"b": ("x y&z",)})).url) == URL + "?a=1&b=x%20y%26z"
    assert str(good(made(query={"b": ("é",)})).url) == URL + "?b=%C3%A9"


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ((Secret("S"), "/x"), "https://hooks.example/a/x"),
        (("https://tool.example/bot", Secret("T"), "/send"), "https://tool.example/bot1:a%3Fb%23c/send"),
        (("https://tool.example/?key=", Secret("T")), "https://tool.example/?key=1%3Aa%3Fb%23c"),
    ],
)
def test_a_secret_stays_in_its_part_of_the_url(pieces: Text, expected: str) -> None:
    assert str(good(made(url=pieces, secrets={"S": "https://hooks.example/a", "T": "1:a?b#c"})).url) == expected


@pytest.mark.parametrize(
    "url", ["", "tool.example", "ftp://tool.example/", "file:///etc/passwd", "//tool.example", "http://", "https:///a",
            "http://user:pass@tool.example/", "http://user@tool.example/", "http://tool.example:0/", "http://[::1/",
            "http://tool.example:99999/", "http://a\r\nb/", "gopher://x", "javascript:1", "http://a:b/", "http://\ud800/",
            "http://xn--.example.com/", "http://xn--0.example.com/x"]
)  # fmt: skip
def test_a_url_that_cannot_be_called_is_refused(url: str) -> None:
    assert failure(made(url=(url,))).startswith("the request's URL ")


@pytest.mark.parametrize("value", ["a\r\nX: 1", "a\nb", "a\rb", "a\0b", "\x7f", "\r\n"])
def test_a_header_value_cannot_begin_another_header(value: str) -> None:
    assert failure(made(headers={"X-A": (value,)})) == (
        "the header X-A holds a line break or another control character"
    )
    assert "X-A" in failure(made(headers={"X-A": (Secret("S"),)}, secrets={"S": value}))


def test_a_header_value_outside_latin_1_is_refused_by_name() -> None:
    assert failure(made(headers={"X-A": ("łódź",)})) == "the header X-A holds a character outside Latin-1"
    assert headers_of(made(headers={"X-A": (" é ",)}))["X-A"] == "é"


@pytest.mark.parametrize("name", ["", "X A", "X:A", "X\r\nA", "é"])
def test_an_invalid_header_name_is_refused(name: str) -> None:
    assert "not a valid name for a header" in failure(made(headers={name: ("1",)}))


@pytest.mark.parametrize("name", ["Host", "content-length", "Transfer-Encoding", "Connection", "Upgrade"])
def test_a_flow_cannot_set_a_header_that_frames_the_message(name: str) -> None:
    assert failure(made(headers={name: ("1",)})) == f"a flow cannot set the header {name}"


def test_an_unknown_method_is_refused() -> None:
    assert "method" in failure(made(method="CONNECT"))
    assert "method" in failure(made(method="GET / HTTP/1.1\r\nX: 1\r\n\r\nGET"))
    assert good(made(method="patch")).method == "PATCH"


def test_an_authors_header_wins_over_a_default() -> None:
    assert headers_of(made(headers={"accept": ("text/csv",)})) == {"accept": "text/csv"}


@pytest.mark.parametrize(
    ("body", "content", "kind"),
    [
        (("hello",), b"hello", "text/plain; charset=utf-8"),
        (('{"a": ', Secret("S"), "}"), b'{"a": 7}', "application/json"),
        (PlainJson({"a": [1, None]}), b'{"a":[1,null]}', "application/json"),
        (Fields(MappingProxyType({"a": PlainJson({})})), b'{"a":{}}', "application/json"),
        (Fields({"a": Items((("x", Secret("S")),))}), b'{"a":["x7"]}', "application/json"),
        (PlainJson("half \ud800"), b'"half \\ud800"', "application/json"),
        (("half \ud800",), b"half ?", "text/plain; charset=utf-8"),
    ],
)
def test_a_body_has_its_content_type(body: Body, content: bytes, kind: str) -> None:
    request = good(made(body=body, secrets={"S": "7"}))
    assert request.content == content
    assert headers_of(request)["Content-Type"] == kind


def test_a_request_without_a_body_has_no_content_type_and_an_authors_type_wins() -> None:
    assert good(made()).content is None
    assert "Content-Type" not in headers_of(made())
    assert headers_of(made(headers={"content-type": ("text/xml",)}, body=("<a/>",)))["content-type"] == "text/xml"


@given(st.text())
def test_a_secret_in_a_json_body_cannot_leave_its_string(value: str) -> None:
    request = good(made(body=Fields({"a": (Secret("S"),), "b": PlainJson(1)}), secrets={"S": value}))
    assert json.loads(request.content or b"") == {"a": value, "b": 1}


@pytest.mark.parametrize("value", ['a", "admin": "1', "back\\slash", "line\nbreak", "☎"])
def test_a_secret_in_a_text_body_cannot_leave_its_place(value: str) -> None:
    def content(body: Text) -> bytes:
        return good(made(body=body, secrets={"S": value})).content or b""

    assert json.loads(content(('{"a": "', Secret("S", "json string"), '"}'))) == {"a": value}
    assert json.loads(content(('{"a": ', Secret("S", "json value"), "}"))) == {"a": value}
    assert parse_qsl(content(("a=", Secret("S", "form"), "&b=1")).decode()) == [("a", value), ("b", "1")]
    assert content(("a ", Secret("S"))).decode() == f"a {value}"


def test_a_body_too_deep_for_json_is_a_failure() -> None:
    deep: Json = 1
    for _ in range(100_000):
        deep = [deep]
    assert failure(made(body=PlainJson(deep))).startswith("the request's body is too deep")


def test_the_repr_of_a_request_shows_no_value() -> None:
    request = good(made(headers={"X": (Secret("S"),)}, body=(Secret("S"),), secrets={"S": "top-secret"}))
    assert "top-secret" not in repr(request) + repr(Values({"S": "top-secret"}))
