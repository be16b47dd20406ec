"""The fallback model, against a server with OpenAI's API on loopback."""

from __future__ import annotations

import asyncio
import io
import json
import logging
from collections.abc import Iterator

import pytest
from livekit.agents import inference, llm

from agent_worker.process.logs import JsonLines
from agent_worker.settings import FallbackModel
from agent_worker.turn import fallback_model
from agent_worker.turn.fallback_model import INSTRUCTIONS, MAX_CHARACTERS, ModelFallback, build_model
from agent_worker.turn.inputs import Message
from testing.fakes.loopback import Answer, Exchange, Loopback
from testing.fakes.model_servers import cut_short, drip, drip_headers, hang, hang_up, openai_error, raw

pytestmark = pytest.mark.anyio

SAID = [Message("assistant", "How can I help?"), Message("user", "my card is 4111 1111")]


def streamed(*deltas: str | None, end: str = "data: [DONE]\n\n") -> Answer:
    """Stream a completion as server-sent events, like OpenAI's API."""

    def event(delta: dict[str, object], finish: str | None = None) -> str:
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        chunk = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
        return f"data: {json.dumps(chunk)}\n\n"

    body = "".join(event({"role": "assistant", "content": delta}) for delta in deltas) + event({}, "stop") + end
    return lambda exchange: exchange.answer(200, body.encode(), {"Content-Type": "text/event-stream"})


async def ask(answer: Answer, language: str | None = None) -> tuple[str | None, Loopback]:
    with Loopback(answer) as server:
        model = build_model(FallbackModel("small", server.origin + "/v1", "sk-1"))
        assert model is not None
        try:
            return await ModelFallback(model, language).answer(SAID), server
        finally:
            await model.aclose()


@pytest.fixture(autouse=True)
def lines() -> Iterator[io.StringIO]:
    """The log of the worker."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    handler.setLevel(logging.INFO)
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fallback_model, "SECONDS", 0.2)


async def test_the_model_receives_the_latest_messages_and_no_flow() -> None:
    answer, server = await ask(streamed("I am sorry", None, " about that. ", "One moment. "))
    assert answer == "I am sorry about that. One moment."
    (request,) = server.received
    assert (request.method, request.target) == ("POST", "/v1/chat/completions")
    assert request.headers["authorization"] == "Bearer sk-1"
    body = json.loads(request.body)
    assert body["model"] == "small"
    assert [(message["role"], message["content"]) for message in body["messages"]] == [
        ("system", INSTRUCTIONS),
        ("assistant", "How can I help?"),
        ("user", "my card is 4111 1111"),
    ]


async def test_the_model_is_told_the_language_of_the_call() -> None:
    _, server = await ask(streamed("Einen Moment, bitte."), "de-AT")
    said = json.loads(server.received[0].body)["messages"][0]["content"]
    assert said == f"{INSTRUCTIONS} Answer in the language de-AT."


async def test_an_overlong_answer_is_cut() -> None:
    answer, _ = await ask(streamed(*["very, very long, "] * 200))
    assert answer == ("very, very long, " * 100)[:MAX_CHARACTERS].strip()


@pytest.mark.parametrize("answer", [streamed(), streamed(""), streamed("  \n ")], ids=["none", "empty", "blank"])
async def test_an_empty_answer_counts_as_none(answer: Answer) -> None:
    assert (await ask(answer))[0] is None


def cut_stream(exchange: Exchange) -> None:
    exchange.raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: 9999\r\n\r\ndata: {")
    exchange.hang_up()


@pytest.mark.usefixtures("_impatient")
@pytest.mark.parametrize(
    "answer",
    [
        openai_error(500, "you said: my card is 4111 1111"),
        openai_error(429, "slow down"),
        openai_error(401, "who are you?"),
        openai_error(400, "you said: my card is 4111 1111"),
        raw("<html>my card is 4111 1111</html>", 502),
        raw("<html>my card is 4111 1111</html>"),
        raw("data: my card is 4111 1111\n\n", content_type="text/event-stream"),
        raw('data: {"error": {"message": "my card is 4111 1111"}}\n\n'),
        raw('data: {"choices": [{"delta": 7}]}\n\n'),
        hang,
        drip,
        drip_headers,
        hang_up,
        cut_short,
        cut_stream,
    ],
    ids="500 429 401 400 502 html no-json error-event no-delta hang drip drip-headers hang-up short cut-stream".split(),
)
async def test_a_model_that_fails_gives_no_answer_and_the_log_quotes_nobody(answer: Answer, lines: io.StringIO) -> None:
    assert (await ask(answer))[0] is None
    assert "4111" not in lines.getvalue()


@pytest.mark.usefixtures("_impatient")
async def test_an_unreachable_server_gives_no_answer() -> None:
    result = await ModelFallback(build_model(FallbackModel("small", "http://127.0.0.1:1/v1"))).answer(SAID)
    assert result is None


async def test_an_unexpected_error_of_a_model_gives_no_answer(lines: io.StringIO) -> None:
    class Broken(llm.LLM[None]):
        def chat(self, **_: object) -> llm.LLMStream:
            raise KeyError("my card is 4111 1111")

    assert await ModelFallback(Broken()).answer(SAID) is None
    assert "KeyError" in lines.getvalue()
    assert "4111" not in lines.getvalue()


async def test_a_cancellation_ends_the_request_at_once() -> None:
    """A cancellation does not count as a failure of the model."""
    with Loopback(hang) as server:
        model = build_model(FallbackModel("small", server.origin, None))
        asking = asyncio.create_task(ModelFallback(model).answer(SAID))
        while not server.received:  # noqa: ASYNC110  # the server is in another thread
            await asyncio.sleep(0.001)
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking


async def test_without_a_model_there_is_no_answer() -> None:
    assert build_model(None) is None
    assert await ModelFallback(None).answer(SAID) is None


async def test_a_model_without_an_address_is_one_of_livekit_inference(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LIVEKIT_API_KEY", "key")
    monkeypatch.setenv("LIVEKIT_API_SECRET", "a-secret-of-more-than-thirty-two-bytes")
    model = build_model(FallbackModel("google/gemini-2.5-flash"))
    assert isinstance(model, inference.LLM)
    assert model.model == "google/gemini-2.5-flash"
