"""How long something took, written down for `python -m bench calls-in-time`, which judges it. No test does."""

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
"""The variable of the environment that names the file: a JSON text a line."""


def note(what: What, seconds: float) -> None:
    if path := os.environ.get(FILE):
        with Path(path).open("a") as file:
            file.write(json.dumps({"what": what, "seconds": seconds}) + "\n")
