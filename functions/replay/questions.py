"""What a model or a tool is asked, as far as its answer depends on it.

Two effects with the same question get the same answer. How a model is run (its name, temperature and limits) is no part
of the question, and neither are the flow's own words in the conversation: the caller's words are. So a change of words
or of the temperature leaves the recorded answers in use (decision 63).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TypeAlias, assert_never

from flow_core.effects import AskModel, Body, CallMcp, CallTool, Effect, Fields, Items, PlainJson, Secret, Text
from flow_core.json import Json

Question: TypeAlias = str
"""The canonical JSON of a question."""


def question_of(effect: Effect) -> Question:
    """Return the question of an effect."""
    asked: list[Json]
    match effect:
        case AskModel():
            said = " ".join(message.content for message in effect.messages if message.role == "user")
            tools: list[Json] = [[tool.name, tool.description, dict(tool.parameters)] for tool in effect.tools]
            calls: list[Json] = [[call.name, dict(call.arguments), call.result] for call in effect.calls]
            extract: dict[str, Json] = {name: dict(schema) for name, schema in effect.extract.items()}
            asked = ["model", effect.instructions, said, extract, effect.speak, tools, calls]
        case CallTool():
            request = effect.request
            body = None if request.body is None else _body(request.body)
            headers, query = _texts(request.headers), _texts(request.query)
            asked = ["tool", request.method, _text(request.url), headers, query, body]
        case CallMcp():
            asked = ["mcp", _text((effect.server,)), _texts(effect.headers), effect.name, dict(effect.arguments)]
        case _:
            assert_never(effect)
    return json.dumps(asked, sort_keys=True, separators=(",", ":"))


def named(effect: Effect) -> str:
    """Name what an effect asks, for an author: without the values of a caller and without secrets."""
    match effect:
        case AskModel():
            return f"the model of node {effect.node_id}"
        case CallTool():
            tool = f" {effect.tool}" if effect.tool else ""
            return f"the tool{tool} of node {effect.node_id}"
        case CallMcp():
            return f"the tool {effect.tool} of node {effect.node_id}"
        case _:
            assert_never(effect)


def _text(text: Text) -> Json:
    return [[part.name, part.place] if isinstance(part, Secret) else part for part in text]


def _texts(texts: Mapping[str, Text]) -> Json:
    return {name: _text(text) for name, text in texts.items()}


def _body(body: Body) -> Json:
    match body:
        case Fields():
            return {name: _body(value) for name, value in body.fields.items()}
        case Items():
            return ["items", *(_body(value) for value in body.items)]
        case PlainJson():
            return ["plain", body.value]
        case tuple():
            return ["text", _text(body)]
        case _:
            assert_never(body)
