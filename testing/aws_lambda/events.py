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
    return read(EVENTS[function])


def read(name: str) -> Any:
    """Read events/NAME.json."""
    return json.loads((ROOT / "events" / f"{name}.json").read_text())


def worker_turn(capability: str) -> Any:
    """Read the event of a worker's turn, with the capability of its call. The one in the file is made up."""
    turn = read("worker_turn")
    turn["headers"]["X-Call-Capability"] = capability
    turn["multiValueHeaders"]["X-Call-Capability"] = [capability]
    return turn
