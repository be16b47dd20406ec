"""What every Rooms keeps to: the adapter against a LiveKit on loopback, and the fake that other tests use."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from functions.adapters.livekit.rooms import LiveKitRooms
from functions.ports.rooms import (
    AgentLeft,
    NoAgentError,
    NoRoomsError,
    NotFromLiveKitError,
    RoomFinished,
    Rooms,
    RoomsOutOfReachError,
)
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

    def told(self, **event: Any) -> object:
        body = json.dumps(event).encode()
        return self.rooms.event(body, signature(body, SECRET, KEY) if self.real else "signed")

    def answered(self, name: str = "room") -> str:
        """A call that an agent is in; who the agent is."""
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
        rooms = LiveKitRooms(server.origin.replace("http", "ws"), KEY, SECRET, "callflow")
        yield Both(rooms, livekit, True)
        for received in server.received:
            assert received.headers["authorization"].startswith("Bearer ey")


def test_it_tells_that_a_room_is_over(both: Both) -> None:
    assert both.told(event="room_finished", room={"name": "r1"}) == RoomFinished("r1")


@pytest.mark.parametrize("name", ["participant_left", "participant_connection_aborted"])
def test_it_tells_that_an_agent_left(both: Both, name: str) -> None:
    agent = {
        "identity": "agent-1",
        "kind": "AGENT",
        "joinedAtMs": 1700000000123,
        "disconnectReason": "CLIENT_INITIATED",
    }
    assert both.told(event=name, room={"name": "r1"}, participant=agent) == AgentLeft("r1", "agent-1", 1700000000123)


@pytest.mark.parametrize("kind", [{}, {"kind": "STANDARD"}, {"kind": "SIP"}, {"kind": "EGRESS"}])
def test_others_who_leave_are_nothing_to_act_on(both: Both, kind: dict[str, str]) -> None:
    participant = {"identity": "ann", **kind}
    assert both.told(event="participant_left", room={"name": "r1"}, participant=participant) is None


@pytest.mark.parametrize("name", ["room_started", "participant_joined", "track_published", "x"])
def test_other_events_are_nothing_to_act_on(both: Both, name: str) -> None:
    agent = {"identity": "agent-1", "kind": "AGENT"}
    assert both.told(event=name, room={"name": "r1"}, participant=agent) is None


@pytest.mark.parametrize("name", ["room_finished", "participant_left"])
def test_an_event_of_no_room_is_nothing_to_act_on(both: Both, name: str) -> None:
    assert both.told(event=name, participant={"identity": "agent-1", "kind": "AGENT"}) is None


def test_a_stranger_tells_nothing(both: Both) -> None:
    with pytest.raises(NotFromLiveKitError):
        both.rooms.event(b'{"event": "room_finished", "room": {"name": "r1"}}', None)


def test_an_agent_comes_in_place_of_the_one_who_left(both: Both) -> None:
    left = both.answered()
    both.livekit.room("room").leaves(left)
    assert both.dispatch(left)
    assert len(both.agents()) == 1
    assert both.agents() != [left]
    (dispatch,) = both.livekit.room("room").dispatches.values()
    assert (dispatch.agent_name, json.loads(dispatch.metadata)) == ("callflow", METADATA)


def test_told_twice_it_brings_one_agent(both: Both) -> None:
    left = both.answered()
    both.livekit.room("room").leaves(left)
    assert both.dispatch(left)
    assert not both.dispatch(left)
    assert len(both.agents()) == 1


def test_an_agent_on_its_way_is_waited_for(both: Both) -> None:
    left = both.answered()
    both.livekit.room("room").leaves(left)
    both.livekit.joins = False
    assert both.dispatch(left)
    assert not both.dispatch(left)
    assert len(both.livekit.room("room").dispatches) == 1


def test_each_death_brings_another_agent(both: Both) -> None:
    left = both.answered()
    for _ in range(3):
        both.livekit.room("room").leaves(left)
        assert both.dispatch(left)
        (left,) = both.agents()
    assert len(both.livekit.room("room").dispatches) == 1


def test_a_late_word_of_an_earlier_death_changes_nothing(both: Both) -> None:
    first = both.answered()
    both.livekit.room("room").leaves(first)
    assert both.dispatch(first)
    (second,) = both.agents()
    assert not both.dispatch(first)
    assert both.agents() == [second]


def test_while_another_agent_of_ours_is_there_none_is_sent(both: Both) -> None:
    left = both.answered()
    both.livekit.room("room").leaves(left)
    both.livekit.room("room").enters("agent-by-hand", Kind.AGENT, **{"lk.agent_name": "callflow"})
    assert not both.dispatch(left)


def test_an_agent_of_another_name_does_not_do_our_work(both: Both) -> None:
    left = both.answered()
    both.livekit.dispatch("room", "recorder")
    both.livekit.room("room").leaves(left)
    assert both.dispatch(left)
    assert len(both.agents()) == 2


@pytest.mark.parametrize("others", [[], [Kind.EGRESS], [Kind.EGRESS, Kind.INGRESS]])
def test_where_no_caller_is_left_none_is_sent(both: Both, others: list[int]) -> None:
    left = both.answered()
    room = both.livekit.room("room")
    room.leaves(left)
    room.leaves("caller")
    for kind in others:
        room.enters(f"other-{kind}", kind)
    assert not both.dispatch(left)
    assert both.agents() == []


def test_a_room_that_is_gone_gets_none(both: Both) -> None:
    assert not both.dispatch("agent-1", "never-there")


def test_a_browser_is_a_caller_too(both: Both) -> None:
    both.livekit.room("room").enters("ann")
    assert both.dispatch("agent-1")


def test_with_no_worker_it_says_so_and_told_again_later_brings_one(both: Both) -> None:
    left = both.answered()
    both.livekit.room("room").leaves(left)
    both.livekit.workers = False
    with pytest.raises(NoAgentError):
        both.dispatch(left)
    both.livekit.workers = True
    both.livekit.go_on(6)
    assert both.dispatch(left)
    assert len(both.agents()) == 1


def test_a_room_lives_while_anyone_is_in_it(both: Both) -> None:
    both.livekit.room("called").enters("caller", Kind.SIP)
    both.livekit.room("agent alone").enters("agent", Kind.AGENT)
    both.livekit.room("left").enters("ann")
    both.livekit.room("left").leaves("ann")
    both.livekit.room("not asked about").enters("bob")
    asked = {"called", "agent alone", "left", "never there"}
    assert both.rooms.living(asked) == {"called", "agent alone"}
    assert both.rooms.living(set()) == frozenset()


def test_a_livekit_out_of_reach_tells_nothing_of_any_room(both: Both) -> None:
    both.livekit.room("room").enters("caller")
    both.livekit.answers = False
    with pytest.raises(RoomsOutOfReachError):
        both.rooms.living({"room", "another"})


def test_where_livekit_is_not_configured_nobody_can_tell() -> None:
    with pytest.raises(NoRoomsError):
        LiveKitRooms("", "", "", "callflow").living({"room"})
