"""A DynamoDB stub in a separate process. It answers immediately.

Each read gets a prepared item and each write succeeds. The remaining time of a call is the client's own.
"""

from __future__ import annotations

import base64
import json
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any


@contextmanager
def stub(items: Mapping[str, Any]) -> Iterator[str]:
    """Start the stub and yield its address.

    Args:
        items: The item for each read, by partition key, newline and sort key.
    """
    with subprocess.Popen(
        [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        # In DynamoDB's JSON, bytes are base64.
        process.stdin.write(json.dumps(dict(items), default=lambda raw: base64.b64encode(raw).decode()) + "\n")
        process.stdin.flush()
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.stdin.close()  # the stub ends with its standard input


def _serve(items: Mapping[str, Any]) -> None:
    import threading

    answers = {key: _answer({"Item": item}) for key, item in items.items()}
    listener = socket.create_server(("127.0.0.1", 0))
    sys.stdout.write(f"{listener.getsockname()[1]}\n")
    sys.stdout.flush()

    def accept() -> None:
        while True:
            connection, _ = listener.accept()
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=_talk, args=(connection, answers), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    sys.stdin.read()


def _talk(connection: socket.socket, answers: Mapping[str, bytes]) -> None:
    """Answer the requests of one connection."""
    nothing = _answer({})
    received = b""
    while True:
        head, found, rest = received.partition(b"\r\n\r\n")
        lower = head.lower()
        length = int(lower.partition(b"content-length:")[2].partition(b"\r\n")[0] or 0) if found else 0
        if not found or len(rest) < length:
            chunk = connection.recv(1 << 16)
            if not chunk:
                return
            received += chunk
            continue
        body, received = rest[:length], rest[length:]
        answer = nothing
        if b".getitem\r\n" in lower + b"\r\n":
            key = json.loads(body)["Key"]
            answer = answers.get(f"{key['pk']['S']}\n{key['sk']['S']}", nothing)
        connection.sendall(answer)


def _answer(body: Mapping[str, Any]) -> bytes:
    text = json.dumps(body).encode()
    return (
        b"HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\nContent-Length: "
        + str(len(text)).encode()
        + b"\r\n\r\n"
        + text
    )


if __name__ == "__main__":
    _serve(json.loads(sys.stdin.readline()))
