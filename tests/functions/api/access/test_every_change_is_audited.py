"""Each route that changes something leaves an entry in the audit, and each reading of a session leaves one an hour."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from httpx import Response

from flow_core.json import Json
from testing.api.documents import SURVEY
from testing.api.events import WORKER, answered, rest, user
from testing.api.routes import every_route
from testing.api.stack import LOCAL, Stack, assert_problem, stack_on

TEST: Json = {"name": "t", "turns": [{"say": "hi"}]}
CHANGES: list[tuple[str, str, Json, str]] = [
    ("PUT", "/api/flows/{flowId}", SURVEY, "flow.saved"),
    ("POST", "/api/flows/{flowId}/publish", None, "flow.published"),
    ("PUT", "/api/flows/{flowId}", {**SURVEY, "name": "another"}, "flow.saved"),
    ("POST", "/api/flows/{flowId}/versions/{version}/restore", None, "flow.restored"),
    ("PUT", "/api/flows/{flowId}/tests/{testId}", TEST, "test.saved"),
    ("POST", "/api/flows/{flowId}/tests/from-session", {"sessionId": "{sessionId}"}, "test.saved"),
    ("DELETE", "/api/flows/{flowId}/tests/{testId}", None, "test.deleted"),
    ("POST", "/api/flows/{flowId}/replay", {}, "calls.replayed"),
    ("PUT", "/api/flows/{flowId}/gate", {"tests": False}, "gate.saved"),
    ("PUT", "/api/flows/{flowId}/environments/{name}", {"version": 1}, "environment.saved"),
    ("DELETE", "/api/flows/{flowId}/environments/{name}", None, "environment.deleted"),
    ("POST", "/api/flows/{flowId}/tools/test", {"tool": {"request": {"url": "https://127.0.0.1:1/"}}}, "tool.tested"),
    ("POST", "/api/flows/{flowId}/tools/list", {"server": "https://127.0.0.1:1/mcp"}, "tools.listed"),
    ("PUT", "/api/agents/{agentId}", {"name": "A", "flowId": "survey"}, "agent.saved"),
    ("PUT", "/api/phone-numbers/{e164}", {"agentId": "anna"}, "number.assigned"),
    ("DELETE", "/api/phone-numbers/{e164}", None, "number.released"),
    ("DELETE", "/api/agents/{agentId}", None, "agent.deleted"),
    ("PUT", "/api/settings", {}, "settings.saved"),
    ("POST", "/api/keys", {"name": "k", "role": "viewer"}, "key.created"),
    ("DELETE", "/api/keys/{keyId}", None, "key.revoked"),
    ("DELETE", "/api/flows/{flowId}", None, "flow.deleted"),
]
"""The changes in an order in which they can be made, with the action of the newest entry after each."""
NO_CHANGE = {
    # They answer and store nothing.
    "POST /api/flows/import",
    "POST /api/flows/{flowId}/check",
    "POST /api/voices/preview",
    # Calls and tests are sessions, which say themselves when and by whom they were begun.
    "POST /api/calls",
    "POST /api/flows/{flowId}/process",
    "POST /api/flows/{flowId}/test-chat",
    "POST /api/flows/{flowId}/test-audio",
    "POST /api/flows/{flowId}/tests/run",
    "POST /api/livekit/webhook",
}
"""Routes of other methods than GET that change nothing which an organization has made."""
ELSEWHERE = {
    "DELETE /api/flows/sessions/{sessionId}",
    "POST /api/callers/erase",
    "POST /api/flows/sessions/{sessionId}/supervise",
    "POST /api/flows/sessions/{sessionId}/whisper",
    "PUT /api/settings/secrets/{name}",
    "DELETE /api/settings/secrets/{name}",
    "PUT /api/settings/webhook/secret",
    "DELETE /api/settings/webhook/secret",
    "POST /api/settings/webhook/test",
    "POST /api/settings/webhook/deliveries/{eventId}/redeliver",
}
"""Routes whose own tests read the audit."""


@pytest.fixture(scope="module")
def stack() -> Iterator[Stack]:
    with stack_on(replace(LOCAL, auth="aws", call_key="a-key-of-calls-with-more-than-thirty-two-characters")) as made:
        yield made


def _asked(stack: Stack, method: str, path: str, body: Json = None, name: str = "ann", **headers: str) -> Response:
    context = user("acme", "callflow-admin")
    context["authorizer"]["claims"]["email"] = f"{name}@acme.test"
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    return answered(stack.client, rest(method, path, context, body=body, headers=named))


def _entries(stack: Stack) -> list[dict[str, Any]]:
    return list(_asked(stack, "GET", "/api/audit?limit=100").json()["entries"])


def test_each_change_leaves_an_entry_with_its_actor(stack: Stack) -> None:
    ids = {"flowId": "survey", "testId": "t", "name": "staging", "version": "1", "agentId": "anna", "e164": "+15550100"}
    seen = len(_entries(stack))
    for method, path, body, action in CHANGES:
        if "sessionId" in (body if isinstance(body, dict) else {}):
            turn = _asked(stack, "POST", "/api/flows/survey/process", {"roomName": "r", "userInput": "Ann"})
            body = {"sessionId": turn.json()["sessionId"]}
        answer = _asked(stack, method, path.format(**ids), body)
        assert answer.status_code < 300, f"{method} {path}: {answer.text}"
        if path == "/api/keys":
            ids["keyId"] = answer.json()["keyId"]
            assert answer.json()["key"] not in str(_entries(stack))
        entries = _entries(stack)
        assert len(entries) > seen, f"{method} {path} left no entry"
        assert (entries[0]["action"], entries[0]["by"]) == (action, "ann@acme.test"), f"{method} {path}"
        seen = len(entries)


def test_the_list_above_has_every_route_that_changes_something() -> None:
    listed = {f"{method} {path}" for method, path, _, _ in CHANGES} | NO_CHANGE | ELSEWHERE
    changing = {f"{method} {path}" for method, path in every_route() if method != "GET"}
    assert changing == listed


def test_a_draft_that_is_saved_unchanged_leaves_no_entry(stack: Stack) -> None:
    _asked(stack, "PUT", "/api/flows/same", SURVEY)
    before = _entries(stack)
    assert _asked(stack, "PUT", "/api/flows/same", SURVEY).status_code == 200
    assert_problem(_asked(stack, "PUT", "/api/flows/same", {"name": "broken", "nodes": [], "edges": []}), 422)
    assert _entries(stack) == before


def _reads(stack: Stack, session_id: str) -> list[str]:
    return [
        each["by"] for each in _entries(stack) if (each["action"], each["subject"]) == ("transcript.read", session_id)
    ]


def test_reading_a_session_leaves_one_entry_an_hour_for_each_reader(stack: Stack) -> None:
    _asked(stack, "PUT", "/api/flows/talk", SURVEY)
    _asked(stack, "POST", "/api/flows/talk/publish")
    session_id = _asked(stack, "POST", "/api/flows/talk/process", {"roomName": "read"}).json()["sessionId"]
    assert _reads(stack, session_id) == []
    path = f"/api/flows/sessions/{session_id}"
    tag = _asked(stack, "GET", path).headers["etag"]
    for _ in range(5):
        assert _asked(stack, "GET", f"{path}?after=x").status_code == 200
    assert _asked(stack, "GET", path, name="bob", If_None_Match=tag).status_code == 304
    assert _reads(stack, session_id) == ["ann@acme.test"]
    assert _asked(stack, "GET", path, name="bob").status_code == 200
    assert _reads(stack, session_id) == ["bob@acme.test", "ann@acme.test"]
    assert _asked(stack, "GET", f"{path}/transcript", name="eve").status_code == 200
    assert _reads(stack, session_id)[0] == "eve@acme.test"
    assert_problem(_asked(stack, "GET", f"{path}0"), 404)
    later = stack.services.now() + 3_600_000
    context = user("acme", "callflow-viewer")
    for at in (later, later + 1, later + 3_600_000):
        answered(stack.served(now=lambda at=at: at), rest("GET", path, context))
    assert _reads(stack, session_id)[:2] == ["u-1", "u-1"]
    assert len(_reads(stack, session_id)) == 5


def test_a_worker_that_prepares_its_speech_reads_no_transcript(stack: Stack) -> None:
    requests: tuple[tuple[str, str, Json], ...] = (
        ("PUT", "/api/flows/phone", SURVEY),
        ("POST", "/api/flows/phone/publish", None),
        ("PUT", "/api/agents/phone", {"name": "A", "flowId": "phone"}),
        ("PUT", "/api/phone-numbers/+15550177", {"agentId": "phone"}),
    )
    for method, path, body in requests:
        assert _asked(stack, method, path, body).status_code < 300
    asked: Json = {"roomName": "call", "calledNumber": "+15550177"}
    call = answered(stack.client, rest("POST", "/api/calls", WORKER, body=asked))
    session_id = call.json()["sessionId"]
    headers = {"X-Call-Capability": call.headers["X-Call-Capability"]}
    speech = rest("GET", f"/api/flows/sessions/{session_id}/speech", WORKER, headers=headers)
    assert answered(stack.client, speech).status_code == 200
    assert _reads(stack, session_id) == []
