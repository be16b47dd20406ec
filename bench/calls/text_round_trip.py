"""The round trip of a text through livekit-server: a yardstick for the time that a worker adds to a turn."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from livekit import api, rtc

from local.processes.livekit import API_KEY, API_SECRET

ROOM = "yardstick"
WITHIN_SECONDS = 30.0

_Work = Callable[[rtc.TextStreamReader], Coroutine[None, None, None]]


@dataclass(slots=True)
class TextEcho:
    """Two participants of one room. One sends words, the other returns them."""

    one: rtc.Room = field(default_factory=rtc.Room)
    other: rtc.Room = field(default_factory=rtc.Room)
    _back: asyncio.Queue[float] = field(default_factory=asyncio.Queue)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def trip(self) -> float:
        """Send a text and return the milliseconds until its first part is back."""
        began = time.perf_counter()
        await self.one.local_participant.send_text("word 1 of room 1", topic="there")
        return (await asyncio.wait_for(self._back.get(), WITHIN_SECONDS) - began) * 1000

    def listen(self) -> None:
        self.other.register_text_stream_handler("there", lambda reader, _: self._spawn(reader, self._send_back))
        self.one.register_text_stream_handler("back", lambda reader, _: self._spawn(reader, self._note))

    def _spawn(self, reader: rtc.TextStreamReader, work: _Work) -> None:
        task = asyncio.create_task(work(reader))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send_back(self, reader: rtc.TextStreamReader) -> None:
        await self.other.local_participant.send_text(await reader.read_all(), topic="back")

    async def _note(self, reader: rtc.TextStreamReader) -> None:
        async for _ in reader:
            await self._back.put(time.perf_counter())
            return


@asynccontextmanager
async def text_echo(url: str) -> AsyncIterator[TextEcho]:
    """Connect two participants to the livekit-server at this URL."""
    echo = TextEcho()
    echo.listen()
    try:
        for name, room in (("one", echo.one), ("other", echo.other)):
            await room.connect(url, _token(name))
        yield echo
    finally:
        await asyncio.gather(echo.one.disconnect(), echo.other.disconnect())


def _token(identity: str) -> str:
    grants = api.VideoGrants(room_join=True, room=ROOM)
    return str(api.AccessToken(API_KEY, API_SECRET).with_identity(identity).with_grants(grants).to_jwt())
