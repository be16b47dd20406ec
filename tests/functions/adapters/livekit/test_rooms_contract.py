"""The contract of `Rooms`: the adapter against a LiveKit on loopback, and the fake that other tests use."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import jwt
import pytest

from functions.adapters.livekit.keys import LiveKitKeys, fixed
from functions.adapters.livekit.rooms import LiveKitRooms
from functions.errors import UnavailableError
from functions.ports.rooms import (
    AgentLeft,
    NoAgentError,
    NoRoomsError,
    NotFromLiveKitError,
    RoomFinished,
    Rooms,
    TakeoverChanged,
)
from functions.ports.supervision.rooms import Occupants, Supervision, Supervisor
from functions.ports.supervision.takeovers import Takeover
from testing.api.webhooks import signature
from testing.fakes.livekit import KEY, SECRET, FakeLiveKit, Kind
from testing.fakes.rooms import InMemoryRooms

METADATA = {
    "organizationId": "acme",
    "flowId": "support",
    "roomName": "room",
    "sessionId": "session_1",
    "mode": "phone",
}


@dataclass(frozen=True)
class Both:
    rooms: Rooms
    livekit: FakeLiveKit
    real: bool

    def event(self, **event: Any) -> object:
        body = json.dumps(event).encode()
        return self.rooms.event(body, signature(body, SECRET, KEY) if self.real else "signed")

    def answered(self, name: str = "room") -> str:
        """Begin a call with an agent, and return the agent's identity."""
        self.livekit.room(name).enters("caller", Kind.SIP)
        return f"agent-{self.livekit.dispatch(name)}"

    def dispatch(self, left: str, name: str = "room") -> bool:
        return self.rooms.dispatch(METADATA, instead_of=AgentLeft(name, left))

    def agents(self, name: str = "room") -> list[str]:
        present = self.livekit.room(name).participants.values()
        return [each.identity for each in present if each.kind == Kind.AGENT]


@pytest.fixture(params=["memory", "livekit"])
def both(request: pytest.FixtureRequest) -> Iterator[Both]:
    livekit = FakeLiveKit()
    if request.param == "memory":
        yield Both(InMemoryRooms(livekit), livekit, False)
        return
    with livekit.served() as server:
        rooms = LiveKitRooms(fixed(LiveKitKeys(server.origin.replace("http", "ws"), KEY, SECRET)), "callflow")
        yield Both(rooms, livekit, True)
        for received in server.received:
            assert received.headers["authorization"].startswith("Bearer ey")


def test_a_finished_room_is_an_event(both: Both) -> None:
    assert both.event(event="room_finished", room={"name": "r1"}) == RoomFinished("r1")


@pytest.mark.parametrize("name", ["participant_left", "participant_connection_aborted"])
def test_an_agent_that_left_is_an_event(both: Both, name: str) -> None:
    agent = {
        "identity": "agent-1",
        "kind": "AGENT",
        "joinedAtMs": 1700000000123,
        "disconnectReason": "CLIENT_INITIATED",
    }
    assert both.event(event=name, room={"name": "r1"}, participant=agent) == AgentLeft("r1", "agent-1", 1700000000123)


@pytest.mark.parametrize("kind", [{}, {"kind": "STANDARD"}, {"kind": "SIP"}, {"kind": "EGRESS"}])
def test_other_participants_that_leave_are_ignored(both: Both, kind: dict[str, str]) -> None:
    participant = {"identity": "ann", **kind}
    assert both.event(event="participant_left", room={"name": "r1"}, participant=participant) is None


@pytest.mark.parametrize("name", ["room_started", "participant_joined", "track_published", "x"])
def test_other_events_are_ignored(both: Both, name: str) -> None:
    agent = {"identity": "agent-1", "kind": "AGENT"}
    assert both.event(event=name, room={"name": "r1"}, participant=agent) is None


@pytest.mark.parametrize("name", ["room_finished", "participant_left"])
def test_an_event_without_a_room_is_ignored(both: Both, name: str) -> None:
    assert both.event(event=name, participant={"identity": "agent-1", "kind": "AGENT"}) is None


def test_an_unsigned_event_is_rejected(both: Both) -> None:
    with pytest.raises(NotFromLiveKitError):
        both.rooms.event(b'{"event": "room_finished", "room": {"name": "r1"}}', None)


def test_a_dispatch_replaces_the_agent_that_left(both: Both) -> None:
    left = both.answered()
    both.livekit.room("room").leaves(left)
    assert both.dispatch(left)
    assert len(both.agents()) == 1
    assert both.agents() != [left]
    (dispatch,) = both.livekit.room("room").dispatches.values()
    assert (dispatch.agent_name, json.loads(dispatch.metadata)) == ("callflow", METADATA)


def test_the_same_event_twice_brings_one_agent(both: Both) -> None:
    left = both.answered()
    both.livekit.room("room").leaves(left)
    assert both.dispatch(left)
    assert not both.dispatch(left)
    assert len(both.agents()) == 1


def test_an_agent_that_joins_is_awaited(both: Both) -> None:
    left = both.answered()
    both.livekit.room("room").leaves(left)
    both.livekit.joins = False
    assert both.dispatch(left)
    assert not both.dispatch(left)
    assert len(both.livekit.room("room").dispatches) == 1


def test_each_agent_that_dies_is_replaced(both: Both) -> None:
    left = both.answered()
    for _ in range(3):
        both.livekit.room("room").leaves(left)
        assert both.dispatch(left)
        (left,) = both.agents()
    assert len(both.livekit.room("room").dispatches) == 1


def test_a_late_event_of_an_earlier_agent_changes_nothing(both: Both) -> None:
    first = both.answered()
    both.livekit.room("room").leaves(first)
    assert both.dispatch(first)
    (second,) = both.agents()
    assert not both.dispatch(first)
    assert both.agents() == [second]


def test_nothing_is_dispatched_while_another_callflow_agent_is_present(both: Both) -> None:
    left = both.answered()
    both.livekit.room("room").leaves(left)
    both.livekit.room("room").enters("agent-by-hand", Kind.AGENT, **{"lk.agent_name": "callflow"})
    assert not both.dispatch(left)


def test_an_agent_of_another_name_does_not_count(both: Both) -> None:
    left = both.answered()
    both.livekit.dispatch("room", "recorder")
    both.livekit.room("room").leaves(left)
    assert both.dispatch(left)
    assert len(both.agents()) == 2


@pytest.mark.parametrize("others", [[], [Kind.EGRESS], [Kind.EGRESS, Kind.INGRESS]])
def test_nothing_is_dispatched_without_a_caller(both: Both, others: list[int]) -> None:
    left = both.answered()
    room = both.livekit.room("room")
    room.leaves(left)
    room.leaves("caller")
    for kind in others:
        room.enters(f"other-{kind}", kind)
    assert not both.dispatch(left)
    assert both.agents() == []


def test_nothing_is_dispatched_to_a_closed_room(both: Both) -> None:
    assert not both.dispatch("agent-1", "never-there")


def test_a_browser_participant_is_a_caller(both: Both) -> None:
    both.livekit.room("room").enters("ann")
    assert both.dispatch("agent-1")


def test_dispatch_fails_without_a_worker_and_succeeds_later(both: Both) -> None:
    left = both.answered()
    both.livekit.room("room").leaves(left)
    both.livekit.workers = False
    with pytest.raises(NoAgentError):
        both.dispatch(left)
    both.livekit.workers = True
    both.livekit.go_on(6)
    assert both.dispatch(left)
    assert len(both.agents()) == 1


def test_a_room_with_a_participant_is_occupied(both: Both) -> None:
    both.livekit.room("called").enters("caller", Kind.SIP)
    both.livekit.room("agent alone").enters("agent", Kind.AGENT)
    both.livekit.room("left").enters("ann")
    both.livekit.room("left").leaves("ann")
    both.livekit.room("not asked about").enters("bob")
    asked = {"called", "agent alone", "left", "never there"}
    assert both.rooms.occupied(asked) == {"called", "agent alone"}
    assert both.rooms.occupied(set()) == frozenset()


def test_an_unreachable_livekit_raises_an_error_instead_of_an_empty_set(both: Both) -> None:
    both.livekit.room("room").enters("caller")
    both.livekit.answers = False
    with pytest.raises(UnavailableError):
        both.rooms.occupied({"room", "another"})


def test_without_configuration_the_question_raises_no_rooms_error() -> None:
    with pytest.raises(NoRoomsError):
        LiveKitRooms(fixed(LiveKitKeys("", "", "")), "callflow").occupied({"room"})


def test_the_occupants_of_a_room_are_told_apart(both: Both) -> None:
    room = both.livekit.room("call")
    room.enters("caller", Kind.SIP)
    room.enters("recorder", Kind.EGRESS)
    both.livekit.dispatch("call")
    room.supervised_by("ann", "listen")
    room.supervised_by("bob", "takeOver")
    both.livekit.room("left").enters("other", Kind.AGENT, **{"lk.agent_name": "another"})
    both.livekit.room("supervised").supervised_by("eve", "listen")
    eve = (Supervisor("eve", "listen"),)
    assert both.rooms.occupants(["call", "left", "supervised", "never there"]) == {
        "call": Occupants(True, True, True, (Supervisor("ann", "listen"), Supervisor("bob", "takeOver"))),
        "left": Occupants(others=True),
        "supervised": Occupants(supervisors=eve),
        "never there": Occupants(),
    }
    assert both.rooms.occupants([]) == {}


def test_a_supervisor_is_no_caller(both: Both) -> None:
    """Otherwise a supervisor alone would keep a session open, and be sent an agent."""
    left = both.answered()
    room = both.livekit.room("room")
    room.leaves(left)
    room.leaves("caller")
    room.supervised_by("bob", "takeOver")
    assert both.rooms.occupied({"room"}) == frozenset()
    assert not both.dispatch(left)
    assert both.agents() == []


def test_a_whisper_goes_to_the_agents_of_the_room_alone(both: Both) -> None:
    agent = both.answered()
    both.livekit.room("room").enters("recorder", Kind.EGRESS)
    both.livekit.room("room").enters("other", Kind.AGENT, **{"lk.agent_name": "another"})
    assert both.rooms.whisper("room", "w-1", "Größe?")
    ((identity, topic, packet),) = both.livekit.room("room").packets
    assert (identity, topic) == (agent, "callflow.whisper")
    assert json.loads(packet).items() >= {"id": "w-1", "text": "Größe?"}.items()
    both.livekit.room("room").leaves(agent)
    assert not both.rooms.whisper("room", "w-2", "x")
    assert not both.rooms.whisper("never there", "w-3", "x")


def test_a_whisper_to_an_unreachable_livekit_is_an_error(both: Both) -> None:
    both.answered()
    both.livekit.answers = False
    with pytest.raises(UnavailableError):
        both.rooms.whisper("room", "w-1", "x")
    with pytest.raises(UnavailableError):
        both.rooms.occupants(["room"])


BOB = {
    "sid": "PA_1",
    "identity": "supervisor-1",
    "name": "bob@acme.test",
    "joinedAt": "1700000000",
    "joinedAtMs": "1700000000123",
    "attributes": {"callflow.supervisor": "takeOver", "callflow.session": "session_1"},
}


@pytest.mark.parametrize(("name", "until"), [("participant_joined", None), ("participant_left", 1_700_000_060_000)])
def test_a_person_who_takes_a_call_over_or_leaves_it_is_an_event(both: Both, name: str, until: int | None) -> None:
    event = both.event(event=name, room={"name": "r1"}, participant=BOB, createdAt="1700000060")
    stay = Takeover("PA_1", "bob@acme.test", 1_700_000_000_123, until)
    assert event == TakeoverChanged("session_1", stay)


def test_a_stay_ends_no_earlier_than_it_began(both: Both) -> None:
    event = both.event(event="participant_left", room={"name": "r1"}, participant=BOB, createdAt="1700000000")
    assert isinstance(event, TakeoverChanged)
    assert event.takeover.until == event.takeover.since


@pytest.mark.parametrize(
    "attributes", [{}, {"callflow.supervisor": "listen", "callflow.session": "s"}, {"callflow.supervisor": "takeOver"}]
)
def test_others_who_come_and_go_take_no_call_over(both: Both, attributes: dict[str, str]) -> None:
    participant = {**BOB, "attributes": attributes}
    for name in ("participant_joined", "participant_left"):
        assert both.event(event=name, room={"name": "r1"}, participant=participant, createdAt="1700000060") is None


@pytest.mark.parametrize("mode", ["listen", "takeOver"])
def test_a_supervisors_token_has_no_more_rights_than_its_mode(mode: Supervision) -> None:
    rooms = LiveKitRooms(fixed(LiveKitKeys("wss://livekit.test", KEY, SECRET)), "callflow")
    token = rooms.supervisor_token(
        identity="supervisor-1", name="bob@acme.test", room_name="room", session_id="session_1", mode=mode
    )
    claims = jwt.decode(token, SECRET, algorithms=["HS256"], issuer=KEY)
    takes = mode == "takeOver"
    assert claims["video"] == {
        "roomJoin": True,
        "room": "room",
        "canPublish": takes,
        **({"canPublishSources": ["microphone"]} if takes else {}),
        "canSubscribe": True,
        "canPublishData": False,
        "canUpdateOwnMetadata": False,
        "hidden": not takes,
    }
    assert claims["attributes"] == {"callflow.supervisor": mode, "callflow.session": "session_1"}
    assert (claims["sub"], claims["name"]) == ("supervisor-1", "bob@acme.test")
    assert claims["exp"] - claims["nbf"] == 300
    assert "roomConfig" not in claims, "it would dispatch a second agent"


def test_a_caller_cannot_pass_for_a_supervisor() -> None:
    rooms = LiveKitRooms(fixed(LiveKitKeys("wss://livekit.test", KEY, SECRET)), "callflow")
    claims = jwt.decode(rooms.token(identity="ann", room_name="r", metadata={}), SECRET, algorithms=["HS256"])
    assert claims["video"]["canUpdateOwnMetadata"] is False
    assert "attributes" not in claims


_FORGED = """
import sys
from functions.adapters.livekit.keys import LiveKitKeys, fixed
from functions.adapters.livekit.rooms import LiveKitRooms
from functions.ports.rooms import NotFromLiveKitError
keys = LiveKitKeys("wss://livekit.test", "key", "a-secret-of-more-than-thirty-two-bytes")
rooms = LiveKitRooms(fixed(keys), "callflow")
for token in (None, "", "x", "Bearer a.b.c", sys.argv[1]):
    try:
        rooms.event(b"{}", token)
    except NotFromLiveKitError:
        continue
    print("accepted", token)
print(*sorted({"livekit", "livekit.api", "google.protobuf", "aiohttp"} & set(sys.modules)))
"""


def test_a_strangers_event_loads_none_of_livekits_library() -> None:
    forged = jwt.encode({"iss": "key", "exp": 2**31}, "another-secret-of-more-than-thirty-two-bytes", algorithm="HS256")
    process = subprocess.run([sys.executable, "-c", _FORGED, forged], capture_output=True, text=True, check=True)
    assert process.stdout.strip() == ""
