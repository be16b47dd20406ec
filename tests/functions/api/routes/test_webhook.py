"""LiveKit reports a finished room, and its sessions are abandoned. After an agent has left, another is dispatched."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from fastapi.testclient import TestClient

from flow_core.flow import Flow
from functions.adapters.livekit.keys import LiveKitKeys, fixed
from functions.adapters.livekit.rooms import LiveKitRooms
from functions.errors import UnavailableError
from testing.api.documents import SURVEY
from testing.api.stack import LOCAL, ApiResponse, Stack, assert_problem, of
from testing.api.webhooks import PATH, event, sent, signature
from testing.fakes.livekit import FakeLiveKit
from testing.fakes.loopback import Loopback
from testing.fakes.model_servers import raw


@pytest.fixture(scope="module", autouse=True)
def _published(stack: Stack) -> None:
    stack.publish("survey", SURVEY)


def _status(stack: Stack, session_id: str) -> str:
    return str(stack.session(session_id)["status"])


def test_a_waiting_session_is_abandoned(stack: Stack, fresh: str) -> None:
    session_id = stack.process("survey", fresh)["sessionId"]
    answer = sent(stack.client, event("room_finished", fresh))
    assert answer.status_code == 200
    assert answer.json() == {"closed": 1}
    assert _status(stack, session_id) == "abandoned"


def test_a_pending_session_is_abandoned(stack: Stack) -> None:
    response = stack.client.post("/api/flows/survey/test-chat").json()
    sent(stack.client, event("room_finished", response["roomName"]))
    assert _status(stack, response["sessionId"]) == "abandoned"


def test_a_completed_session_does_not_change(stack: Stack, fresh: str) -> None:
    for words in ("Ann", "Rome"):
        stack.process("survey", fresh, userInput=words)
    session_id = stack.process("survey", fresh)["sessionId"]
    before = stack.session(session_id)
    assert sent(stack.client, event("room_finished", fresh)).json() == {"closed": 0}
    assert stack.session(session_id) == before
    assert before["status"] == "completed"


def test_a_repeated_webhook_changes_nothing(stack: Stack, fresh: str) -> None:
    session_id = stack.process("survey", fresh)["sessionId"]
    sent(stack.client, event("room_finished", fresh))
    before = stack.session(session_id)
    assert sent(stack.client, event("room_finished", fresh)).json() == {"closed": 0}
    assert stack.session(session_id) == before


def test_a_turn_after_the_webhook_replies_that_the_session_has_ended(stack: Stack, fresh: str) -> None:
    first = stack.process("survey", fresh, turnId="t-1", userInput="Ann")
    sent(stack.client, event("room_finished", fresh))
    late = stack.process("survey", fresh, userInput="Rome")
    assert (late["status"], late["completed"], late["response"]) == ("abandoned", True, "")
    assert late["action"] == {"type": "hangup"}
    assert stack.process("survey", fresh, turnId="t-1", userInput="Ann") == first
    assert _status(stack, first["sessionId"]) == "abandoned"


def test_other_rooms_stay_open(stack: Stack, fresh: str) -> None:
    session_id = stack.process("survey", f"{fresh}-other")["sessionId"]
    sent(stack.client, event("room_finished", fresh))
    assert _status(stack, session_id) == "waiting"


def test_every_session_of_the_room_is_closed(stack: Stack, fresh: str) -> None:
    stack.publish("survey", SURVEY, fresh)
    stack.process("survey", fresh)
    stack.process("survey", fresh, organization=fresh)
    assert sent(stack.client, event("room_finished", fresh)).json() == {"closed": 2}


@pytest.mark.parametrize("name", ["room_started", "participant_joined", "participant_left", "track_published", "", "x"])
def test_other_events_close_nothing(stack: Stack, fresh: str, name: str) -> None:
    session_id = stack.process("survey", fresh)["sessionId"]
    assert sent(stack.client, event(name, fresh)).json() == {"closed": 0}
    assert _status(stack, session_id) == "waiting"


@pytest.mark.parametrize("room", [None, "", "never-there", "a/b ü 😀"])
def test_a_room_that_is_not_known_closes_nothing(stack: Stack, room: str | None) -> None:
    assert sent(stack.client, event("room_finished", room)).json() == {"closed": 0}


def test_a_bearer_prefix_and_unknown_fields_are_fine(stack: Stack, fresh: str) -> None:
    stack.process("survey", fresh)
    body = json.dumps({**json.loads(event("room_finished", fresh)), "newField": {"a": [1]}}).encode()
    assert sent(stack.client, body, f"Bearer {signature(body)}").json() == {"closed": 1}


def _no_hash() -> str:
    signed = signature(b"").split(".")
    claims = json.loads(base64.urlsafe_b64decode(signed[1] + "=="))
    del claims["sha256"]
    signed[1] = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return ".".join(signed)


@pytest.mark.parametrize(
    "authorization",
    [
        "Bearer",
        "x",
        "a.b.c",
        signature(b"another body"),
        signature(event("room_finished", "room"), secret="another-secret-of-more-than-thirty-two-bytes"),
        signature(event("room_finished", "room"), key="another-key"),
        "eyJhbGciOiJub25lIn0.e30.",
        _no_hash(),
    ],
)
def test_a_webhook_without_livekits_signature_is_401_and_closes_nothing(stack: Stack, authorization: str) -> None:
    session_id = stack.process("survey", "room")["sessionId"]
    assert_problem(sent(stack.client, event("room_finished", "room"), authorization), 401)
    assert _status(stack, session_id) == "waiting"


def test_a_body_that_was_tampered_with_is_401(stack: Stack) -> None:
    body = event("room_finished", "room")
    assert_problem(sent(stack.client, body + b" ", signature(body)), 401)


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"{}", b"\xff\xfe", b"{", b'{"event": 5}'])
def test_any_body_without_a_signature_is_401(stack: Stack, body: bytes) -> None:
    assert_problem(stack.client.post(PATH, content=body), 401)
    assert_problem(stack.client.post(PATH, content=body, headers=of("demo")), 401)


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"\xff\xfe", b"{", b'{"event": 5}', b'{"room": []}'])
def test_a_signed_body_that_is_malformed_is_not_a_crash(stack: Stack, body: bytes) -> None:
    assert sent(stack.client, body).status_code in (200, 401)
    assert stack.observed.failures == []


@dataclass(frozen=True)
class Call:
    """The API and a LiveKit room with a caller and, at first, an agent."""

    livekit: FakeLiveKit
    client: TestClient
    room_name: str
    agent: str

    def agent_leaves(self, name: str = "participant_left") -> ApiResponse:
        self.livekit.room(self.room_name).participants.pop(self.agent, None)
        return sent(self.client, event(name, self.room_name, identity=self.agent, kind="AGENT"))


def _rooms(server: Loopback) -> LiveKitRooms:
    return LiveKitRooms(fixed(LiveKitKeys(server.origin, LOCAL.livekit_api_key, LOCAL.livekit_api_secret)), "callflow")


@pytest.fixture
def call(stack: Stack, fresh: str) -> Iterator[Call]:
    livekit = FakeLiveKit()
    with livekit.served() as server:
        livekit.room(fresh).enters("caller")
        yield Call(livekit, stack.served(rooms=_rooms(server)), fresh, f"agent-{livekit.dispatch(fresh)}")


@pytest.mark.parametrize("name", ["participant_left", "participant_connection_aborted"])
def test_an_agent_that_leaves_an_open_call_is_replaced_once(stack: Stack, call: Call, name: str) -> None:
    session_id = stack.process("survey", call.room_name)["sessionId"]
    answer = call.agent_leaves(name)
    assert (answer.status_code, answer.json()) == (200, {"dispatched": 1})
    assert call.agent_leaves(name).json() == {"dispatched": 0}
    (dispatch,) = call.livekit.room(call.room_name).dispatches.values()
    assert json.loads(dispatch.metadata) == {
        "organizationId": "demo",
        "flowId": "survey",
        "roomName": call.room_name,
        "sessionId": session_id,
        "mode": "chat",
    }
    assert _status(stack, session_id) == "waiting"


def _away(*_: object) -> Flow:
    raise UnavailableError("store", "GetItem", "unreachable")


@pytest.mark.parametrize(("store", "language"), [({}, "fr-FR"), ({"pinned": _away}, None)])
def test_the_next_agent_is_told_the_language_if_the_flow_can_be_read(
    stack: Stack, call: Call, store: dict[str, object], language: str | None
) -> None:
    flow_id = f"french-{call.room_name}"
    stack.publish(flow_id, {**SURVEY, "language": "fr-FR"})
    stack.process(flow_id, call.room_name)
    rooms = call.client.app.state.services.rooms  # type: ignore[attr-defined]  # the ASGI app is FastAPI's
    call = replace(call, client=stack.served(rooms=rooms, **store))
    assert call.agent_leaves().json() == {"dispatched": 1}
    (dispatch,) = call.livekit.room(call.room_name).dispatches.values()
    assert json.loads(dispatch.metadata).get("language") == language


def test_the_next_agent_continues_where_the_first_one_stopped(stack: Stack, call: Call) -> None:
    asked = stack.process("survey", call.room_name, userInput="Ann")
    call.agent_leaves()
    assert stack.process("survey", call.room_name)["lastResponse"].endswith(asked["response"])
    assert stack.process("survey", call.room_name, userInput="Rome")["completed"]


def test_a_caller_who_stays_after_the_end_gets_an_agent_that_hangs_up(stack: Stack, call: Call) -> None:
    for words in ("Ann", "Rome"):
        stack.process("survey", call.room_name, userInput=words)
    assert call.agent_leaves().json() == {"dispatched": 1}
    answer = stack.process("survey", call.room_name)
    assert (answer["action"]["type"], answer["response"]) == ("hangup", "")


@pytest.mark.parametrize("status", [500, 401])
def test_an_unreachable_livekit_is_a_503_and_the_repeated_webhook_dispatches_the_agent(
    stack: Stack, call: Call, status: int
) -> None:
    stack.process("survey", call.room_name)
    with Loopback(raw("{}", status)) as broken:
        away = replace(call, client=stack.served(rooms=_rooms(broken)))
        answer = away.agent_leaves()
        assert_problem(answer, 503)
        assert answer.headers["retry-after"] == "5"
        assert len(stack.observed.failures) == 1
        stack.observed.failures.clear()
    assert call.agent_leaves().json() == {"dispatched": 1}


def test_an_agent_is_dispatched_if_blocking_calls_run_on_the_event_loop(stack: Stack, call: Call) -> None:
    """The event loop runs all the time, as on Lambda."""
    from functions.wiring.api import _on_the_spot

    stack.process("survey", call.room_name)
    rooms = call.client.app.state.services.rooms  # type: ignore[attr-defined]  # the ASGI app is FastAPI's
    on_lambda = replace(call, client=stack.served(rooms=rooms, off_loop=_on_the_spot))
    assert on_lambda.agent_leaves().json() == {"dispatched": 1}


def test_a_caller_who_leaves_is_not_replaced(stack: Stack, call: Call) -> None:
    stack.process("survey", call.room_name)
    answer = sent(call.client, event("participant_left", call.room_name, identity="caller"))
    assert answer.json() == {"closed": 0}


def test_an_agents_leave_that_livekit_did_not_sign_is_401(call: Call) -> None:
    body = event("participant_left", call.room_name, identity=call.agent, kind="AGENT")
    assert_problem(sent(call.client, body, signature(b"another body")), 401)
