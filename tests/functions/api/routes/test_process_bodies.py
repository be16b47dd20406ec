"""Bodies of a turn at their limits and beyond. An invalid body is reported by its field, and none is a crash."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from flow_core.json import Json
from testing.api.documents import SURVEY
from testing.api.stack import ApiResponse, Stack, assert_problem
from testing.api.turn_function import TurnFunction

PATH = "/api/flows/survey/process"


@pytest.fixture(scope="module", params=["the API", "the turn function"])
def stack(request: pytest.FixtureRequest, stack: Stack) -> Stack:
    return stack if request.param == "the API" else replace(stack, client=TestClient(TurnFunction(stack)))


@pytest.fixture(scope="module", autouse=True)
def _published(stack: Stack) -> None:
    stack.publish("survey", SURVEY)


def _sent(stack: Stack, body: Json) -> ApiResponse:
    return stack.client.post(PATH, json=body)


def _raw(stack: Stack, body: bytes, content_type: str = "application/json") -> ApiResponse:
    return stack.client.post(PATH, content=body, headers={"Content-Type": content_type})


@pytest.mark.parametrize(
    "fields",
    [
        {"userInput": "a" * 4000},
        {"userInput": "😀" * 4000},
        {"turnId": "t" * 64},
        {"userInput": None, "turnId": None, "userId": None, "dtmf": None, "interrupted": None},
        {"userInput": "a\x00b\x1f\x7f\u2028"},
        {"dtmf": "0123456789*#ABCDabcd"},
        {"dtmf": ""},
        {"noInput": False},
        {"userInput": "Ann", "dtmf": "", "noInput": False},
        {"userInput": " ", "dtmf": "1"},
        {"userInput": "", "dtmf": "", "noInput": True},
        {"variables": {"a": [[[1]]], "$b_1": "\x00"}},
        {"variables": {"deep": json.loads("[" * 64 + "]" * 64)}},
        {"variables": {"big": 10**400, "small": -(10**400), "fine": 1e308}},
        {"interrupted": {"turnId": "never", "heard": ""}},
        {"missed": []},
        {"whispers": []},
        {"whispers": ["😀" * 1000] * 10},
    ],
    ids=lambda fields: str(fields)[:60],
)
def test_these_bodies_are_valid(stack: Stack, fresh: str, fields: dict[str, Json]) -> None:
    assert _sent(stack, {"roomName": fresh, **fields}).status_code == 200
    assert stack.process("survey", fresh, userInput="Ann")["completed"] in (True, False)
    assert stack.session(stack.process("survey", fresh)["sessionId"])


@pytest.mark.parametrize("room", ["r", "r" * 255, "a/b", "zimmer ü", "😀", "a#b%2F", "../..", '"'])
def test_a_room_has_any_name(stack: Stack, room: str) -> None:
    first = _sent(stack, {"roomName": room}).json()["sessionId"]
    assert stack.session(first)["status"] == "waiting"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"roomName": ""}, "roomName"),
        ({"roomName": "r" * 256}, "roomName"),
        ({"roomName": None}, "roomName"),
        ({"roomName": 5}, "roomName"),
        ({"roomName": "a\x00"}, "roomName"),
        ({"userInput": "a" * 4001}, "userInput"),
        ({"userInput": 5}, "userInput"),
        ({"userInput": ["a"]}, "userInput"),
        ({"turnId": "t" * 65}, "turnId"),
        ({"whispers": "one"}, "whispers"),
        ({"whispers": ["one"] * 11}, "whispers"),
        ({"whispers": ["one", " "]}, "whispers.1"),
        ({"whispers": ["a" * 1001]}, "whispers.0"),
        ({"turnId": ""}, "turnId"),
        ({"turnId": 1}, "turnId"),
        ({"userId": True}, "userId"),
        ({"variables": []}, "variables"),
        ({"variables": {"a b": 1}}, "variables"),
        ({"variables": {"": 1}}, "variables"),
        ({"variables": {"__proto__": 1}}, "variables"),
        ({"variables": {"session": 1}}, "variables"),
        ({"variables": {"secrets": 1}}, "variables"),
        ({"variables": {"class": 1}}, "variables"),
        ({"variables": {"a" * 101: 1}}, "variables"),
        ({"variables": {f"v{number}": 1 for number in range(201)}}, "variables"),
        ({"variables": {"deep": json.loads("[" * 65 + "]" * 65)}}, "variables"),
        ({"dtmf": "12x"}, "dtmf"),
        ({"dtmf": 12}, "dtmf"),
        ({"userInput": "Ann", "dtmf": "1"}, "dtmf"),
        ({"userInput": "Ann", "noInput": True}, "noInput"),
        ({"dtmf": "1", "noInput": True}, "noInput"),
        ({"noInput": "true"}, "noInput"),
        ({"noInput": 1}, "noInput"),
        ({"interrupted": {"turnId": "t"}}, "interrupted.heard"),
        ({"interrupted": {"turnId": "t", "heard": "h", "more": 1}}, "interrupted.more"),
        ({"interrupted": "t"}, "interrupted"),
        ({"missed": [{"role": "system", "content": "c"}]}, "missed.0.role"),
        ({"missed": {}}, "missed"),
        ({"room_name": "r"}, "room_name"),
        ({"unknown": None}, "unknown"),
        ({"__proto__": {}}, "__proto__"),
    ],
    ids=lambda body: str(body)[:60],
)
def test_these_bodies_are_invalid_and_the_field_is_named(
    stack: Stack, fresh: str, fields: dict[str, Json], field: str
) -> None:
    assert_problem(_sent(stack, {"roomName": fresh, **fields}), 422, field)


def test_each_superfluous_input_is_named(stack: Stack, fresh: str) -> None:
    problem = assert_problem(_sent(stack, {"roomName": fresh, "userInput": "Ann", "dtmf": "1", "noInput": True}), 422)
    assert {item["field"]: item["message"] for item in problem["problems"]} == {
        "dtmf": "cannot be combined with userInput; send one of the two",
        "noInput": "cannot be combined with userInput; send one of the two",
    }


def test_several_invalid_fields_are_reported_together(stack: Stack) -> None:
    problem = assert_problem(_sent(stack, {"userInput": 1, "more": 2}), 422)
    assert {item["field"] for item in problem["problems"]} == {"roomName", "userInput", "more"}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"null",
        b"5",
        b'"roomName"',
        b"[]",
        b'[{"roomName": "r"}]',
        b"{",
        b'{"roomName": "r"',
        b'{"roomName": "r"} x',
        b'{"roomName": "r",}',
        b"{'roomName': 'r'}",
        b'{"roomName": "r", "variables": {"a": NaN}}',
        b'{"roomName": "r", "variables": {"a": Infinity}}',
        b'{"roomName": "r", "variables": {"a": -Infinity}}',
        b'{"roomName": "r", "variables": {"a": 1e999}}',
        b'{"roomName": "r", "variables": {"a": [{"b": -1e999}]}}',
        b'{"roomName": "r", "variables": {"a": 1' + b"0" * 5000 + b"}}",
        b'{"roomName": "r", "variables": {"a": ' + b"[" * 30000 + b"]" * 30000 + b"}}",
        b'{"a":' * 10000 + b"1" + b"}" * 10000,
        b'{"roomName": "\\ud800"}',
        b'{"roomName": "r", "userInput": "\\ud800"}',
        b'{"roomName": "r", "userInput": "\\udc00 \\ud800"}',
        b'{"roomName": "r", "turnId": "\\ud800"}',
        b'{"roomName": "r", "variables": {"a": "\\ud800"}}',
        b'{"roomName": "r", "variables": {"\\ud800": 1}}',
        b'{"roomName": "r", "\\ud800": 1}',
        b'{"roomName": "r", "userInput": "\xed\xa0\x80"}',
        b'{"roomName": "\xff"}',
        b"\xff\xfe",
        b"\x00",
        '{"roomName": "r"}'.encode("utf-16"),
        b"roomName=r",
    ],
    ids=lambda body: repr(body[:50]),
)
def test_invalid_json_is_a_422(stack: Stack, body: bytes) -> None:
    problem = assert_problem(_raw(stack, body), 422)
    assert problem["problems"][0]["field"]


def test_a_body_of_64_kib_is_read_and_one_byte_more_is_413(stack: Stack, fresh: str) -> None:
    body = json.dumps({"roomName": fresh}).encode()
    exact = body + b" " * (64 * 1024 - len(body))
    assert _raw(stack, exact).status_code == 200
    assert_problem(_raw(stack, exact + b" "), 413)


def test_a_large_body_without_a_length_is_413(stack: Stack) -> None:
    chunks = (b" " * 1024 for _ in range(65))
    assert_problem(stack.client.post(PATH, content=chunks), 413)


@pytest.mark.parametrize("content_type", ["text/plain", "multipart/form-data", "x", ""])
def test_json_is_read_under_any_content_type(stack: Stack, fresh: str, content_type: str) -> None:
    assert _raw(stack, json.dumps({"roomName": fresh}).encode(), content_type).status_code == 200
    assert_problem(_raw(stack, b"roomName=r", content_type), 422)


def test_of_two_equal_names_the_last_counts(stack: Stack, fresh: str) -> None:
    answer = _raw(stack, b'{"roomName": "first", "roomName": "%s"}' % fresh.encode())
    assert answer.status_code == 200
    assert answer.json()["sessionId"] == stack.process("survey", fresh)["sessionId"]


def test_the_room_still_works_after_the_invalid_requests(stack: Stack, fresh: str) -> None:
    assert stack.process("survey", fresh, userInput="Ann")["response"] == "Which city, Ann?"
    assert stack.observed.failures == []
