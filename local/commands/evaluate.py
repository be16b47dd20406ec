"""`callflow eval`: JSON lines {expression, variables} in, {ok, value | error} out."""

from __future__ import annotations

import json
import sys
import time
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue, ValidationError

from flow_core.evaluate import Value
from functions.adapters.javascript.engine import JavaScript


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    expression: str
    variables: dict[str, JsonValue] = Field(default_factory=dict)
    at: int | None = None
    """Milliseconds since the epoch that `Date` tells; now, where left out."""
    seed: int = 0


def eval_lines() -> int:
    """Exit status 0, whatever the expressions came to; each line has its own answer."""
    with JavaScript() as javascript:
        for line in sys.stdin:
            if line.strip():
                sys.stdout.write(json.dumps(_answer(javascript, line)) + "\n")
                sys.stdout.flush()
    return 0


def _answer(javascript: JavaScript, line: str) -> dict[str, Any]:
    try:
        asked = _Line.model_validate_json(line)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "the line"
        return {"ok": False, "error": f"{field}: {first['msg']}"}
    at = time.time_ns() // 1_000_000 if asked.at is None else asked.at
    result = javascript(asked.expression, asked.variables, at, asked.seed)
    return {"ok": True, "value": result.value} if isinstance(result, Value) else {"ok": False, "error": result.error}
