"""`callflow eval`: reads JSON lines {expression, variables}, writes JSON lines {ok, value | error}."""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from flow_core.evaluate import Value
from functions.adapters.javascript.engine import JavaScript


class _Line(BaseModel):
    """One line of the input."""

    model_config = ConfigDict(extra="forbid", strict=True)

    expression: str
    variables: dict[str, JsonValue] = Field(default_factory=dict)
    at: int | None = None
    """The time of `Date` in milliseconds since the epoch. None: now."""
    seed: int = 0
    """The seed of `Math.random`."""


def evaluate_lines() -> int:
    """Evaluate the lines of standard input.

    Returns:
        The exit status 0. A failed expression is reported in its own line.
    """
    with JavaScript() as javascript:
        for line in sys.stdin:
            if line.strip():
                sys.stdout.write(json.dumps(_answer(javascript, line)) + "\n")
                sys.stdout.flush()
    return 0


def _answer(javascript: JavaScript, line: str) -> dict[str, Any]:
    try:
        parsed = _Line.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "the line"
        return {"ok": False, "error": f"{field}: {first['msg']}"}
    at = time.time_ns() // 1_000_000 if parsed.at is None else parsed.at
    result = javascript(parsed.expression, parsed.variables, at, parsed.seed)
    return {"ok": True, "value": result.value} if isinstance(result, Value) else {"ok": False, "error": result.error}
