"""The results of a model's tools, as the model reads them: bounded, and nothing but data."""

from __future__ import annotations

import json
from collections.abc import Sequence

from flow_core.authored.tools import LlmTool
from flow_core.events import ToolAnswered, ToolFailed
from flow_core.json import Json
from flow_core.state import ToolCall

MAX_RESULT = 6_000
"""Characters of one result."""
MAX_TOGETHER = 24_000
"""Characters of the arguments and results of all calls for one reply. A session stores them while the model works."""
_LEAST = 200
"""Characters of a result that always fit."""
_CUT = " … (cut here: the result is longer)"


def result_of(tool: LlmTool | None, answer: ToolAnswered | ToolFailed) -> tuple[str, bool]:
    """Return what the model reads about an answer, of any length, and whether it is a failure."""
    if isinstance(answer, ToolFailed):
        return f"Error: {answer.error}.", True
    body = _text(answer.body)
    if not 200 <= answer.status < 300:
        said = (
            f"Error: {body}"
            if tool is not None and tool.mcp is not None
            else f"Error, the tool answered {answer.status}: {body}"
        )
        return said, True
    if answer.mismatch is not None:
        return f"Error, the tool's answer cannot be used, because it does not fit: {answer.mismatch}.", True
    return body, False


def bounded(text: str, calls: Sequence[ToolCall]) -> str:
    """Cut a result to what is left for it beside the other calls, with a note at its end."""
    left = max(_LEAST, min(MAX_RESULT, MAX_TOGETHER - length(calls)))
    return text if len(text) <= left else text[: left - len(_CUT)] + _CUT


def length(calls: Sequence[ToolCall]) -> int:
    """Return the characters of some calls."""
    return sum(len(call.result or "") + length_of(dict(call.arguments)) for call in calls)


def length_of(value: Json) -> int:
    """Return the characters of a value as JSON."""
    return len(json.dumps(value, ensure_ascii=False))


def _text(body: Json) -> str:
    text = body if isinstance(body, str) else "" if body is None else json.dumps(body, ensure_ascii=False)
    # A provider may reject an empty text.
    return text if text.strip() else "(no content)"
