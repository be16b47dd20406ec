"""Publishes to a test's room which turn is spoken next, and how long each of its phases took."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Mapping

from livekit import rtc
from livekit.agents import AgentStateChangedEvent, llm

from agent_worker.turn.state import SpokenText

TOPIC = "callflow.turn"
"""The topic of the text streams."""
MAX_WAIT_SECONDS = 0.1
"""Maximum seconds that a reply waits until its timings are sent."""
_log = logging.getLogger(__name__)


class TurnTimingsPublisher:
    """Sends one message before each reply, one at its first sound, and one when a reply is final that began before.

    Args:
        room: The room of the call.
        sound: Whether replies are spoken.
    """

    def __init__(self, room: rtc.Room, *, sound: bool) -> None:
        self._room, self._sound = room, sound
        self._hearing: dict[str, float] = {}
        """Seconds from the end of the caller's words to the turn, by turn id."""
        self._ended: dict[str, float] = {}
        """When the input of a turn ended, by turn id."""
        self._synthesizing: tuple[str, float] | None = None
        """The turn whose reply has no sound yet, and the time at which its text was ready."""
        self._sends: set[asyncio.Task[None]] = set()

    def caller_spoke(self, message: llm.ChatMessage, turn_id: str) -> None:
        """Store when the caller's words ended, and the seconds that it took to recognize them.

        Args:
            message: The transcript.
            turn_id: The id of the turn that the words become.
        """
        seconds = message.metrics.get("end_of_turn_delay")
        if seconds is not None:
            self._hearing[turn_id] = seconds
        self.input_ended(turn_id, time.monotonic() - (seconds or 0.0))

    def input_ended(self, turn_id: str, at: float) -> None:
        """Store when an input ended: the caller's words, typed text or keys.

        Args:
            turn_id: The id of the turn that the input becomes.
            at: The time, by `time.monotonic`.
        """
        self._ended[turn_id] = at

    async def publish(self, text: SpokenText, *, begun: bool) -> None:
        """Announce a text before its first word is spoken, or report the phases of one that is final now.

        Args:
            text: The text, or words of it.
            begun: Whether the first words were announced before.
        """
        if begun:
            if text.turn_id is not None:
                self._send(text.turn_id, text.millis)
            return
        self._synthesizing = None
        if text.turn_id is None:
            await self._send_in_time(None, {})
            return
        millis = dict(text.millis)
        if (seconds := self._hearing.pop(text.turn_id, None)) is not None:
            millis["hearing"] = round(seconds * 1000, 1)
        if not self._sound:
            millis |= self._first_word(text.turn_id)
        await self._send_in_time(text.turn_id, millis)
        if self._sound:
            self._synthesizing = (text.turn_id, time.monotonic())

    def state_changed(self, event: AgentStateChangedEvent) -> None:
        """Publish the time until the first sound. Handles the session's event `agent_state_changed`."""
        if event.new_state != "speaking" or self._synthesizing is None:
            return
        (turn_id, since), self._synthesizing = self._synthesizing, None
        self._send(turn_id, {"speaking": _millis_since(since), **self._first_word(turn_id)})

    def _first_word(self, turn_id: str) -> Mapping[str, float]:
        """Return the time to the first word of a turn, once. Empty for a turn without an input of the caller."""
        ended = self._ended.pop(turn_id, None)
        return {} if ended is None else {"firstWord": _millis_since(ended)}

    async def _send_in_time(self, turn_id: str | None, millis: Mapping[str, float]) -> None:
        await asyncio.wait({self._send(turn_id, millis)}, timeout=MAX_WAIT_SECONDS)

    def _send(self, turn_id: str | None, millis: Mapping[str, float]) -> asyncio.Task[None]:
        task = asyncio.create_task(self._send_text(json.dumps({"turnId": turn_id, "millis": millis})))
        self._sends.add(task)
        task.add_done_callback(self._sends.discard)
        return task

    async def _send_text(self, text: str) -> None:
        try:
            await self._room.local_participant.send_text(text, topic=TOPIC)
        except Exception as error:  # any error: the call continues without timings
            _log.info("the timings of a turn were not sent: %s", type(error).__name__)


def _millis_since(at: float) -> float:
    return round((time.monotonic() - at) * 1000, 1)
