"""The encoding of a value for its place in a text body. In JSON and in forms it always stays one value.

This module renders and sends no body.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal, TypeAlias, assert_never
from urllib.parse import quote

from flow_core.json import Json
from flow_core.text import templates

Format: TypeAlias = Literal["json", "form", "text"]
"""The format of a text body."""

Place: TypeAlias = Literal["text", "json string", "after a backslash", "json value", "form"]
"""The place of a value: in plain text; in a JSON string; in a JSON string right after a backslash; where JSON expects a
value; in a form."""


def format_of(template: templates.Template, headers: Mapping[str, str]) -> Format:
    """Return the format of a body.

    The header Content-Type decides. Without it, the body is JSON if the text with its values is JSON, else text.
    """
    for name, value in headers.items():
        if name.strip().lower() == "content-type":
            media = value.partition(";")[0].strip().lower()
            if media in ("application/json", "text/json") or media.endswith("+json"):
                return "json"
            return "form" if media == "application/x-www-form-urlencoded" else "text"
    return "json" if _is_json(template) else "text"


@lru_cache(maxsize=1024)
def places_in(template: templates.Template, body_format: Format) -> tuple[Place, ...]:
    """Return the place of each part of the template."""
    if body_format == "json":
        return tuple(_json_places(template))
    # A template of one hole is a whole form: the variable holds the encoded form.
    place: Place = "text" if len(template) == 1 else body_format
    return (place,) * len(template)


def encoded(value: Json, place: Place) -> str:
    """Encode a value for its place. No value can end the string, field or value that it is inserted into."""
    match place:
        case "text":
            return templates.as_text(value)
        case "form":
            return quote(templates.as_text(value), safe="", errors="replace")
        case "json string":
            return json.dumps(templates.as_text(value))[1:-1]
        case "after a backslash":
            # The backslash begins an escape, so neither a quote nor a backslash may follow it.
            units = templates.as_text(value).encode("utf-16-be", "surrogatepass").hex()
            return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
        case "json value":
            return _as_json(value)
        case _:
            assert_never(place)


def _as_json(value: Json) -> str:
    """Encode a value as JSON. A string that is JSON stays unchanged: the author may have used JSON.stringify."""
    if isinstance(value, str) and not _parses(value):
        return json.dumps(value)
    return "null" if value is None else templates.as_text(value)


def _json_places(template: templates.Template) -> Iterator[Place]:
    in_string = escaped = False
    for piece in template:
        if isinstance(piece, templates.Hole):
            yield "json value" if not in_string else "after a backslash" if escaped else "json string"
            escaped = False
            continue
        yield "text"
        for character in piece:
            if escaped:
                escaped = False
            elif character == '"':
                in_string = not in_string
            else:
                escaped = in_string and character == "\\"


@lru_cache(maxsize=1024)
def _is_json(template: templates.Template) -> bool:
    if not template or not isinstance(template[0], str) or not template[0].lstrip().startswith(("{", "[", '"')):
        return False
    parts = zip(template, _json_places(template), strict=True)
    return _parses("".join(piece if isinstance(piece, str) else encoded(None, place) for piece, place in parts))


def _parses(text: str) -> bool:
    try:
        json.loads(text, parse_constant=_reject_constant)
    except (ValueError, RecursionError):
        return False
    return True


def _reject_constant(constant: str) -> Json:
    """Reject NaN and the infinities, which only Python accepts as JSON."""
    raise ValueError(constant)
