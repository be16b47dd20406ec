"""How a value is written into a body that is text: so that in JSON and in forms it stays one value.

What fills a body, and how the whole is sent, lives elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Literal, TypeAlias, assert_never
from urllib.parse import quote

from flow_core.json import Json
from flow_core.text import templates

Kind: TypeAlias = Literal["json", "form", "text"]
"""What a body that is text is."""

Place: TypeAlias = Literal["text", "json string", "after a backslash", "json value", "form"]
"""Where a value stands: in any text; inside a string of JSON, there right after a backslash; where JSON wants a value;
in a form."""


def kind_of(template: templates.Template, headers: Mapping[str, str]) -> Kind:
    """By the author's Content-Type; without one, JSON where the text is JSON with its holes filled."""
    for name, value in headers.items():
        if name.strip().lower() == "content-type":
            media = value.partition(";")[0].strip().lower()
            if media in ("application/json", "text/json") or media.endswith("+json"):
                return "json"
            return "form" if media == "application/x-www-form-urlencoded" else "text"
    return "json" if _is_json(template) else "text"


@lru_cache(maxsize=1024)
def places(template: templates.Template, kind: Kind) -> tuple[Place, ...]:
    """The place of each piece of the template."""
    if kind == "json":
        return tuple(_json_places(template))
    # One hole that is a whole form: its author has written the form elsewhere.
    place: Place = "text" if len(template) == 1 else kind
    return (place,) * len(template)


def written(value: Json, place: Place) -> str:
    """A value as it stands at its place. No value ends the string, the field or the value that it is put into."""
    match place:
        case "text":
            return templates.as_text(value)
        case "form":
            return quote(templates.as_text(value), safe="", errors="replace")
        case "json string":
            return json.dumps(templates.as_text(value))[1:-1]
        case "after a backslash":
            # The backslash makes an escape of what follows, so nothing that follows may be a quote or a backslash.
            units = templates.as_text(value).encode("utf-16-be", "surrogatepass").hex()
            return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
        case "json value":
            return _as_json(value)
        case _:
            assert_never(place)


def _as_json(value: Json) -> str:
    """A string that is JSON itself stays as it is: an author may have written it with JSON.stringify."""
    if isinstance(value, str) and not _parses(value):
        return json.dumps(value)
    return "null" if value is None else templates.as_text(value)


def _json_places(template: templates.Template) -> Iterator[Place]:
    inside = escaped = False
    for piece in template:
        if isinstance(piece, templates.Hole):
            yield "json value" if not inside else "after a backslash" if escaped else "json string"
            escaped = False
            continue
        yield "text"
        for character in piece:
            if escaped:
                escaped = False
            elif character == '"':
                inside = not inside
            else:
                escaped = inside and character == "\\"


@lru_cache(maxsize=1024)
def _is_json(template: templates.Template) -> bool:
    if not template or not isinstance(template[0], str) or not template[0].lstrip().startswith(("{", "[", '"')):
        return False
    filled = zip(template, _json_places(template), strict=True)
    return _parses("".join(piece if isinstance(piece, str) else written(None, place) for piece, place in filled))


def _parses(text: str) -> bool:
    try:
        json.loads(text, parse_constant=_refused)
    except (ValueError, RecursionError):
        return False
    return True


def _refused(constant: str) -> Json:
    """NaN and the infinities: Python takes them for JSON, and nobody else does."""
    raise ValueError(constant)
