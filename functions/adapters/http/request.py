"""Makes the request that goes out: puts the secrets into an effect's Request and checks what came of it.

Never sends anything, and never shows a value: neither a Filled nor a Failed tells one in its repr.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import assert_never
from urllib.parse import quote

import httpx

from flow_core.effects import Body, Fields, Items, Literally, Request, Secret, Text
from flow_core.json import Json
from flow_core.text.encoding import encoded
from functions.ports.errors import UnavailableError
from functions.ports.tools import Failed, SecretNamed

METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"})
# They frame the message or name the host that was checked: an author's own could smuggle a second request.
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
# RFC 9110, 5.6.2 and 5.5: what a field's name is made of, and what its value never holds.
TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Filled:
    """A request as it goes out."""

    method: str
    url: httpx.URL = field(repr=False)
    headers: tuple[tuple[bytes, bytes], ...] = field(repr=False)
    content: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Values:
    """The secrets that a request names: name -> value."""

    values: Mapping[str, str] = field(repr=False)

    def text(self, text: Text) -> str:
        return "".join(
            piece if isinstance(piece, str) else encoded(self.values[piece.name], piece.place) for piece in text
        )


def looked_up(request: Request, secrets: SecretNamed) -> Values | Failed:
    """Every secret that the request names, each asked for once."""
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
    """The request with its secrets in place, or why it cannot go out.

    defaults: headers that the author's own win over.
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
    """An http or https URL with a host and no user name. Whether its address is public shows when it is dialled."""
    try:
        url = httpx.URL(text)
        host = url.raw_host
        # httpx writes the host once more, as Unicode, for its Host header: IDNA cannot decode every "xn--" label.
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
        case Literally():
            return
        case _:
            assert_never(body)


def _url(request: Request, values: Values) -> str:
    """A secret is written so that it stays in its part of the URL; before the path it may be the URL's beginning."""
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
    """The bytes of the body, and the header that says what they are."""
    if body is None:
        return None, {}
    if not isinstance(body, tuple):
        # ASCII, so that half a surrogate pair goes out as the escape that it came in as.
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
        case Literally(value):
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
            return Failed(f"{name!r} is no name for a header")
        if name.lower() in OURS:
            return Failed(f"the header {name} is not the flow's to set")
        if CONTROL.search(value):
            return Failed(f"the header {name} holds a line break or another control character")
        try:
            headers.append((name.encode("ascii"), value.strip(" \t").encode("latin-1")))
        except UnicodeEncodeError:
            return Failed(f"the header {name} holds a character outside Latin-1")
    return tuple(headers)
