"""Records durations for `python -m bench calls-in-time`, which judges them. No test does."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Literal, TypeAlias

What: TypeAlias = Literal[
    "an agent came into a new room",
    "another agent took over",
    "the worker spoke while the API was late",
    "the agent fell silent when talked over",
    "the longest silence of a spoken call",
]
FILE = "CALLFLOW_NOTES"
"""The environment variable with the path of the file. The file has one JSON text a line."""


def note(what: What, seconds: float) -> None:
    if path := os.environ.get(FILE):
        with Path(path).open("a") as file:
            file.write(json.dumps({"what": what, "seconds": seconds}) + "\n")
