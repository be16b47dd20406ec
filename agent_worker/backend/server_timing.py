"""Reads how long the parts of a turn took out of the API's header `Server-Timing`, as far as it tells."""

from __future__ import annotations

import re
from collections.abc import Mapping

PARTS = ("load", "step", "model", "tool", "save")
_QUOTED = re.compile(r'"[^"]*"')
_ENTRY = re.compile(
    r"\s*([a-z]+)\s*;(?:.*;)?\s*dur\s*=\s*([0-9]{1,9}(?:\.[0-9]{1,9})?)\s*(?:;.*)?", re.DOTALL | re.IGNORECASE
)


def turn_millis(header: str, round_trip: float) -> Mapping[str, float]:
    """Milliseconds by part. `network` is what the round trip took beyond the API's own total."""
    told = {
        match[1].lower(): float(match[2])
        for entry in _QUOTED.sub("", header).split(",")
        if (match := _ENTRY.fullmatch(entry))
    }
    parts = {part: told[part] for part in PARTS if part in told}
    if "total" in told:
        parts["network"] = round(max(round_trip - told["total"], 0.0), 1)
    return parts
