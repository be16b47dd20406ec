"""DynamoDB's JSON protocol over HTTP, on 127.0.0.1 alone. One thread: requests run one after the other."""

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
_LARGEST_REQUEST = 17 * 1024 * 1024
"""Bytes. DynamoDB takes 16 MB."""
_SWEEP_SECONDS = 60.0
_HOSTS = ("127.0.0.1", "localhost")


class Server:
    """An ASGI application."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        headers = {bytes(name): bytes(value).decode("latin-1") for name, value in scope["headers"]}
        status, body = await self._answer(scope["method"], headers, receive)
        told = [
            (b"content-type", b"application/x-amz-json-1.0"),
            (b"content-length", str(len(body)).encode()),
            (b"x-amzn-requestid", uuid.uuid4().hex.upper().encode()),
        ]
        await send({"type": "http.response.start", "status": status, "headers": told})
        await send({"type": "http.response.body", "body": body})

    async def _answer(self, method: str, headers: dict[bytes, str], receive: Any) -> tuple[int, bytes]:
        # A web page can be made to reach this port, but never under these names.
        if headers.get(b"host", "").rpartition(":")[0] not in _HOSTS or b"origin" in headers or method != "POST":
            return _refused(StoreError("AccessDeniedException", "Only programs of this machine are answered, by POST"))
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
                return _refused(StoreError("SerializationException", "The request is no JSON that can be read"))
            return _failed(target)
        except Exception:
            return _failed(target)


def _refused(error: StoreError) -> tuple[int, bytes]:
    return error.status, _json(error.body())


def _failed(target: str) -> tuple[int, bytes]:
    # The frames alone: the text of an error may hold what a caller said.
    places = traceback.format_tb(sys.exc_info()[2])
    kind = sys.exc_info()[0]
    sys.stderr.write(f"the store failed in {target}: {kind.__name__ if kind else ''}\n{''.join(places)}")
    error = StoreError("InternalServerError", "The store failed; its own output tells where")
    return 500, _json(error.body())


def _json(told: dict[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


async def _body(receive: Any) -> bytes | None:
    """None for one that is too large."""
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        chunks.append(message.get("body", b""))
        size += len(chunks[-1])
        if size > _LARGEST_REQUEST:
            return None
        if not message.get("more_body"):
            return b"".join(chunks)


def serve(database: Database, port: int, put_aside: Path | None = None) -> None:
    """Answer until standard input ends: with the process that started this one. Tells its address in a line of JSON."""
    # asyncio turns Nagle's algorithm off for sockets that name their protocol; with it, each answer takes 40 ms.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((HOST, port))
    listener.listen(128)
    config = uvicorn.Config(Server(database), http="httptools", lifespan="off", log_level="error", access_log=False)
    server = uvicorn.Server(config)
    threading.Thread(target=_end_with_parent, args=(server,), daemon=True).start()
    told = {"endpoint": f"http://{HOST}:{listener.getsockname()[1]}"}
    sys.stdout.write(json.dumps({**told, **({"putAside": str(put_aside)} if put_aside else {})}) + "\n")
    sys.stdout.flush()
    asyncio.run(_serve(server, listener, database))


async def _serve(server: uvicorn.Server, listener: socket.socket, database: Database) -> None:
    sweeping = asyncio.create_task(_sweep(database))
    await server.serve(sockets=[listener])
    sweeping.cancel()


async def _sweep(database: Database) -> None:
    """Delete what has expired, a few items at a time, so that no request waits long."""
    while True:  # noqa: ASYNC110  # time alone is waited for
        await asyncio.sleep(0.01 if database.sweep(time.time()) else _SWEEP_SECONDS)


def _end_with_parent(server: uvicorn.Server) -> None:
    os.read(0, 1)
    server.should_exit = True
