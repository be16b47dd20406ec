"""Tells who is in a test's room which turn is spoken next, and how long its parts took."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Mapping

from livekit import rtc
from livekit.agents import AgentStateChangedEvent, llm

from agent_worker.turn.attempts import Turn

TOPIC = "callflow.turn"
MOST_SECONDS = 0.1
"""That a reply waits until it was told."""
_log = logging.getLogger(__name__)


class TurnTimes:
    """sound: whether replies are spoken."""

    def __init__(self, room: rtc.Room, *, sound: bool) -> None:
        self._room, self._sound = room, sound
        self._hearing: dict[str, float] = {}
        """Seconds by the turn's id."""
        self._silent: tuple[str, float] | None = None
        """The turn whose reply was given to the voice, and when."""
        self._telling: set[asyncio.Task[None]] = set()

    def heard(self, message: llm.ChatMessage) -> None:
        """A caller's words, whose message has the id of the turn that they become."""
        seconds = message.metrics.get("end_of_turn_delay")
        if seconds is not None:
            self._hearing[message.id] = seconds

    async def replies(self, turn: Turn | None) -> None:
        """Before a reply's first word; `None` before words that are the worker's own."""
        self._silent = None
        if turn is None:
            await self._tell(None, {})
            return
        millis = dict(turn.reply.result().millis)
        if (seconds := self._hearing.pop(turn.turn_id, None)) is not None:
            millis["hearing"] = round(seconds * 1000, 1)
        await self._tell(turn.turn_id, millis)
        if self._sound:
            self._silent = (turn.turn_id, time.monotonic())

    def state_changed(self, event: AgentStateChangedEvent) -> None:
        """Of the session's agent."""
        if event.new_state != "speaking" or self._silent is None:
            return
        (turn_id, since), self._silent = self._silent, None
        self._send(turn_id, {"speaking": round((time.monotonic() - since) * 1000, 1)})

    async def _tell(self, turn_id: str | None, millis: Mapping[str, float]) -> None:
        await asyncio.wait({self._send(turn_id, millis)}, timeout=MOST_SECONDS)

    def _send(self, turn_id: str | None, millis: Mapping[str, float]) -> asyncio.Task[None]:
        task = asyncio.create_task(self._publish(json.dumps({"turnId": turn_id, "millis": millis})))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)
        return task

    async def _publish(self, text: str) -> None:
        try:
            await self._room.local_participant.send_text(text, topic=TOPIC)
        except Exception as error:  # whatever it is: the call goes on without
            _log.info("a turn's times were not told: %s", type(error).__name__)
