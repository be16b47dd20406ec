"""The errors of a request to the API."""

from __future__ import annotations

from http import HTTPStatus

RETRYABLE_STATUSES = frozenset({408, 409, 425, 429, 500, 502, 503, 504})
"""HTTP statuses after which a retry may succeed."""


class ApiUnavailableError(Exception):
    """The API did not answer, or its response is unreadable. A retry may succeed. The message names the cause."""


class ApiThrottledError(ApiUnavailableError):
    """The API accepts no more requests now: a throttle, or a limit of the organization."""


class ApiRefusedError(Exception):
    """The API rejects the request. A retry fails too. The message names the status."""


def error_of_status(status: int, what: str) -> ApiUnavailableError | ApiRefusedError | None:
    """Return the error that a status means.

    Args:
        status: The HTTP status of a response, or of a problem in a stream.
        what: What has the status, for the message.

    Returns:
        The error, or None for a success.
    """
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return ApiThrottledError(f"{what}: status {status}")
    if status in RETRYABLE_STATUSES:
        return ApiUnavailableError(f"{what}: status {status}")
    return ApiRefusedError(f"{what}: status {status}") if status >= 300 else None
