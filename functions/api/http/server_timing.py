"""The timings of a turn as the header `Server-Timing` (W3C). Browsers show it beside the request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from functions.records import Phase

HEADER = "server-timing"


def server_timing(timings: Mapping[Phase, float], total: float) -> str:
    """In milliseconds: the phases that there were, always in the same order, and the whole."""
    named = [(phase, timings[phase]) for phase in get_args(Phase) if phase in timings]
    return ", ".join(f"{name};dur={millis:.1f}" for name, millis in [*named, ("total", total)])
