"""For any JSON of a client, the response is a problem or a success, and the API continues to work."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flow_core.json import Json
from testing.api.documents import CALL, KNOWS
from testing.api.stack import ApiResponse, Stack, assert_problem
from tests.functions.flow_import.exports import PIPECAT

_TEXT = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["", "\x00", "\ud800", "__proto__", "constructor", "{{", "{{ secrets.X }}", "{{ (", "latest"]),
)
_LEAF = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([2**31, 2**53 + 1, -(2**63), 10**400, -0.0, float("nan"), float("inf"), 1e308]),
    st.floats(),
    _TEXT,
)
_JSON = st.recursive(
    _LEAF, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_TEXT, inner, max_size=4), max_leaves=12
)

ROUTES: dict[str, tuple[str, dict[str, Json]]] = {
    "/api/flows/any/process": (
        "POST",
        {
            "roomName": "any",
            "userInput": "Ann",
            "turnId": "t",
            "userId": "u",
            "variables": {"customer": "Ann"},
            "interrupted": {"turnId": "t", "heard": "He"},
            "missed": [{"role": "user", "content": "Hi"}],
        },
    ),
    "/api/flows/any/test-chat": ("POST", {"identity": "ann", "variables": {"customer": 1}, "version": 1}),
    "/api/flows/any/test-audio": ("POST", {"identity": "ann", "variables": {"customer": 1}, "version": "draft"}),
    "/api/flows/any/publish": ("POST", {}),
    "/api/flows/none/tools/test": (
        "POST",
        {
            "tool": {"request": {"url": "http://127.0.0.1:9/"}, "timeoutSeconds": 1, "assign": {"found": "1"}},
            "variables": {"order": 1},
            "language": "en",
            "timeZone": "UTC",
            "callerNumber": "+1",
            "nodeId": "n",
        },
    ),
    "/api/flows/none/tools/list": ("POST", {"server": "http://127.0.0.1:9/mcp", "headers": {"X": "1"}, "nodeId": "n"}),
    "/api/flows/any/tests/one": (
        "PUT",
        {
            "name": "A test",
            "channel": "phone",
            "at": "2026-06-01T12:00:00Z",
            "callerNumber": "+1",
            "variables": {"customer": "Ann"},
            "mocks": {"n": [{"status": 200, "body": 1}, {"reply": "a", "extracted": {"a": 1}}, {"error": "e"}]},
            "turns": [{"say": "Ann", "expect": {"says": "/a/i", "action": {"type": "hangup"}, "variables": {"a": 1}}}],
        },
    ),
    "/api/flows/any/replay": (
        "POST",
        {
            "version": "draft",
            "sessions": ["s"],
            "last": 5,
            "sample": 2,
            "recordedVersions": [1],
            "statuses": ["failed"],
        },
    ),
    "/api/flows/any/gate": (
        "PUT",
        {"tests": False, "replayLast": 5, "mostDiffering": 1, "wordsMayDiffer": True, "leastNodeCoverage": 0.5},
    ),
    "/api/flows/any/tests/run": ("POST", {"definition": KNOWS, "tests": ["kept"]}),
    "/api/flows/any/tests/from-session": ("POST", {"sessionId": "s", "testId": "t", "name": "n"}),
    "/api/flows/changing": ("PUT", KNOWS),
    "/api/flows/any/check": ("POST", KNOWS),
    "/api/flows/import": ("POST", PIPECAT),
    "/api/flows/changing-2": ("PUT", CALL),
    "/api/calls": ("POST", {"roomName": "r", "calledNumber": "+15550100", "callerNumber": "+1", "sipCallId": "s"}),
    "/api/agents/any": (
        "PUT",
        {"name": "A", "flowId": "any", "flowVersion": 1, "voice": "v", "language": "en"},
    ),
    "/api/phone-numbers/+15550100": ("PUT", {"agentId": "kept"}),
    "/api/livekit/webhook": ("POST", {"event": "room_finished", "room": {"name": "any"}}),
}
_EACH = pytest.mark.parametrize("path", ROUTES)
_FEW = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)


@pytest.fixture(scope="module", autouse=True)
def _published(stack: Stack) -> None:
    stack.publish("any", KNOWS)
    stack.client.put("/api/flows/any/tests/kept", json={"name": "Kept", "turns": [{"say": "Ann"}]})
    stack.client.put("/api/agents/kept", json={"name": "A", "flowId": "any"})
    stack.client.put("/api/phone-numbers/+15550100", json={"agentId": "kept"})


@pytest.fixture(autouse=True)
def _works_afterwards(stack: Stack, fresh: str, _published: None) -> Any:
    yield
    assert stack.process("any", fresh, turnId="last")["response"].startswith("Hello. nobody on chat")
    assert stack.observed.failures == []


@_EACH
@_FEW
@given(body=_JSON)
def test_any_json_gets_a_response(stack: Stack, path: str, body: Any) -> None:
    _assert_answered(_send(stack, path, json.dumps(body).encode()), path)


@_EACH
@_FEW
@given(data=st.data())
def test_any_change_to_a_valid_body_gets_a_response(stack: Stack, path: str, data: st.DataObject) -> None:
    body: Any = copy.deepcopy(ROUTES[path][1])
    for _ in range(data.draw(st.integers(1, 3))):
        body = _changed(body, data)
    answer = _send(stack, path, json.dumps(body).encode())
    _assert_answered(answer, path)
    if path.endswith("/process") and answer.status_code == 200:
        assert stack.session(answer.json()["sessionId"])


@_FEW
@given(path=st.sampled_from(list(ROUTES)), body=st.binary(max_size=60))
def test_any_bytes_get_a_response(stack: Stack, path: str, body: bytes) -> None:
    _assert_answered(_send(stack, path, body), path)


def _send(stack: Stack, path: str, body: bytes) -> ApiResponse:
    return stack.client.request(ROUTES[path][0], path, content=body)


def _assert_answered(answer: ApiResponse, path: str) -> None:
    assert answer.status_code < 500, answer.text
    if answer.status_code >= 400:
        assert_problem(answer, answer.status_code)
    elif path.startswith("/api/flows/changing"):
        assert answer.json()["flowId"]


def _changed(body: Any, data: st.DataObject) -> Any:
    """The body with one value replaced, renamed, added or removed."""
    if not isinstance(body, dict | list) or not body or data.draw(st.integers(0, 5)) == 0:
        return data.draw(_JSON)
    keys = list(body) if isinstance(body, dict) else list(range(len(body)))
    key = data.draw(st.sampled_from(keys))
    what = data.draw(st.sampled_from(["within", "within", "within", "drop", "add"]))
    if what == "within":
        body[key] = _changed(body[key], data)
    elif what == "drop":
        del body[key]
    elif isinstance(body, dict):
        body[data.draw(_TEXT)] = data.draw(_JSON)
    else:
        body.append(data.draw(_JSON))
    return body
