"""Roles: what a user or an API key may do in its organization. Each role includes those before it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, TypeAlias

Role: TypeAlias = Literal["viewer", "author", "publisher", "admin"]
ROLES: tuple[Role, ...] = ("viewer", "author", "publisher", "admin")
"""All roles, the least first."""


def includes(role: Role | None, least: Role) -> bool:
    """Return whether a role includes another one. None is no role, and includes nothing."""
    return role is not None and ROLES.index(role) >= ROLES.index(least)


def highest(names: Iterable[str]) -> Role | None:
    """Return the highest role among some names; None if none of them is a role."""
    found = set(names)
    return next((role for role in reversed(ROLES) if role in found), None)
