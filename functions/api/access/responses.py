"""The responses about callers and their keys."""

from __future__ import annotations

from typing import NotRequired

from typing_extensions import TypedDict

from functions.roles import Role


class Me(TypedDict):
    """The caller: a user's e-mail address or id, the organization, and the role there.

    `roles` are the role and those that it includes, the least first. `refused` are the requests for which the role is
    not enough, and the least role of each: method and path template, such as `PUT /api/flows/{flowId}`.
    """

    user: str
    organizationId: str
    role: Role
    roles: list[Role]
    refused: dict[str, Role]


class ApiKey(TypedDict):
    """An API key, without the key itself. `lastUsedAt` is exact to about a minute."""

    keyId: str
    name: str
    role: Role
    createdAt: str
    createdBy: str
    expiresAt: NotRequired[str]
    lastUsedAt: NotRequired[str]


class NewApiKey(ApiKey):
    """An API key with the key itself, which is shown once."""

    key: str


class ApiKeyList(TypedDict):
    """The API keys of an organization."""

    keys: list[ApiKey]
