"""Builds the HTTP request of a tool, except for its secrets. An effect sends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from flow_core.authored.tools import RequestTemplate
from flow_core.effects import Body, Fields, Items, PlainJson, Request, Secret, Text
from flow_core.json import Json
from flow_core.step_context import StepContext
from flow_core.text import encoding, templates


def request_of(
    template: RequestTemplate, context: StepContext, scope: Mapping[str, Json] | None = None, within: str = ""
) -> Request:
    """Build a request.

    Args:
        template: The author's request.
        context: The step.
        scope: Names that its templates can read in addition to the variables.
        within: The field that the request is in, with a dot at its end, for the trace.
    """
    rendering = _Rendering(context, scope, within)
    return Request(
        method=template.method,
        url=rendering.url(template.url),
        headers={name: rendering.text(value, f"headers.{name}") for name, value in template.headers.items()},
        query={name: rendering.query(value, f"query.{name}") for name, value in template.query.items()},
        body=None if template.body is None else rendering.body(template.body, template.headers),
    )


def fixed_text(text: str) -> Text:
    """Return a text that holds secrets and no other values."""
    template = templates.parse(text)
    if isinstance(template, templates.Unclosed):
        return (text,)
    return tuple(
        piece if isinstance(piece, str) else "" if piece.secret is None else Secret(piece.secret) for piece in template
    )


@dataclass(frozen=True, slots=True)
class _Rendering:
    """Fills the holes of one request."""

    context: StepContext
    scope: Mapping[str, Json] | None
    within: str

    def text(self, text: str, field: str) -> Text:
        template = templates.parse(text)
        if isinstance(template, templates.Unclosed):
            return (text,)
        return tuple(piece if isinstance(piece, str) else self._inserted(piece, field) for piece in template)

    def url(self, text: str) -> Text:
        """Render a URL. Values are percent-encoded, and so a caller's words cannot add a path, a query or a host."""
        # A value at the beginning of the URL stays unencoded: the author stores an address in that variable.
        template = templates.parse(text)
        if isinstance(template, templates.Unclosed):
            return (text,)
        pieces: list[str | Secret] = []
        for index, piece in enumerate(template):
            filled = piece if isinstance(piece, str) else self._inserted(piece, "url")
            inserted = index > 0 and isinstance(piece, templates.Hole)
            pieces.append(_percent_encoded(filled) if inserted and isinstance(filled, str) else filled)
        return tuple(pieces)

    def query(self, value: str | int | float | bool, field: str) -> Text:
        return self.text(value, field) if isinstance(value, str) else (templates.as_text(value),)

    def body(self, value: Json, headers: Mapping[str, str]) -> Body:
        """Render a body: text for a string, else JSON. Each value is encoded for its place."""
        if not isinstance(value, str):
            return self._json(value, "body")
        template = templates.parse(value)
        if isinstance(template, templates.Unclosed):
            return (value,)
        pieces: list[str | Secret] = []
        places = encoding.places_in(template, encoding.format_of(template, headers))
        for piece, place in zip(template, places, strict=True):
            if isinstance(piece, str):
                pieces.append(piece)
            elif piece.secret is not None:
                pieces.append(Secret(piece.secret, place))
            else:
                pieces.append(encoding.encoded(self._value_of(piece, "body"), place))
        return tuple(pieces)

    def _json(self, value: Json, field: str) -> Body:
        """Render a part of a JSON body. A string that is one hole becomes the value with its own type."""
        if isinstance(value, dict):
            return Fields({name: self._json(item, f"{field}.{name}") for name, item in value.items()})
        if isinstance(value, list):
            return Items(tuple(self._json(item, f"{field}.{index}") for index, item in enumerate(value)))
        if isinstance(value, str):
            template = templates.parse(value)
            if not isinstance(template, templates.Unclosed) and len(template) == 1:
                only = template[0]
                if isinstance(only, templates.Hole) and only.secret is None:
                    return PlainJson(self._value_of(only, field))
            return self.text(value, field)
        return PlainJson(value)

    def _inserted(self, hole: templates.Hole, field: str) -> str | Secret:
        return Secret(hole.secret) if hole.secret is not None else templates.as_text(self._value_of(hole, field))

    def _value_of(self, hole: templates.Hole, field: str) -> Json:
        return self.context.value_of(hole, f"{self.within}{field}", self.scope)


def _percent_encoded(value: str) -> str:
    # "." and ".." change the path, and quote() leaves both unchanged.
    return value.replace(".", "%2E") if value in (".", "..") else quote(value, safe="", errors="replace")
