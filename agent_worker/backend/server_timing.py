"""Reads the phases of a turn from the API's header `Server-Timing`."""

from __future__ import annotations

import re
from collections.abc import Mapping

PHASES = ("load", "step", "model", "tool", "save")
"""The phases that the API reports and the worker passes on."""
_QUOTED = re.compile(r'"[^"]*"')
_ENTRY = re.compile(
    r"\s*([a-z]+)\s*;(?:.*;)?\s*dur\s*=\s*([0-9]{1,9}(?:\.[0-9]{1,9})?)\s*(?:;.*)?", re.DOTALL | re.IGNORECASE
)


def turn_millis(header: str, round_trip: float) -> Mapping[str, float]:
    """Return the milliseconds of each phase that a header reports.

    Args:
        header: The header's value. Entries that are not valid are ignored.
        round_trip: Milliseconds of the whole request.

    Returns:
        Milliseconds by phase. `network` is the part of the round trip that exceeds the API's own total.
    """
    reported = {
        match[1].lower(): float(match[2])
        for entry in _QUOTED.sub("", header).split(",")
        if (match := _ENTRY.fullmatch(entry))
    }
    phases = {phase: reported[phase] for phase in PHASES if phase in reported}
    if "total" in reported:
        phases["network"] = round(max(round_trip - reported["total"], 0.0), 1)
    return phases
