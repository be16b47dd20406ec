"""Sends to an organization's webhook: to public addresses only, over TLS, once, by the wall clock.

No redirect is followed: what it would lead to is nothing that the organization named. No byte of an answer is read
beyond its head.
"""

from __future__ import annotations

from collections.abc import Mapping

import httpcore
import httpx

from functions.adapters.http.public_network import (
    AddressRefusedError,
    CertificateRefusedError,
    NameUnknownError,
    PublicNetwork,
    PublicTransport,
)
from functions.adapters.http.request import checked_url
from functions.deadline import Deadline
from functions.ports.tools import Failed

# In this order: some are kinds of others.
_WORDS: tuple[tuple[type[Exception], str], ...] = (
    (AddressRefusedError, "the webhook's address is private or reserved"),
    (CertificateRefusedError, "the webhook's certificate is not valid"),
    (NameUnknownError, "the webhook's host name has no address"),
    (httpcore.TimeoutException, "the webhook did not answer in time"),
    (httpcore.ConnectError, "the webhook could not be reached"),
    (httpcore.NetworkError, "the connection broke before the webhook had answered"),
    (httpcore.RemoteProtocolError, "the webhook answered with something that is no HTTP"),
    (httpcore.ProtocolError, "the request cannot be written as HTTP"),
    (httpcore.UnsupportedProtocol, "the request cannot be written as HTTP"),
)


class HttpWebhook:
    """functions.ports.webhooks.Post. Thread-safe; its connections are kept for the next call until it is closed."""

    def __init__(
        self,
        *,
        version: str = "dev",
        allow_private: bool = False,
        network: PublicNetwork | None = None,
    ) -> None:
        """allow_private: for tests and the local stack, with plain http too.

        network: by default, one that dials what `allow_private` says.
        """
        self._version = version
        self._plain = allow_private
        self._network = network or PublicNetwork(allow_private=allow_private)
        self._transport = PublicTransport(self._network)

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes, *, seconds: float) -> str | None:
        target = checked_url(url.strip())
        if isinstance(target, Failed):
            return "the webhook's url is no http or https address without a user name"
        if target.scheme != "https" and not self._plain:
            return "the webhook's url does not begin with https://"
        ours = {"User-Agent": f"Callflow/{self._version}", "Accept": "*/*", "Accept-Encoding": "identity"}
        try:
            request = httpx.Request("POST", target, headers={**ours, **headers}, content=body)
            with self._network.clock.until(Deadline.after(seconds)):
                response = self._transport.handle_request(request)
                # Not read to its end: it may have none.
                response.close()
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            return _words(error)
        except (httpcore.UnsupportedProtocol, AddressRefusedError, CertificateRefusedError) as error:
            return _words(error)
        except (httpx.InvalidURL, ValueError):
            return "the request cannot be written as HTTP"
        if 200 <= response.status_code < 300:
            return None
        return f"the webhook answered {response.status_code}"

    def close(self) -> None:
        self._transport.close()


def _words(error: Exception) -> str:
    return next(words for kind, words in _WORDS if isinstance(error, kind))
