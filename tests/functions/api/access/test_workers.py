"""What the worker of one call may do: its own routes, for its own call, while the call is open."""

from __future__ import annotations

import re
from dataclasses import replace
from types import SimpleNamespace

import pytest
from httpx import Response

from flow_core.json import Json
from testing.api.events import WORKER, answered, rest
from testing.api.routes import PUBLIC, every_route
from testing.api.stack import assert_problem, of
from tests.functions.api.access.conftest import NUMBER, Acme

CAPABILITY = "X-Call-Capability"
OPENED = {
    ("POST", "/api/calls"),
    ("POST", "/api/flows/{flowId}/process"),
    ("GET", "/api/agents/{agentId}"),
    ("GET", "/api/flows/sessions/{sessionId}/speech"),
}
"""A worker's routes."""


def _sent(acme: Acme, method: str, path: str, capability: str | None, body: Json = None, **more: object) -> Response:
    headers = of("acme") if capability is None else {CAPABILITY: capability}
    client = acme.stack.served(**more) if more else acme.stack.client
    return answered(client, rest(method, path, WORKER, body=body, headers=headers))


def _call(acme: Acme, room: str) -> tuple[str, str]:
    """Begin a call. Return its session and the capability of its worker."""
    answer = _sent(acme, "POST", "/api/calls", None, {"roomName": room, "calledNumber": NUMBER})
    return answer.json()["sessionId"], answer.headers[CAPABILITY]


@pytest.mark.parametrize(("method", "path"), [each for each in every_route() if each not in OPENED | PUBLIC], ids=str)
def test_a_worker_has_its_own_routes_and_no_others(acme: Acme, method: str, path: str) -> None:
    there = re.sub(r"{(\w+)}", lambda found: acme.ids.get(found[1], "nobodys"), path)
    body: Json = None if method == "GET" else {}
    assert_problem(_sent(acme, method, there, acme.capability, body), 403)
    # A worker of an earlier release has no capability, while it is accepted. It has no more routes.
    accepting = replace(acme.stack.services.settings, call_capability="accepted")
    assert_problem(_sent(acme, method, there, None, body, settings=accepting), 403)


def test_a_worker_uses_its_routes_for_its_own_call(acme: Acme) -> None:
    session_id, capability = _call(acme, "own")
    assert _sent(acme, "GET", f"/api/flows/sessions/{session_id}/speech", capability).status_code == 200
    assert _sent(acme, "GET", "/api/agents/anna", capability).status_code == 200
    turn = _sent(acme, "POST", "/api/flows/survey/process", capability, {"roomName": "own"})
    assert (turn.status_code, turn.json()["sessionId"]) == (200, session_id)


def test_a_worker_uses_none_of_its_routes_for_another_call_of_the_same_organization(acme: Acme) -> None:
    session_id, _ = _call(acme, "another")
    _, capability = _call(acme, "mine")
    requests: tuple[tuple[str, str, Json], ...] = (
        ("GET", f"/api/flows/sessions/{session_id}/speech", None),
        ("GET", "/api/agents/bert", None),
        ("POST", "/api/flows/survey/process", {"roomName": "another"}),
        ("POST", "/api/flows/survey/process", {"roomName": "another", "draft": True, "turnId": "t"}),
        ("POST", "/api/flows/survey/process", {"roomName": "never begun"}),
        ("POST", "/api/flows/other/process", {"roomName": "mine"}),
    )
    for method, path, body in requests:
        assert_problem(_sent(acme, method, path, capability, body), 403)


def test_a_worker_reads_nothing_more_once_its_call_has_ended(acme: Acme) -> None:
    session_id, capability = _call(acme, "ends")
    turns: list[dict[str, Json]] = [
        {"roomName": "ends", "turnId": f"turn-{words}", "userInput": words} for words in (None, "Ann", "Rome")
    ]
    replies = [_sent(acme, "POST", "/api/flows/survey/process", capability, turn).json() for turn in turns]
    assert [each["completed"] for each in replies] == [False, False, True]
    for path in (f"/api/flows/sessions/{session_id}/speech", "/api/agents/anna"):
        assert "has ended" in assert_problem(_sent(acme, "GET", path, capability), 403)["detail"]
    # A worker that has missed the end learns it, and moves nothing.
    turn: Json = {"roomName": "ends", "turnId": "late", "userInput": "hello?"}
    late = _sent(acme, "POST", "/api/flows/survey/process", capability, turn)
    assert (late.json()["response"], late.json()["action"]["type"]) == ("", "hangup")


def test_a_worker_may_do_nothing_for_a_session_that_is_not_stored(acme: Acme) -> None:
    _, capability = _call(acme, "erased")
    without = SimpleNamespace(head=lambda session_id: None)
    assert_problem(_sent(acme, "GET", "/api/agents/anna", capability, sessions=without), 403)
