"""Reads a document part by part, so that a malformed node hides no problem of another.

The meaning of the parts together is not checked here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError

from flow_core.authored.handlers import Handler
from flow_core.authored.judging import Judging
from flow_core.authored.nodes import EndNode, Node
from flow_core.check.bounds import FoundProblems
from flow_core.check.document import clean
from flow_core.check.fields.edge_conditions import condition_fields, edge_condition_problems
from flow_core.check.fields.field_problems import FieldProblem, field_problems, kind_of
from flow_core.check.fields.unknown_fields import Spellings, unknown_fields
from flow_core.check.problem import (
    JUDGING,
    THE_FLOW,
    MalformedPaths,
    Path,
    Place,
    Problem,
    Spelling,
    edge_place,
    handler_place,
    listed,
    node_place,
    quoted,
    variable_place,
)
from flow_core.flow import MAX_EDGES, MAX_VARIABLES, Edge, Flow, Variable
from flow_core.json import Json

_Part = TypeVar("_Part", bound=BaseModel)

NODE_TYPES: Mapping[str, type[Node]] = {
    get_args(model.model_fields["type"].annotation)[0]: model for model in get_args(get_args(Node)[0])
}
"""The `type` of a node -> its model."""

_READ_VARIABLES, _READ_NODES, _READ_EDGES, _READ_HANDLERS = 2_000, 2_000, 10_000, 400
"""Parts that are read, twice as many as a flow may have. So the parts of a list that is too long have problems too."""
_PARTS = frozenset({"variables", "nodes", "edges", "handlers"})
_MAX_REPAIR_ATTEMPTS = 4
"""Attempts to repair a part: a repaired part can show further problems."""
_MAX_REPAIRED_VALUES = 50
"""Malformed values that are repaired in one part. Each value needs a copy of the part."""
_PLACEHOLDERS: dict[str, Json] = {
    "request": {"url": "https://example.com"},
    "url": "https://example.com",
    "to": "{{ '' }}",
    "conditions": [],
    "expression": "true",
    "data": {},
    "flowId": "not-given",
    "until": "true",
    "maxAttempts": 20,
}
"""Values for missing or malformed fields, so that the rest of the node can be read. A malformed optional field is left
out, if the node stays correct without it."""
_ALWAYS_REPLACED = frozenset({"until", "maxAttempts", "expression", "when"})
"""Optional fields that get a placeholder instead: their defaults could cause misleading problems."""
_ENTRY_PLACEHOLDERS: dict[str, Json] = {"assign": "null", "extract": {}, "in": "null", "out": "null"}
"""Values for malformed entries of these fields. The name of the entry is still a variable that the node sets."""
_PLACEHOLDER = "(not given)"
"""The value for any other missing or malformed field."""


@dataclass(frozen=True, slots=True)
class NodePart:
    """A node of the document."""

    place: Place
    id: str | None
    """None if the node has no id that an edge could name."""
    node: Node | None
    """The node, with placeholders for malformed values; None if its type is unknown."""
    data: Mapping[str, Json]
    """The data of the node, as in the document."""


@dataclass(frozen=True, slots=True)
class EdgePart:
    """An edge of the document."""

    place: Place
    edge: Edge


@dataclass(frozen=True, slots=True)
class HandlerPart:
    """A handler of the document."""

    place: Place
    handler: Handler | None
    """The handler, with placeholders for malformed values; None if it is not an object."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The readable parts of a document, and its problems so far."""

    document: Json
    """The cleaned document. The paths of problems lead into it."""
    flow: Flow | None
    """The flow; None if the shape has errors."""
    nodes: tuple[NodePart, ...]
    edges: tuple[EdgePart, ...]
    variables: Mapping[str, Variable | None]
    handlers: tuple[HandlerPart, ...]
    judging: Judging | None
    """The questions of the judge, with placeholders for malformed values; None if there are none."""
    found: FoundProblems
    malformed: MalformedPaths
    truncated: bool
    """Whether the document has more parts than are read. Then only the shape is checked."""


def read_parts(unsafe_document: Json) -> Parts:
    """Read a document part by part. No document raises an error."""
    document, unclean = clean(unsafe_document)
    reader = _Reader(unclean)
    if not isinstance(document, dict):
        text = f"it must be an object, but is {kind_of(document)}."
        reader.report([THE_FLOW.error("wrong-type", text, 'Send an object with "name", "nodes" and "edges".')])
        return Parts(document, None, (), (), {}, (), None, reader.found, reader.malformed, truncated=False)
    raw_variables = _fields(document.get("variables"))
    raw_nodes, raw_edges = _items(document.get("nodes")), _items(document.get("edges"))
    raw_handlers = _items(document.get("handlers"))
    flow = reader.whole(document)
    variables = {name: reader.variable(name, raw) for name, raw in islice(raw_variables.items(), _READ_VARIABLES)}
    nodes = tuple(reader.node(index, raw) for index, raw in enumerate(raw_nodes[:_READ_NODES]))
    edges = [reader.edge(index, raw) for index, raw in enumerate(raw_edges[:_READ_EDGES])]
    handlers = tuple(reader.handler(index, raw) for index, raw in enumerate(raw_handlers[:_READ_HANDLERS]))
    judging = reader.judging(document.get("judging"))
    read = tuple(edge for edge in edges if edge is not None)
    truncated = (len(variables), len(nodes), len(edges), len(handlers)) != (
        len(raw_variables),
        len(raw_nodes),
        len(raw_edges),
        len(raw_handlers),
    )
    flow = flow if reader.found.without_errors else None
    return Parts(document, flow, nodes, read, variables, handlers, judging, reader.found, reader.malformed, truncated)


class _Reader:
    """Reads parts and collects problems. A malformed value gets one problem, the first."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.found = FoundProblems()
        self.malformed = MalformedPaths()
        self._spellings = Spellings()
        self.report(problems)

    def report(self, problems: Iterable[Problem]) -> None:
        new = [problem for problem in problems if not self.malformed.covers(problem.path)]
        self.found.add(new)
        for problem in new:
            if problem.severity == "error":
                self.malformed.add(problem.path)

    def whole(self, document: dict[str, Json]) -> Flow | None:
        self.report(unknown_fields(Flow, document, THE_FLOW, spellings=self._spellings))
        # The parts report their own problems. One entry more than allowed is enough to report a list that is too long.
        beginning = {name: _beginning(value) if name in _PARTS else value for name, value in document.items()}
        try:
            return Flow.model_validate(beginning)
        except ValidationError as error:
            found = [each for each in field_problems(error, beginning) if len(each.path) == 1]
            self.report(_problems(THE_FLOW, [each for each in found if each.code != "too-long"]))
            # A list that is too long is not malformed: its parts are still read.
            self.found.add(_problems(THE_FLOW, [each for each in found if each.code == "too-long"]))
            return None

    def variable(self, name: str, raw: Json) -> Variable | None:
        return self._part(Variable, raw, variable_place(name))

    def handler(self, index: int, raw: Json) -> HandlerPart:
        place = handler_place(index, _id(raw))
        return HandlerPart(place, self._part(Handler, raw, place))

    def judging(self, raw: Json) -> Judging | None:
        # `whole` reports what is neither an object nor null.
        return self._part(Judging, raw, JUDGING) if isinstance(raw, dict) else None

    def edge(self, index: int, raw: Json) -> EdgePart | None:
        place = edge_place(index, _id(raw))
        fields = _fields(raw)
        self.report(edge_condition_problems(fields, place))
        conditions = condition_fields(fields)
        if conditions:
            raw = {name: value for name, value in fields.items() if name not in conditions}
        edge = self._part(Edge, raw, place)
        return None if edge is None else EdgePart(place, edge)

    def node(self, index: int, raw: Json) -> NodePart:
        place = node_place(index, _id(raw))
        fields = _fields(raw)
        node_type = fields.get("type")
        model = NODE_TYPES.get(node_type) if isinstance(node_type, str) else None
        node: Node | None = None
        if model is not None:
            node = self._part(model, raw, place)
        elif isinstance(raw, dict):
            self.report([_unknown_type(fields, place)])
            self._part(EndNode, {**fields, "type": "end", "data": {}}, place)
        else:
            self._part(EndNode, raw, place)
        return NodePart(place, place.node_id, node, _fields(fields.get("data")))

    def _part(self, model: type[_Part], raw: Json, place: Place) -> _Part | None:
        """Return the part, repaired if it is malformed; None if it is not an object, or cannot be repaired."""
        if not isinstance(raw, dict):
            text = f"it must be an object, but is {kind_of(raw)}."
            self.report([place.error("wrong-type", text, "Make it an object, or take it away.")])
            return None
        self.report(unknown_fields(model, raw, place, spellings=self._spellings))
        repaired: Json = raw
        for attempt in range(_MAX_REPAIR_ATTEMPTS):
            try:
                return model.model_validate(repaired)
            except ValidationError as error:
                found = field_problems(error, repaired)
            if attempt == 0:
                self.report(_problems(place, found))
            if len(found) > _MAX_REPAIRED_VALUES:
                return None
            for each in found:
                repaired = _repaired(repaired, each.path)
        return None


def _problems(place: Place, found: Iterable[FieldProblem]) -> list[Problem]:
    return [place.error(each.code, each.text, each.remedy, each.path) for each in found]


def _unknown_type(fields: dict[str, Json], place: Place) -> Problem:
    remedy = f"Use one of {listed(list(NODE_TYPES), 'or')}."
    if "type" not in fields:
        return place.error("missing-field", '"type" is missing.', remedy, ("type",))
    node_type = fields["type"]
    if not isinstance(node_type, str):
        return place.error("wrong-type", f'"type" must be text, but is {kind_of(node_type)}.', remedy, ("type",))
    text = f"there is no node type {quoted(node_type)}."
    return place.error("unknown-node-type", text, remedy + Spelling(list(NODE_TYPES)).hint(node_type), ("type",))


def _repaired(value: Json, path: Path, within: str = "") -> Json:
    """Return a copy without the value at a path, or with a placeholder for it.

    `within` is the name of the field that holds `value`.
    """
    first, rest = path[0], path[1:]
    if isinstance(value, dict) and isinstance(first, str):
        if rest:
            return {**value, first: _repaired(value[first], rest, first)} if first in value else value
        if first in value and first not in _ALWAYS_REPLACED and within not in _ENTRY_PLACEHOLDERS:
            return {name: item for name, item in value.items() if name != first}
        return {**value, first: _ENTRY_PLACEHOLDERS.get(within, _PLACEHOLDERS.get(first, _PLACEHOLDER))}
    return [
        other if index != first else _repaired(other, rest) if rest else _list_placeholder(within, index)
        for index, other in enumerate(_items(value))
    ]


def _list_placeholder(within: str, index: int) -> Json:
    # The items of every other list may be text.
    return {"id": f"{_PLACEHOLDER} {index}", "expression": "true"} if within == "conditions" else _PLACEHOLDER


def _id(raw: Json) -> str | None:
    """Return the id of a node or an edge; None if the id is missing or not allowed."""
    part_id = _fields(raw).get("id")
    return part_id if isinstance(part_id, str) and 0 < len(part_id) <= 200 else None


def _fields(raw: Json) -> dict[str, Json]:
    return raw if isinstance(raw, dict) else {}


def _beginning(raw: Json) -> Json:
    """Return the first entries of a list or an object, one more than any part of a flow may have."""
    if isinstance(raw, dict):
        return dict(islice(raw.items(), MAX_VARIABLES + 1))
    return raw[: MAX_EDGES + 1] if isinstance(raw, list) else raw


def _items(raw: Json) -> list[Json]:
    return raw if isinstance(raw, list) else []
