"""Finds variables that an expression reads although no node has set them on some way from the start.

A set of variables is an integer with one bit for each: a flow may have a thousand nodes and a thousand variables.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from flow_core.authored.nodes import DecisionNode, FormNode, LlmNode, Node, StartNode, SubflowNode, exits_of, listens
from flow_core.check.bounds import MAX_REPORTED
from flow_core.check.meaning.guards import needed_names, proved_by
from flow_core.check.meaning.sites import Site
from flow_core.check.meaning.variables import answers_of
from flow_core.check.problem import Problem, field_name, quoted
from flow_core.evaluate import Inspected
from flow_core.flow import Flow
from flow_core.syntax import Index, Member, Name, Syntax, parts_of

_FAILURES = frozenset({"noMatch", "noInput", "error", "maxTurns", "failed"})
"""The exits by which a call leaves a node without an answer."""
_UNANSWERED = frozenset({"noMatch", "noInput"})
"""The exits by which a call leaves a question that is then empty."""
_HANDLERS = ""
"""Stands for all handlers on the ways through a flow. No node has this id."""
_INNER_FAILURE = "a failure inside"
"""The exit of a subflow node by which a call leaves an inner flow that has no way on after a failure."""
_MAX_SHOWN_NODES = 6
"""Nodes of a way in a message."""


@dataclass(frozen=True, slots=True)
class _Edge:
    """A way from a node to the next."""

    source: str
    exit: str
    target: str
    sets: int
    """The variables that are set on it."""
    empties: int
    """The variables that have no value on it, also if it was set before."""

    def after(self, before: int) -> int:
        """Return the variables that are set behind it."""
        return (before & ~self.empties) | self.sets


@dataclass(frozen=True, slots=True)
class _Way:
    """The words for a way: for its first node, then for the others."""

    first: str
    onward: _Way | None

    def shown(self) -> str:
        """Return all words of the way. A long way is cut."""
        words: list[str] = []
        way: _Way | None = self
        while way is not None:
            words.append(way.first)
            way = way.onward
        return " → ".join(words if len(words) <= _MAX_SHOWN_NODES else (*words[:2], "…", *words[-3:]))


def unset_problems(flow: Flow, sites: Sequence[Site], read: Mapping[str, Inspected]) -> Iterator[Problem]:
    """Find the first expression of each node that reads a variable which may not be set.

    Args:
        flow: The flow.
        sites: Its expressions, each with its place.
        read: Expression -> what is known of it.

    Yields:
        A warning for each variable of each node, MAX_REPORTED at most. There is none for an expression that tests
        whether the variable has a value, for a variable with a default, nor for one that only comes from outside.
    """
    starts = [node.id for node in flow.nodes if isinstance(node, StartNode)]
    if not starts:
        return
    ways = _Ways(flow, {expression: inspected.syntax for expression, inspected in read.items()})
    ways.follow(starts[0])
    seen: set[tuple[str, str]] = set()
    for site in sites:
        node = flow.nodes_by_id.get(site.place.node_id or "")
        if node is None or node.id not in ways.before or site.inside:
            continue
        names = read[site.expression].free_names if site.expression in read else frozenset()
        missing = ways.missing_at(node, site)
        for name in sorted(names & missing):
            if (node.id, name) in seen:
                continue
            seen.add((node.id, name))
            way = ways.shown(node.id, name)
            text = f"{field_name(site.path)} reads {quoted(name)}, which no node has set if the call comes by {way}."
            remedy = f'Set it on that way too, give it a default in "variables", or write {name} || … for the case.'
            yield site.place.warning("unset-variable", text, remedy, site.path)
            if len(seen) >= MAX_REPORTED:
                return


@dataclass(slots=True)
class _Ways:
    """All ways through a flow, and the variables that are set on them."""

    flow: Flow
    syntaxes: Mapping[str, Syntax | None]
    before: dict[str, int] = field(default_factory=dict)
    """Node -> the variables that are set on every way to it. Nodes that no call reaches are missing."""
    _bits: dict[str, int] = field(default_factory=dict)
    _from: dict[str, list[_Edge]] = field(default_factory=dict)
    _to: dict[str, list[_Edge]] = field(default_factory=dict)
    _start: str = ""

    def __post_init__(self) -> None:
        with_default = {name for name, declared in self.flow.variables.items() if declared.default is not None}
        names = sorted(self.flow.set_variables() - with_default)
        self._bits = {name: 1 << index for index, name in enumerate(names)}
        for node in self.flow.nodes:
            for exit, target in self._exits(node):
                if target in self.flow.nodes_by_id and _is_taken(node, exit):
                    edge = _Edge(node.id, exit, target, *self._effect(node, exit))
                    self._add(edge)
        self._add_handlers()

    def _add(self, edge: _Edge) -> None:
        self._from.setdefault(edge.source, []).append(edge)
        self._to.setdefault(edge.target, []).append(edge)

    def _add_handlers(self) -> None:
        """Add the ways by handlers, each from every node that listens. The answer of that node may be missing."""
        targets = {each.target for each in self.flow.handlers} & self.flow.nodes_by_id.keys()
        for node in self.flow.nodes if targets else ():
            if listens(node) or isinstance(node, SubflowNode):
                answers = [] if isinstance(node, LlmNode | SubflowNode) else [name for name, _, _ in answers_of(node)]
                self._add(_Edge(node.id, "default", _HANDLERS, 0, self._set_of(answers)))
        for target in sorted(targets):
            self._add(_Edge(_HANDLERS, "default", target, 0, 0))

    def _exits(self, node: Node) -> Iterator[tuple[str, str | None]]:
        if not isinstance(node, SubflowNode):
            yield from ((exit, self._target(node.id, exit)) for exit in exits_of(node))
            return
        # Every edge is for an outcome of the inner flow, with any name. The flow may fail, too.
        yield from ((exit, target) for (source, exit), target in self.flow.targets.items() if source == node.id)
        yield _INNER_FAILURE, self.flow.on_failure

    def _target(self, node_id: str, exit: str) -> str | None:
        # As a call goes by the rules of this release: a failure never follows "default".
        otherwise = self.flow.on_failure if exit in _FAILURES else self.flow.targets.get((node_id, "default"))
        return self.flow.targets.get((node_id, exit), otherwise)

    def follow(self, start: str) -> None:
        """Follow every way from the start, until nothing changes."""
        self._start = start
        self.before = {start: 0}
        changed = deque([start])
        while changed:
            node_id = changed.popleft()
            for edge in self._from.get(node_id, ()):
                after = edge.after(self.before[node_id])
                known = self.before.get(edge.target)
                both = after if known is None else known & after
                if both != known:
                    self.before[edge.target] = both
                    changed.append(edge.target)

    def missing_at(self, node: Node, site: Site) -> frozenset[str]:
        """Return the variables that an expression needs and that may not be set where it is read."""
        syntax = self.syntaxes.get(site.expression)
        if syntax is None:
            return frozenset()
        needed = needed_names(syntax, condition=site.condition)
        if site.question is not None:
            # problems.py has its own words for a validation that reads the variable instead of the answer.
            needed -= {site.question.variable}
        there = self.before[node.id]
        field_of_data = site.path[1]
        if field_of_data == "assign":
            there |= self._set_of(name for name, _, _ in answers_of(node))
            there |= self._set_of(takewhile(lambda name: name != site.assigned, node.data.assign))
        elif isinstance(node, DecisionNode) and field_of_data == "conditions":
            for condition in node.data.conditions[: int(site.path[2])]:
                there |= self._proved(condition.expression, true=False)
        elif isinstance(node, FormNode) or (isinstance(node, LlmNode) and node.data.until is not None):
            # The node asks for several values: those that it has so far are there, and it asks for the others.
            there |= self._set_of(name for name, _, _ in answers_of(node))
        return frozenset(name for name in needed if self._bits.get(name, 0) & ~there)

    def shown(self, node_id: str, name: str) -> str:
        """Return the words for a shortest way to a node on which a variable is not set."""
        bit = self._bits[name]
        ahead: deque[tuple[str, _Way]] = deque([(node_id, _Way(quoted(node_id), None))])
        seen = {node_id}
        # Backwards, until the start or an exit that empties the variable: one of them is the reason.
        while (way := ahead.popleft())[0] != self._start:
            for edge in self._to[way[0]]:
                if edge.source not in self.before or edge.after(self.before[edge.source]) & bit:
                    continue
                by = "" if edge.exit == "default" else f" ({edge.exit})"
                longer = _Way("a handler" if edge.source == _HANDLERS else f"{quoted(edge.source)}{by}", way[1])
                if edge.empties & bit:
                    return longer.shown()
                if edge.source not in seen:
                    seen.add(edge.source)
                    ahead.append((edge.source, longer))
        return way[1].shown()

    def _effect(self, node: Node, exit: str) -> tuple[int, int]:
        """Return the variables that a node sets if it is left by an exit, and those that it empties."""
        answers = [name for name, _, _ in answers_of(node)]
        failed = exit in _FAILURES if not isinstance(node, SubflowNode) else exit == _INNER_FAILURE
        hidden = set(answers) if failed and exit in _UNANSWERED else set()
        sets, empties = (0, self._set_of(hidden)) if failed else (self._set_of(answers), 0)
        if isinstance(node, LlmNode) and exit == "maxTurns":
            sets = self._set_of(answers)
        for name, expression in node.data.assign.items():
            syntax = self.syntaxes.get(expression)
            reads = frozenset() if syntax is None else _names_in(syntax)
            if not reads & hidden and not (failed and syntax is not None and _needs_body(syntax)):
                sets |= self._bits.get(name, 0)
                hidden.discard(name)
        if isinstance(node, DecisionNode):
            # A model decides after all expressions are false.
            for condition in node.data.conditions:
                found = condition.expression is not None and condition.id == exit
                sets |= self._proved(condition.expression, true=found)
                if found:
                    break
        return sets, empties & ~sets

    def _proved(self, expression: str | None, *, true: bool) -> int:
        syntax = None if expression is None else self.syntaxes.get(expression)
        return 0 if syntax is None else self._set_of(proved_by(syntax, true=true))

    def _set_of(self, names: Iterable[str]) -> int:
        bits = 0
        for name in names:
            bits |= self._bits.get(name, 0)
        return bits


def _is_taken(node: Node, exit: str) -> bool:
    """Return whether a call can leave a node by an exit: a model that speaks once has no limit of replies."""
    return exit != "maxTurns" or not isinstance(node, LlmNode) or node.data.until is not None


def _names_in(syntax: Syntax) -> frozenset[str]:
    found: set[str] = set()
    left = [syntax]
    while left:
        part = left.pop()
        if isinstance(part, Name):
            found.add(part.name)
        left.extend(parts_of(part))
    return frozenset(found)


def _needs_body(syntax: Syntax) -> bool:
    """Return whether an expression reads a property of `response.body`, which is null if a tool has not answered."""
    left = [syntax]
    while left:
        part = left.pop()
        if isinstance(part, Member | Index) and not part.optional:
            inner = part.of
            if isinstance(inner, Member) and inner.name == "body" and inner.of == Name(inner.of.span, "response"):
                return True
        left.extend(parts_of(part))
    return False
