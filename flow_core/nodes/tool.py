"""tool: build an HTTP request, except for its secrets, and leave by the response. An effect sends the request."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from flow_core.authored.nodes import ToolNode
from flow_core.effects import Body, CallTool, Fields, Items, PlainJson, Request, Secret, Text
from flow_core.events import ToolAnswered, ToolFailed
from flow_core.json import Json
from flow_core.outcomes import Ask, Leave, Outcome, Wait
from flow_core.state import Continue
from flow_core.step_context import StepContext
from flow_core.text import encoding, templates


def enter(node: ToolNode, context: StepContext) -> Outcome:
    """Say the message and continue in the next turn; without a message, call the tool at once."""
    if node.data.message:
        context.say(context.spoken(node.data.message, "message"))
        if not context.caller_follows:
            # The tool runs in the next turn, while the agent worker speaks the message.
            return Wait(Continue())
    return call(node, context)


def call(node: ToolNode, context: StepContext) -> Outcome:
    """Ask for the HTTP request."""
    template = node.data.request
    request = Request(
        method=template.method,
        url=_url(template.url, context),
        headers={name: _text(value, context, f"headers.{name}") for name, value in template.headers.items()},
        query={name: _query(value, context, f"query.{name}") for name, value in template.query.items()},
        body=None if template.body is None else _body(template.body, template.headers, context),
    )
    return Ask(
        CallTool(
            id=context.effect_id,
            node_id=context.node_id,
            request=request,
            timeout_seconds=node.data.timeout_seconds,
            retries=node.data.retries,
        )
    )


def on_effect_result(node: ToolNode, context: StepContext, result: ToolAnswered | ToolFailed) -> Outcome:
    """Leave by "default" for a status of 2xx, else by "error". `assign` reads `response`; a failure has status 0."""
    if isinstance(result, ToolFailed):
        failed: Mapping[str, Json] = {"status": 0, "headers": {}, "body": None}
        return Leave("error", {"response": dict(failed)})
    response: dict[str, Json] = {"status": result.status, "headers": dict(result.headers), "body": result.body}
    return Leave("default" if 200 <= result.status < 300 else "error", {"response": response})


def _text(text: str, context: StepContext, field: str) -> Text:
    template = templates.parse(text)
    if isinstance(template, templates.Unclosed):
        return (text,)
    return tuple(piece if isinstance(piece, str) else _value_of(piece, context, field) for piece in template)


def _value_of(hole: templates.Hole, context: StepContext, field: str) -> str | Secret:
    if hole.secret is not None:
        return Secret(hole.secret)
    return templates.as_text(context.value_of(hole, field))


def _url(text: str, context: StepContext) -> Text:
    """Render a URL. Values are percent-encoded, and so a caller's words cannot add a path, a query or a host."""
    # A value at the beginning of the URL stays unencoded: the author stores an address in that variable.
    template = templates.parse(text)
    if isinstance(template, templates.Unclosed):
        return (text,)
    pieces: list[str | Secret] = []
    for index, piece in enumerate(template):
        filled = piece if isinstance(piece, str) else _value_of(piece, context, "url")
        inserted = index > 0 and isinstance(piece, templates.Hole)
        pieces.append(_percent_encoded(filled) if inserted and isinstance(filled, str) else filled)
    return tuple(pieces)


def _percent_encoded(value: str) -> str:
    # "." and ".." change the path, and quote() leaves both unchanged.
    return value.replace(".", "%2E") if value in (".", "..") else quote(value, safe="", errors="replace")


def _query(value: str | int | float | bool, context: StepContext, field: str) -> Text:
    return _text(value, context, field) if isinstance(value, str) else (templates.as_text(value),)


def _body(value: Json, headers: Mapping[str, str], context: StepContext) -> Body:
    """Render a body: text for a string, else JSON. Each value is encoded for its place."""
    if not isinstance(value, str):
        return _json_body(value, context, "body")
    template = templates.parse(value)
    if isinstance(template, templates.Unclosed):
        return (value,)
    pieces: list[str | Secret] = []
    for piece, place in zip(template, encoding.places_in(template, encoding.format_of(template, headers)), strict=True):
        if isinstance(piece, str):
            pieces.append(piece)
        elif piece.secret is not None:
            pieces.append(Secret(piece.secret, place))
        else:
            pieces.append(encoding.encoded(context.value_of(piece, "body"), place))
    return tuple(pieces)


def _json_body(value: Json, context: StepContext, field: str) -> Body:
    """Render a part of a JSON body. A string that is one hole becomes the value with its own type."""
    if isinstance(value, dict):
        return Fields({name: _json_body(item, context, f"{field}.{name}") for name, item in value.items()})
    if isinstance(value, list):
        return Items(tuple(_json_body(item, context, f"{field}.{index}") for index, item in enumerate(value)))
    if isinstance(value, str):
        template = templates.parse(value)
        if not isinstance(template, templates.Unclosed) and len(template) == 1:
            only = template[0]
            if isinstance(only, templates.Hole) and only.secret is None:
                return PlainJson(context.value_of(only, field))
        return _text(value, context, field)
    return PlainJson(value)
