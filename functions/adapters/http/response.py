"""Reads a tool's answer, with limits on its size and time, into JSON that every later step can store.

Nothing is sent here, and nothing decides about another attempt.
"""

from __future__ import annotations

import codecs
import json
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message

import httpx

from flow_core.json import Json, Unsound, sound, whole_characters
from functions.ports.tools import Failed

MAX_HEADERS = 8192
"""Bytes of the names and values of all headers."""
MAX_MEMBERS = 1000
"""Members of a gzip answer."""
COMPRESSED = frozenset({"gzip", "x-gzip", "deflate"})
"""The content encodings that are decompressed."""
NO_CHARSETS = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"})
"""Text encodings of Python that are not charsets of the web. Some take quadratic time."""


@dataclass(frozen=True, slots=True)
class Body:
    """The decompressed body."""

    content: bytes
    cut: bool = False
    """Whether the body is longer."""


def body(response: httpx.Response, max_body: int, *, cut: bool = False) -> Body | Failed:
    """Read and decompress the body.

    httpx would decompress a chunk as a whole: 64 KiB that are compressed twice do not fit into memory.

    Args:
        response: The response, with its body unread.
        max_body: Bytes of the decompressed body at most.
        cut: Whether a larger body is cut. Else it is a failure.

    Returns:
        The body, or why it cannot be read. The connection's errors are raised.
    """
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding not in {"", "identity", *COMPRESSED}:
        return Failed("the tool answered with a compression that it was not asked for")
    too_large = Failed(f"the tool answered with more than {_size(max_body)}")
    content = bytearray()
    received = 0
    inflate = _Inflate(encoding) if encoding in COMPRESSED else None
    for chunk in response.iter_raw():
        received += len(chunk)
        try:
            content += chunk if inflate is None else inflate(chunk, max_body + 1 - len(content))
        except zlib.error:
            return Failed("the tool's answer cannot be decompressed")
        # A compressed body can be endless and decompress to nothing.
        if len(content) > max_body or received > 2 * max_body + 1024:
            return Body(bytes(content[:max_body]), cut=True) if cut else too_large
    if inflate is not None and not inflate.complete:
        return Failed("the tool's answer ends in the middle of its compressed data")
    return Body(bytes(content))


class _Inflate:
    """Decompresses one answer. A gzip answer may have several members (RFC 1952, 2.2), and NULs after them."""

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._member: zlib._Decompress | None = None
        self._members = 0

    @property
    def complete(self) -> bool:
        """Whether the compressed data is complete here."""
        return self._member is None or self._member.eof

    def __call__(self, chunk: bytes, most: int) -> bytes:
        """Decompress to at most `most` bytes. zlib.error."""
        content = bytearray()
        while chunk:
            if self._member is None or self._member.eof:
                if self._members:
                    # NULs between two members.
                    chunk = chunk.lstrip(b"\0")
                    if not chunk:
                        break
                self._member = self._next(chunk)
            content += self._member.decompress(chunk, most - len(content))
            if len(content) >= most:
                break
            chunk = self._member.unused_data if self._member.eof else b""
        return bytes(content)

    def _next(self, chunk: bytes) -> zlib._Decompress:
        self._members += 1
        if self._members == 1:
            return zlib.decompressobj(_window(self._encoding, chunk))
        # Each member costs a copy of the rest of its chunk.
        if self._encoding == "deflate" or self._members > MAX_MEMBERS:
            raise zlib.error("data follows the end of the compressed data")
        return zlib.decompressobj(zlib.MAX_WBITS | 16)


def parsed(content: bytes, content_type: str) -> Json:
    """Parse a body: JSON if its content type says JSON and it can be stored, else text."""
    media = Message()
    media["Content-Type"] = content_type
    kind = media.get_content_type()
    text = _decoded(content, media.get_content_charset() or "utf-8")
    if kind in ("application/json", "text/json") or kind.endswith("+json"):
        try:
            # JSON that is too deep or has too long an integer stays text.
            value = sound(json.loads(text))
        except (ValueError, RecursionError):
            return text
        return text if isinstance(value, Unsound) else value
    return text


def headers(response: httpx.Response) -> Mapping[str, str]:
    """Read the headers: names in lower case, repeated ones joined, without cookies, which are never sent back."""
    return {
        name: whole_characters(response.headers[name])
        for name in dict.fromkeys(response.headers)
        if name not in ("set-cookie", "set-cookie2")
    }


def bounded(headers: Mapping[str, str]) -> Mapping[str, str]:
    """Select headers up to MAX_HEADERS bytes together. No header is cut."""
    selected = {}
    left = MAX_HEADERS
    for name, value in headers.items():
        size = len(name.encode()) + len(value.encode())
        if size <= left:
            selected[name] = value
            left -= size
    return selected


def _size(max_body: int) -> str:
    return f"{max_body >> 20} MiB" if max_body and max_body % (1 << 20) == 0 else f"{max_body} bytes"


def _window(encoding: str, first: bytes) -> int:
    """The wbits for zlib. "deflate" is zlib or raw deflate, by server; a zlib stream's first byte tells (RFC 1950)."""
    if encoding == "deflate" and first[0] & 0x0F != 8:
        return -zlib.MAX_WBITS
    return zlib.MAX_WBITS | 32


def _decoded(content: bytes, charset: str) -> str:
    try:
        name = codecs.lookup(charset).name
        if name not in NO_CHARSETS | {"utf-8"}:
            return whole_characters(content.decode(name, "replace"))
    except (LookupError, ValueError):
        pass  # no charset of that name, or a codec that is not one, such as "rot13": UTF-8 is most likely
    return content.decode("utf-8-sig", "replace")
