"""A turn as server-sent events: words while the turn runs, then its reply. It knows no web framework.

The turn runs in a separate thread. Who reads the events slowly, or hangs up, does not hold it up.
"""

from __future__ import annotations

import json
import queue
import threading
from collections.abc import Callable, Iterator
from contextvars import copy_context
from typing import TypeAlias

from functions.api.http.identity import Caller
from functions.api.http.problems import problem_or_unexpected
from functions.api.http.server_timing import HEADER
from functions.api.process_turn import AskedTurn, answer, asked_turn
from functions.services import Services

MEDIA_TYPE = "text/event-stream"
"""The content type of the answer, and what a request accepts to get it."""
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
"""The headers of the answer. No proxy may keep the events until the turn is done."""
COMMENT = b": the turn runs\n\n"
"""What is sent while there is nothing to say, so that no connection looks idle."""
COMMENT_SECONDS = 4.0
"""Seconds without an event, after which a comment is sent. The contract allows 5."""

Event: TypeAlias = bytes | Exception
"""One event as it is sent, or the error that ended the turn."""


def accepts_events(accept: str | None) -> bool:
    """Return whether a request wants events, by its header `Accept`."""
    ranges = [each.split(";") for each in (accept or "").lower().split(",")]
    wanted = [weights for name, *weights in ranges if name.strip() == MEDIA_TYPE]
    return any(not any(each.replace(" ", "") in ("q=0", "q=0.0") for each in weights) for weights in wanted)


def run(services: Services, asked: AskedTurn, put: Callable[[Event], None]) -> None:
    """Run a turn, and put its events. The last one is the reply, or the error that ended the turn.

    Args:
        services: The services.
        asked: The turn.
        put: Takes each event. It returns at once and raises nothing.
    """
    count = 0

    def let_out(words: str) -> None:
        nonlocal count
        data = {"turnId": asked.call.turn_id, "index": count, "text": words}
        count += 1
        put(_event("text", json.dumps(data, separators=(",", ":"))))

    try:
        response = answer(services, asked, let_out)
    except Exception as error:
        put(error)
    except BaseException as error:
        # The reader of the events must not wait without a limit, and must not end because this thread ends.
        put(RuntimeError(f"a {type(error).__name__} ended the turn"))
    else:
        # Headers are sent before the turn runs. The worker reads the timings from this comment.
        timing = f": {HEADER}: {response.headers[HEADER]}\n\n"
        put(timing.encode() + _event("reply", response.body))


def is_last(event: Event) -> bool:
    """Return whether an event is the last one of its turn."""
    return isinstance(event, Exception) or not event.startswith(b"event: text\n")


def sent(services: Services, event: Event) -> bytes:
    """Return an event as it is sent. An error that ended the turn after its beginning is logged here."""
    if isinstance(event, bytes):
        return event
    return _event("problem", problem_or_unexpected(event, services.observe).body().decode())


def stream_turn(services: Services, caller: Caller, flow_id: str, body: bytes) -> Iterator[bytes]:
    """Run the turn that a body asks for, and return its events as they come.

    Args:
        services: The services.
        caller: The caller.
        flow_id: The flow.
        body: The body of the request.

    Returns:
        The events, with comments between them. Read them to the end: a Lambda function stops when it has answered.

    An error before the first event is raised, if it comes within COMMENT_SECONDS, as `process_turn` raises it.
    """
    asked = asked_turn(services, caller, flow_id, body)
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    context = copy_context()
    threading.Thread(target=context.run, args=(run, services, asked, events.put), name="turn").start()
    first = _next(events)
    if isinstance(first, Exception):
        raise first
    return _chunks(services, first, lambda: _next(events))


def _next(events: queue.SimpleQueue[Event]) -> Event | None:
    try:
        return events.get(timeout=COMMENT_SECONDS)
    except queue.Empty:
        return None


def _chunks(services: Services, event: Event | None, following: Callable[[], Event | None]) -> Iterator[bytes]:
    while True:
        yield COMMENT if event is None else sent(services, event)
        if event is not None and is_last(event):
            return
        event = following()


def _event(name: str, data: str) -> bytes:
    """Write an event. JSON has no line break outside its strings' escapes."""
    return f"event: {name}\ndata: {data}\n\n".encode()
