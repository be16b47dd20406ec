"""Answers of Bedrock's ConverseStream, in AWS's event stream encoding, for a loopback server."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from struct import pack

from flow_core.json import Json


def event(kind: str, data: Json, *, exception: bool = False) -> bytes:
    """Write one event, or one exception that ends the stream."""
    kinds = {":message-type": "exception", ":exception-type": kind} if exception else {":event-type": kind}
    named = {":content-type": "application/json", ":message-type": "event", **kinds}
    headers = b"".join(
        bytes([len(name)]) + name.encode() + b"\x07" + pack(">H", len(value)) + value.encode()
        for name, value in named.items()
    )
    payload = json.dumps(data, ensure_ascii=False).encode()
    prelude = pack(">II", 16 + len(headers) + len(payload), len(headers))
    message = prelude + pack(">I", zlib.crc32(prelude)) + headers + payload
    return message + pack(">I", zlib.crc32(message))


def texts(parts: Iterable[str], index: int = 0) -> bytes:
    """Write a block of text."""
    deltas = (event("contentBlockDelta", {"contentBlockIndex": index, "delta": {"text": part}}) for part in parts)
    return b"".join(deltas) + event("contentBlockStop", {"contentBlockIndex": index})


def use(parts: Iterable[str], name: str = "reply", index: int = 0) -> bytes:
    """Write the use of a tool, whose input is JSON text."""
    start: Json = {"contentBlockIndex": index, "start": {"toolUse": {"toolUseId": f"t-{index}", "name": name}}}
    deltas = (
        event("contentBlockDelta", {"contentBlockIndex": index, "delta": {"toolUse": {"input": part}}})
        for part in parts
    )
    return (
        event("contentBlockStart", start) + b"".join(deltas) + event("contentBlockStop", {"contentBlockIndex": index})
    )


def end(stop: str = "end_turn") -> bytes:
    """Write the end, with 11 input tokens and 5 output tokens."""
    usage: Json = {"inputTokens": 11, "outputTokens": 5, "totalTokens": 16}
    return event("messageStop", {"stopReason": stop}) + event("metadata", {"usage": usage, "metrics": {"latencyMs": 1}})
