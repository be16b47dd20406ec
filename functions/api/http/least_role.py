"""The least role for each route. `LEAST` is the one list of them, for the routes and for the function of turns.

A route that is not in the list needs the role viewer to read, and the role admin for everything else. A worker has no
role: dependencies.py has its routes (decision 81).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from http import HTTPStatus

from functions.api.http.identity import Identity
from functions.api.http.problems import ProblemError
from functions.roles import Role, includes

PROCESS = "/api/flows/{flowId}/process"
"""The path of turns. The function of turns has no routes, so it names its path."""

_BY_ROLE: Mapping[Role, str] = {
    "viewer": """
        POST /api/flows/{flowId}/check
        POST /api/flows/sessions/{sessionId}/supervise
    """,
    "author": """
        PUT /api/flows/{flowId}
        POST /api/flows/import
        POST /api/flows/{flowId}/versions/{version}/restore
        POST /api/flows/{flowId}/tools/test
        POST /api/flows/{flowId}/tools/list
        POST /api/flows/{flowId}/replay
        PUT /api/flows/{flowId}/tests/{testId}
        DELETE /api/flows/{flowId}/tests/{testId}
        POST /api/flows/{flowId}/tests/from-session
        POST /api/flows/{flowId}/tests/run
        POST /api/flows/{flowId}/process
        POST /api/flows/{flowId}/test-chat
        POST /api/flows/{flowId}/test-audio
        POST /api/calls
        POST /api/voices/preview
    """,
    "publisher": """
        POST /api/flows/{flowId}/publish
        DELETE /api/flows/{flowId}
        PUT /api/flows/{flowId}/environments/{name}
        DELETE /api/flows/{flowId}/environments/{name}
        PUT /api/agents/{agentId}
        POST /api/flows/sessions/{sessionId}/whisper
    """,
    "admin": """
        PUT /api/flows/{flowId}/gate
        DELETE /api/agents/{agentId}
        PUT /api/phone-numbers/{e164}
        DELETE /api/phone-numbers/{e164}
        PUT /api/settings
        DELETE /api/flows/sessions/{sessionId}
        POST /api/callers/erase
        PUT /api/settings/secrets/{name}
        DELETE /api/settings/secrets/{name}
        PUT /api/settings/webhook/secret
        DELETE /api/settings/webhook/secret
        POST /api/settings/webhook/test
        POST /api/settings/webhook/deliveries/{eventId}/redeliver
        GET /api/keys
        POST /api/keys
        DELETE /api/keys/{keyId}
    """,
}
"""Method and path of each route that needs another role than the default of its method, or that changes something."""


@cache
def declared() -> Mapping[tuple[str, str], Role]:
    """Return the least role of each listed route, by method and path."""
    found: dict[tuple[str, str], Role] = {}
    for role, lines in _BY_ROLE.items():
        for line in lines.strip().splitlines():
            method, path = line.split()
            found[method, path] = role
    return found


def least_role(method: str, path: str) -> Role:
    """Return the least role for a route.

    Args:
        method: The method, in capitals.
        path: The path template of the route, such as `/api/flows/{flowId}`.
    """
    return declared().get((method, path), "viewer" if method == "GET" else "admin")


def require_role(identity: Identity, method: str, path: str) -> None:
    """Raise `ProblemError` (403) if a user or a key has less than the least role for a route."""
    require_at_least(identity, least_role(method, path))


def require_at_least(identity: Identity, least: Role) -> None:
    """Raise `ProblemError` (403) if a user or a key has less than a role. For a part of what a route does."""
    if includes(identity.role, least):
        return
    has = "you have none" if identity.role is None else f"you have the role {identity.role}"
    detail = f"This needs the role {least}, and {has}. Ask an administrator of your organization for it."
    raise ProblemError(HTTPStatus.FORBIDDEN, detail)
