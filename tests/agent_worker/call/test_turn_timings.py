"""The messages about a turn's timings in a test's room."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import pytest
from livekit import rtc
from livekit.agents import StopResponse, llm

from agent_worker.call import turn_timings
from agent_worker.call.turn_timings import TOPIC, TurnTimingsPublisher
from tests.agent_worker.call.call_stage import Stage, call
from tests.agent_worker.turn.scripted_turns import ScriptedTurns, reply

pytestmark = pytest.mark.anyio

Send = Callable[[str], Awaitable[None]]


@dataclass(slots=True)
class Room:
    """The part of an `rtc.Room` that sends text."""

    send: Send | None = None
    sent: list[dict[str, Any]] = field(default_factory=list)

    @property
    def local_participant(self) -> Room:
        return self

    async def send_text(self, text: str, *, topic: str) -> None:
        assert topic == TOPIC
        if self.send is not None:
            await self.send(text)
        self.sent.append(json.loads(text))

    def timings(self, *, sound: bool = True) -> TurnTimingsPublisher:
        return TurnTimingsPublisher(cast(rtc.Room, self), sound=sound)


def timed(response: str, **millis: float) -> Any:
    return reply(response).model_copy(update={"millis": millis})


def ids(stage: Stage) -> list[str]:
    return [turn_id for turn_id, _ in stage.turns.posted]


async def test_a_turn_is_published_with_its_phases_and_later_the_time_to_its_first_sound() -> None:
    room = Room()
    async with call(ScriptedTurns([timed("Name?", load=1.0, network=2.5)]), timings=room.timings()) as stage:
        await stage.quiet()
        await stage.until(lambda: len(room.sent) == 2)
        [turn_id] = ids(stage)
        first, second = room.sent
        assert first == {"turnId": turn_id, "millis": {"load": 1.0, "network": 2.5}}
        assert second["turnId"] == turn_id
        assert [*second["millis"]] == ["speaking"]
        assert 0 <= second["millis"]["speaking"] < 10_000


async def test_a_turn_is_published_before_its_first_word() -> None:
    room = Room()

    async def slowly(text: str) -> None:
        await asyncio.sleep(0.03)
        assert not stage.agent.spoken or "speaking" in text

    room.send = slowly
    async with call(ScriptedTurns([timed("Name?")]), timings=room.timings()) as stage:
        await stage.until(lambda: len(room.sent) == 2)
        assert stage.agent.spoken == ["Name?"]


async def test_without_sound_there_is_no_time_to_the_first_sound() -> None:
    room = Room()
    async with call(ScriptedTurns([timed("Name?")]), timings=room.timings(sound=False)) as stage:
        await stage.quiet()
        await asyncio.sleep(0.02)
        assert room.sent == [{"turnId": ids(stage)[0], "millis": {}}]


async def test_the_time_to_hear_a_caller_belongs_to_the_turn_of_the_input() -> None:
    room = Room()
    async with call(ScriptedTurns([timed("Name?"), timed("Thanks.")]), timings=room.timings(sound=False)) as stage:
        await stage.quiet()
        message = llm.ChatMessage(role="user", content=["Ada"])
        message.metrics = {"end_of_turn_delay": 0.5234, "transcription_delay": 0.4}
        with pytest.raises(StopResponse):
            await stage.agent.on_user_turn_completed(llm.ChatContext.empty(), message)
        await stage.quiet()
        *_, thanked = room.sent
        assert thanked["turnId"] == message.id
        assert thanked["millis"].pop("firstWord") >= 523.4
        assert thanked["millis"] == {"hearing": 523.4}
        assert ids(stage)[-1] == message.id


async def test_words_of_the_worker_are_published_without_a_turn() -> None:
    room = Room()
    turns = ScriptedTurns([timed("Name?")], seconds=0.08)
    async with call(turns, timings=room.timings()) as stage:
        await stage.until(lambda: "Name?" in stage.agent.spoken)
        await stage.quiet()
        [turn_id] = {*ids(stage)}
        assert [message["turnId"] for message in room.sent if "speaking" not in message["millis"]] == [None, turn_id]
        # Words of the worker are not part of the turn.
        assert [message["turnId"] for message in room.sent if "speaking" in message["millis"]] == [turn_id]


async def _fails(_: str) -> None:
    raise ConnectionError("no room")


async def _hangs(_: str) -> None:
    await asyncio.Event().wait()


@pytest.mark.parametrize("send", [_fails, _hangs])
async def test_a_call_continues_if_timings_cannot_be_sent(send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn_timings, "MAX_WAIT_SECONDS", 0.01)
    room = Room(send)
    async with call(ScriptedTurns([timed("Name?"), timed("Thanks.")]), timings=room.timings()) as stage:
        await stage.quiet()
        await stage.say("Ada")
        await stage.quiet()
        assert stage.agent.spoken == ["Name?", "Thanks."]
        assert room.sent == []


async def test_an_agent_that_has_not_joined_the_room_speaks() -> None:
    nowhere = TurnTimingsPublisher(cast(rtc.Room, SimpleNamespace()), sound=True)
    async with call(ScriptedTurns([timed("Name?")]), timings=nowhere) as stage:
        await stage.quiet()
        assert stage.agent.spoken == ["Name?"]
