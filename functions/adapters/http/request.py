"""Builds the HTTP request of an effect: it inserts the secrets and checks the result.

Nothing is sent here. No value of a secret is in an error text or in a repr.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import assert_never
from urllib.parse import quote

import httpx

from flow_core.effects import Body, Fields, Items, PlainJson, Request, Secret, Text
from flow_core.json import Json
from flow_core.text.encoding import encoded
from functions.errors import UnavailableError
from functions.ports.tools import Failed, SecretNamed

METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"})
OURS = frozenset(
    {
        "connection",
        "content-length",
        "expect",
        "host",
        "keep-alive",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)
"""Headers that an author may not set. They frame the message or name the checked host: an author's value could smuggle
a second request."""
TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""The name of a header (RFC 9110, 5.6.2)."""
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
"""The characters that a header's value may not have (RFC 9110, 5.5)."""


@dataclass(frozen=True, slots=True)
class Filled:
    """A request, ready to be sent."""

    method: str
    url: httpx.URL = field(repr=False)
    headers: tuple[tuple[bytes, bytes], ...] = field(repr=False)
    content: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Values:
    """The secrets that a request names."""

    values: Mapping[str, str] = field(repr=False)
    """Name -> value."""

    def text(self, text: Text) -> str:
        """Insert the secrets into a text, each encoded for its place."""
        return "".join(
            piece if isinstance(piece, str) else encoded(self.values[piece.name], piece.place) for piece in text
        )


def looked_up(request: Request, secrets: SecretNamed) -> Values | Failed:
    """Look up every secret that the request names, each once."""
    values: dict[str, str] = {}
    for name in _names(request):
        if name in values:
            continue
        try:
            value = secrets(name)
        except UnavailableError:
            return Failed("secrets are out of reach")
        if value is None:
            return Failed(f"there is no secret named {name}")
        values[name] = value
    return Values(values)


def filled(request: Request, values: Values, defaults: Mapping[str, str]) -> Filled | Failed:
    """Build the request with its secrets.

    Args:
        request: The request of the flow.
        values: The secrets that it names.
        defaults: Headers. The author's headers override them.

    Returns:
        The request, or why it cannot be sent.
    """
    method = request.method.upper()
    if method not in METHODS:
        return Failed("the request's method is none of GET, POST, PUT, PATCH, DELETE and HEAD")
    url = checked_url(_url(request, values))
    if isinstance(url, Failed):
        return url
    try:
        content, content_type = _content(request.body, values)
    except (ValueError, RecursionError):
        return Failed("the request's body is too deep, or holds a number that JSON cannot write")
    wanted = {name: values.text(text) for name, text in request.headers.items()}
    of_author = {name.lower() for name in wanted}
    for name, value in {**defaults, **content_type}.items():
        if name.lower() not in of_author:
            wanted[name] = value
    headers = _headers(wanted)
    return headers if isinstance(headers, Failed) else Filled(method, url, headers, content)


def checked_url(text: str) -> httpx.URL | Failed:
    """Parse an http or https URL with a host and without a user name. The network checks its address later."""
    try:
        url = httpx.URL(text)
        host = url.raw_host
        # httpx decodes the host to Unicode for the Host header, and IDNA cannot decode every "xn--" label.
        _ = url.host
    except (httpx.InvalidURL, ValueError):
        return Failed("the request's URL is not valid")
    if url.scheme not in ("http", "https"):
        return Failed("the request's URL begins with neither http:// nor https://")
    if not host:
        return Failed("the request's URL names no host")
    if url.userinfo:
        return Failed("the request's URL holds a user name or password; send them in an Authorization header")
    if url.port is not None and not 0 < url.port < 65536:
        return Failed("the request's URL names a port that does not exist")
    return url.copy_with(fragment=None)


def _names(request: Request) -> Iterator[str]:
    for text in (request.url, *request.headers.values(), *request.query.values()):
        yield from _names_in(text)
    if request.body is not None:
        yield from _names_in(request.body)


def _names_in(body: Body) -> Iterator[str]:
    match body:
        case tuple():
            yield from (piece.name for piece in body if isinstance(piece, Secret))
        case Fields(fields):
            for inner in fields.values():
                yield from _names_in(inner)
        case Items(items):
            for inner in items:
                yield from _names_in(inner)
        case PlainJson():
            return
        case _:
            assert_never(body)


def _url(request: Request, values: Values) -> str:
    """The URL. A secret is quoted for its part of the URL; before the path it may be the URL's beginning."""
    url = ""
    for piece in request.url:
        if isinstance(piece, str):
            url += piece
        elif "?" in url or "#" in url:
            url += _quoted(values.values[piece.name])
        elif "/" in url.partition("://")[2]:
            url += _quoted(values.values[piece.name], "/:@!$&'()*+,;=")
        else:
            url += values.values[piece.name]
    url = url.strip().partition("#")[0]
    query = "&".join(f"{_quoted(name)}={_quoted(values.text(text))}" for name, text in request.query.items())
    if not query:
        return url
    joint = "?" if "?" not in url else "" if url.endswith(("?", "&")) else "&"
    return url + joint + query


def _quoted(text: str, safe: str = "") -> str:
    return quote(text, safe=safe, errors="replace")


def _content(body: Body | None, values: Values) -> tuple[bytes | None, Mapping[str, str]]:
    """The bytes of the body, and its Content-Type header."""
    if body is None:
        return None, {}
    if not isinstance(body, tuple):
        # ASCII, so half a surrogate pair is sent as the escape that it was.
        text = json.dumps(_json(body, values), allow_nan=False, separators=(",", ":"))
        return text.encode("ascii"), {"Content-Type": "application/json"}
    text = values.text(body)
    kind = "application/json" if _is_json(text) else "text/plain; charset=utf-8"
    return text.encode("utf-8", "replace"), {"Content-Type": kind}


def _json(body: Body, values: Values) -> Json:
    match body:
        case tuple():
            return values.text(body)
        case Fields(fields):
            return {name: _json(inner, values) for name, inner in fields.items()}
        case Items(items):
            return [_json(inner, values) for inner in items]
        case PlainJson(value):
            return value
        case _:
            assert_never(body)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _headers(wanted: Mapping[str, str]) -> tuple[tuple[bytes, bytes], ...] | Failed:
    headers: list[tuple[bytes, bytes]] = []
    for name, value in wanted.items():
        if not TOKEN.fullmatch(name):
            return Failed(f"{name!r} is not a valid name for a header")
        if name.lower() in OURS:
            return Failed(f"a flow cannot set the header {name}")
        if CONTROL.search(value):
            return Failed(f"the header {name} holds a line break or another control character")
        try:
            headers.append((name.encode("ascii"), value.strip(" \t").encode("latin-1")))
        except UnicodeEncodeError:
            return Failed(f"the header {name} holds a character outside Latin-1")
    return tuple(headers)
