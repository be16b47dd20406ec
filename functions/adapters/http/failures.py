"""Why a request to an author's address failed, in words for the author.

No text here quotes an exception: httpx and httpcore quote URLs and headers, which may hold a secret.
"""

from __future__ import annotations

from dataclasses import dataclass

import httpcore
import httpx

from functions.adapters.http.public_network import AddressRefusedError, CertificateRefusedError, NameUnknownError


@dataclass(frozen=True, slots=True)
class Failure:
    """A request that got no usable answer."""

    error: str
    passing: bool = True
    """Whether another attempt may succeed."""


RAISED = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
    httpx.InvalidURL,
    AddressRefusedError,
    CertificateRefusedError,
    ValueError,
)
"""The errors that a request over `PublicTransport` raises, and those of httpx for a request that it does not build."""

# In this order: some exceptions are kinds of others.
_FAILURES: tuple[tuple[type[Exception], Failure], ...] = (
    (httpcore.TimeoutException, Failure("the {target} did not answer in time")),
    (NameUnknownError, Failure("the {target}'s host name has no address")),
    (httpcore.ConnectError, Failure("the {target} could not be reached")),
    (httpcore.NetworkError, Failure("the connection broke before the {target} had answered")),
    (httpcore.RemoteProtocolError, Failure("the {target} hung up before it had answered, or its answer is not HTTP")),
    (AddressRefusedError, Failure("the {target}'s address is private or reserved, and it must be public", False)),
    (CertificateRefusedError, Failure("the {target}'s certificate is not valid", False)),
)
_NOT_HTTP = Failure("the request cannot be written as HTTP", False)


def failure_of(error: Exception, target: str, *, in_time: bool) -> Failure:
    """Describe an exception of `RAISED`.

    Args:
        error: The exception.
        target: The addressee in words, such as "tool".
        in_time: Whether the deadline is still ahead. Then a timeout is that of one of several addresses.

    Returns:
        The failure.
    """
    if isinstance(error, httpcore.TimeoutException) and in_time:
        return Failure(f"the {target} could not be reached")
    found = next((failure for kind, failure in _FAILURES if isinstance(error, kind)), _NOT_HTTP)
    return Failure(found.error.format(target=target), found.passing)
