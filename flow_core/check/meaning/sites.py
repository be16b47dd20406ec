"""Lists the expressions and the texts of a node, each with its place. It parses no expression."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from flow_core.authored.asked import Asked
from flow_core.authored.handlers import Handler
from flow_core.authored.nodes import (
    DecisionNode,
    ElicitationNode,
    EndNode,
    FormNode,
    LlmNode,
    MessageNode,
    Node,
    StartNode,
    SubflowNode,
    ToolNode,
    TransferNode,
)
from flow_core.authored.tools import LlmTool, RequestTemplate
from flow_core.check.problem import Path, Place, Problem, field_name
from flow_core.json import Json
from flow_core.text import templates

ARGUMENTS = "arguments"
"""What the texts of a model's tool can read: the arguments of the call."""


@dataclass(frozen=True, slots=True)
class Site:
    """An expression, and its place."""

    place: Place
    path: Path
    expression: str
    scope: str | None = None
    """A name that the expression can read in addition to the variables."""
    request: bool = False
    """Whether the expression is in a tool's request, which may hold secrets."""
    in_text: bool = False
    """Whether the expression is in a text, where a filter may follow it."""
    condition: bool = False
    """Whether it only matters if the result is true."""
    question: Asked | None = None
    """The question whose answer is `value`."""
    assigned: str | None = None
    """The variable that gets the result."""
    inside: bool = False
    """Whether it reads the variables of the inner flow that the node calls, and none of this flow."""
    tools: tuple[LlmTool, ...] = ()
    """The tools whose arguments it reads: those of a model."""


@dataclass(frozen=True, slots=True)
class _Template:
    """An author's text that may have holes. Its fields have the same meaning as those of `Site`."""

    path: Path
    text: str
    request: bool = False
    question: Asked | None = None
    tools: tuple[LlmTool, ...] = ()

    @property
    def scope(self) -> str | None:
        """A name that the holes can read in addition to the variables."""
        return ARGUMENTS if self.tools else None if self.question is None else "value"


def sites_of(node: Node, place: Place) -> Iterator[Site | Problem]:
    """Return every expression of a node, and a problem for each text with an unclosed hole."""
    for name, expression in node.data.assign.items():
        scope = "response" if isinstance(node, ToolNode) else None
        yield Site(place, ("data", "assign", name), expression, scope, assigned=name)
    yield from _condition_sites(node, place)
    for template in _templates_of(node):
        parsed = templates.parse(template.text)
        if isinstance(parsed, templates.Unclosed):
            field = field_name(template.path)
            yield place.error(
                "unclosed-hole", "a {{ is never closed.", "Write }} after the expression.", template.path, field
            )
        for hole in templates.expressions(template.text):
            if hole.secret is None or not template.request:
                yield Site(
                    place,
                    template.path,
                    hole.expression,
                    template.scope,
                    template.request,
                    in_text=True,
                    question=template.question,
                    tools=template.tools,
                )


def handler_sites(handler: Handler, place: Place) -> Iterator[Site]:
    """Return the expression of a handler."""
    if handler.expression is not None:
        yield Site(place, ("expression",), handler.expression, scope="value", condition=True)


def texts_of(node: Node) -> Iterator[tuple[Path, str]]:
    """Return every text of a node that may have holes, and its path."""
    return ((template.path, template.text) for template in _templates_of(node))


def _condition_sites(node: Node, place: Place) -> Iterator[Site]:
    if isinstance(node, ElicitationNode):
        yield from _validation_sites(node.data, ("data",), place)
    elif isinstance(node, FormNode):
        for index, slot in enumerate(node.data.slots):
            yield from _validation_sites(slot, ("data", "slots", index), place)
    elif isinstance(node, LlmNode) and node.data.until is not None:
        yield Site(place, ("data", "until"), node.data.until, condition=True)
    elif isinstance(node, SubflowNode):
        for name, expression in node.data.given.items():
            yield Site(place, ("data", "in", name), expression)
        for name, expression in node.data.out.items():
            yield Site(place, ("data", "out", name), expression, inside=True)
    elif isinstance(node, DecisionNode):
        for index, condition in enumerate(node.data.conditions):
            if condition.expression is not None:
                path: Path = ("data", "conditions", index, "expression")
                yield Site(place, path, condition.expression, condition=True)


def _validation_sites(asked: Asked, path: Path, place: Place) -> Iterator[Site]:
    if asked.validation is not None:
        yield Site(place, (*path, "validation"), asked.validation, scope="value", condition=True, question=asked)


def _templates_of(node: Node) -> Iterator[_Template]:
    """Return every text of a node that is a template."""
    match node:
        case StartNode() | MessageNode() | EndNode():
            yield _Template(("data", "message"), node.data.message)
        case TransferNode():
            yield _Template(("data", "to"), node.data.to)
            yield _Template(("data", "message"), node.data.message)
        case ElicitationNode():
            yield from _texts_of(node.data, ("data",))
        case FormNode():
            yield _Template(("data", "prompt"), node.data.prompt)
            yield _Template(("data", "confirm"), node.data.confirm or "")
            for index, slot in enumerate(node.data.slots):
                yield from _texts_of(slot, ("data", "slots", index))
        case LlmNode():
            yield _Template(("data", "instructions"), node.data.instructions)
            yield _Template(("data", "fallback"), node.data.fallback)
            yield _Template(("data", "message"), node.data.message, tools=tuple(node.data.tools))
            for index, tool in enumerate(node.data.tools):
                yield from _texts_of_tool(tool, ("data", "tools", index))
        case ToolNode():
            yield _Template(("data", "message"), node.data.message)
            yield from _request_texts(node.data.request, ("data", "request"))
        case DecisionNode() | SubflowNode():
            return
        case _:
            assert_never(node)


def _texts_of(asked: Asked, path: Path) -> Iterator[_Template]:
    yield _Template((*path, "prompt"), asked.prompt)
    if asked.confirm is not None:
        yield _Template((*path, "confirm"), asked.confirm, question=asked)
    for name, texts in (("reprompts", asked.reprompts), ("noInputPrompts", asked.no_input_prompts)):
        yield from (_Template((*path, name, index), text) for index, text in enumerate(texts))


def _texts_of_tool(tool: LlmTool, path: Path) -> Iterator[_Template]:
    """Return the texts of a model's tool."""
    yield _Template((*path, "confirm"), tool.confirm or "", tools=(tool,))
    yield _Template((*path, "message"), tool.message, tools=(tool,))
    if tool.request is not None:
        yield from _request_texts(tool.request, (*path, "request"), (tool,))
    if tool.mcp is not None:
        for name, header in tool.mcp.headers.items():
            yield _Template((*path, "mcp", "headers", name), header, request=True)


def _request_texts(request: RequestTemplate, path: Path, tools: tuple[LlmTool, ...] = ()) -> Iterator[_Template]:
    yield from _request_templates(request.url, (*path, "url"), tools)
    for name, header in request.headers.items():
        yield from _request_templates(header, (*path, "headers", name), tools)
    for name, value in request.query.items():
        yield from _request_templates(value, (*path, "query", name), tools)
    yield from _request_templates(request.body, (*path, "body"), tools)


def _request_templates(value: Json, path: Path, tools: tuple[LlmTool, ...]) -> Iterator[_Template]:
    if isinstance(value, str):
        yield _Template(path, value, request=True, tools=tools)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _request_templates(item, (*path, name), tools)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _request_templates(item, (*path, index), tools)
