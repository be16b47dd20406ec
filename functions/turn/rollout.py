"""Which version a new session gets, if its agent or an environment splits sessions between versions."""

from __future__ import annotations

import hashlib
from typing import Literal

from functions.ports.agents import Split

_STEPS = 2**64


def version_for(
    flow_version: int | Literal["latest", "draft"] | Split, session_id: str
) -> int | Literal["latest", "draft"]:
    """Return the version for a session. The same session always gets the same one from the same split.

    Args:
        flow_version: The version that an agent or an environment names, or its split.
        session_id: The id of the session.

    Returns:
        A version, or the word that stands for one.
    """
    if not isinstance(flow_version, Split):
        return flow_version
    place = place_of("rollout", session_id) * 100
    begun = [share for share in flow_version.split if share.percent > 0]
    for share in begun:
        place -= share.percent
        if place < 0:
            return share.version
    # The percents add up to 100 only as nearly as floating-point numbers do.
    return begun[-1].version


def place_of(purpose: str, session_id: str) -> float:
    """Return a number for a session, 0 <= number <= 1, evenly spread: always the same one for the same purpose."""
    digest = hashlib.sha256(f"{purpose}\0{session_id}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") / _STEPS
