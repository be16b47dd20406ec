"""The limits of an organization: what it uses up is not missing for others (decision 38)."""

from __future__ import annotations

from http import HTTPStatus

from functions.api.http.problems import ProblemError
from functions.services import Services

CALLS_RETRY_SECONDS = 5
"""Seconds after which a refused call may be tried again."""
MINUTE = 60_000
"""Milliseconds."""


def require_place(services: Services, organization: str, session_id: str) -> None:
    """Take one of the organization's places for a call. Raise `ProblemError` (429) if all are taken."""
    limit = services.settings.organization_calls
    if limit == 0 or services.open_calls.begin(organization, session_id, limit=limit, at=services.now()):
        return
    services.observe.failed("organization-limit", None, limit=limit)
    detail = f"{organization} has {limit} open calls, as many as it may have. End one, or try again later."
    raise ProblemError(HTTPStatus.TOO_MANY_REQUESTS, detail, headers={"Retry-After": str(CALLS_RETRY_SECONDS)})


def require_rate(services: Services, organization: str, kind: str, *, limit: int, did: str) -> None:
    """Count a request of the organization in this minute.

    Args:
        services: The services.
        organization: The organization.
        kind: What is counted.
        limit: Requests of this kind in a minute, at most.
        did: What the organization has done `limit` times, for the problem: "asked for {limit} previews".

    Raises:
        ProblemError: If the minute has `limit` of them already (429).
    """
    now = services.now()
    if services.rates.take(organization, kind, limit=limit, at=now):
        return
    wait = 1 + (MINUTE - now % MINUTE) // 1000
    detail = f"{organization} has {did} in this minute, as many as it may. Try again later."
    raise ProblemError(HTTPStatus.TOO_MANY_REQUESTS, detail, headers={"Retry-After": str(wait)})
