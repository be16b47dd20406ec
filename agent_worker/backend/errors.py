"""The errors of a request to the API."""

from __future__ import annotations


class ApiUnavailableError(Exception):
    """The API did not answer, or its response is unreadable. A retry may succeed. The message names the cause."""


class ApiThrottledError(ApiUnavailableError):
    """The API accepts no more requests now: a throttle, or a limit of the organization."""


class ApiRefusedError(Exception):
    """The API rejects the request. A retry fails too. The message names the status."""
