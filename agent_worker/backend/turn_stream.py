"""Reads a turn's reply from a stream of server-sent events: words as they come, then the reply or a problem."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import TypeAlias

from pydantic import ValidationError

from agent_worker.backend.errors import ApiUnavailableError, error_of_status
from agent_worker.backend.event_stream import EventStreamReader, EventTooLongError, ServerEvent
from agent_worker.backend.wire import WireModel

MEDIA_TYPE = "text/event-stream"
"""The media type of a stream."""
SILENCE_SECONDS = 8.0
"""Maximum seconds without a byte. The API sends an event or a comment every five seconds at least."""
TIMING_COMMENT = "server-timing: "
"""What the comment before the reply begins with that has the value of the header `Server-Timing`: the header of a
response is sent before its turn runs."""
MAX_STREAM_BYTES = 4 * 1024 * 1024
"""Maximum bytes of a stream."""
OnWords: TypeAlias = Callable[[str], None]
"""Takes the next words of a reply that is not final."""


class _Text(WireModel):
    turn_id: str
    index: int
    text: str


class _Problem(WireModel):
    status: int


@dataclass(frozen=True, slots=True)
class StreamedReply:
    """The end of a stream."""

    body: bytes
    """The body of the same response without a stream."""
    server_timing: str
    """The value of the header `Server-Timing`. Anything else has no phases."""


async def read_turn(chunks: AsyncIterator[bytes], turn_id: str, on_words: OnWords) -> StreamedReply:
    """Read the stream of a turn to its last event.

    Args:
        chunks: The bytes of the response.
        turn_id: The id of the turn.
        on_words: Called with the words of each event `text`, in order.

    Returns:
        The reply. A problem raises the error that its status means.

    Raises:
        ApiUnavailableError: The stream broke, was silent for too long, is too long or is not valid.
    """
    reader, texts, size = EventStreamReader(), _Texts(turn_id, on_words), 0
    while (chunk := await _next_chunk(chunks)) is not None:
        size += len(chunk)
        if size > MAX_STREAM_BYTES:
            raise ApiUnavailableError(f"the stream has more than {MAX_STREAM_BYTES} bytes")
        try:
            events = reader.feed(chunk)
        except EventTooLongError as error:
            raise ApiUnavailableError(str(error)) from error
        for event in events:
            match event.name:
                case "text":
                    texts.take(event)
                case "reply":
                    return StreamedReply(event.data.encode(), reader.comment.removeprefix(TIMING_COMMENT))
                case "problem":
                    problem = _problem(event)
                    raise problem
                case _:  # a newer API may send more
                    pass
    raise ApiUnavailableError("the stream ended before the reply")


class _Texts:
    """Passes the words of a stream on, and checks that none is missing."""

    def __init__(self, turn_id: str, on_words: OnWords) -> None:
        self._turn_id, self._on_words = turn_id, on_words
        self._next: int | None = None
        """The index of the next event. None before the first one."""

    def take(self, event: ServerEvent) -> None:
        try:
            text = _Text.model_validate_json(event.data)
        except ValidationError as error:
            raise ApiUnavailableError("the stream has an event `text` that is not valid") from error
        if text.turn_id != self._turn_id or self._next not in (None, text.index):
            raise ApiUnavailableError("the stream has an event `text` of another turn or out of order")
        self._next = text.index + 1
        if text.text:
            self._on_words(text.text)


async def _next_chunk(chunks: AsyncIterator[bytes]) -> bytes | None:
    try:
        async with asyncio.timeout(SILENCE_SECONDS):
            return await anext(chunks, None)
    except TimeoutError as error:
        raise ApiUnavailableError(f"the stream was silent for {SILENCE_SECONDS} seconds") from error


def _problem(event: ServerEvent) -> Exception:
    try:
        status = _Problem.model_validate_json(event.data).status
    except ValidationError:
        return ApiUnavailableError("the stream ended with a problem that is not valid")
    return error_of_status(status, "the stream ended with a problem") or ApiUnavailableError(
        "the stream ended with a problem that has a status of success"
    )
