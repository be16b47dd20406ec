"""The responses about callers and their keys."""

from __future__ import annotations

from typing_extensions import TypedDict

from functions.roles import Role


class Me(TypedDict):
    """The caller: a user's e-mail address or id, the organization, and the role there."""

    user: str
    organizationId: str
    role: Role
