"""`GET /api/calls`, and the routes by which a user listens to a call, takes it over or whispers to its agent."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

import pytest
from fastapi.testclient import TestClient

from flow_core.json import Json
from functions.adapters.dynamodb.items import Table
from functions.adapters.dynamodb.sessions.sessions import DynamoSessions
from functions.ports.rooms import NoRoomsError
from functions.records import TestMetadata
from functions.wiring.post_call import index_session
from testing.api.documents import SURVEY
from testing.api.stack import ApiResponse, Stack, assert_problem, of
from testing.api.webhooks import PATH
from testing.fakes.livekit import FakeLiveKit, Kind
from testing.fakes.rooms import InMemoryRooms


@dataclass(frozen=True)
class Desk:
    """An organization with calls, on a LiveKit in memory."""

    stack: Stack
    client: TestClient
    livekit: FakeLiveKit
    organization: str

    def calls(self, room: str, flow_id: str = "support", *, worker: bool = True) -> str:
        """Begin a phone call with one turn, as a caller and a worker do, and index it as the stream's function does."""
        numbers = {"calledNumber": f"+1555{self.organization[-7:]}", "callerNumber": "+15550111"}
        begun = self.client.post("/api/calls", json={"roomName": room, **numbers})
        assert begun.status_code == 201, begun.text
        session_id = str(begun.json()["sessionId"])
        self.stack.process(flow_id, room, organization=self.organization)
        self.livekit.room(room).enters("caller", Kind.SIP)
        if worker:
            self.livekit.dispatch(room)
        self.index(session_id)
        return session_id

    def index(self, session_id: str, **changes: Any) -> None:
        settings = self.stack.services.settings
        table = Table(settings.sessions_table, settings.region)
        head = self.stack.services.sessions.head(session_id)
        assert head is not None
        index_session(table, DynamoSessions(table, keep_days=settings.session_days))(replace(head, **changes))

    def listed(self, query: str = "") -> dict[str, Any]:
        answer = self.client.get(f"/api/calls{query}", headers=of(self.organization))
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def post(self, session_id: str, part: str, body: Json, role: str = "admin") -> ApiResponse:
        headers = {"X-Callflow-Role": role, **of(self.organization)}
        return self.client.post(f"/api/flows/sessions/{session_id}/{part}", json=body, headers=headers)

    def supervise(self, session_id: str, mode: str, role: str = "admin") -> ApiResponse:
        return self.post(session_id, "supervise", {"mode": mode}, role)

    def audit(self) -> list[tuple[str, str]]:
        entries = self.client.get("/api/audit", headers=of(self.organization)).json()["entries"]
        return [(each["action"], each["subject"]) for each in entries]


@pytest.fixture
def desk(stack: Stack, fresh: str) -> Desk:
    livekit = FakeLiveKit()
    client = stack.served(rooms=InMemoryRooms(livekit))
    organization = f"live-{int(fresh.rpartition('-')[2]):07}"
    stack.publish("support", SURVEY, organization)
    agent: Json = {"name": "Anna", "flowId": "support"}
    assert client.put("/api/agents/anna", json=agent, headers=of(organization)).status_code == 200
    number = f"/api/phone-numbers/+1555{organization[-7:]}"
    assert client.put(number, json={"agentId": "anna"}, headers=of(organization)).status_code == 200
    return Desk(stack, client, livekit, organization)


def test_a_call_that_is_on_is_listed_with_who_is_in_it(desk: Desk) -> None:
    session_id = desk.calls("room")
    desk.livekit.room("room").supervised_by("bob@acme.test", "listen")
    started = desk.stack.session(session_id, desk.organization)["createdAt"]
    assert desk.listed() == {
        "calls": [
            {
                "sessionId": session_id,
                "flowId": "support",
                "flowName": SURVEY["name"],
                "flowVersion": 1,
                "agentId": "anna",
                "channel": "phone",
                "callerNumber": "+15550111",
                "test": False,
                "status": "waiting",
                "startedAt": started,
                "turn": 1,
                "nodeId": "ask-name",
                "worker": True,
                "supervisors": [{"name": "bob@acme.test", "mode": "listen"}],
            }
        ],
        "cursor": None,
    }


def test_ended_calls_simulated_ones_and_those_of_others_are_not_listed(desk: Desk) -> None:
    on = desk.calls("on", worker=False)
    ended = desk.calls("ended")
    desk.client.post(PATH, content=b'{"event": "room_finished", "room": {"name": "ended"}}', headers=_SIGNED)
    simulated = desk.calls("simulated")
    head = desk.stack.services.sessions.head(simulated)
    assert head is not None
    marked = replace(head, version=head.version + 1, test_metadata=TestMetadata("simulated", "sam", "simulated"))
    assert desk.stack.services.sessions.advance(marked)
    (call,) = desk.listed()["calls"]
    assert (call["sessionId"], call["worker"], call["supervisors"]) == (on, False, [])
    assert desk.client.get("/api/calls", headers=of("another")).json() == {"calls": [], "cursor": None}
    # The row of the search is late: the head of the session says that it has ended.
    assert desk.stack.session(ended, desk.organization)["status"] == "abandoned"


def test_pages_of_calls_follow_each_other(desk: Desk) -> None:
    begun = {desk.calls(f"room-{number}") for number in range(3)}
    first = desk.listed("?limit=2")
    second = desk.listed(f"?limit=2&cursor={first['cursor']}")
    assert (len(first["calls"]), second["cursor"]) == (2, None)
    assert {each["sessionId"] for each in (*first["calls"], *second["calls"])} == begun
    assert_problem(desk.client.get("/api/calls?limit=51", headers=of(desk.organization)), 422, "limit")
    assert_problem(desk.client.get("/api/calls?cursor=x", headers=of(desk.organization)), 422, "cursor")


def test_the_list_says_that_nobody_knows_who_is_in_the_rooms(desk: Desk) -> None:
    desk.calls("room")
    desk.livekit.answers = False
    (call,) = desk.listed()["calls"]
    assert (call["worker"], call["supervisors"]) == (None, None)


def test_the_list_works_without_livekit(desk: Desk) -> None:
    desk.calls("room")

    class NoRooms(InMemoryRooms):
        def occupants(self, room_names: Any) -> Any:
            raise NoRoomsError("Set LIVEKIT_URL.")

    client = desk.stack.served(rooms=NoRooms(desk.livekit))
    (call,) = client.get("/api/calls", headers=of(desk.organization)).json()["calls"]
    assert call["worker"] is None


def test_a_call_whose_flow_is_gone_has_the_id_of_the_flow_as_its_name(desk: Desk) -> None:
    session_id = desk.calls("room")
    head = desk.stack.services.sessions.head(session_id)
    assert head is not None
    gone = replace(head, version=head.version + 1, pin=replace(head.pin, version=99))
    assert desk.stack.services.sessions.advance(gone)
    (call,) = desk.listed()["calls"]
    assert call["flowName"] == "support"


@pytest.mark.parametrize(("mode", "action"), [("listen", "call.listened"), ("takeOver", "call.takenOver")])
def test_a_supervisor_gets_a_token_for_the_room_of_the_call(desk: Desk, mode: str, action: str) -> None:
    session_id = desk.calls("room")
    answer = desk.supervise(session_id, mode)
    assert answer.status_code == 201, answer.text
    given = answer.json()
    token = json.loads(given.pop("token"))
    assert given == {
        "serverUrl": "ws://livekit.test",
        "roomName": "room",
        "identity": token["identity"],
        "mode": mode,
    }
    assert token["name"] == "local"
    assert (token["roomName"], token["sessionId"], token["mode"]) == ("room", session_id, mode)
    assert token["identity"] != json.loads(desk.supervise(session_id, mode).json()["token"])["identity"]
    assert desk.audit()[:2] == [(action, session_id)] * 2


def test_taking_a_call_over_needs_more_rights_than_listening(desk: Desk) -> None:
    session_id = desk.calls("room")
    assert desk.supervise(session_id, "listen", "viewer").status_code == 201
    for role in ("viewer", "author"):
        assert "needs the role publisher" in assert_problem(desk.supervise(session_id, "takeOver", role), 403)["detail"]
    assert desk.supervise(session_id, "takeOver", "publisher").status_code == 201
    assert_problem(desk.supervise(session_id, "dance"), 422, "mode")


def test_a_call_is_taken_over_by_one_person_at_a_time(desk: Desk) -> None:
    session_id = desk.calls("room")
    desk.livekit.room("room").supervised_by("eve@acme.test", "listen")
    assert desk.supervise(session_id, "takeOver").status_code == 201
    desk.livekit.room("room").supervised_by("bob@acme.test", "takeOver")
    assert "bob@acme.test" in assert_problem(desk.supervise(session_id, "takeOver"), 409)["detail"]
    assert desk.supervise(session_id, "listen").status_code == 201


def test_nobody_enters_a_call_without_a_caller(desk: Desk) -> None:
    session_id = desk.calls("room")
    desk.livekit.room("room").supervised_by("bob@acme.test", "takeOver")
    desk.livekit.room("room").leaves("caller")
    for mode in ("listen", "takeOver"):
        assert_problem(desk.supervise(session_id, mode), 409)
    assert desk.audit()[0][0] not in ("call.listened", "call.takenOver")


def test_nobody_enters_a_call_that_has_ended(desk: Desk) -> None:
    session_id = desk.calls("room")
    desk.client.post(PATH, content=b'{"event": "room_finished", "room": {"name": "room"}}', headers=_SIGNED)
    for part, body in (("supervise", {"mode": "listen"}), ("whisper", {"text": "Hi"})):
        assert "has ended" in assert_problem(desk.post(session_id, part, dict(body)), 409)["detail"]


def test_a_chat_is_not_taken_over(desk: Desk) -> None:
    room = desk.client.post("/api/flows/support/test-chat", headers=of(desk.organization)).json()
    desk.livekit.room(room["roomName"]).enters("ann")
    assert "chat" in assert_problem(desk.supervise(room["sessionId"], "takeOver"), 409)["detail"]
    assert desk.supervise(room["sessionId"], "listen").status_code == 201


def test_nothing_is_promised_if_livekit_gives_no_answer(desk: Desk) -> None:
    session_id = desk.calls("room")
    desk.livekit.answers = False
    assert_problem(desk.supervise(session_id, "listen"), 503)
    assert_problem(desk.post(session_id, "whisper", {"text": "Hi"}), 503)


def test_a_whisper_reaches_the_agent_and_the_audit_has_no_word_of_it(desk: Desk) -> None:
    session_id = desk.calls("room")
    answer = desk.post(session_id, "whisper", {"text": "  Offer the\nblue one. "}, "publisher")
    assert answer.status_code == 202, answer.text
    ((identity, topic, packet),) = desk.livekit.room("room").packets
    assert (identity.startswith("agent-"), topic) == (True, "callflow.whisper")
    assert json.loads(packet) == {"id": answer.json()["whisperId"], "text": "Offer the\nblue one."}
    entries = desk.client.get("/api/audit", headers=of(desk.organization)).json()["entries"]
    assert (entries[0]["action"], entries[0]["subject"]) == ("call.whispered", session_id)
    assert "blue" not in json.dumps(entries)


def test_a_whisper_needs_an_agent_and_a_text(desk: Desk) -> None:
    session_id = desk.calls("room", worker=False)
    assert_problem(desk.post(session_id, "whisper", {"text": "Hi"}), 409)
    for text in ("", " \n", "x" * 1001, 5):
        assert_problem(desk.post(session_id, "whisper", {"text": text}), 422, "text")
    assert_problem(desk.post(session_id, "whisper", {"text": "Hi"}, "author"), 403)


_SIGNED = {"Authorization": "signed"}


def _stay(name: str, session_id: str, mode: str = "takeOver", **more: Json) -> bytes:
    attributes = {"callflow.supervisor": mode, "callflow.session": session_id}
    participant = {"sid": "PA_1", "identity": "supervisor-1", "name": "bob@acme.test", "joinedAtMs": "1700000000500"}
    written = {"event": name, "room": {"name": "room"}, "createdAt": "1700000060", **more}
    return json.dumps({**written, "participant": {**participant, "attributes": attributes}}).encode()


def test_the_session_says_who_has_taken_it_over_and_when(desk: Desk) -> None:
    session_id = desk.calls("room")
    path = f"/api/flows/sessions/{session_id}"
    tags = [desk.client.get(path, headers=of(desk.organization)).headers["etag"]]
    assert "takeovers" not in desk.stack.session(session_id, desk.organization)
    for name, until in (("participant_joined", None), ("participant_left", "2023-11-14T22:14:20.000Z")):
        for _ in range(2):  # LiveKit repeats its webhooks
            assert desk.client.post(PATH, content=_stay(name, session_id), headers=_SIGNED).status_code == 200
        tags.append(desk.client.get(path, headers=of(desk.organization)).headers["etag"])
        assert desk.stack.session(session_id, desk.organization)["takeovers"] == [
            {"by": "bob@acme.test", "since": "2023-11-14T22:13:20.500Z", "until": until}
        ]
    late = _stay("participant_joined", session_id)
    assert desk.client.post(PATH, content=late, headers=_SIGNED).status_code == 200
    (takeover,) = desk.stack.session(session_id, desk.organization)["takeovers"]
    assert takeover["until"] is not None
    assert len(set(tags)) == 3


def test_a_takeover_that_livekit_does_not_report_as_over_ends_with_the_session(desk: Desk) -> None:
    session_id = desk.calls("room")
    desk.client.post(PATH, content=_stay("participant_joined", session_id), headers=_SIGNED)
    desk.client.post(PATH, content=b'{"event": "room_finished", "room": {"name": "room"}}', headers=_SIGNED)
    session = desk.stack.session(session_id, desk.organization)
    assert session["takeovers"][0]["until"] == session["updatedAt"]


def test_a_listener_leaves_no_takeover_and_neither_does_an_unknown_session(desk: Desk) -> None:
    session_id = desk.calls("room")
    for body in (_stay("participant_left", session_id, "listen"), _stay("participant_left", "session_none")):
        assert desk.client.post(PATH, content=body, headers=_SIGNED).json() == {"closed": 0}
    assert "takeovers" not in desk.stack.session(session_id, desk.organization)
