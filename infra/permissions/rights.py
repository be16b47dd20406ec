"""What a role may do, or does: an action of IAM on a kind of resource."""

from __future__ import annotations

from typing import NamedTuple


class Right(NamedTuple):
    """An action of IAM, and on what."""

    action: str
    thing: str


Rights = dict[str, set[Right]]
"""By role."""
