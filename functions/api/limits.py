"""The limits of an organization: what it uses up is not missing for others (decision 38)."""

from __future__ import annotations

from http import HTTPStatus

from functions.api.http.problems import ProblemError
from functions.services import Services

CALLS_RETRY_SECONDS = 5
"""Seconds after which a refused call may be tried again."""


def require_place(services: Services, organization: str, session_id: str) -> None:
    """Take one of the organization's places for a call. Raise `ProblemError` (429) if all are taken."""
    limit = services.settings.organization_calls
    if limit == 0 or services.open_calls.begin(organization, session_id, limit=limit, at=services.now()):
        return
    services.observe.failed("organization-limit", None, limit=limit)
    detail = f"{organization} has {limit} open calls, as many as it may have. End one, or try again later."
    raise ProblemError(HTTPStatus.TOO_MANY_REQUESTS, detail, headers={"Retry-After": str(CALLS_RETRY_SECONDS)})
