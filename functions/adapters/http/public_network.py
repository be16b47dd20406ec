"""An HTTP transport that dials public addresses only, and ends by the wall clock.

A name is resolved once for each connection, all its addresses are checked, and a checked address is the one dialled,
so that a name cannot change between the check and the call. TLS still asks for the name. Never here: what is sent,
retries, redirects.
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
"""The addresses of a host name or of any spelling of an address. Raises OSError or UnicodeError when there are none."""

# A connection that waits longer may be dead without a word: NAT gateways forget it, and a Lambda freezes around it.
KEEP_IDLE_SECONDS = 5.0
# Finite, since no socket waits for infinity.
MOST_SECONDS = 3600.0


class AddressRefusedError(Exception):
    """One of the host's addresses is none that a tool may have."""


class NameUnknownError(httpcore.ConnectError):
    """The host has no address."""


class CertificateRefusedError(Exception):
    """The server's certificate is not valid: for the name that was called, for today, or by who signed it."""


def resolve(host: str, port: int) -> Sequence[str]:
    """What the system says. It also reads 2130706433, 0x7f.1 and 127.1 as the address that they are."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


class WallClock(threading.local):
    """By when this thread's attempt is over: a call stays in one thread from dialling to the last byte."""

    def __init__(self) -> None:
        self._deadline = NEVER

    @contextmanager
    def until(self, deadline: Deadline) -> Iterator[None]:
        self._deadline = deadline
        try:
            yield
        finally:
            self._deadline = NEVER

    def left(self, timed_out: type[Exception]) -> float:
        """Seconds, more than none; raises `timed_out` when none are left."""
        left = self._deadline.remaining()
        if left <= 0:
            raise timed_out
        return min(left, MOST_SECONDS)


class PublicNetwork(httpcore.NetworkBackend):
    """Dials checked addresses only, and cuts every wait to what the wall clock leaves, whatever `timeout` says."""

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
        addresses = self._checked(self._resolved(host, port))
        options = list(socket_options or ())
        failure: Exception = NameUnknownError()
        for position, address in enumerate(addresses):
            # An address that swallows packets leaves time for the others.
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
        """The resolver has no time limit of its own, so it runs in a thread that can be left behind."""
        answer: queue.SimpleQueue[Sequence[str]] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answer.put(self._resolve(host, port))
            except (OSError, ValueError):  # UnicodeError, a ValueError, is a name that IDNA cannot write
                answer.put(())

        left = self.clock.left(httpcore.ConnectTimeout)
        threading.Thread(target=ask, name="resolve", daemon=True).start()
        try:
            return answer.get(timeout=left)
        except queue.Empty:
            raise httpcore.ConnectTimeout from None


class TimedStream(httpcore.NetworkStream):
    """A connection on which a byte a second does not buy the other side more time."""

    def __init__(self, stream: httpcore.NetworkStream, clock: WallClock) -> None:
        self._stream = stream
        self._clock = clock

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._clock.left(httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        # In small pieces: the stream beneath grants its time-out anew to each part that the other side takes.
        for start in range(0, len(buffer), 16_384):
            self._stream.write(buffer[start : start + 16_384], self._clock.left(httpcore.WriteTimeout))

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._clock.left(httpcore.ConnectTimeout)
        try:
            return TimedStream(self._stream.start_tls(ssl_context, server_hostname, left), self._clock)
        except httpcore.ConnectError as error:
            if isinstance(error.__cause__, ssl.SSLCertVerificationError):
                raise CertificateRefusedError from None
            raise

    def close(self) -> None:
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:  # Any is what the base class promises
        return self._stream.get_extra_info(info)


class PublicTransport(httpx.BaseTransport):
    """One pool of connections on a PublicNetwork. It raises httpcore's errors, and the three above.

    No proxies, cookies, credentials or certificates of the environment: those are habits of httpx.Client.
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
        self._pool.close()


class _Stream(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
