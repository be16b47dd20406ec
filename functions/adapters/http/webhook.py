"""Sends one request to an organization's webhook: to public addresses only, over TLS, with a deadline.

Redirects are not followed: the organization did not name their target. Only the head of the answer is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address

import httpx

from functions.adapters.http.failures import RAISED, failure_of
from functions.adapters.http.public_address import allowed
from functions.adapters.http.public_network import PublicNetwork, PublicTransport
from functions.adapters.http.request import checked_url
from functions.deadline import Deadline
from functions.ports.tools import Failed
from functions.ports.webhooks import Posted


def url_problem(url: str, *, may_be_private: bool = False) -> str | None:
    """Return why nothing would be sent to an address.

    Args:
        url: The address of a webhook.
        may_be_private: Allows plain HTTP and private addresses.

    Returns:
        The problem and its remedy, without the address; None if it can be used. No name is resolved: the addresses of a
        name are checked at each delivery.
    """
    if any(ord(char) <= 32 or ord(char) == 127 for char in url):
        return "must not contain spaces or control characters"
    target = checked_url(url)
    if isinstance(target, Failed):
        return "must be an https address with a host and without a user name, like https://crm.example/hooks/callflow"
    if target.scheme != "https" and not may_be_private:
        return "must begin with https://"
    try:
        address = ip_address(target.host)
    except ValueError:
        address = None
    if address is not None and not allowed(address, allow_private=may_be_private):
        return "must not name a private address; use one that can be reached from the internet"
    return None


class HttpWebhook:
    """`Post` over HTTPS. Thread-safe. Its connections are reused until it is closed.

    Args:
        version: Callflow's version, for the `User-Agent` header.
        allow_private: True for tests and the local stack: private addresses and plain HTTP are allowed.
        network: By default a network with `allow_private`.
    """

    def __init__(
        self,
        *,
        version: str = "dev",
        allow_private: bool = False,
        network: PublicNetwork | None = None,
    ) -> None:
        self._version = version
        self._plain = allow_private
        self._network = network or PublicNetwork(allow_private=allow_private)
        self._transport = PublicTransport(self._network)

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes, *, seconds: float) -> Posted:
        """See `Post`. One request."""
        target = checked_url(url.strip())
        if isinstance(target, Failed):
            return Posted(None, "the webhook's url is not an http or https address without a user name")
        if target.scheme != "https" and not self._plain:
            return Posted(None, "the webhook's url does not begin with https://")
        defaults = {"User-Agent": f"Callflow/{self._version}", "Accept": "*/*", "Accept-Encoding": "identity"}
        deadline = Deadline.after(seconds)
        try:
            request = httpx.Request("POST", target, headers={**defaults, **headers}, content=body)
            with self._network.clock.until(deadline):
                response = self._transport.handle_request(request)
                # The body is not read: it may be endless.
                response.close()
        except RAISED as error:
            return Posted(None, failure_of(error, "webhook", in_time=not deadline.expired()).error)
        if 200 <= response.status_code < 300:
            return Posted(response.status_code)
        return Posted(response.status_code, f"the webhook answered {response.status_code}")

    def close(self) -> None:
        """Close the connections."""
        self._transport.close()
