"""Test rooms: a room, its token, and a session in which no node has run."""

from __future__ import annotations

import json
from typing import Any

import jwt
import pytest
from livekit import api

from flow_core.json import Json
from functions.adapters.livekit.keys import LiveKitKeys, fixed
from functions.adapters.livekit.rooms import LiveKitRooms
from testing.api.documents import KNOWS, SURVEY, saying
from testing.api.stack import LOCAL, Stack, assert_problem, of


@pytest.fixture(scope="module", autouse=True)
def _published(stack: Stack) -> None:
    stack.publish("survey", SURVEY)
    stack.publish("knows", KNOWS)


def _tested(stack: Stack, flow_id: str, mode: str = "chat", **body: Json) -> dict[str, Any]:
    answer = stack.client.post(f"/api/flows/{flow_id}/test-{mode}", json=body)
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


@pytest.mark.parametrize("mode", ["chat", "audio"])
def test_the_response_has_all_that_a_browser_needs(stack: Stack, mode: str) -> None:
    response = _tested(stack, "survey", mode, identity="ann")
    assert set(response) == {"sessionId", "roomName", "token", "identity", "serverUrl", "flowName"}
    assert (response["identity"], response["serverUrl"], response["flowName"]) == ("ann", LOCAL.livekit_url, "survey")


@pytest.mark.parametrize("mode", ["chat", "audio"])
def test_the_token_opens_that_room_alone_and_sends_the_agent_there(stack: Stack, mode: str) -> None:
    response = _tested(stack, "survey", mode, identity="ann")
    claims = api.TokenVerifier(LOCAL.livekit_api_key, LOCAL.livekit_api_secret).verify(response["token"])
    assert claims.identity == "ann"
    assert claims.video is not None
    assert (claims.video.room_join, claims.video.room) == (True, response["roomName"])
    assert not claims.video.room_admin
    assert not claims.video.room_create
    assert claims.room_config is not None
    (dispatch,) = claims.room_config.agents
    assert dispatch.agent_name == "callflow"
    assert json.loads(dispatch.metadata) == {
        "organizationId": "demo",
        "flowId": "survey",
        "roomName": response["roomName"],
        "sessionId": response["sessionId"],
        "mode": mode,
    }


def test_the_agent_is_told_the_language_of_the_flow(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, {**SURVEY, "language": "pt-BR"})
    claims = api.TokenVerifier(LOCAL.livekit_api_key, LOCAL.livekit_api_secret).verify(_tested(stack, fresh)["token"])
    assert claims.room_config is not None
    assert json.loads(claims.room_config.agents[0].metadata)["language"] == "pt-BR"


def test_the_token_is_signed_with_the_api_secret_and_ends(stack: Stack) -> None:
    token = _tested(stack, "survey")["token"]
    claims = jwt.decode(token, LOCAL.livekit_api_secret, algorithms=["HS256"], issuer=LOCAL.livekit_api_key)
    assert claims["exp"]
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(token, "another-secret-of-more-than-thirty-two-bytes", algorithms=["HS256"])


@pytest.mark.parametrize("mode", ["chat", "audio"])
def test_the_session_is_pending_and_no_node_has_run(stack: Stack, mode: str) -> None:
    response = _tested(stack, "survey", mode, identity="ann")
    session = stack.session(response["sessionId"])
    assert (session["status"], session["currentNodeId"], session["turns"]) == ("pending", None, [])
    assert session["context"] == {"variables": {}, "conversation": []}
    assert session["testMetadata"] == {"testMode": mode, "identity": "ann", "roomName": response["roomName"]}


def test_the_first_turn_goes_to_the_session_that_was_made(stack: Stack) -> None:
    response = _tested(stack, "knows", "audio", variables={"customer": "Ann"})
    assert stack.session(response["sessionId"])["context"]["variables"] == {"customer": "Ann"}
    answer = stack.process("knows", response["roomName"])
    assert answer["sessionId"] == response["sessionId"]
    assert answer["response"].startswith("Hello. Ann on audio")


def test_a_body_is_not_needed(stack: Stack) -> None:
    for body in (None, b"null", b"{}"):
        answer = stack.client.post("/api/flows/survey/test-chat", content=body)
        assert answer.status_code == 201, answer.text
        assert answer.json()["identity"]


def test_two_tests_have_two_rooms(stack: Stack) -> None:
    first, second = _tested(stack, "survey"), _tested(stack, "survey")
    assert first["roomName"] != second["roomName"]
    assert first["sessionId"] != second["sessionId"]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"version": "newest"}, "version"),
        ({"version": 0}, "version"),
        ({"version": 10**12}, "version"),
        ({"version": True}, "version"),
        ({"version": "1"}, "version"),
        ({"version": None}, "version"),
        ({"identity": ""}, "identity"),
        ({"identity": 5}, "identity"),
        ({"variables": {"session": 1}}, "variables"),
        ({"mode": "chat"}, "mode"),
    ],
    ids=str,
)
def test_an_invalid_field_is_named(stack: Stack, body: dict[str, Json], field: str) -> None:
    problem = assert_problem(stack.client.post("/api/flows/survey/test-chat", json=body), 422, field)
    assert len(problem["problems"]) == 1


def test_a_missing_flow_cannot_be_tested(stack: Stack, fresh: str) -> None:
    assert_problem(stack.client.post("/api/flows/none/test-chat"), 404)
    assert_problem(stack.client.post("/api/flows/none/test-chat", json={"version": "draft"}), 404)
    assert_problem(stack.client.post("/api/flows/survey/test-chat", json={"version": 9}), 404)
    stack.save(fresh, SURVEY)
    assert_problem(stack.client.post(f"/api/flows/{fresh}/test-audio"), 404)


def test_the_latest_version_is_tested_unless_another_is_named(stack: Stack, fresh: str) -> None:
    for said in ("one", "two"):
        stack.publish(fresh, saying(said))
    stack.save(fresh, saying("three"))
    cases: list[tuple[dict[str, Json], str, Json]] = [
        ({}, "two", 2),
        ({"version": "latest"}, "two", 2),
        ({"version": 1}, "one", 1),
        ({"version": "draft"}, "three", "draft"),
    ]
    for body, said, version in cases:
        response = _tested(stack, fresh, "chat", **body)
        assert stack.session(response["sessionId"])["flowVersion"] == version
        assert stack.process(fresh, response["roomName"])["response"] == f"Hello. {said}"


def test_a_session_keeps_its_version_or_its_draft(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, saying("one"))
    stack.save(fresh, saying("drawing"))
    latest, draft = _tested(stack, fresh), _tested(stack, fresh, version="draft")
    stack.save(fresh, saying("drawn"))
    stack.publish(fresh, saying("two"))
    assert stack.process(fresh, latest["roomName"])["response"] == "Hello. one"
    assert stack.process(fresh, draft["roomName"])["response"] == "Hello. drawing"


def test_a_flow_that_was_never_published_can_be_tested_as_a_draft(stack: Stack, fresh: str) -> None:
    stack.save(fresh, SURVEY, fresh)
    answer = stack.client.post(f"/api/flows/{fresh}/test-chat", json={"version": "draft"}, headers=of(fresh))
    turn = stack.process(fresh, answer.json()["roomName"], organization=fresh)
    assert turn["response"] == "Hello. What is your name?"


def test_a_test_without_livekit_is_a_503_that_names_the_settings(stack: Stack, fresh: str) -> None:
    stack.publish(fresh, SURVEY)
    unconfigured = stack.served(rooms=LiveKitRooms(fixed(LiveKitKeys("", "", "")), "callflow"))
    problem = assert_problem(unconfigured.post(f"/api/flows/{fresh}/test-chat"), 503)
    assert "LIVEKIT_URL" in problem["detail"]
    assert unconfigured.get(f"/api/flows/{fresh}/sessions").json()["sessions"] == []
