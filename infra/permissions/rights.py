"""A right of a role: an action of IAM on a kind of resource."""

from __future__ import annotations

from typing import NamedTuple


class Right(NamedTuple):
    """An action of IAM on a kind of resource."""

    action: str
    thing: str
    """The kind of resource, such as `sessions index by_open`."""


Rights = dict[str, set[Right]]
"""The rights by role."""
