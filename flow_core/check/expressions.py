"""Every expression of a flow: does it parse, and does it read what is there? Nothing is run here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import assert_never

from flow_core.check.nodes import set_names
from flow_core.check.problem import THE_FLOW, Path, Place, Problem, Spelling, field_name, quoted, variable_place
from flow_core.check.shape import NodePart, Parts
from flow_core.evaluate import Inspect, Inspected
from flow_core.flow import (
    RESERVED_NAMES,
    DecisionNode,
    ElicitationNode,
    EndNode,
    LlmNode,
    Node,
    StartNode,
    ToolNode,
    TransferNode,
)
from flow_core.json import Json
from flow_core.text import templates

MOST_EXPRESSIONS = 5_000
MOST_CHARACTERS = 256_000
"""Of the different expressions of one flow together, wherever they stand."""

_ONLY_IN = {"response": 'the "assign" of a tool', "value": 'the "validation" of an elicitation'}
"""Names that are there in one field alone."""


@dataclass(frozen=True, slots=True)
class _Site:
    """Where an expression stands."""

    place: Place
    path: Path
    expression: str
    scope: str | None = None
    """The name that is there beside the variables."""
    request: bool = False
    """True in a tool's request, where secrets are filled in."""


@dataclass(frozen=True, slots=True)
class _Text:
    path: Path
    text: str
    request: bool = False


def expression_problems(parts: Parts, inspect: Inspect) -> Iterator[Problem]:
    known = set(parts.variables) | {"session"}
    for part in parts.nodes:
        known.update(_sets(part))
    known -= RESERVED_NAMES - {"session"}
    sites: list[_Site] = []
    read_all = True
    for found in chain.from_iterable(_node(part.node, part.place) for part in parts.nodes if part.node is not None):
        if isinstance(found, Problem):
            read_all = False
            yield found
        else:
            sites.append(found)
        if len(sites) > MOST_EXPRESSIONS:
            wrong = f"it has more than {MOST_EXPRESSIONS:,} expressions; those in texts count, too."
            yield THE_FLOW.error("too-many-expressions", wrong, "Take some away, or make several flows of it.")
            return
    written = list(dict.fromkeys(site.expression for site in sites if site.expression.strip()))
    if sum(map(len, written)) > MOST_CHARACTERS:
        wrong = f"its expressions have more than {MOST_CHARACTERS:,} characters together; those in texts count, too."
        yield THE_FLOW.error("too-many-expressions", wrong, "Shorten some, or make several flows of it.")
        return
    reader = _Reader(dict(zip(written, inspect(written), strict=True)), known, Spelling(sorted(known)), read_all)
    for site in sites:
        yield from reader.problems(site)
    if reader.read_all and all(part.node is not None for part in parts.nodes):
        yield from _unused(parts, reader.names)


def _sets(part: NodePart) -> Iterator[str]:
    """The names that a node sets; of one of an unknown type, those that it seems to."""
    if part.node is not None:
        yield from (name for name, _ in set_names(part.node))
        return
    variable, entries = part.data.get("variable"), (part.data.get("assign"), part.data.get("extract"))
    if isinstance(variable, str):
        yield variable
    for names in entries:
        if isinstance(names, dict):
            yield from names


def _node(node: Node, place: Place) -> Iterator[_Site | Problem]:
    """Every expression of a node, and a problem for each that has no end."""
    for name, expression in node.data.assign.items():
        scope = "response" if isinstance(node, ToolNode) else None
        yield _Site(place, ("data", "assign", name), expression, scope)
    yield from _conditions(node, place)
    for text in _texts(node):
        parsed = templates.parse(text.text)
        if isinstance(parsed, templates.Unclosed):
            wrong = f"in {field_name(text.path)}, a {{{{ is never closed."
            yield place.error("unclosed-hole", wrong, "Write }} after the expression.", text.path)
        for hole in templates.expressions(text.text):
            if hole.secret is None or not text.request:
                yield _Site(place, text.path, hole.expression, request=text.request)


def _conditions(node: Node, place: Place) -> Iterator[_Site]:
    if isinstance(node, ElicitationNode) and node.data.validation is not None:
        yield _Site(place, ("data", "validation"), node.data.validation, scope="value")
    elif isinstance(node, LlmNode) and node.data.until is not None:
        yield _Site(place, ("data", "until"), node.data.until)
    elif isinstance(node, DecisionNode):
        for index, condition in enumerate(node.data.conditions):
            yield _Site(place, ("data", "conditions", index, "expression"), condition.expression)


def _texts(node: Node) -> Iterator[_Text]:
    """Every text of a node in which holes are filled."""
    match node:
        case StartNode() | EndNode():
            yield _Text(("data", "message"), node.data.message)
        case TransferNode():
            yield _Text(("data", "to"), node.data.to)
            yield _Text(("data", "message"), node.data.message)
        case ElicitationNode():
            yield _Text(("data", "prompt"), node.data.prompt)
            for name, texts in (("reprompts", node.data.reprompts), ("noInputPrompts", node.data.no_input_prompts)):
                yield from (_Text(("data", name, index), text) for index, text in enumerate(texts))
        case LlmNode():
            yield _Text(("data", "instructions"), node.data.instructions)
            yield _Text(("data", "fallback"), node.data.fallback)
        case ToolNode():
            yield _Text(("data", "message"), node.data.message)
            request = node.data.request
            yield from _strings(request.url, ("data", "request", "url"))
            for name, header in request.headers.items():
                yield from _strings(header, ("data", "request", "headers", name))
            for name, value in request.query.items():
                yield from _strings(value, ("data", "request", "query", name))
            yield from _strings(request.body, ("data", "request", "body"))
        case DecisionNode():
            return
        case _:
            assert_never(node)


def _strings(value: Json, path: Path) -> Iterator[_Text]:
    if isinstance(value, str):
        yield _Text(path, value, request=True)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _strings(item, (*path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _strings(item, (*path, index))


@dataclass(slots=True)
class _Reader:
    """Tells what is wrong with expressions that have been read."""

    read: Mapping[str, Inspected]
    known: set[str]
    spelling: Spelling
    read_all: bool
    """False once there is one that cannot be read."""
    names: set[str] = field(default_factory=set)
    """What the expressions read."""

    def problems(self, site: _Site) -> Iterator[Problem]:
        place, where = site.place, field_name(site.path)
        if not site.expression.strip():
            self.read_all = False
            wrong = f"in {where}, an expression is empty."
            yield place.error("empty-expression", wrong, "Write an expression, or take it away.", site.path)
            return
        found = self.read[site.expression]
        if found.error is not None:
            self.read_all = False
            spot = "" if found.column is None else f" (at character {found.column + 1})"
            wrong = f"in {where}, {quoted(site.expression)} is not JavaScript: {found.error}{spot}."
            yield place.error("bad-expression", wrong, "Correct the expression.", site.path)
            return
        self.names |= found.free_names
        for name in sorted(found.free_names - self.known):
            if name != site.scope:
                yield self._unknown(name, site)

    def _unknown(self, name: str, site: _Site) -> Problem:
        place, where = site.place, field_name(site.path)
        if name == "secrets" and site.request:
            wrong = f"in {where}, a secret is part of an expression; its value is never given to one."
            remedy = "Write the secret alone, as {{ secrets.NAME }}, and the rest beside it."
            return place.error("secret-in-expression", wrong, remedy, site.path)
        if name == "secrets":
            wrong = f"{where} reads a secret; they are there in a tool's request only."
            remedy = "Take it away; in a tool's request, write {{ secrets.NAME }}."
            return place.error("misplaced-secret", wrong, remedy, site.path)
        if name in _ONLY_IN:
            wrong = f"{where} reads {quoted(name)}, which is there in {_ONLY_IN[name]} only."
            remedy = "Keep it in a variable there, and read the variable here."
            return place.warning("misplaced-name", wrong, remedy, site.path)
        wrong = f"{where} reads {quoted(name)}, which no node sets and the flow does not declare."
        remedy = f'Correct the name, or add it to "variables".{self.spelling.hint(name)}'
        return place.warning("unknown-variable", wrong, remedy, site.path)


def _unused(parts: Parts, read: set[str]) -> Iterator[Problem]:
    """A variable that is set may be there for who reads the session afterwards; one that is not, is for nothing."""
    for part in parts.nodes:
        read = read.union(_sets(part))
    for name in parts.variables:
        if name not in read:
            place = variable_place(name)
            yield place.warning("unused-variable", "nothing sets or reads it.", "Use it, or take it away.")
