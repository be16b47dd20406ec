"""An agent that leaves a caller in the room is replaced, before and after the end of the flow."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from flow_core.evaluate import Evaluate
from flow_core.state import Channel
from functions.lifecycle.abandon import Abandon
from functions.lifecycle.redispatch import Redispatch
from functions.ports.rooms import AgentLeft
from functions.turn.begin import prepare
from testing.fakes.livekit import Kind
from testing.fakes.rooms import InMemoryRooms
from testing.stage import SESSION_ID, Stage, counting, leaving


@pytest.fixture
def rooms() -> InMemoryRooms:
    made = InMemoryRooms()
    made.livekit.room("room").enters("caller", Kind.SIP)
    return made


def left(stage: Stage, rooms: InMemoryRooms) -> bool:
    return Redispatch(stage.sessions, rooms)(AgentLeft("room", "agent-1"))


def metadata_of(rooms: InMemoryRooms) -> dict[str, Any]:
    (dispatch,) = rooms.livekit.room("room").dispatches.values()
    metadata: dict[str, Any] = json.loads(dispatch.metadata)
    return metadata


def test_the_next_agent_receives_the_metadata_of_the_first(javascript: Evaluate, rooms: InMemoryRooms) -> None:
    stage = Stage((counting(),), javascript)
    stage.turn("t1")
    assert left(stage, rooms)
    assert metadata_of(rooms) == {
        "organizationId": "acme",
        "flowId": "flow",
        "roomName": "room",
        "sessionId": SESSION_ID,
        "mode": "chat",
    }
    assert not left(stage, rooms)


def test_the_next_agent_speaks_the_language_of_the_call(javascript: Evaluate, rooms: InMemoryRooms) -> None:
    stage = Stage((counting(),), javascript)
    stage.turn("t1")
    redispatch = Redispatch(stage.sessions, rooms, language=lambda head: f"language of {head.session_id}")
    assert redispatch(AgentLeft("room", "agent-1"))
    assert metadata_of(rooms)["language"] == f"language of {SESSION_ID}"


def test_the_metadata_says_that_the_caller_has_already_spoken(javascript: Evaluate, rooms: InMemoryRooms) -> None:
    stage = Stage((counting(),), javascript)
    stage.turn("t1")
    stage.turn("t2", "one")
    assert left(stage, rooms)
    assert metadata_of(rooms)["goesOn"] is True


@pytest.mark.parametrize("channel", ["chat", "audio", "phone"])
def test_a_session_that_never_began_gets_the_next_agent(
    javascript: Evaluate, rooms: InMemoryRooms, channel: Channel
) -> None:
    stage = Stage((counting(),), javascript)
    head = stage.begin()
    session = replace(head.state.session, channel=channel)
    prepare(stage.sessions, replace(head, agent_id="anna", state=replace(head.state, session=session)))
    assert left(stage, rooms)
    assert (metadata_of(rooms)["mode"], metadata_of(rooms)["agentId"]) == (channel, "anna")


@pytest.mark.parametrize("word", ["bye", "help"])
def test_a_caller_who_stays_after_the_end_gets_an_agent_that_ends_the_call(
    javascript: Evaluate, rooms: InMemoryRooms, word: str
) -> None:
    stage = Stage((leaving(),), javascript)
    stage.turn("t1", word)
    assert left(stage, rooms)


def test_no_agent_is_sent_into_a_closed_room_after_the_end(javascript: Evaluate) -> None:
    stage = Stage((leaving(),), javascript)
    stage.turn("t1", "bye")
    assert not left(stage, InMemoryRooms())


def test_no_agent_is_sent_after_the_end_of_the_room(javascript: Evaluate, rooms: InMemoryRooms) -> None:
    stage = Stage((counting(),), javascript)
    stage.turn("t1")
    Abandon(stage.run_turn)("room")
    assert not left(stage, rooms)


def test_no_agent_is_sent_into_a_room_without_a_session(javascript: Evaluate, rooms: InMemoryRooms) -> None:
    assert not left(Stage((counting(),), javascript), rooms)


def test_the_open_session_of_a_room_counts(javascript: Evaluate, rooms: InMemoryRooms) -> None:
    stage = Stage((leaving(),), javascript)
    stage.turn("t1", "bye")
    head = stage.begin()
    open_one = replace(
        head, session_id="open", state=replace(head.state, session=replace(head.state.session, id="open"))
    )
    prepare(stage.sessions, open_one)
    assert left(stage, rooms)
    assert metadata_of(rooms)["sessionId"] == "open"


def another(stage: Stage, organization_id: str, *, seconds: float) -> str:
    """Begin a session of another organization in the same room, a number of seconds later. Return its id."""
    head = stage.begin()
    session = replace(head.state.session, id=f"of {organization_id}")
    created_at = head.created_at + int(seconds * 1000)
    theirs = replace(
        head,
        session_id=session.id,
        organization_id=organization_id,
        created_at=created_at,
        state=replace(head.state, session=session),
    )
    assert prepare(stage.sessions, theirs) is not None
    return session.id


def test_no_agent_of_another_organization_is_sent_to_the_caller_of_a_room(
    javascript: Evaluate, rooms: InMemoryRooms
) -> None:
    stage = Stage((counting(),), javascript)
    stage.turn("t1")
    another(stage, "umbrella", seconds=5)
    assert left(stage, rooms)
    assert metadata_of(rooms)["organizationId"] == "acme"


@pytest.mark.parametrize("word", ["bye", "help"])
def test_no_agent_of_another_organization_is_sent_after_the_callers_session(
    javascript: Evaluate, rooms: InMemoryRooms, word: str
) -> None:
    stage = Stage((leaving(),), javascript)
    stage.turn("t1", word)
    another(stage, "umbrella", seconds=5)
    assert Redispatch(stage.sessions, rooms)(AgentLeft("room", "agent-1", joined_at=stage.clock() - 3_000))
    assert (metadata_of(rooms)["organizationId"], metadata_of(rooms)["sessionId"]) == ("acme", SESSION_ID)


def test_no_agent_of_another_organization_is_sent_after_the_end_of_the_room(
    javascript: Evaluate, rooms: InMemoryRooms
) -> None:
    stage = Stage((counting(),), javascript)
    stage.turn("t1")
    assert Abandon(stage.run_turn)("room") == 1
    another(stage, "umbrella", seconds=5)
    assert not left(stage, rooms)


def test_a_reused_room_name_belongs_to_the_next_organization(javascript: Evaluate, rooms: InMemoryRooms) -> None:
    stage = Stage((leaving(),), javascript)
    stage.turn("t1", "bye")
    session_id = another(stage, "umbrella", seconds=3_600)
    assert Redispatch(stage.sessions, rooms)(AgentLeft("room", "agent-2", joined_at=stage.clock() + 3_600_000))
    assert (metadata_of(rooms)["organizationId"], metadata_of(rooms)["sessionId"]) == ("umbrella", session_id)
