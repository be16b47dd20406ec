"""Checks that every expression of a flow parses and reads existing names. No expression runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import assert_never

from flow_core.check.nodes import set_names
from flow_core.check.problem import (
    TAKE_AWAY_OR_DIVIDE,
    THE_FLOW,
    Path,
    Place,
    Problem,
    Spelling,
    field_name,
    quoted,
    variable_place,
)
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
from flow_core.text.filters import FILTERS, suspected_filter

MAX_EXPRESSIONS = 5_000
"""Expressions that a flow may have."""
MAX_EXPRESSION_CHARACTERS = 256_000
"""Characters that the different expressions of a flow together may have."""

_ONLY_IN = {"response": 'the "assign" of a tool', "value": 'the "validation" of an elicitation'}
"""Names that only the expressions of one field can read."""


@dataclass(frozen=True, slots=True)
class _Site:
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


@dataclass(frozen=True, slots=True)
class _Template:
    """An author's text that may have holes. Its fields have the same meaning as those of `_Site`."""

    path: Path
    text: str
    request: bool = False


def expression_problems(parts: Parts, inspect: Inspect) -> Iterator[Problem]:
    """Find the problems of expressions, and the variables that no node and no expression uses."""
    known = set(parts.variables) | {"session"}
    for part in parts.nodes:
        known.update(_names_set_by(part))
    known -= RESERVED_NAMES - {"session"}
    sites: list[_Site] = []
    read_all = True
    for found in chain.from_iterable(
        _expressions_of(part.node, part.place) for part in parts.nodes if part.node is not None
    ):
        if isinstance(found, Problem):
            read_all = False
            yield found
        else:
            sites.append(found)
        if len(sites) > MAX_EXPRESSIONS:
            text = f"it has more than {MAX_EXPRESSIONS:,} expressions, including those in texts."
            yield THE_FLOW.error("too-many-expressions", text, TAKE_AWAY_OR_DIVIDE)
            return
    expressions = list(dict.fromkeys(site.expression for site in sites if site.expression.strip()))
    if sum(map(len, expressions)) > MAX_EXPRESSION_CHARACTERS:
        limit = f"{MAX_EXPRESSION_CHARACTERS:,} characters"
        text = f"its expressions, including those in texts, have more than {limit} together."
        yield THE_FLOW.error("too-many-expressions", text, "Shorten some, or make several flows of it.")
        return
    reader = _Reader(
        dict(zip(expressions, inspect(expressions), strict=True)), known, Spelling(sorted(known)), read_all
    )
    for site in sites:
        yield from reader.problems(site)
    if reader.read_all and all(part.node is not None for part in parts.nodes):
        yield from _unused_variables(parts, reader.names)


def _names_set_by(part: NodePart) -> Iterator[str]:
    """Return the names that a node sets. A node of unknown type may set the names in its usual fields."""
    if part.node is not None:
        yield from (name for name, _ in set_names(part.node))
        return
    variable, entries = part.data.get("variable"), (part.data.get("assign"), part.data.get("extract"))
    if isinstance(variable, str):
        yield variable
    for names in entries:
        if isinstance(names, dict):
            yield from names


def _expressions_of(node: Node, place: Place) -> Iterator[_Site | Problem]:
    """Return every expression of a node, and a problem for each text with an unclosed hole."""
    for name, expression in node.data.assign.items():
        scope = "response" if isinstance(node, ToolNode) else None
        yield _Site(place, ("data", "assign", name), expression, scope)
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
                yield _Site(place, template.path, hole.expression, request=template.request, in_text=True)


def _condition_sites(node: Node, place: Place) -> Iterator[_Site]:
    if isinstance(node, ElicitationNode) and node.data.validation is not None:
        yield _Site(place, ("data", "validation"), node.data.validation, scope="value")
    elif isinstance(node, LlmNode) and node.data.until is not None:
        yield _Site(place, ("data", "until"), node.data.until)
    elif isinstance(node, DecisionNode):
        for index, condition in enumerate(node.data.conditions):
            yield _Site(place, ("data", "conditions", index, "expression"), condition.expression)


def _templates_of(node: Node) -> Iterator[_Template]:
    """Return every text of a node that is a template."""
    match node:
        case StartNode() | EndNode():
            yield _Template(("data", "message"), node.data.message)
        case TransferNode():
            yield _Template(("data", "to"), node.data.to)
            yield _Template(("data", "message"), node.data.message)
        case ElicitationNode():
            yield _Template(("data", "prompt"), node.data.prompt)
            for name, texts in (("reprompts", node.data.reprompts), ("noInputPrompts", node.data.no_input_prompts)):
                yield from (_Template(("data", name, index), text) for index, text in enumerate(texts))
        case LlmNode():
            yield _Template(("data", "instructions"), node.data.instructions)
            yield _Template(("data", "fallback"), node.data.fallback)
        case ToolNode():
            yield _Template(("data", "message"), node.data.message)
            request = node.data.request
            yield from _request_templates(request.url, ("data", "request", "url"))
            for name, header in request.headers.items():
                yield from _request_templates(header, ("data", "request", "headers", name))
            for name, value in request.query.items():
                yield from _request_templates(value, ("data", "request", "query", name))
            yield from _request_templates(request.body, ("data", "request", "body"))
        case DecisionNode():
            return
        case _:
            assert_never(node)


def _request_templates(value: Json, path: Path) -> Iterator[_Template]:
    if isinstance(value, str):
        yield _Template(path, value, request=True)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _request_templates(item, (*path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _request_templates(item, (*path, index))


@dataclass(slots=True)
class _Reader:
    """Finds the problems of parsed expressions."""

    read: Mapping[str, Inspected]
    known: set[str]
    spelling: Spelling
    read_all: bool
    """False if an expression cannot be parsed."""
    names: set[str] = field(default_factory=set)
    """Names that the expressions read."""

    def problems(self, site: _Site) -> Iterator[Problem]:
        place, field = site.place, field_name(site.path)
        if not site.expression.strip():
            self.read_all = False
            remedy = "Write an expression, or take it away."
            yield place.error("empty-expression", "an expression is empty.", remedy, site.path, field)
            return
        found = self.read[site.expression]
        filter = suspected_filter(site.expression) if site.in_text else None
        if filter is not None and (filter in FILTERS or filter in found.free_names - self.known):
            self.read_all = False
            yield _filter_problem(filter, site)
            return
        if found.error is not None:
            self.read_all = False
            spot = "" if found.column is None else f" (at character {found.column + 1})"
            text = f"{quoted(site.expression)} is not JavaScript: {found.error}{spot}."
            yield place.error("bad-expression", text, "Correct the expression.", site.path, field)
            return
        self.names |= found.free_names
        for name in sorted(found.free_names - self.known):
            if name != site.scope:
                yield self._unknown_name_problem(name, site)

    def _unknown_name_problem(self, name: str, site: _Site) -> Problem:
        place, field = site.place, field_name(site.path)
        if name == "secrets" and site.request:
            text = "a secret is part of an expression, but no expression can read its value."
            remedy = "Write the secret alone, as {{ secrets.NAME }}, and the rest before or after it."
            return place.error("secret-in-expression", text, remedy, site.path, field)
        if name == "secrets":
            text = f"{field} reads a secret, but only a tool's request can hold one."
            remedy = "Take it away; in a tool's request, write {{ secrets.NAME }}."
            return place.error("misplaced-secret", text, remedy, site.path)
        if name in _ONLY_IN:
            text = f"{field} reads {quoted(name)}, which exists in {_ONLY_IN[name]} only."
            remedy = "Store it in a variable there, and read the variable here."
            return place.warning("misplaced-name", text, remedy, site.path)
        text = f"{field} reads {quoted(name)}, which no node sets and the flow does not declare."
        remedy = f'Correct the name, or add it to "variables".{self.spelling.hint(name)}'
        return place.warning("unknown-variable", text, remedy, site.path)


def _filter_problem(name: str, site: _Site) -> Problem:
    place, field = site.place, field_name(site.path)
    if name in FILTERS:
        text = f"the filter {quoted(name)} has something after its name, but no filter takes anything."
        return place.error("unknown-filter", text, f"Write {{{{ … | {name} }}}}.", site.path, field)
    text = f"{quoted(name)} after the | is neither a filter nor a variable."
    remedy = f"Write one of the filters: {', '.join(FILTERS)}.{Spelling(FILTERS).hint(name)}"
    return place.error("unknown-filter", text, remedy, site.path, field)


def _unused_variables(parts: Parts, read: set[str]) -> Iterator[Problem]:
    """Find the variables that nothing sets or reads. A variable may be set for an observer of the session only."""
    for part in parts.nodes:
        read = read.union(_names_set_by(part))
    for name in parts.variables:
        if name not in read:
            place = variable_place(name)
            yield place.warning("unused-variable", "nothing sets or reads it.", "Use it, or take it away.")
