"""A streamed response as it arrives at the Runtime API, and what API Gateway makes of it."""

from __future__ import annotations

import json
import queue
import time
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

MAX_METADATA = 16_384
"""Bytes within which API Gateway expects the delimiter."""
_SECONDS = 30
"""Seconds for which a part may be awaited."""


class Arriving:
    """A response that a function streams.

    Args:
        headers: The headers of the client's request.
    """

    def __init__(self, headers: Mapping[str, str]) -> None:
        self.headers = headers
        self.trailers: dict[str, str] = {}
        """The trailers, by lower-case names, after the end."""
        self.ended_at = 0.0
        """The moment of the end, as `time.perf_counter` counts."""
        self._parts: queue.Queue[bytes | None] = queue.Queue()

    def read(self, source: Reads, most: int | None) -> bool:
        """Read the response from a connection. Return False if `most` parts arrived before the end."""
        for number, part in enumerate(chunks(source), 1):
            self._parts.put(part)
            if number == most:
                self._end()
                return False
        self.trailers = trailers(source)
        self._end()
        return True

    def _end(self) -> None:
        self.ended_at = time.perf_counter()
        self._parts.put(None)

    def part(self) -> bytes | None:
        """Wait for the next part. Return None after the end."""
        return self._parts.get(timeout=_SECONDS)

    def rest(self) -> list[bytes]:
        """Wait for the end, and return the parts until then."""
        return list(iter(self.part, None))

    def answer(self) -> dict[str, Any]:
        """Wait for the end, and return the response as a handler returns one to an API that does not stream."""
        status, headers, body = http_response(b"".join(self.rest()))
        return {"statusCode": status, "headers": headers, "body": body.decode()}


def http_response(streamed: bytes) -> tuple[int, dict[str, str], bytes]:
    """Read a streamed response as API Gateway does.

    Args:
        streamed: All parts, joined.

    Returns:
        Status, headers and body.

    Raises:
        ValueError: If it is not in the format that API Gateway reads.
    """
    metadata, delimiter, body = streamed.partition(bytes(8))
    if not delimiter or len(metadata) + len(delimiter) > MAX_METADATA:
        raise ValueError(f"there is no delimiter within {MAX_METADATA} bytes: {streamed[:100]!r}")
    read = json.loads(metadata)
    if not body:
        raise ValueError("API Gateway ignores the metadata of a response without a body")
    return read["statusCode"], read["headers"], body


class Reads(Protocol):
    """A connection that is read."""

    def read(self, size: int, /) -> bytes: ...

    def readline(self) -> bytes: ...


def chunks(source: Reads) -> Iterator[bytes]:
    """Yield the chunks of an HTTP body until the last one, which is empty."""
    while size := int(source.readline(), 16):
        yield source.read(size)
        source.readline()


def trailers(source: Reads) -> dict[str, str]:
    """Read what follows the last chunk: the trailers, by lower-case names."""
    read = {}
    while line := source.readline().strip():
        name, _, value = line.decode().partition(":")
        read[name.lower()] = value.strip()
    return read
