"""DynamoDB's JSON protocol over HTTP, on 127.0.0.1 only. One thread performs the requests one after another."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import sys
import threading
import time
import traceback
import uuid
from pathlib import Path
from typing import Any

import uvicorn

from local.store.database import Database
from local.store.errors import StoreError
from local.store.operations import answer

HOST = "127.0.0.1"
"""The address that the server listens on."""
_MAX_REQUEST = 17 * 1024 * 1024
"""Bytes. DynamoDB accepts 16 MB."""
_SWEEP_SECONDS = 60.0
"""Seconds between two searches for expired items, if the last one found none."""
_HOSTS = ("127.0.0.1", "localhost")


class Server:
    """The store as an ASGI application."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Serve one request of the ASGI server."""
        if scope["type"] != "http":
            return
        headers = {bytes(name): bytes(value).decode("latin-1") for name, value in scope["headers"]}
        status, body = await self._answer(scope["method"], headers, receive)
        response_headers = [
            (b"content-type", b"application/x-amz-json-1.0"),
            (b"content-length", str(len(body)).encode()),
            (b"x-amzn-requestid", uuid.uuid4().hex.upper().encode()),
        ]
        await send({"type": "http.response.start", "status": status, "headers": response_headers})
        await send({"type": "http.response.body", "body": body})

    async def _answer(self, method: str, headers: dict[bytes, str], receive: Any) -> tuple[int, bytes]:
        """Perform one request and return the status and the body of the response."""
        # A web page can reach this port by DNS rebinding, but its requests carry another host name or an origin.
        if headers.get(b"host", "").rpartition(":")[0] not in _HOSTS or b"origin" in headers or method != "POST":
            return _refused(
                StoreError(
                    "AccessDeniedException", "The store accepts only POST requests from programs on this machine"
                )
            )
        body = await _body(receive)
        if body is None:
            return _refused(StoreError("SerializationException", "The request is larger than 16 MB"))
        target = headers.get(b"x-amz-target", "")
        try:
            return 200, _json(answer(self._database, target, json.loads(body)))
        except StoreError as error:
            return _refused(error)
        except (ValueError, RecursionError) as error:
            if isinstance(error, json.JSONDecodeError | UnicodeDecodeError | RecursionError):
                return _refused(StoreError("SerializationException", "The request is not valid JSON"))
            return _failed(target)
        except Exception:
            return _failed(target)


def _refused(error: StoreError) -> tuple[int, bytes]:
    return error.status, _json(error.body())


def _failed(target: str) -> tuple[int, bytes]:
    # Only the frames: an error's text may quote a caller.
    places = traceback.format_tb(sys.exc_info()[2])
    kind = sys.exc_info()[0]
    sys.stderr.write(f"the store failed in {target}: {kind.__name__ if kind else ''}\n{''.join(places)}")
    error = StoreError("InternalServerError", "The store failed; its output names the place")
    return 500, _json(error.body())


def _json(body: dict[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


async def _body(receive: Any) -> bytes | None:
    """Read a request's body. None: it is too large."""
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        chunks.append(message.get("body", b""))
        size += len(chunks[-1])
        if size > _MAX_REQUEST:
            return None
        if not message.get("more_body"):
            return b"".join(chunks)


def serve(database: Database, port: int, put_aside: Path | None = None) -> None:
    """Serve requests until standard input ends, which is when the parent process ends. Print the address as JSON.

    Args:
        database: The store.
        port: 0 for a free port.
        put_aside: The folder with the previous store, if `--fresh` moved it. It is printed with the address.
    """
    # asyncio disables Nagle's algorithm only for sockets created with IPPROTO_TCP. With it, a response takes 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((HOST, port))
    listener.listen(128)
    config = uvicorn.Config(Server(database), http="httptools", lifespan="off", log_level="error", access_log=False)
    server = uvicorn.Server(config)
    threading.Thread(target=_end_with_parent, args=(server,), daemon=True).start()
    started = {"endpoint": f"http://{HOST}:{listener.getsockname()[1]}"}
    sys.stdout.write(json.dumps({**started, **({"putAside": str(put_aside)} if put_aside else {})}) + "\n")
    sys.stdout.flush()
    asyncio.run(_serve(server, listener, database))


async def _serve(server: uvicorn.Server, listener: socket.socket, database: Database) -> None:
    sweeping = asyncio.create_task(_sweep(database))
    await server.serve(sockets=[listener])
    sweeping.cancel()


async def _sweep(database: Database) -> None:
    """Delete expired items, a few at a time, so that requests wait only briefly."""
    while True:  # noqa: ASYNC110  # nothing signals that an item has expired
        await asyncio.sleep(0.01 if database.sweep(time.time()) else _SWEEP_SECONDS)


def _end_with_parent(server: uvicorn.Server) -> None:
    os.read(0, 1)
    server.should_exit = True
