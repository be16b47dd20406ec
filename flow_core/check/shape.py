"""A document read part by part, so that one malformed node hides nothing of the others. What the parts mean together
is asked elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError

from flow_core.check.bounds import Found
from flow_core.check.document import clean
from flow_core.check.problem import (
    THE_FLOW,
    Broken,
    Path,
    Place,
    Problem,
    Spelling,
    edge_place,
    listed,
    node_place,
    quoted,
    variable_place,
)
from flow_core.check.unknown_fields import Spellings, unknown_fields
from flow_core.check.words import Fault, faults, kind_of
from flow_core.flow import MOST_EDGES, MOST_VARIABLES, Edge, EndNode, Flow, Node, Variable
from flow_core.json import Json

_Part = TypeVar("_Part", bound=BaseModel)

KINDS: Mapping[str, type[Node]] = {
    get_args(kind.model_fields["type"].annotation)[0]: kind for kind in get_args(get_args(Node)[0])
}

_READ_VARIABLES, _READ_NODES, _READ_EDGES = 2_000, 2_000, 10_000
"""Twice as many as a flow may have: of what is merely too long, all problems are told."""
_PARTS = frozenset({"variables", "nodes", "edges"})
_MENDINGS = 4
_MOST_MENDED = 50
"""Malformed places in one part. One with more of them is not mended: each place costs a copy."""
_STAND_INS: dict[str, Json] = {
    "request": {"url": "https://example.com"},
    "url": "https://example.com",
    "to": "{{ '' }}",
    "conditions": [],
    "expression": "true",
    "data": {},
    "until": "true",
    "maxAttempts": 20,
}
"""What a field is taken for where it is missing or malformed, so that the rest of its node can be read. Optional ones
are left out, if that says nothing wrong of the node."""
_NEVER_LEFT_OUT = frozenset({"until", "maxAttempts"})
_ENTRIES: dict[str, Json] = {"assign": "null", "extract": {}}
"""What an entry is taken for: its name is still a variable that is set."""
_STAND_IN = "(not given)"


@dataclass(frozen=True, slots=True)
class NodePart:
    place: Place
    id: str | None
    """None where it has none that an edge could name."""
    node: Node | None
    """With stand-ins for what is malformed; None where not even its type is known."""
    data: Mapping[str, Json]
    """As it was written."""


@dataclass(frozen=True, slots=True)
class EdgePart:
    place: Place
    edge: Edge


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything that could be read of a document."""

    document: Json
    """Cleaned; the paths of problems lead into it."""
    flow: Flow | None
    nodes: tuple[NodePart, ...]
    edges: tuple[EdgePart, ...]
    variables: Mapping[str, Variable | None]
    found: Found
    broken: Broken
    cut: bool
    """True where there are so many parts that not all were read: then what they mean together is not known."""


def read_parts(written: Json) -> Parts:
    """Never raises, whatever the JSON."""
    document, unclean = clean(written)
    reader = _Reader(unclean)
    if not isinstance(document, dict):
        wrong = f"it must be an object, but is {kind_of(document)}."
        reader.report([THE_FLOW.error("wrong-type", wrong, 'Send an object with "name", "nodes" and "edges".')])
        return Parts(document, None, (), (), {}, reader.found, reader.broken, cut=False)
    written_variables = _fields(document.get("variables"))
    written_nodes, written_edges = _items(document.get("nodes")), _items(document.get("edges"))
    flow = reader.whole(document)
    variables = {name: reader.variable(name, raw) for name, raw in islice(written_variables.items(), _READ_VARIABLES)}
    nodes = tuple(reader.node(index, raw) for index, raw in enumerate(written_nodes[:_READ_NODES]))
    edges = [reader.edge(index, raw) for index, raw in enumerate(written_edges[:_READ_EDGES])]
    read = tuple(edge for edge in edges if edge is not None)
    cut = (len(variables), len(nodes), len(edges)) != (len(written_variables), len(written_nodes), len(written_edges))
    flow = flow if reader.found.without_errors else None
    return Parts(document, flow, nodes, read, variables, reader.found, reader.broken, cut)


class _Reader:
    """Collects problems while it reads; of a place that is malformed it tells the first only."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.found = Found()
        self.broken = Broken()
        self._spellings = Spellings()
        self.report(problems)

    def report(self, problems: Iterable[Problem]) -> None:
        fresh = [problem for problem in problems if not self.broken.covers(problem.path)]
        self.found.add(fresh)
        for problem in fresh:
            if problem.severity == "error":
                self.broken.add(problem.path)

    def whole(self, document: dict[str, Json]) -> Flow | None:
        self.report(unknown_fields(Flow, document, THE_FLOW, spellings=self._spellings))
        # What lies deeper is told by the part that it lies in, so that a few entries more than there may be will do.
        begun = {name: _beginning(value) if name in _PARTS else value for name, value in document.items()}
        try:
            return Flow.model_validate(begun)
        except ValidationError as error:
            found = [fault for fault in faults(error, begun) if len(fault.path) == 1]
            self._report_faults(THE_FLOW, [fault for fault in found if fault.code != "too-long"])
            # Of what is merely too long, the parts are read all the same.
            self.found.add(_problems(THE_FLOW, [fault for fault in found if fault.code == "too-long"]))
            return None

    def variable(self, name: str, raw: Json) -> Variable | None:
        return self._part(Variable, raw, variable_place(name))

    def edge(self, index: int, raw: Json) -> EdgePart | None:
        place = edge_place(index, _id(raw))
        edge = self._part(Edge, raw, place)
        return None if edge is None else EdgePart(place, edge)

    def node(self, index: int, raw: Json) -> NodePart:
        place = node_place(index, _id(raw))
        fields = _fields(raw)
        written = fields.get("type")
        kind = KINDS.get(written) if isinstance(written, str) else None
        node: Node | None = None
        if kind is not None:
            node = self._part(kind, raw, place)
        elif isinstance(raw, dict):
            self.report([_no_such_kind(fields, place)])
            self._part(EndNode, {**fields, "type": "end", "data": {}}, place)
        else:
            self._part(EndNode, raw, place)
        return NodePart(place, place.node_id, node, _fields(fields.get("data")))

    def _part(self, model: type[_Part], raw: Json, place: Place) -> _Part | None:
        """The part, mended where it is malformed; None where it is no object, or cannot be mended."""
        if not isinstance(raw, dict):
            wrong = f"it must be an object, but is {kind_of(raw)}."
            self.report([place.error("wrong-type", wrong, "Make it an object, or take it away.")])
            return None
        self.report(unknown_fields(model, raw, place, spellings=self._spellings))
        mended: Json = raw
        for attempt in range(_MENDINGS):
            try:
                return model.model_validate(mended)
            except ValidationError as error:
                found = faults(error, mended)
            if attempt == 0:
                self._report_faults(place, found)
            if len(found) > _MOST_MENDED:
                return None
            for fault in found:
                mended = _mend(mended, fault.path)
        return None

    def _report_faults(self, place: Place, found: Iterable[Fault]) -> None:
        self.report(_problems(place, found))


def _problems(place: Place, found: Iterable[Fault]) -> list[Problem]:
    return [place.error(fault.code, fault.message, fault.remedy, fault.path) for fault in found]


def _no_such_kind(fields: dict[str, Json], place: Place) -> Problem:
    remedy = f"Use one of {listed(list(KINDS), 'or')}."
    if "type" not in fields:
        return place.error("missing-field", '"type" is missing.', remedy, ("type",))
    written = fields["type"]
    if not isinstance(written, str):
        return place.error("wrong-type", f'"type" must be text, but is {kind_of(written)}.', remedy, ("type",))
    wrong = f"there is no type of node {quoted(written)}."
    return place.error("unknown-node-type", wrong, remedy + Spelling(list(KINDS)).hint(written), ("type",))


def _mend(value: Json, path: Path, within: str = "") -> Json:
    """A copy in which what a path leads to is left out if it may be, or taken for something else."""
    first, rest = path[0], path[1:]
    if isinstance(value, dict) and isinstance(first, str):
        if rest:
            return {**value, first: _mend(value[first], rest, first)} if first in value else value
        if first in value and first not in _NEVER_LEFT_OUT and within not in _ENTRIES:
            return {name: item for name, item in value.items() if name != first}
        return {**value, first: _ENTRIES.get(within, _STAND_INS.get(first, _STAND_IN))}
    return [
        other if index != first else _mend(other, rest) if rest else _list_stand_in(within, index)
        for index, other in enumerate(_items(value))
    ]


def _list_stand_in(within: str, index: int) -> Json:
    # Everything else that stands in a list may be text.
    return {"id": f"{_STAND_IN} {index}", "expression": "true"} if within == "conditions" else _STAND_IN


def _id(raw: Json) -> str | None:
    """None, too, where it is not one that a node or an edge can have."""
    written = _fields(raw).get("id")
    return written if isinstance(written, str) and 0 < len(written) <= 200 else None


def _fields(raw: Json) -> dict[str, Json]:
    return raw if isinstance(raw, dict) else {}


def _beginning(raw: Json) -> Json:
    """Of a list or an object the first entries, one more than any part of a flow may have."""
    if isinstance(raw, dict):
        return dict(islice(raw.items(), MOST_VARIABLES + 1))
    return raw[: MOST_EDGES + 1] if isinstance(raw, list) else raw


def _items(raw: Json) -> list[Json]:
    return raw if isinstance(raw, list) else []
