"""A streamed turn over HTTP: words as they come, then the reply, and the error that each defect becomes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable

import pytest

from agent_worker.backend import client as backend_client
from agent_worker.backend import turn_stream
from agent_worker.backend.client import Backend
from agent_worker.backend.errors import ApiRefusedError, ApiThrottledError, ApiUnavailableError
from agent_worker.backend.reply import Reply
from testing.fakes.loopback import Answer, Exchange, Loopback
from testing.fakes.model_servers import raw
from tests.agent_worker.backend.test_client import CALL, LISTENING

pytestmark = pytest.mark.anyio

REPLY = json.dumps({**LISTENING, "response": "Hello. Your name?"})


def event(name: str, data: str) -> str:
    return f"event: {name}\ndata: {data}\n\n"


def text(index: int, words: str, turn_id: str = "t1") -> str:
    return event("text", json.dumps({"turnId": turn_id, "index": index, "text": words}))


def stream(*parts: str | Callable[[Exchange], None], end: bool = True) -> Answer:
    """Answer with a chunked stream. A function between its parts holds it up."""

    def answer(exchange: Exchange) -> None:
        exchange.raw(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"
        )
        for part in parts:
            if isinstance(part, str):
                exchange.raw(f"{len(part.encode()):x}\r\n{part}\r\n".encode())
            else:
                part(exchange)
        if end:
            exchange.raw(b"0\r\n\r\n")
        else:
            exchange.hang_up()

    return answer


async def process(answer: Answer) -> tuple[Reply, list[str]]:
    words: list[str] = []
    with Loopback(answer) as server:
        async with Backend(server.origin) as backend:
            reply = await backend.process(CALL, "t1", {}, words.append)
        assert server.received[0].headers["accept"] == "text/event-stream"
    return reply, words


async def test_words_come_before_the_reply() -> None:
    parts = text(0, "Hello."), ": alive\n\n", text(1, " Your name?"), event("reply", REPLY)
    reply, words = await process(stream(*parts))
    assert words == ["Hello.", " Your name?"]
    assert reply.response == "Hello. Your name?"


async def test_words_are_passed_on_while_the_turn_runs() -> None:
    heard = asyncio.Event()
    loop = asyncio.get_running_loop()

    def after_the_words(exchange: Exchange) -> None:
        # The reply is sent only once the worker has the words.
        asyncio.run_coroutine_threadsafe(heard.wait(), loop).result(30)

    with Loopback(stream(text(0, "Hello."), after_the_words, event("reply", REPLY))) as server:
        async with Backend(server.origin) as backend:
            reply = await backend.process(CALL, "t1", {}, lambda _: heard.set())
    assert reply.response == "Hello. Your name?"


async def test_an_api_that_does_not_stream_answers_at_once() -> None:
    reply, words = await process(raw(REPLY))
    assert (reply.response, words) == ("Hello. Your name?", [])


async def test_the_phases_of_a_streamed_turn_come_in_a_comment_before_its_reply() -> None:
    timing = ": server-timing: load;dur=1.5, total;dur=2.5\n"
    reply, _ = await process(stream(text(0, "Hello."), timing + event("reply", REPLY)))
    assert dict(reply.millis)["load"] == 1.5
    reply, _ = await process(stream(": alive\n\n", event("reply", REPLY)))
    assert reply.millis == {}


@pytest.mark.parametrize(
    "answer",
    [
        stream(),
        stream(text(0, "Hello.")),
        stream(text(0, "Hello."), end=False),
        stream(text(0, "Hello."), text(2, "name?"), event("reply", REPLY)),
        stream(text(0, "Hello."), text(0, "Hello."), event("reply", REPLY)),
        stream(text(0, "Hello.", turn_id="t2"), event("reply", REPLY)),
        stream(event("text", "Hello."), event("reply", REPLY)),
        stream(event("reply", "{}")),
        stream(event("reply", REPLY[:-3])),
        stream(event("problem", "{}")),
        stream(event("problem", '{"status": 200}')),
        stream("event: reply\ndata: " + REPLY),
    ],
    ids=[
        "no event",
        "no reply",
        "broken",
        "an event is missing",
        "an event comes twice",
        "another turn",
        "no JSON",
        "no reply's fields",
        "half a reply",
        "no status",
        "a problem that is a success",
        "half an event",
    ],
)
async def test_a_stream_with_a_defect_means_unavailable(answer: Answer) -> None:
    with pytest.raises(ApiUnavailableError):
        await process(answer)


@pytest.mark.parametrize(
    ("status", "kind"),
    [(404, ApiRefusedError), (422, ApiRefusedError), (429, ApiThrottledError), (503, ApiUnavailableError)],
)
async def test_a_problem_means_what_its_status_means(status: int, kind: type[Exception]) -> None:
    problem = event("problem", json.dumps({"type": "about:blank", "title": "no", "status": status, "detail": "secret"}))
    with pytest.raises(kind, match=f"status {status}") as error:
        await process(stream(text(0, "Hello."), problem))
    assert "secret" not in str(error.value)
    with pytest.raises(kind, match=f"status {status}"):
        await process(raw("{}", status))


async def test_unknown_events_are_ignored() -> None:
    reply, words = await process(stream(event("draft", "?"), text(1, "Hello."), event("reply", REPLY)))
    assert (reply.response, words) == ("Hello. Your name?", ["Hello."])


@pytest.mark.parametrize("limit", ["SILENCE_SECONDS", "STREAM_SECONDS"])
async def test_a_stream_that_falls_silent_or_lasts_too_long_means_unavailable(
    limit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turn_stream if limit == "SILENCE_SECONDS" else backend_client, limit, 0.05)
    with pytest.raises(ApiUnavailableError):
        await process(stream(text(0, "Hello."), Exchange.hang))


async def test_comments_keep_a_stream_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn_stream, "SILENCE_SECONDS", 0.5)

    def pause(exchange: Exchange) -> None:
        exchange.closing.wait(0.2)

    alive: list[str | Callable[[Exchange], None]] = [": alive\n\n", pause]
    reply, _ = await process(stream(*(alive * 4), event("reply", REPLY)))
    assert reply.response == "Hello. Your name?"


async def test_a_stream_that_is_too_long_means_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(turn_stream, "MAX_STREAM_BYTES", 200)
    with pytest.raises(ApiUnavailableError, match="200 bytes"):
        await process(stream(*[text(number, "Hello.") for number in range(9)], event("reply", REPLY)))


async def test_an_event_that_is_too_long_means_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent_worker.backend.event_stream.MAX_EVENT_BYTES", 100)
    with pytest.raises(ApiUnavailableError, match="100 bytes"):
        await process(stream(text(0, "Hello. " * 99), event("reply", REPLY)))
