"""Answers of OpenAI's chat completions that arrive token by token, for a loopback server."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Sequence

from flow_core.json import Json
from testing.fakes.loopback import Answer, Exchange

FIRST_SECONDS = 0.35
"""Seconds until the first token of a model whose time is measured."""
TOKEN_SECONDS = 0.02
"""Seconds from one token to the next."""
TOKENS = 75
"""Tokens of its reply."""
REPLY = (
    "Thank you for calling the service desk of the bicycle shop today. I have found your order in our system, and it "
    "is ready to be picked up. You can come by on any weekday between nine and six o'clock, or on Saturday until noon. "
    "Please bring your order number and something with your name on it. The repair has a warranty of two full years. "
    "Is there anything else that I can do for you now?"
)
"""Some 75 tokens in four sentences and more."""

_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n"


def chunk(**delta: Json) -> Json:
    return {
        "id": "c",
        "object": "chat.completion.chunk",
        "choices": [{"index": 0, "delta": delta, "finish_reason": None}],
    }


def end(finish_reason: str = "stop") -> list[Json]:
    """Return the last chunks, with 11 input tokens and 5 output tokens."""
    last: Json = {"choices": [{"index": 0, "delta": {}, "finish_reason": finish_reason}]}
    return [last, {"choices": [], "usage": {"prompt_tokens": 11, "completion_tokens": 5}}]


def events(*chunks: Json, done: bool = True) -> bytes:
    """Write chunks as server-sent events."""
    lines = [f"data: {json.dumps(each, ensure_ascii=False)}\n\n" for each in chunks]
    return "".join([*lines, "data: [DONE]\n\n"] if done else lines).encode()


def streamed(
    tokens: Iterable[str],
    finish_reason: str = "stop",
    *,
    first: float = 0,
    pause: float = 0,
    wrote: Callable[[int], None] | None = None,
) -> Answer:
    """Answer with the tokens, one after another.

    Args:
        tokens: The text.
        finish_reason: The reason of the end.
        first: Seconds until the first token.
        pause: Seconds from one token to the next.
        wrote: Called with the index of each token after it was sent.
    """
    parts = list(tokens)

    def answer(exchange: Exchange) -> None:
        exchange.raw(_HEAD)
        began = time.monotonic() + first
        for index, token in enumerate(parts):
            time.sleep(max(0.0, began + index * pause - time.monotonic()))
            _send(exchange, events(chunk(content=token), done=False))
            if wrote is not None:
                wrote(index)
        _send(exchange, events(*end(finish_reason)))
        _send(exchange, b"")

    return answer


def sent(data: bytes, sizes: Sequence[int] = (), *, whole: bool = True, hangs: bool = False) -> Answer:
    """Answer with bytes in parts of the given sizes, which are repeated.

    Args:
        data: The body.
        sizes: Bytes of each part. Empty for one part.
        whole: Whether the body ends as HTTP says. False hangs up after it.
        hangs: Whether nothing more comes after it.
    """

    def answer(exchange: Exchange) -> None:
        exchange.raw(_HEAD)
        at = index = 0
        while at < len(data):
            size = sizes[index % len(sizes)] if sizes else len(data)
            _send(exchange, data[at : at + size])
            at, index = at + size, index + 1
        if hangs:
            exchange.hang()
        elif whole:
            _send(exchange, b"")
        else:
            exchange.hang_up()

    return answer


def scripted(
    reply: str = REPLY,
    count: int = TOKENS,
    *,
    first: float = FIRST_SECONDS,
    pause: float = TOKEN_SECONDS,
    wrote: Callable[[int], None] | None = None,
) -> Answer:
    """Answer as a model whose time is measured, streamed or whole as it is asked.

    Args:
        reply: The words.
        count: The number of tokens.
        first: Seconds until the first token.
        pause: Seconds from one token to the next.
        wrote: Called with the index of each streamed token after it was sent.
    """
    tokens = in_tokens(reply, count)

    def answer(exchange: Exchange) -> None:
        if json.loads(exchange.received.body).get("stream"):
            streamed(tokens, first=first, pause=pause, wrote=wrote)(exchange)
            return
        time.sleep(first + (len(tokens) - 1) * pause)
        message: Json = {"role": "assistant", "content": reply}
        usage: Json = {"prompt_tokens": 11, "completion_tokens": len(tokens)}
        choices: Json = [{"index": 0, "message": message, "finish_reason": "stop"}]
        exchange.json(json.dumps({"choices": choices, "usage": usage}))

    return answer


def in_tokens(reply: str, tokens: int = TOKENS) -> list[str]:
    """Cut a reply into tokens of about equal length."""
    return [reply[len(reply) * at // tokens : len(reply) * (at + 1) // tokens] for at in range(tokens)]


def _send(exchange: Exchange, data: bytes) -> None:
    exchange.raw(f"{len(data):x}\r\n".encode() + data + b"\r\n")
