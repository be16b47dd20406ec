"""Checks that every expression of a flow parses and reads existing names. No expression runs.

meaning/ looks at what the expressions say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from flow_core.check.fields.sensitive import sensitive_problems
from flow_core.check.inner.flows import InnerFlows
from flow_core.check.meaning.braces import brace_problems
from flow_core.check.meaning.mistyped import remedy_for
from flow_core.check.meaning.problems import meaning_problems
from flow_core.check.meaning.sites import Site, handler_sites, sites_of
from flow_core.check.nodes import set_names
from flow_core.check.problem import (
    TAKE_AWAY_OR_DIVIDE,
    THE_FLOW,
    Problem,
    Spelling,
    field_name,
    quoted,
    variable_place,
)
from flow_core.check.shape import NodePart, Parts
from flow_core.evaluate import Inspect, Inspected
from flow_core.text.filters import FILTERS, suspected_filter
from flow_core.variables.names import RESERVED_NAMES

MAX_EXPRESSIONS = 5_000
"""Expressions that a flow may have."""
MAX_EXPRESSION_CHARACTERS = 256_000
"""Characters that the different expressions of a flow together may have."""

_ONLY_IN = {
    "response": 'the "assign" of a tool',
    "value": 'the "validation" and "confirm" of a question, and the "expression" of a handler',
}
"""Names that only the expressions of one field can read."""


def expression_problems(parts: Parts, inspect: Inspect, inner: InnerFlows) -> Iterator[Problem]:
    """Find the problems of expressions, and the variables that no node and no expression uses.

    Args:
        parts: The document.
        inspect: Parses expressions without running them.
        inner: The flows that the document calls.
    """
    known = set(parts.variables) | {"session"}
    for part in parts.nodes:
        known.update(_names_set_by(part))
    known -= RESERVED_NAMES - {"session"}
    sites: list[Site] = []
    read_all = True
    of_nodes = (sites_of(part.node, part.place) for part in parts.nodes if part.node is not None)
    of_handlers = (handler_sites(part.handler, part.place) for part in parts.handlers if part.handler is not None)
    for found in chain(chain.from_iterable(of_nodes), chain.from_iterable(of_handlers)):
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
        dict(zip(expressions, inspect(expressions), strict=True)), known, Spelling(sorted(known)), read_all, inner
    )
    for site in sites:
        yield from reader.problems(site)
    yield from meaning_problems(parts, sites, reader.read, inner)
    yield from sensitive_problems(parts, sites, reader.read)
    yield from brace_problems(parts, known)
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


@dataclass(slots=True)
class _Reader:
    """Finds the problems of parsed expressions."""

    read: Mapping[str, Inspected]
    known: set[str]
    spelling: Spelling
    read_all: bool
    """False if an expression cannot be parsed."""
    inner: InnerFlows = field(default_factory=InnerFlows)
    names: set[str] = field(default_factory=set)
    """Names that the expressions read."""

    def problems(self, site: Site) -> Iterator[Problem]:
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
            yield place.error("bad-expression", text, remedy_for(site), site.path, field)
            return
        if site.inside:
            yield from self._inner_name_problems(found.free_names, site)
            return
        self.names |= found.free_names
        for name in sorted(found.free_names - self.known):
            if name != site.scope:
                yield self._unknown_name_problem(name, site)

    def _inner_name_problems(self, names: frozenset[str], site: Site) -> Iterator[Problem]:
        """Find the names that the inner flow of a subflow node does not know."""
        flow = self.inner.of(site.place.node_id)
        known = None if flow is None else {*flow.unset, "session"}
        for name in sorted(names - known) if known is not None else ():
            text = f"{field_name(site.path)} reads {quoted(name)}, which the inner flow neither sets nor declares."
            remedy = f"Read a variable of the inner flow.{Spelling(sorted(known or ())).hint(name)}"
            yield site.place.warning("unknown-inner-variable", text, remedy, site.path)

    def _unknown_name_problem(self, name: str, site: Site) -> Problem:
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
        if site.scope == "response" and name in ("status", "headers", "body"):
            remedy = f"Write response.{name}."
        elif site.assigned is not None and site.expression.strip() == name:
            remedy = f"Write '{name}' in quotes if it is a text; else correct the name.{self.spelling.hint(name)}"
        else:
            remedy = f'Correct the name, or add it to "variables".{self.spelling.hint(name)}'
        return place.warning("unknown-variable", text, remedy, site.path)


def _filter_problem(name: str, site: Site) -> Problem:
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
