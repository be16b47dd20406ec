"""Responses of OpenAI's chat completions and of Bedrock's Converse, for a loopback server."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from flow_core.effects import AskModel, OfferedTool, PromptMessage
from flow_core.json import Json
from flow_core.state import ToolCall
from testing.fakes.loopback import Answer, Exchange

INTENT: Mapping[str, Mapping[str, Json]] = {"intent": {"type": "string", "enum": ["billing", "sales"]}}


def question(
    said: str = "My invoice is wrong.",
    extract: Mapping[str, Mapping[str, Json]] | None = None,
    *,
    speak: bool = True,
    model: str | None = None,
    temperature: float | None = None,
    max_tokens: int | None = None,
    tools: tuple[OfferedTool, ...] = (),
    calls: tuple[ToolCall, ...] = (),
) -> AskModel:
    return AskModel(
        id="7",
        node_id="llm-1",
        instructions="You help with invoices.",
        messages=(PromptMessage("user", said),),
        model=model,
        temperature=temperature,
        max_tokens=max_tokens,
        extract=extract or {},
        speak=speak,
        timeout_seconds=10,
        tools=tools,
        calls=calls,
    )


def in_turn(*answers: Answer) -> Answer:
    """Answer with each of the answers in order, and repeat the last one."""
    left = list(answers)
    return lambda exchange: (left.pop(0) if len(left) > 1 else left[0])(exchange)


def raw(text: str, status: int = 200, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda exchange: exchange.answer(status, text.encode(), {"Content-Type": "application/json", **named})


def completion(content: str | None, finish_reason: str | None = "stop", *, model: str = "m", **message: Json) -> Answer:
    """Build a response of OpenAI's API, with 11 input tokens and 5 output tokens."""
    body = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": model,
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": content, **message},
                "finish_reason": finish_reason,
            }
        ],
        "usage": {"prompt_tokens": 11, "completion_tokens": 5, "total_tokens": 16},
    }
    return raw(json.dumps(body))


def calling(*calls: tuple[str, str], content: str | None = None) -> Answer:
    """Build a response of OpenAI's API that calls tools: their names and their arguments as JSON text."""
    called: list[Json] = [
        {"id": f"c{index}", "type": "function", "function": {"name": name, "arguments": arguments}}
        for index, (name, arguments) in enumerate(calls)
    ]
    return completion(content, "tool_calls", tool_calls=called)


def openai_error(status: int, message: str, **headers: str) -> Answer:
    return raw(json.dumps({"error": {"message": message, "type": "x", "param": None, "code": None}}), status, **headers)


def converse(*blocks: Json, stop: str = "end_turn") -> Answer:
    """Build a response of Converse, with 11 input tokens and 5 output tokens. A block that is a str is a text."""
    content = [{"text": block} if isinstance(block, str) else block for block in blocks]
    body = {
        "output": {"message": {"role": "assistant", "content": content}},
        "stopReason": stop,
        "usage": {"inputTokens": 11, "outputTokens": 5, "totalTokens": 16},
        "metrics": {"latencyMs": 12},
    }
    return raw(json.dumps(body))


def tool_use(value: Json, name: str = "reply") -> Json:
    return {"toolUse": {"toolUseId": "t-1", "name": name, "input": value}}


def aws_error(status: int, code: str, message: str = "no") -> Answer:
    return raw(json.dumps({"message": message}), status, x_amzn_ErrorType=code)


def hang(exchange: Exchange) -> None:
    exchange.hang()


def drip(exchange: Exchange) -> None:
    """Send a byte repeatedly after short pauses. No single read takes long."""
    exchange.raw(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100000\r\n\r\n")
    while not exchange.closing.wait(0.02):
        exchange.raw(b" ")


def drip_headers(exchange: Exchange) -> None:
    exchange.raw(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not exchange.closing.wait(0.02):
        exchange.raw(b"x")


def cut_short(exchange: Exchange) -> None:
    """Send fewer bytes than the Content-Length."""
    exchange.raw(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{"choices": [')
    exchange.hang_up()


def hang_up(exchange: Exchange) -> None:
    """Close the connection without a response."""
    exchange.hang_up()


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """Return the result of `work` and the seconds that it took."""
    started = time.monotonic()
    return work(), time.monotonic() - started
