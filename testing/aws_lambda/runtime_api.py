"""A Lambda function with Amazon's runtime client and a Runtime API of our own, for what AWS's emulator cannot do.

The emulator (emulator.py) never asks the client to restore a snapshot, so SnapStart's hooks do not run in it. It does
not tell when the client asks for its first event: the end of init, which bench/functions/coldstart.py measures. And it
keeps a streamed response until its end; here each part arrives when it is sent (arriving.py).
https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html: the client requests an event and posts its response.
"""

from __future__ import annotations

import json
import os
import queue
import socket
import struct
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

from testing.aws_lambda.arriving import Arriving, chunks, trailers

_VERSION = "/2018-06-01/runtime"


class FunctionError(Exception):
    """The function did not start, or its handler raised. The text is the client's error message."""


@dataclass(frozen=True, slots=True)
class _ClientRequest:
    """A request of the client: `restore`, `next`, `answer` or `error`."""

    what: str
    body: bytes
    at: float
    streamed: Arriving | None = None
    """The response, if it is streamed. It may still arrive."""


class _Api(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet: the client would acknowledge a separate head 40 ms late
    server: _Server

    def do_GET(self) -> None:
        if self.path == f"{_VERSION}/restore/next":
            self.server.requests.put(_ClientRequest("restore", b"", time.perf_counter()))
            self.server.restores.wait()
            self._send(200, b"")
            return
        self.server.requests.put(_ClientRequest("next", b"", time.perf_counter()))
        event = self.server.events.get()
        if event is None:
            self.close_connection = True
            return
        self._send(
            200,
            event,
            {
                "Content-Type": "application/json",
                "Lambda-Runtime-Aws-Request-Id": f"{time.monotonic_ns():032x}",
                "Lambda-Runtime-Deadline-Ms": str(int(time.time() * 1000) + 29_000),
                "Lambda-Runtime-Invoked-Function-Arn": "arn:aws:lambda:us-east-1:123456789012:function:callflow",
            },
        )

    def do_POST(self) -> None:
        what = "answer" if self.path.endswith("/response") else "error"
        if self.headers.get("Lambda-Runtime-Function-Response-Mode") == "streaming":
            arriving = Arriving(dict(self.headers))
            self.server.requests.put(_ClientRequest(what, b"", time.perf_counter(), arriving))
            if not arriving.read(self.rfile, self.server.hangs_up_after):
                self.close_connection = True
                self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # a reset
                return
        else:
            body = self._chunks() if self.headers.get("Transfer-Encoding") else self._sized()
            self.server.requests.put(_ClientRequest(what, body, time.perf_counter()))
        self._send(self.server.status, b"")

    def _sized(self) -> bytes:
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def _chunks(self) -> bytes:
        body = b"".join(chunks(self.rfile))
        trailers(self.rfile)
        return body

    def _send(self, status: int, body: bytes, headers: Mapping[str, str] | None = None) -> None:
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Keep requests out of the output of the tests."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Api)
        self.requests: queue.Queue[_ClientRequest] = queue.Queue()
        self.events: queue.Queue[bytes | None] = queue.Queue()
        self.restores = threading.Event()
        self.hangs_up_after: int | None = None
        self.status = 202


class Function:
    """A function, as a context manager. On entry it is started, or restored from its snapshot."""

    init_millis: float
    """Milliseconds from the process start to its first request for an event, or for a restore."""
    restore_millis: float = 0.0
    """Milliseconds from the restore to the first request for an event."""

    def __init__(
        self,
        handler: str,
        path: Sequence[str],
        environment: Mapping[str, str],
        *,
        python: str,
        before: Sequence[str] = (),
        errors: int | None = None,
    ) -> None:
        """Configure the function.

        Args:
            handler: The module and name of the handler.
            path: Folders of the package and of the runtime client, as Lambda's PYTHONPATH has them.
            environment: The function's environment variables.
            python: The interpreter that runs the client.
            before: A command that runs the process, for example to limit its processor time.
            errors: The file descriptor for standard error. Standard output, with the log, is discarded.
        """
        self._command = [*before, python, "-S", "-m", "awslambdaric", handler]
        self._environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join(path),
            "LAMBDA_TASK_ROOT": path[0],
            "AWS_LAMBDA_FUNCTION_NAME": "callflow",
            "AWS_LAMBDA_FUNCTION_VERSION": "1",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1769",
            "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
            "AWS_REGION": "us-east-1",
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "local",
            "AWS_SECRET_ACCESS_KEY": "local",
            **environment,
        }
        self._errors = errors

    def __enter__(self) -> Function:
        self._server = _Server()
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        api = f"127.0.0.1:{self._server.server_port}"
        began = time.perf_counter()
        self._process = subprocess.Popen(  # this machine's Python with a handler of ours
            self._command,
            env={**self._environment, "AWS_LAMBDA_RUNTIME_API": api},
            cwd=self._environment["LAMBDA_TASK_ROOT"],
            stdout=subprocess.DEVNULL,
            stderr=self._errors,
        )
        try:
            request = self._next_request()
            self.init_millis = (request.at - began) * 1000
            if request.what == "restore":
                restored = time.perf_counter()
                self._server.restores.set()
                request = self._next_request()
                self.restore_millis = (request.at - restored) * 1000
            if request.what != "next":
                raise FunctionError(request.body.decode(errors="replace"))
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def call(self, event: object) -> tuple[Any, float]:
        """Return the response to an event and its milliseconds. Raise FunctionError if the handler raises."""
        began = time.perf_counter()
        self._server.events.put(json.dumps(event).encode())
        request = self._next_request()
        self._next_request()  # the client requests the next event
        if request.what != "answer":
            raise FunctionError(request.body.decode(errors="replace"))
        if request.streamed is not None:
            answer = request.streamed.answer()
            return answer, (request.streamed.ended_at - began) * 1000
        return json.loads(request.body), (request.at - began) * 1000

    @contextmanager
    def streaming(self, event: object, *, hangs_up_after: int | None = None, status: int = 202) -> Iterator[Arriving]:
        """Send an event. The response arrives while the function still makes it.

        Args:
            event: The event.
            hangs_up_after: The number of parts after which the Runtime API closes the connection; None for never.
            status: The status with which it answers the whole response.

        Yields:
            The response. On exit the client has asked for the next event.
        """
        self._server.hangs_up_after, self._server.status = hangs_up_after, status
        self._server.events.put(json.dumps(event).encode())
        request = self._next_request()
        if request.streamed is None:
            raise FunctionError(f"the response is not streamed: {request.body.decode(errors='replace')}")
        yield request.streamed
        if self._next_request().what != "next":
            raise FunctionError("the client did not ask for the next event")
        self._server.hangs_up_after, self._server.status = None, 202

    def _next_request(self) -> _ClientRequest:
        until = time.monotonic() + 60
        while True:
            try:
                return self._server.requests.get(timeout=0.2)
            except queue.Empty:
                if self._process.poll() is not None or time.monotonic() > until:
                    raise FunctionError(f"{self._command[-1]} ended ({self._process.poll()}), or is silent") from None

    def _end(self) -> None:
        self._process.kill()
        self._process.wait()
        self._server.events.put(None)
        self._server.restores.set()
        self._server.shutdown()
        self._server.server_close()
