"""DynamoDB on this machine: moto's server in a process of its own, and the tables. All is forgotten when it ends."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any

_REGION = "us-east-1"


class EmbeddedDynamoDB:
    """A context manager; `endpoint` is its address."""

    endpoint: str

    def __enter__(self) -> EmbeddedDynamoDB:
        self._process = subprocess.Popen(  # noqa: S603  # this very module
            [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        words = self._process.stdout
        started = words.readline() if words else ""
        if not started:
            raise RuntimeError("the embedded DynamoDB did not start; its own words stand above")
        self.endpoint = json.loads(started)["endpoint"]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._process.terminate()
        self._process.wait()


def credentials_for_embedded() -> None:
    """boto3 wants some, and an embedded table asks for none: nothing of the machine's own is sent."""
    os.environ.setdefault("AWS_ACCESS_KEY_ID", "local")
    os.environ.setdefault("AWS_SECRET_ACCESS_KEY", "local")
    os.environ.setdefault("AWS_EC2_METADATA_DISABLED", "true")


def _serve() -> None:
    """Serve until the parent is gone."""
    import logging

    from moto.moto_server.werkzeug_app import create_backend_app
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Handler(WSGIRequestHandler):
        protocol_version = "HTTP/1.1"  # keeps connections open

    os.environ.setdefault("MOTO_ALLOW_NONEXISTENT_REGION", "true")
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    credentials_for_embedded()
    app = _one_at_a_time(create_backend_app("dynamodb"))
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Handler)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    sys.stdout.write(json.dumps({"endpoint": f"http://127.0.0.1:{server.server_port}"}) + "\n")
    sys.stdout.flush()
    server.serve_forever()


def _one_at_a_time(app: Callable[..., Iterable[bytes]]) -> Callable[..., Iterable[bytes]]:
    """DynamoDB checks a condition and writes in one go; moto does only if no other request runs in between."""
    lock = threading.Lock()

    def locked(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        with lock:
            return list(app(environ, start_response))

    return locked


def _end_with_parent() -> None:
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    _serve()
