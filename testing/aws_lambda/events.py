"""The example events of the functions."""

from __future__ import annotations

import json
from typing import Any

from testing.aws_lambda.described import ROOT

EVENTS = {
    "TurnFunction": "turn",
    "ApiFunction": "api",
    "PostCallFunction": "post_call",
    "DeliverFunction": "deliver",
    "IdleFunction": "idle",
}
"""Each function's file in events/, by the function's logical id."""


def event(function: str) -> Any:
    """Read the event of a function."""
    return json.loads((ROOT / "events" / f"{EVENTS[function]}.json").read_text())
