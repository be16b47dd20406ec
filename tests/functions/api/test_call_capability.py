"""A worker acts for an organization by the capability that the API signed for its call, and only for this call."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import jwt
import pytest
from httpx import Response

from flow_core.json import Json
from functions.call_capability import HOURS, CallCapability, sign
from functions.lambdas.turn_events import TurnEvents
from functions.ports.rooms import AgentLeft
from functions.settings import SettingsError, from_environment
from testing.api.documents import SURVEY
from testing.api.events import WORKER, answered, rest, user
from testing.api.stack import LOCAL, ApiResponse, Stack, assert_problem, of, stack_on

KEY = "a-key-of-calls-with-more-than-thirty-two-characters"
NUMBERS = {"acme": "+15550100", "umbrella": "+15550101"}
CAPABILITY = "X-Call-Capability"


@pytest.fixture(scope="module")
def aws() -> Iterator[Stack]:
    """The API as on AWS. Two organizations each have a flow `survey`, an agent `anna` and a number."""
    with stack_on(replace(LOCAL, auth="aws", call_key=KEY)) as made:
        for organization, number in NUMBERS.items():
            requests: tuple[tuple[str, str, Json], ...] = (
                ("PUT", "/api/flows/survey", SURVEY),
                ("POST", "/api/flows/survey/publish", None),
                ("PUT", "/api/agents/anna", {"name": "Anna", "flowId": "survey", "voice": organization}),
                ("PUT", f"/api/phone-numbers/{number}", {"agentId": "anna"}),
            )
            for method, path, body in requests:
                event = rest(method, path, user(organization), body=body)
                assert answered(made.client, event).status_code < 300
        yield made


def _worker(
    stack: Stack, method: str, path: str, capability: str | None, body: Json = None, **headers: str
) -> Response:
    sent = {} if capability is None else {CAPABILITY: capability}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return answered(stack.client, rest(method, path, WORKER, body=body, headers={**sent, **named}))


def _called(stack: Stack, room: str, organization: str = "acme") -> Response:
    body: Json = {"roomName": room, "calledNumber": NUMBERS[organization]}
    answer = _worker(stack, "POST", "/api/calls", None, body)
    assert answer.status_code == 201, answer.text
    return answer


def _dispatched(stack: Stack, organization: str = "acme", mode: str = "chat") -> Mapping[str, Any]:
    """Begin a test, and return the metadata with which LiveKit dispatches a worker."""
    answer = answered(stack.client, rest("POST", f"/api/flows/survey/test-{mode}", user(organization)))
    claims = jwt.decode(answer.json()["token"], options={"verify_signature": False})
    (dispatch,) = claims["roomConfig"]["agents"]
    metadata: Mapping[str, Any] = json.loads(dispatch["metadata"])
    return metadata


def _turn(stack: Stack, capability: str | None, room: str, flow: str = "survey", **headers: str) -> Response:
    return _worker(stack, "POST", f"/api/flows/{flow}/process", capability, {"roomName": room}, **headers)


def test_the_worker_of_a_phone_call_runs_its_turns_and_reads_its_agent(aws: Stack, fresh: str) -> None:
    answer = _called(aws, fresh)
    capability = answer.headers[CAPABILITY]
    turn = _turn(aws, capability, fresh)
    assert (turn.status_code, turn.json()["sessionId"]) == (200, answer.json()["sessionId"])
    assert _turn(aws, capability, fresh, X_Organization_Id="acme").status_code == 200
    agent = _worker(aws, "GET", "/api/agents/anna", capability)
    assert agent.json()["voice"] == "acme"


def test_the_worker_of_a_call_reads_what_it_speaks_and_nothing_else_of_the_session(aws: Stack, fresh: str) -> None:
    answer = _called(aws, fresh)
    capability, session = answer.headers[CAPABILITY], answer.json()["sessionId"]
    speech = _worker(aws, "GET", f"/api/flows/sessions/{session}/speech", capability)
    assert speech.status_code == 200
    assert_problem(_worker(aws, "GET", f"/api/flows/sessions/{session}", capability), 403)
    other = _called(aws, f"{fresh}-other").json()["sessionId"]
    assert_problem(_worker(aws, "GET", f"/api/flows/sessions/{other}/speech", capability), 403)


def test_the_body_of_a_repeated_call_stays_the_same(aws: Stack, fresh: str) -> None:
    first, again = _called(aws, fresh), _called(aws, fresh)
    assert first.json() == again.json()
    assert set(first.json()) == {"organizationId", "agentId", "flowId", "flowVersion", "roomName", "sessionId"}
    assert _turn(aws, again.headers[CAPABILITY], fresh).status_code == 200


@pytest.mark.parametrize("mode", ["chat", "audio"])
def test_the_worker_of_a_test_runs_its_turns(aws: Stack, mode: str) -> None:
    metadata = _dispatched(aws, "umbrella", mode)
    turn = _turn(aws, metadata["capability"], metadata["roomName"])
    assert (turn.status_code, turn.json()["sessionId"]) == (200, metadata["sessionId"])


def test_the_next_worker_of_a_call_gets_a_capability_of_its_own(aws: Stack, fresh: str) -> None:
    _called(aws, fresh)
    sent: list[Mapping[str, Any]] = []

    class Rooms:
        def dispatch(self, metadata: Mapping[str, Any], *, instead_of: AgentLeft) -> bool:
            sent.append(metadata)
            return True

        def event(self, body: bytes, authorization: str | None) -> AgentLeft:
            return AgentLeft(fresh, "agent-1")

    answer = aws.served(rooms=Rooms()).post("/api/livekit/webhook", content=b"{}")
    assert answer.json() == {"dispatched": 1}
    assert _turn(aws, sent[0]["capability"], fresh).status_code == 200


def test_the_organization_in_the_header_is_not_enough(aws: Stack, fresh: str) -> None:
    _called(aws, fresh)
    problem = assert_problem(_turn(aws, None, fresh, X_Organization_Id="acme"), 403)
    assert CAPABILITY in problem["detail"]
    assert_problem(_worker(aws, "GET", "/api/agents/anna", None, X_Organization_Id="acme"), 403)
    assert_problem(_turn(aws, None, fresh), 401)


def test_a_capability_is_for_one_organization_one_flow_and_one_room(aws: Stack, fresh: str) -> None:
    capability = _called(aws, fresh).headers[CAPABILITY]
    _called(aws, f"{fresh}-other")
    assert_problem(_turn(aws, capability, fresh, X_Organization_Id="umbrella"), 403)
    assert_problem(_turn(aws, capability, f"{fresh}-other"), 403)
    assert_problem(_turn(aws, capability, fresh, flow="another"), 403)
    # Names that run together as text must not be one call.
    assert_problem(_turn(aws, capability, f"survey{fresh}", flow="x"), 403)


def test_a_capability_opens_no_other_route_and_no_other_agent(aws: Stack, fresh: str) -> None:
    capability = _called(aws, fresh).headers[CAPABILITY]
    requests: tuple[tuple[str, str, Json], ...] = (
        ("GET", "/api/flows", None),
        ("GET", "/api/flows/survey", None),
        ("PUT", "/api/flows/survey", SURVEY),
        ("DELETE", "/api/agents/anna", None),
        ("PUT", "/api/agents/anna", {"name": "A", "flowId": "survey"}),
        ("GET", "/api/agents/another", None),
        ("GET", "/api/settings", None),
        ("POST", "/api/flows/survey/test-chat", None),
    )
    for method, path, body in requests:
        assert_problem(_worker(aws, method, path, capability, body), 403)
    test = _dispatched(aws)
    assert_problem(_worker(aws, "GET", "/api/agents/anna", test["capability"]), 403)


def _forged(**changes: object) -> CallCapability:
    return replace(CallCapability("acme", "survey", "r", "session_0"), **changes)  # type: ignore[arg-type]


def test_what_the_api_has_not_signed_is_refused(aws: Stack, fresh: str) -> None:
    answer = _called(aws, fresh)
    session_id, signed = answer.json()["sessionId"], answer.headers[CAPABILITY]
    call = _forged(room_name=fresh, session_id=session_id)
    now = aws.services.now()
    claims = jwt.decode(signed, options={"verify_signature": False})
    forged = [
        "",
        "x",
        "a.b.c",
        signed[:-2],
        signed.rsplit(".", 1)[0] + ".",
        sign(call, LOCAL.livekit_api_secret, now),
        jwt.encode(claims, KEY, algorithm="HS256"),
        jwt.encode(claims, "", algorithm="none"),
        sign(call, KEY, now - (HOURS * 3600 + 120) * 1000),
        sign(call, KEY, now + 3_600_000),
    ]
    for each in forged:
        problem = assert_problem(_turn(aws, each, fresh), 403)
        assert problem["detail"].startswith(CAPABILITY)
    assert "6 hours" in assert_problem(_turn(aws, forged[-2], fresh), 403)["detail"]
    assert _turn(aws, sign(call, KEY, now), fresh).status_code == 200


def test_a_users_token_counts_and_not_a_capability_beside_it(aws: Stack, fresh: str) -> None:
    capability = _called(aws, fresh, "umbrella").headers[CAPABILITY]
    event = rest(
        "POST", "/api/flows/survey/process", user("acme"), body={"roomName": fresh}, headers={CAPABILITY: capability}
    )
    turn = answered(aws.client, event)
    assert turn.status_code == 200
    assert aws.services.sessions.head(turn.json()["sessionId"]).organization_id == "acme"  # type: ignore[union-attr]


def test_the_turn_function_demands_the_same(aws: Stack, fresh: str) -> None:
    capability = _called(aws, fresh).headers[CAPABILITY]
    function = TurnEvents(aws.services)
    path = "/api/flows/survey/process"
    body: Json = {"roomName": fresh}
    good = function.answer(rest("POST", path, WORKER, body=body, headers={CAPABILITY: capability}))
    header = function.answer(rest("POST", path, WORKER, body=body, headers=of("acme")))
    other = function.answer(rest("POST", path, WORKER, body={"roomName": "x"}, headers={CAPABILITY: capability}))
    assert [each["statusCode"] for each in (good, header, other)] == [200, 403, 403]


class _Rotated:
    """Keys of which this process has read the old one."""

    def __init__(self, *keys: str) -> None:
        self.keys = keys
        self.reads: list[bool] = []

    def accepted(self, *, again: bool = False) -> tuple[str, ...]:
        self.reads.append(again)
        return self.keys if again else self.keys[-1:]


def test_a_key_that_was_rotated_is_read_again(aws: Stack, fresh: str) -> None:
    capability = _called(aws, fresh).headers[CAPABILITY]
    keys = _Rotated(KEY, "the-key-before-it-of-thirty-two-characters")
    on_other = SimpleNamespace(client=aws.served(call_keys=keys))
    assert _turn(on_other, capability, fresh).status_code == 200  # type: ignore[arg-type]
    assert keys.reads == [False, True]


def test_the_key_before_a_rotation_is_accepted(aws: Stack, fresh: str) -> None:
    capability = _called(aws, fresh).headers[CAPABILITY]

    class Both:
        def accepted(self, *, again: bool = False) -> tuple[str, ...]:
            return "the-key-after-it-of-thirty-two-characters-", KEY

    on_both = SimpleNamespace(client=aws.served(call_keys=Both()))
    assert _turn(on_both, capability, fresh).status_code == 200  # type: ignore[arg-type]
    expired = sign(_forged(room_name=fresh), KEY, 0)
    assert "6 hours" in assert_problem(_turn(on_both, expired, fresh), 403)["detail"]  # type: ignore[arg-type]


def test_while_it_is_rolled_out_a_worker_of_an_earlier_release_is_accepted(aws: Stack, fresh: str) -> None:
    capability = _called(aws, fresh).headers[CAPABILITY]
    accepting = replace(aws.services.settings, call_capability="accepted")
    earlier = SimpleNamespace(client=aws.served(settings=accepting))
    assert _turn(earlier, None, fresh, X_Organization_Id="acme").status_code == 200  # type: ignore[arg-type]
    assert _turn(earlier, capability, fresh).status_code == 200  # type: ignore[arg-type]
    assert_problem(_turn(earlier, "x", fresh, X_Organization_Id="acme"), 403)  # type: ignore[arg-type]


def test_without_a_key_no_call_has_a_capability_and_none_is_accepted(aws: Stack, fresh: str) -> None:
    with stack_on(replace(LOCAL, auth="aws")) as bare:
        for method, path, body in (("PUT", "/api/flows/survey", SURVEY), ("POST", "/api/flows/survey/publish", None)):
            answered(bare.client, rest(method, path, user("acme"), body=body))
        assert "capability" not in _dispatched(bare)
        given = sign(_forged(room_name=fresh), KEY, bare.services.now())
        assert "CALLFLOW_CALL_KEYS_SECRET" in assert_problem(_turn(bare, given, fresh), 403)["detail"]


def test_in_the_local_stack_the_header_is_enough_and_a_capability_is_checked() -> None:
    with stack_on(replace(LOCAL, call_key=KEY)) as local:
        local.publish("survey", SURVEY, "acme")
        answer = local.client.post("/api/flows/survey/test-chat", headers=of("acme"))
        claims = jwt.decode(answer.json()["token"], options={"verify_signature": False})
        metadata = json.loads(claims["roomConfig"]["agents"][0]["metadata"])
        room = metadata["roomName"]

        def turn(**headers: str) -> ApiResponse:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            return local.client.post("/api/flows/survey/process", json={"roomName": room}, headers=named)

        assert turn(X_Organization_Id="acme").status_code == 200
        assert turn(X_Call_Capability=metadata["capability"]).json()["sessionId"] == metadata["sessionId"]
        assert_problem(turn(X_Call_Capability=metadata["capability"], X_Organization_Id="demo"), 403)
        assert_problem(turn(X_Call_Capability="x", X_Organization_Id="acme"), 403)


@pytest.mark.parametrize(
    ("variable", "value"), [("CALLFLOW_CALL_CAPABILITY", "optional"), ("CALLFLOW_CALL_KEY", "short")]
)
def test_a_malformed_setting_is_refused(variable: str, value: str) -> None:
    with pytest.raises(SettingsError, match=variable):
        from_environment({variable: value})


def test_a_capability_is_required_unless_the_settings_say_otherwise() -> None:
    assert from_environment({}).call_capability == "required"
    assert from_environment({"CALLFLOW_CALL_CAPABILITY": "accepted"}).call_capability == "accepted"
