"""Forwards HTTP connections: to services that cannot listen where their clients are, and to services that hang."""

from __future__ import annotations

import contextlib
import socket
import socketserver
import threading
from types import TracebackType
from urllib.parse import urlsplit

from testing.processes import HOST

_IP_FREEBIND = 15
"""Linux's option of a socket that may bind to an address before its interface exists (ip(7))."""


class Forwarder:
    """A context manager for a port that forwards to a URL. The service gets its own name in the Host header.

    Args:
        to: The URL of the service.
        host: The address of the port. It may belong to an interface that does not exist yet.
    """

    def __init__(self, to: str, host: str = HOST) -> None:
        target = urlsplit(to)
        self._server = _Server(host, (target.hostname or HOST, target.port or 80))
        self.url = f"http://{host}:{self._server.server_address[1]}"
        """The URL that stands for the service."""

    def hang(self) -> None:
        """Accept connections from now on, but forward nothing."""
        self._server.forwards.clear()

    def resume(self) -> None:
        """Forward again."""
        self._server.forwards.set()

    def __enter__(self) -> Forwarder:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    block_on_close = False

    def __init__(self, host: str, target: tuple[str, int]) -> None:
        self.target = target
        self.forwards = threading.Event()
        self.forwards.set()
        super().__init__((host, 0), _Connection)
        self.names = (_host_header((host, self.server_address[1])), _host_header(target))
        """The header that clients send, and the one that the service gets."""

    def server_bind(self) -> None:
        self.socket.setsockopt(socket.IPPROTO_IP, _IP_FREEBIND, 1)
        super().server_bind()


def _host_header(address: tuple[str, int]) -> bytes:
    return f"Host: {address[0]}:{address[1]}".encode()


class _Connection(socketserver.BaseRequestHandler):
    server: _Server

    def handle(self) -> None:
        with socket.create_connection(self.server.target) as service:
            answers = threading.Thread(target=self._pump, args=(service, self.request, (b"", b"")), daemon=True)
            answers.start()
            self._pump(self.request, service, self.server.names)
            answers.join()

    def _pump(self, source: socket.socket, sink: socket.socket, names: tuple[bytes, bytes]) -> None:
        old, new = names
        with contextlib.suppress(OSError):  # one side has hung up
            while received := source.recv(65_536):
                self.server.forwards.wait()
                sink.sendall(received.replace(old, new) if old else received)
            sink.shutdown(socket.SHUT_WR)
