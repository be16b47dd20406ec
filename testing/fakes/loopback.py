"""A real HTTP server on a free port of the loopback address. The test answers its requests."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self, TypeAlias

HANGS_SECONDS = 60.0
"""Seconds that a hanging answer lasts, unless the test ends earlier."""
IN_TIME_SECONDS = 30.0
"""Seconds. A client that returns sooner did not wait for a hanging answer, even on a busy machine."""


@dataclass(frozen=True, slots=True)
class Received:
    """One request."""

    method: str
    target: str
    headers: Mapping[str, str]
    """The headers. Names are in lower case."""
    body: bytes
    peer: tuple[str, int]


class Exchange:
    """One request, and the ways to answer it."""

    def __init__(self, handler: BaseHTTPRequestHandler, received: Received, closing: threading.Event) -> None:
        self.received = received
        self.closing = closing
        """Set when the test ends. A hanging answer waits for it."""
        self._handler = handler

    def answer(self, status: int, body: bytes = b"", headers: Mapping[str, str] | None = None) -> None:
        head = {"Content-Length": str(len(body)), **(headers or {})}
        lines = "".join(f"{name}: {value}\r\n" for name, value in head.items())
        self.raw(f"HTTP/1.1 {status} X\r\n{lines}\r\n".encode() + (b"" if self.received.method == "HEAD" else body))

    def json(self, body: str, status: int = 200) -> None:
        self.answer(status, body.encode(), {"Content-Type": "application/json"})

    def raw(self, data: bytes) -> None:
        self._handler.wfile.write(data)
        self._handler.wfile.flush()

    def hang(self) -> None:
        self.closing.wait(HANGS_SECONDS)

    def hang_up(self) -> None:
        self._handler.close_connection = True


Answer: TypeAlias = Callable[[Exchange], None]
"""A function that answers one request."""


class Loopback:
    """The server, which runs within a `with` block."""

    def __init__(self, answer: Answer, tls: ssl.SSLContext | None = None) -> None:
        self.received: list[Received] = []
        self._closing = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                body = self.rfile.read(int(headers.get("content-length", "0")))
                received = Received(self.command, self.path, headers, body, self.client_address)
                outer.received.append(received)
                answer(Exchange(self, received, outer._closing))

            def __getattr__(self, name: str) -> Callable[[], None]:
                if name.startswith("do_"):
                    return self.handle_any
                raise AttributeError(name)

            def log_message(self, format: str, *args: Any) -> None:  # Any is the base class's type
                """Keep the output of tests clean."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True
            block_on_close = False

            def handle_error(self, request: object, client_address: object) -> None:
                """Ignore a client that closes its connection early: some tests do that."""

        self._server = Server(("127.0.0.1", 0), Handler)
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.port = self._server.server_address[1]
        self.origin = f"http://127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self._closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
