"""Reads what a tool answered, bounded in every direction, into JSON that no later step stumbles over.

Never sends, never decides about another attempt.
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
"""Bytes of names and values together."""
MAX_MEMBERS = 1000
"""Of one gzip answer."""
COMPRESSED = frozenset({"gzip", "x-gzip", "deflate"})
# Python has them as text encodings, the web does not; some take quadratic time.
NO_CHARSETS = frozenset({"idna", "punycode", "raw-unicode-escape", "undefined", "unicode-escape", "utf-7"})


@dataclass(frozen=True, slots=True)
class Body:
    content: bytes


def body(response: httpx.Response, max_body: int) -> Body | Failed:
    """The bytes as the tool meant them, decompressed. Raises what the connection raises.

    httpx could decompress too, but all at once: 64 KiB compressed twice are more than the memory holds.
    """
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding not in {"", "identity", *COMPRESSED}:
        return Failed("the tool answered with a compression that was not asked for")
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
        # What is compressed can also be endless and come to nothing.
        if len(content) > max_body or received > 2 * max_body + 1024:
            return too_large
    if inflate is not None and not inflate.complete:
        return Failed("the tool's answer ends in the middle of what it compressed")
    return Body(bytes(content))


class _Inflate:
    """Decompresses one answer. One of gzip may have several members (RFC 1952, 2.2), and NULs after them."""

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding
        self._member: zlib._Decompress | None = None
        self._members = 0

    @property
    def complete(self) -> bool:
        """Whether the answer may end here."""
        return self._member is None or self._member.eof

    def __call__(self, chunk: bytes, most: int) -> bytes:
        """At most `most` bytes. zlib.error."""
        content = bytearray()
        while chunk:
            if self._member is None or self._member.eof:
                if self._members:
                    # Between two members.
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
        # Each member costs a copy of what follows it in its chunk.
        if self._encoding == "deflate" or self._members > MAX_MEMBERS:
            raise zlib.error("more follows the end of what was compressed")
        return zlib.decompressobj(zlib.MAX_WBITS | 16)


def parsed(content: bytes, content_type: str) -> Json:
    """JSON where the content type says so and it is, else text."""
    media = Message()
    media["Content-Type"] = content_type
    kind = media.get_content_type()
    text = _decoded(content, media.get_content_charset() or "utf-8")
    if kind in ("application/json", "text/json") or kind.endswith("+json"):
        try:
            # What is too deep or holds too long an integer stays text.
            kept = sound(json.loads(text))
        except (ValueError, RecursionError):
            return text
        return text if isinstance(kept, Unsound) else kept
    return text


def headers(response: httpx.Response) -> Mapping[str, str]:
    """Names in lower case, repeated ones joined; no cookies, for nobody sends them back."""
    return {
        name: whole_characters(response.headers[name])
        for name in dict.fromkeys(response.headers)
        if name not in ("set-cookie", "set-cookie2")
    }


def bounded(headers: Mapping[str, str]) -> Mapping[str, str]:
    """As many of them as there is room for; each whole or not at all."""
    kept = {}
    room = MAX_HEADERS
    for name, value in headers.items():
        size = len(name.encode()) + len(value.encode())
        if size <= room:
            kept[name] = value
            room -= size
    return kept


def _size(max_body: int) -> str:
    return f"{max_body >> 20} MiB" if max_body and max_body % (1 << 20) == 0 else f"{max_body} bytes"


def _window(encoding: str, first: bytes) -> int:
    """Servers call both zlib and bare deflate "deflate"; RFC 1950 gives a zlib stream's first byte away."""
    if encoding == "deflate" and first[0] & 0x0F != 8:
        return -zlib.MAX_WBITS
    return zlib.MAX_WBITS | 32


def _decoded(content: bytes, charset: str) -> str:
    try:
        name = codecs.lookup(charset).name
        if name not in NO_CHARSETS | {"utf-8"}:
            return whole_characters(content.decode(name, "replace"))
    except (LookupError, ValueError):
        pass  # no charset of that name, or one for bytes, as "rot13": the bytes are most likely UTF-8
    return content.decode("utf-8-sig", "replace")
