"""Reads the result of a tool of an MCP server: a whole one, and the beginning of one that is too large."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from mcp.types import CallToolResult, TextContent
from pydantic_core import from_json

from flow_core.json import Json, Unsound, sound
from functions.ports.tools import Answered

_FAILED = 500
"""The status of an answer that says that the tool failed."""


def read(result: CallToolResult) -> Answered:
    """Read a result: its structure if it has one, else its texts."""
    body: Json
    if result.structured_content is not None and not result.is_error:
        value = sound(result.structured_content)
        body = f"(a result with {value.error})" if isinstance(value, Unsound) else value
    else:
        body = _joined(
            block.text if isinstance(block, TextContent) else f"({block.type} left out)" for block in result.content
        )
    return Answered(_FAILED if result.is_error else 200, {}, body)


def read_beginning(sent: bytes) -> Answered | None:
    """Read the beginning of a result.

    Args:
        sent: The beginning of the response to a call, JSON or an event stream.

    Returns:
        The answer, cut, with a text; None if the response is not that of a call, or has nothing yet.
    """
    text = sent.decode("utf-8", "ignore")
    if not text.lstrip().startswith("{"):
        # The last event of the stream. A line break in a value of JSON is an escape.
        text = f"\n{text}".rpartition("\ndata:")[2]
    try:
        message = from_json(text, allow_partial="trailing-strings")
    except ValueError:
        return None
    result = message.get("result") if isinstance(message, dict) else None
    if not isinstance(result, dict):
        return None
    body = _text_of(result)
    return Answered(_FAILED if result.get("isError") is True else 200, {}, body, cut=True) if body else None


def _text_of(result: Mapping[str, Any]) -> str:
    blocks = result.get("content")
    texts = [block.get("text") for block in blocks if isinstance(block, dict)] if isinstance(blocks, list) else []
    joined = _joined(text for text in texts if isinstance(text, str))
    structure = result.get("structuredContent")
    return joined or ("" if structure is None else json.dumps(structure, ensure_ascii=False))


def _joined(texts: Iterable[str]) -> str:
    return "\n".join(texts)
