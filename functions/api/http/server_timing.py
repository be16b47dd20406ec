"""The timings of a turn as the header `Server-Timing` (W3C). Browsers show it beside the request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_args

from functions.turn.timings import Part

HEADER = "server-timing"


def server_timing(parts: Mapping[Part, float], total: float) -> str:
    """In milliseconds: the parts that there were, always in the same order, and the whole."""
    named = [(part, parts[part]) for part in get_args(Part) if part in parts]
    return ", ".join(f"{name};dur={millis:.1f}" for name, millis in [*named, ("total", total)])
