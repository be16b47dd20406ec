"""A caller who types: a LiveKit client like the dashboard's, on `lk.chat` and `lk.transcription`."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Coroutine
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from livekit import rtc

from testing.processes import PATIENCE


@dataclass(slots=True)
class Heard:
    text: str
    began: float
    """The time of the first words, by time.perf_counter()."""


@dataclass(slots=True)
class ChatCaller:
    """A typing caller in the room of a `test-chat` response, as an async context. Each reply is one text stream."""

    room_answer: dict[str, Any]
    room: rtc.Room = field(default_factory=rtc.Room)
    replies: asyncio.Queue[Heard] = field(default_factory=asyncio.Queue)
    told: list[str | dict[str, Any]] = field(default_factory=list)
    """Replies and turn timings, in the order in which they began to arrive."""
    gone: asyncio.Event = field(default_factory=asyncio.Event)
    unfinished: str = ""
    """The words so far of a reply that has not ended."""
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _reading: set[asyncio.Task[None]] = field(default_factory=set)

    async def __aenter__(self) -> ChatCaller:
        self.room.register_text_stream_handler("lk.transcription", self._read_soon)
        self.room.register_text_stream_handler("callflow.turn", self._read_times_soon)
        self.room.on("disconnected", lambda _: self.gone.set())
        await self.room.connect(self.room_answer["serverUrl"], self.room_answer["token"])
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.room.disconnect()

    async def say(self, text: str) -> None:
        await self.room.local_participant.send_text(text, topic="lk.chat")

    async def press(self, keys: str) -> None:
        """Press keys as livekit-client's publishDtmf does."""
        for key in keys:
            await self.room.local_participant.publish_dtmf(code="0123456789*#".index(key), digit=key)

    async def hear(self, within: float = PATIENCE) -> str:
        return (await self.reply(within)).text

    async def reply(self, within: float = PATIENCE) -> Heard:
        return await asyncio.wait_for(self.replies.get(), within)

    async def until_begun(self, words: str, within: float = PATIENCE) -> None:
        """Wait until a reply that has not ended begins with these words."""

        async def begun() -> None:
            while self.unfinished != words:
                self._arrived.clear()
                await self._arrived.wait()

        await asyncio.wait_for(begun(), within)

    def unread(self) -> list[str]:
        """Return the replies that arrived and that the test has not read."""
        return [self.replies.get_nowait().text for _ in range(self.replies.qsize())]

    def _read_soon(self, reader: rtc.TextStreamReader, identity: str) -> None:
        if identity == self.room.local_participant.identity:
            return
        self._spawn(self._read(reader))

    def _read_times_soon(self, reader: rtc.TextStreamReader, identity: str) -> None:
        self._spawn(self._read_times(reader))

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._reading.add(task)
        task.add_done_callback(self._reading.discard)

    async def _read_times(self, reader: rtc.TextStreamReader) -> None:
        self.told.append(json.loads(await reader.read_all()))

    async def _read(self, reader: rtc.TextStreamReader) -> None:
        text, began = "", 0.0
        async for chunk in reader:
            began = began or time.perf_counter()
            text += chunk
            self.unfinished = text
            self._arrived.set()
        self.unfinished = ""
        if text:
            self.told.append(text)
            await self.replies.put(Heard(text, began))
