"""A flow as an author writes it: nodes and edges, in the format of React Flow. check/ finds the problems in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Annotated

from pydantic import ConfigDict, Field

from flow_core.authored.asked import Asked, Extraction, ValueType
from flow_core.authored.base import AuthoredModel, Id
from flow_core.authored.handlers import Handler
from flow_core.authored.judging import Judging
from flow_core.authored.nodes import (
    ElicitationNode,
    FormNode,
    LlmNode,
    Node,
    StartNode,
    SubflowNode,
    failures_of,
    questions_of,
)
from flow_core.json import Json
from flow_core.variables.types import VariableType

if TYPE_CHECKING:
    from flow_core.handlers.phrases import PhraseTable

MAX_VARIABLES = 1_000
"""Declared variables that a flow may have."""
MAX_NODES = 1_000
"""Nodes that a flow may have."""
MAX_EDGES = 5_000
"""Edges that a flow may have."""
MAX_HANDLERS = 200
"""Handlers that a flow may have."""
MAX_NODES_IN_TURN = 50
"""Nodes that may run before the caller can speak. A flow that could need more cannot be published."""
RULES = 2
"""The number of the rules of this release. A version keeps the rules under which it was published (decision 43).

1: a failure exit without an edge follows the edge of "default", `extraction` is `verbatim` by default, a declared type
is not enforced, a question asked again keeps the old value, "say that again" is an attempt, an assignment in a
condition runs, and a text says values as machines write them. 2: none of this.
"""
DEFAULT_LANGUAGE = "en-US"
"""The language of a flow that names none."""
DEFAULT_TIME_ZONE = "UTC"
"""The time zone of a flow that names none."""


class Edge(AuthoredModel):
    """The connection from an exit of one node to another node."""

    model_config = ConfigDict(extra="ignore")

    id: Id
    source: Id
    target: Id
    source_handle: str | None = None
    """The exit of `source` that the edge begins at. None and "" mean "default"."""

    @property
    def exit(self) -> str:
        """The exit of `source` that the edge begins at."""
        return self.source_handle or "default"


class Variable(AuthoredModel):
    """A variable that the author declares."""

    type: VariableType = "any"
    default: Json = None
    """The value at the beginning of a session; None for no value."""
    description: str | None = None
    sensitive: bool = False
    """Whether no record may show the value (functions/redaction)."""


class Flow(AuthoredModel):
    """A conversation that an author has drawn."""

    model_config = ConfigDict(extra="ignore")

    name: Annotated[str, Field(min_length=1, max_length=200)]
    language: Annotated[str, Field(min_length=1, max_length=35)] = DEFAULT_LANGUAGE
    """The language of the call: a BCP 47 tag, such as `en-GB`. check/locale.py says which languages are known."""
    time_zone: Annotated[str, Field(min_length=1, max_length=64)] = DEFAULT_TIME_ZONE
    """The zone of the dates and times that callers say: a name of the IANA database, such as `Europe/London`."""
    on_failure: Id | None = None
    """The id of the node after a failure exit without an edge."""
    variables: Annotated[dict[str, Variable], Field(max_length=MAX_VARIABLES)] = Field(default_factory=dict)
    nodes: Annotated[list[Node], Field(max_length=MAX_NODES)]
    edges: Annotated[list[Edge], Field(max_length=MAX_EDGES)] = Field(default_factory=list)
    handlers: Annotated[list[Handler], Field(max_length=MAX_HANDLERS)] = Field(default_factory=list)
    """What a caller may say at any time."""
    judging: Judging | None = None
    """The questions that a model answers about ended calls; None for no scores."""

    # Read for every node that runs: a cached property costs a tenth of a private attribute of pydantic.

    @cached_property
    def nodes_by_id(self) -> dict[str, Node]:
        """The nodes by id."""
        return {node.id: node for node in self.nodes}

    @cached_property
    def targets(self) -> dict[tuple[str, str], str]:
        """(node id, exit) -> id of the node that the exit leads to."""
        return {(edge.source, edge.exit): edge.target for edge in self.edges}

    @cached_property
    def unset(self) -> Mapping[str, Json]:
        """Every variable that is declared or that a node sets, as null. So no expression finds a variable undefined."""
        return dict.fromkeys(sorted(self.set_variables() | set(self.variables)))

    @cached_property
    def asked_types(self) -> Mapping[str, ValueType]:
        """Variable -> the type of value that callers are asked for. A variable asked for as two types is not in it."""
        types: dict[str, set[ValueType]] = {}
        for node in self.nodes:
            for data in questions_of(node):
                types.setdefault(data.variable, set()).add(data.value_type)
        return {variable: found.pop() for variable, found in types.items() if len(found) == 1}

    @cached_property
    def sensitive_variables(self) -> frozenset[str]:
        """The variables whose values no record may show: those declared so, and those of sensitive nodes."""
        names = {name for name, declared in self.variables.items() if declared.sensitive}
        for node in self.nodes:
            names.update(data.variable for data in questions_of(node) if data.sensitive)
            if isinstance(node, LlmNode) and node.data.sensitive:
                names.update(node.data.extract)
        return frozenset(names)

    @cached_property
    def sensitive_nodes(self) -> frozenset[str]:
        """The ids of the nodes that listen for a sensitive value. No record may show what the caller says there."""
        names = self.sensitive_variables
        return frozenset(
            node.id
            for node in self.nodes
            if any(data.variable in names for data in questions_of(node))
            or (isinstance(node, LlmNode) and (node.data.sensitive or not names.isdisjoint(node.data.extract)))
        )

    @cached_property
    def handlers_by_id(self) -> Mapping[str, Handler]:
        """The handlers by id."""
        return {handler.id: handler for handler in self.handlers}

    @cached_property
    def handlers_by_expression(self) -> Sequence[Handler]:
        """The handlers that an expression reaches."""
        return [handler for handler in self.handlers if handler.expression is not None and not handler.phrases]

    @cached_property
    def handlers_in_words(self) -> Mapping[str, Handler]:
        """The handlers that a language model reaches, by id."""
        return {handler.id: handler for handler in self.handlers if handler.words is not None}

    @cached_property
    def phrase_tables(self) -> dict[str, PhraseTable]:
        """Language -> the phrases of the handlers. handlers/phrases.py fills it when a language is first spoken."""
        return {}

    @cached_property
    def rules(self) -> int:
        """The number of the rules that the flow runs by, 1 to RULES."""
        return RULES

    def under(self, rules: int) -> Flow:
        """Return the flow as it runs by the rules of an earlier release."""
        copied = self.model_copy()
        copied.__dict__["rules"] = rules  # As cached_property does it: no field, so no document can set it.
        return copied

    @cached_property
    def model(self) -> str | None:
        """`provider/name` of the model of questions that name none, as it was when the flow was published.

        None leaves the choice to the deployment.
        """
        return None

    def with_model(self, model: str | None) -> Flow:
        """Return the flow with the model of its questions that name none."""
        copied = self.model_copy()
        copied.__dict__["model"] = model  # As `under` does it.
        return copied

    @cached_property
    def inner(self) -> Mapping[str, Flow]:
        """Id of a subflow node -> the flow that it runs. Empty if the flow was read without its inner flows."""
        return {}

    @cached_property
    def called(self) -> str | None:
        """The id of this flow if another one calls it; None for the outermost flow."""
        return None

    def with_inner(self, inner: Mapping[str, Flow], called: str | None) -> Flow:
        """Return the flow with the flows that its subflow nodes run, and with its own id if it is such a flow."""
        copied = self.model_copy()
        copied.__dict__["inner"], copied.__dict__["called"] = inner, called  # As `under` does it.
        return copied

    def node(self, node_id: str) -> Node:
        """Return the node with an id. Raises KeyError for another id, which a checked flow does not have."""
        return self.nodes_by_id[node_id]

    def start(self) -> StartNode:
        """Return the start node."""
        return next(node for node in self.nodes if isinstance(node, StartNode))

    def target(self, node_id: str, exit: str) -> str | None:
        """Return the id of the node after an exit; None if the exit leads nowhere.

        An exit follows its own edge. Without one, a failure leads to `onFailure`, and any other exit follows "default".
        """
        own = self.targets.get((node_id, exit))
        if own is not None:
            return own
        if self.rules > 1 and self.is_failure(node_id, exit):
            return self.on_failure
        return self.targets.get((node_id, "default"))

    def is_failure(self, node_id: str, exit: str) -> bool:
        """Return whether an exit of a node is one for a failure."""
        return exit in failures_of(self.nodes_by_id[node_id])

    def extraction(self, data: Asked) -> Extraction:
        """Return how an elicitation reads an answer: as its author wrote, else by the default of the flow's rules."""
        if data.extraction is not None:
            return data.extraction
        return "verbatim" if data.value_type == "string" or self.rules < 2 else "auto"

    def initial_variables(self) -> dict[str, Json]:
        """Return the variables that a session begins with: those that have a default."""
        return {name: declared.default for name, declared in self.variables.items() if declared.default is not None}

    def set_variables(self) -> set[str]:
        """Return the names of the variables that a node sets, declared or not."""
        names: set[str] = set()
        for node in self.nodes:
            names.update(node.data.assign)
            if isinstance(node, ElicitationNode):
                names.add(node.data.variable)
            elif isinstance(node, FormNode):
                names.update(slot.variable for slot in node.data.slots)
            elif isinstance(node, LlmNode):
                names.update(node.data.extract)
            elif isinstance(node, SubflowNode):
                names.update(node.data.out)
        return names
