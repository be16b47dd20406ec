"""An HTTP transport that dials public addresses only, and ends at a deadline.

Strategy. A name is resolved once for each connection, all its addresses are checked, and a checked address is dialled.
So a name cannot get another address between the check and the call (DNS rebinding). TLS still verifies the name.

A client's timeout counts from one read to the next: a server that sends a byte now and then never times out. So each
wait of a connection is cut to the time that remains until the deadline of the attempt.

Requests, retries and redirects are in tools.py and webhook.py.
"""

from __future__ import annotations

import logging
import queue
import socket
import ssl
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Any, TypeAlias

import httpcore
import httpx

from functions.adapters.http.public_address import allowed
from functions.deadline import NEVER, Deadline

# At DEBUG httpcore logs the headers of every response, and a tool may echo a secret in them.
logging.getLogger("httpcore").setLevel(logging.INFO)

Resolve: TypeAlias = Callable[[str, int], Sequence[str]]
"""Finds the addresses of a host name, or of any spelling of an address. Raises OSError or UnicodeError if there are
none."""

KEEP_IDLE_SECONDS = 5.0
"""Seconds an idle connection is kept. A longer one may be broken unnoticed: NAT gateways drop it, and a Lambda function
is frozen between requests."""
MAX_SECONDS = 3600.0
"""Seconds of the longest wait. Finite, because a socket cannot wait for infinity."""


class AddressRefusedError(Exception):
    """A tool may not have one of the host's addresses."""


class NameUnknownError(httpcore.ConnectError):
    """The host has no address."""


class CertificateRefusedError(Exception):
    """The server's certificate is not valid for the name or for today, or its signer is not trusted."""


def resolve(host: str, port: int) -> Sequence[str]:
    """Resolve a name by the system, which also reads 2130706433, 0x7f.1 and 127.1 as the address 127.0.0.1."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class WallClock(threading.local):
    """The deadline of this thread's attempt. A call stays in one thread from dialling to the last byte."""

    def __init__(self) -> None:
        self._deadline = NEVER

    @contextmanager
    def until(self, deadline: Deadline) -> Iterator[None]:
        """Set the deadline for the `with` block."""
        self._deadline = deadline
        try:
            yield
        finally:
            self._deadline = NEVER

    def left(self, timed_out: type[Exception]) -> float:
        """Compute the seconds of the next wait, more than 0 and at most MAX_SECONDS.

        Args:
            timed_out: The exception to raise.

        Returns:
            The seconds until the deadline. `timed_out` is raised after it.
        """
        left = self._deadline.remaining()
        if left <= 0:
            raise timed_out
        return min(left, MAX_SECONDS)


class PublicNetwork(httpcore.NetworkBackend):
    """Dials checked addresses only. Each wait ends at the clock's deadline; httpcore's `timeout` is ignored.

    Args:
        allow_private: Also dial private addresses.
        resolve: Finds the addresses of a host.
        dial: Connects to an address, by default a socket.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        resolve: Resolve = resolve,
        dial: httpcore.NetworkBackend | None = None,
    ) -> None:
        self.clock = WallClock()
        self._allow_private = allow_private
        self._resolve = resolve
        self._dial = dial or httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first of the host's addresses that accepts; an address that fails leaves time for the next.

        Args:
            host: A name, or an address in any spelling.
            port: The port.
            timeout: Ignored.
            local_address: The local address to connect from.
            socket_options: Options for the socket.

        Returns:
            The connection. Without one, the error of the last address is raised, or NameUnknownError.
        """
        addresses = self._checked(self._resolved(host, port))
        options = list(socket_options or ())
        failure: Exception = NameUnknownError()
        for position, address in enumerate(addresses):
            # An address that drops packets may use only its share of the time.
            share = self.clock.left(httpcore.ConnectTimeout) / (len(addresses) - position)
            try:
                return TimedStream(self._dial.connect_tcp(address, port, share, local_address, options), self.clock)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure

    def _checked(self, addresses: Sequence[str]) -> Sequence[str]:
        for address in addresses:
            if not allowed(ip_address(address), allow_private=self._allow_private):
                raise AddressRefusedError
        return addresses

    def _resolved(self, host: str, port: int) -> Sequence[str]:
        """Resolve in a thread, which is abandoned at the deadline: the resolver has no time limit of its own."""
        answer: queue.SimpleQueue[Sequence[str]] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answer.put(self._resolve(host, port))
            except (OSError, ValueError):  # UnicodeError, a ValueError: IDNA cannot encode the name
                answer.put(())

        left = self.clock.left(httpcore.ConnectTimeout)
        threading.Thread(target=ask, name="resolve", daemon=True).start()
        try:
            return answer.get(timeout=left)
        except queue.Empty:
            raise httpcore.ConnectTimeout from None


class TimedStream(httpcore.NetworkStream):
    """A connection whose waits end at the clock's deadline, also if the server sends a byte now and then.

    Args:
        stream: The connection.
        clock: Has the deadline.
    """

    def __init__(self, stream: httpcore.NetworkStream, clock: WallClock) -> None:
        self._stream = stream
        self._clock = clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read until the deadline."""
        return self._stream.read(max_bytes, self._clock.left(httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Write until the deadline."""
        # In small pieces, because the stream restarts its timeout for each part that the other side accepts.
        for start in range(0, len(buffer), 16_384):
            self._stream.write(buffer[start : start + 16_384], self._clock.left(httpcore.WriteTimeout))

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Start TLS, until the deadline.

        Args:
            ssl_context: The trusted certificates.
            server_hostname: The name to verify.
            timeout: Ignored.

        Returns:
            The encrypted connection.

        Raises:
            CertificateRefusedError: If the server's certificate is not valid.
            ConnectError: If TLS fails for another reason.
        """
        left = self._clock.left(httpcore.ConnectTimeout)
        try:
            return TimedStream(self._stream.start_tls(ssl_context, server_hostname, left), self._clock)
        except httpcore.ConnectError as error:
            if isinstance(error.__cause__, ssl.SSLCertVerificationError):
                raise CertificateRefusedError from None
            raise

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:  # Any is the base class's type
        """See httpcore."""
        return self._stream.get_extra_info(info)


class PublicTransport(httpx.BaseTransport):
    """One pool of connections on a PublicNetwork. It raises httpcore's errors, and the three errors of this module.

    It uses no proxies, cookies, credentials or certificates of the environment, as httpx.Client would.

    Args:
        network: Dials.
        ssl_context: The trusted certificates, by default those of certifi.
    """

    def __init__(self, network: PublicNetwork, *, ssl_context: ssl.SSLContext | None = None) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=ssl_context or httpx.create_ssl_context(trust_env=False),
            max_connections=None,
            max_keepalive_connections=20,
            keepalive_expiry=KEEP_IDLE_SECONDS,
            network_backend=network,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request. The caller reads and closes the response."""
        answer = self._pool.handle_request(
            httpcore.Request(
                method=request.method,
                url=httpcore.URL(
                    scheme=request.url.raw_scheme,
                    host=request.url.raw_host,
                    port=request.url.port,
                    target=request.url.raw_path,
                ),
                headers=request.headers.raw,
                content=request.content,
            )
        )
        return httpx.Response(answer.status, headers=answer.headers, stream=_Stream(answer))

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Stream(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
