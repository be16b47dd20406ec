"""What an author writes: nodes and edges, in the shape of React Flow. What is wrong with them is said in check/."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from flow_core.json import Json

MOST_VARIABLES, MOST_NODES, MOST_EDGES = 1_000, 1_000, 5_000
"""Of one flow."""
NODES_IN_A_TURN = 50
"""Nodes run before the caller gets a word in. A flow that could need more cannot be published."""
DEFAULT_NO_INPUT_SECONDS = 8.0

RESERVED_NAMES = frozenset({"session", "secrets", "response", "value"})
"""Names that expressions already have a meaning for."""
_NOT_IDENTIFIERS = frozenset(
    "arguments await break case catch class const continue debugger default delete do else enum eval export extends "
    "false finally for function if implements import in instanceof interface let new null package private protected "
    "public return static super switch this throw true try typeof undefined var void while with yield "
    "NaN Infinity globalThis".split()
)
_IDENTIFIER = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]{0,99}\Z")


def variable_name_problem(name: str) -> str | None:
    """Why `name` cannot be a variable's, or None. One bad name would make every expression a syntax error."""
    if not _IDENTIFIER.match(name) or name in _NOT_IDENTIFIERS or name == "__proto__":
        return "must be a JavaScript identifier of at most 100 characters, like orderNumber"
    if name in RESERVED_NAMES:
        return "is reserved: every expression already has a meaning for it"
    return None


class _Written(BaseModel):
    # Each model is built when it first reads a flow: all of them take longer than the rest of this package to load.
    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, frozen=True, strict=True, defer_build=True
    )


Expression: TypeAlias = Annotated[str, Field(min_length=1, max_length=4000)]
"""JavaScript."""
Template: TypeAlias = Annotated[str, Field(max_length=8000)]
"""Text with `{{ expression }}` in it."""
Seconds: TypeAlias = Annotated[float, Field(gt=0, le=3600, strict=False)]


class Data(_Written):
    label: str | None = None
    assign: dict[str, Expression] = Field(default_factory=dict)
    """variable -> expression, run in order when the node is left."""


class StartData(Data):
    message: Template = ""


class Choice(_Written):
    value: Annotated[str, Field(min_length=1, max_length=200)]
    label: str | None = None
    synonyms: list[str] = Field(default_factory=list)

    @property
    def spoken_as(self) -> tuple[str, ...]:
        """What a caller may say beside the value itself."""
        return (*((self.label,) if self.label else ()), *self.synonyms)


ValueType: TypeAlias = Literal["string", "number", "integer", "boolean", "date", "email", "phone", "choice"]


class ElicitationData(Data):
    prompt: Template
    variable: str
    value_type: ValueType = "string"
    choices: Annotated[list[str | Choice], Field(max_length=200)] = Field(default_factory=list)
    extraction: Literal["verbatim", "parse", "llm"] = "verbatim"
    validation: Expression | None = None
    """Over `value` and the variables."""
    reprompts: list[Template] = Field(default_factory=list)
    """Said after the first, second, … answer that fits nothing; the last is used again, the prompt where none is."""
    no_input_prompts: list[Template] = Field(default_factory=list)
    max_attempts: Annotated[int, Field(ge=1, le=20)] = 3
    no_input_seconds: Seconds = DEFAULT_NO_INPUT_SECONDS


class LlmData(Data):
    instructions: Template
    model: str | None = None
    temperature: Annotated[float, Field(ge=0, le=2, strict=False)] | None = None
    max_tokens: Annotated[int, Field(ge=1, le=8192)] | None = None
    extract: dict[str, dict[str, Json]] = Field(default_factory=dict)
    until: Expression | None = None
    max_turns: Annotated[int, Field(ge=1, le=200)] = 20
    speak: bool = True
    fallback: Template = ""
    timeout_seconds: Seconds = 10.0


class Condition(_Written):
    id: Annotated[str, Field(min_length=1, max_length=200)]
    expression: Expression
    label: str | None = None


class DecisionData(Data):
    conditions: Annotated[list[Condition], Field(max_length=100)]


class RequestTemplate(_Written):
    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"] = "GET"
    url: Annotated[str, Field(min_length=1, max_length=4000)]
    headers: dict[str, str] = Field(default_factory=dict)
    query: dict[str, str | int | float | bool] = Field(default_factory=dict)
    body: Json = None


class ToolData(Data):
    request: RequestTemplate
    timeout_seconds: Seconds = 10.0
    retries: Annotated[int, Field(ge=0, le=5)] = 2
    message: Template = ""
    """Spoken while the tool runs."""


class TransferData(Data):
    to: Annotated[str, Field(min_length=1, max_length=500)]
    mode: Literal["cold"] = "cold"
    message: Template = ""


class EndData(Data):
    message: Template = ""
    outcome: str | None = None


class Position(_Written):
    x: Annotated[float, Field(strict=False)] = 0
    y: Annotated[float, Field(strict=False)] = 0


Id: TypeAlias = Annotated[str, Field(min_length=1, max_length=200)]


class _Node(_Written):
    # An editor keeps things of its own beside these (width, selected, …): they are none of ours, and no error.
    model_config = ConfigDict(extra="ignore")

    id: Id
    position: Position = Position()
    exits: ClassVar[tuple[str, ...]]
    """How it is left; "default" needs an edge, any other exit without one leaves by it."""


class StartNode(_Node):
    type: Literal["start"]
    data: StartData = StartData()
    exits = ("default",)


class ElicitationNode(_Node):
    type: Literal["elicitation"]
    data: ElicitationData
    exits = ("default", "noMatch", "noInput")


class LlmNode(_Node):
    type: Literal["llm"]
    data: LlmData
    exits = ("default", "error", "maxTurns")


class DecisionNode(_Node):
    type: Literal["decision"]
    data: DecisionData
    exits = ("default",)


class ToolNode(_Node):
    type: Literal["tool"]
    data: ToolData
    exits = ("default", "error")


class TransferNode(_Node):
    type: Literal["transfer"]
    data: TransferData
    exits = ("failed",)


class EndNode(_Node):
    type: Literal["end"]
    data: EndData = EndData()
    exits = ()


NodeType: TypeAlias = Literal["start", "elicitation", "llm", "decision", "tool", "transfer", "end"]
"""The `type` of each kind of node."""

Node: TypeAlias = Annotated[
    StartNode | ElicitationNode | LlmNode | DecisionNode | ToolNode | TransferNode | EndNode,
    Field(discriminator="type"),
]


def exits_of(node: Node) -> tuple[str, ...]:
    """The names of every way out of a node, in the order in which they are tried."""
    if isinstance(node, DecisionNode):
        return (*(condition.id for condition in node.data.conditions), *node.exits)
    return node.exits


class Edge(_Written):
    model_config = ConfigDict(extra="ignore")

    id: Id
    source: Id
    target: Id
    source_handle: str | None = None
    """The exit of `source` that it leaves by; None and "" are "default"."""

    @property
    def exit(self) -> str:
        return self.source_handle or "default"


VariableType: TypeAlias = Literal["string", "number", "integer", "boolean", "object", "array", "any"]


class Variable(_Written):
    type: VariableType = "any"
    default: Json = None
    description: str | None = None


class Flow(_Written):
    model_config = ConfigDict(extra="ignore")

    name: Annotated[str, Field(min_length=1, max_length=200)]
    variables: Annotated[dict[str, Variable], Field(max_length=MOST_VARIABLES)] = Field(default_factory=dict)
    nodes: Annotated[list[Node], Field(max_length=MOST_NODES)]
    edges: Annotated[list[Edge], Field(max_length=MOST_EDGES)] = Field(default_factory=list)

    # Looked up for every node that runs: a cached property costs a tenth of what pydantic's private attributes do.

    @cached_property
    def nodes_by_id(self) -> dict[str, Node]:
        return {node.id: node for node in self.nodes}

    @cached_property
    def targets(self) -> dict[tuple[str, str], str]:
        """(node, exit) -> node."""
        return {(edge.source, edge.exit): edge.target for edge in self.edges}

    @cached_property
    def unset(self) -> Mapping[str, Json]:
        """Every variable that is declared or that some node sets, as null: none is ever undefined."""
        return dict.fromkeys(sorted(self.set_variables() | set(self.variables)))

    def node(self, node_id: str) -> Node:
        """KeyError if the flow has no such node, which check/ rules out."""
        return self.nodes_by_id[node_id]

    def start(self) -> StartNode:
        return next(node for node in self.nodes if isinstance(node, StartNode))

    def target(self, node_id: str, exit: str) -> str | None:
        """Where an exit leads: its own edge, else that of "default"; None where there is neither."""
        return self.targets.get((node_id, exit)) or self.targets.get((node_id, "default"))

    def initial_variables(self) -> dict[str, Json]:
        """What a session begins with: the variables that have a default."""
        return {name: declared.default for name, declared in self.variables.items() if declared.default is not None}

    def set_variables(self) -> set[str]:
        """Names that some node sets, declared or not."""
        names: set[str] = set()
        for node in self.nodes:
            names.update(node.data.assign)
            if isinstance(node, ElicitationNode):
                names.add(node.data.variable)
            elif isinstance(node, LlmNode):
                names.update(node.data.extract)
        return names
