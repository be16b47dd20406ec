"""A flow as an author writes it: nodes and edges, in the format of React Flow. check/ finds the problems in it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from flow_core.json import Json
from flow_core.variables import VariableType

MAX_VARIABLES = 1_000
"""Declared variables that a flow may have."""
MAX_NODES = 1_000
"""Nodes that a flow may have."""
MAX_EDGES = 5_000
"""Edges that a flow may have."""
MAX_NODES_IN_TURN = 50
"""Nodes that may run before the caller can speak. A flow that could need more cannot be published."""
RULES = 2
"""The number of the rules of this release. A version keeps the rules under which it was published (decision 43).

1: a failure exit without an edge follows the edge of "default", `extraction` is `verbatim` by default, a declared type
is not enforced, a question asked again keeps the old value, "say that again" is an attempt, an assignment in a
condition runs, and a text says values as machines write them. 2: none of this.
"""
DEFAULT_NO_INPUT_SECONDS = 8.0
"""Seconds that a node waits for the caller if its author names no number."""
DEFAULT_LANGUAGE = "en-US"
"""The language of a flow that names none."""
DEFAULT_TIME_ZONE = "UTC"
"""The time zone of a flow that names none."""


class _AuthoredModel(BaseModel):
    # Pydantic builds a model at its first use: building all of them takes longer than loading this package.
    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, frozen=True, strict=True, defer_build=True
    )


Expression: TypeAlias = Annotated[str, Field(min_length=1, max_length=4000)]
"""A JavaScript expression."""
Template: TypeAlias = Annotated[str, Field(max_length=8000)]
"""Text that may hold `{{ expression }}`."""
Seconds: TypeAlias = Annotated[float, Field(gt=0, le=3600, strict=False)]
"""More than 0, at most an hour."""


class Data(_AuthoredModel):
    """The fields that the data of every node has."""

    label: str | None = None
    assign: dict[str, Expression] = Field(default_factory=dict)
    """Variable -> expression. The expressions run in order when the flow leaves the node."""


class MessageData(Data):
    """The data of a node that only speaks."""

    message: Template
    interruptible: bool = True
    """Whether the caller may speak before the words end."""


class StartData(Data):
    """The data of a start node."""

    message: Template = ""
    """The greeting."""


class Choice(_AuthoredModel):
    """An answer that an elicitation offers."""

    value: Annotated[str, Field(min_length=1, max_length=200)]
    label: str | None = None
    synonyms: list[str] = Field(default_factory=list)

    @property
    def spoken_as(self) -> tuple[str, ...]:
        """The names of the choice other than its value."""
        return (*((self.label,) if self.label else ()), *self.synonyms)


ValueType: TypeAlias = Literal[
    "string",
    "number",
    "integer",
    "boolean",
    "date",
    "email",
    "phone",
    "choice",
    "time",
    "datetime",
    "duration",
    "money",
    "digits",
    "code",
    "name",
    "postcode",
]
"""The types of value that an elicitation can ask for."""


Extraction: TypeAlias = Literal["verbatim", "parse", "llm", "auto"]
"""How an elicitation reads an answer: the whole utterance, a value in it, by a model, or by a model after the rules."""


class KeyRules(_AuthoredModel):
    """When the keys that a caller presses are one answer."""

    length: Annotated[int, Field(ge=1, le=60)] | None = None
    """Keys of the whole answer, without the end key. None if no number of keys ends it."""
    end: Annotated[str, Field(pattern=r"^[0-9*#]$")] | None = None
    """The key that ends an answer. "#" ends one too."""
    seconds: Annotated[float, Field(gt=0, le=60, strict=False)] | None = None
    """Seconds without a key after which the keys are sent."""


class Asked(_AuthoredModel):
    """What is asked for: one value of one variable."""

    prompt: Template
    variable: str
    value_type: ValueType = "string"
    choices: Annotated[list[str | Choice], Field(max_length=200)] = Field(default_factory=list)
    extraction: Extraction | None = None
    """How the value is read. None: `auto`, or `verbatim` for a string; see `Flow.extraction`."""
    validation: Expression | None = None
    """Reads `value` and the variables. The value is taken if the result is true."""
    reprompts: list[Template] = Field(default_factory=list)
    """Questions after the first, second, … no-match. The last one repeats; the prompt serves if there is none."""
    no_input_prompts: list[Template] = Field(default_factory=list)
    """Questions after the first, second, … no-input. The last one repeats; the prompt serves if there is none."""
    max_attempts: Annotated[int, Field(ge=1, le=20)] = 3
    """No-matches, and no-inputs, after which the flow leaves the node."""
    no_input_seconds: Seconds = DEFAULT_NO_INPUT_SECONDS
    many: bool = False
    """Whether the value is a list of one or more."""
    prefer: Literal["past", "future"] | None = None
    """The side of today on which a date or time lies that could lie on both."""
    optional: bool = False
    """Whether the caller may have no such value. Then "I don't have one" leaves by "declined"."""
    confirm: Template | None = None
    """Read back before the value is taken. It may hold `{{ value }}`."""
    keys: KeyRules | None = None
    interruptible: bool = True
    """Whether the caller may speak before the question ends."""
    hints: Annotated[list[Annotated[str, Field(min_length=1, max_length=100)]], Field(max_length=100)] = Field(
        default_factory=list
    )
    """Words that the caller may say, for speech to text."""
    format: Annotated[str, Field(max_length=500)] | None = None
    """How the value is written, in words for the model."""
    length: Annotated[int, Field(ge=1, le=200)] | None = None
    """The exact number of characters of digits and codes."""
    min_length: Annotated[int, Field(ge=1, le=200)] | None = None
    max_length: Annotated[int, Field(ge=1, le=200)] | None = None
    pattern: Annotated[str, Field(min_length=1, max_length=500)] | None = None
    """A regular expression that the whole of a code matches."""
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    """ISO 3166: the country of a postcode or phone number. None for the region of the flow's language."""


class ElicitationData(Asked, Data):
    """The data of a node that asks the caller for a value."""


class Slot(Asked):
    """One of the values that a form asks for."""

    label: str | None = None
    required: bool = True
    """Whether the form asks for it. If False, the value is taken only from an answer that has it."""


class FormData(Data):
    """The data of a node that asks the caller for several values."""

    slots: Annotated[list[Slot], Field(min_length=1, max_length=20)]
    prompt: Template = ""
    """Asked first. An answer may fill any slots."""
    confirm: Template | None = None
    """Read back when all slots are filled. A correction there changes its slot alone."""
    max_attempts: Annotated[int, Field(ge=1, le=20)] = 3
    """No-matches, and no-inputs, at one question after which the flow leaves the node."""


class LlmData(Data):
    """The data of a node at which a language model speaks."""

    instructions: Template
    model: str | None = None
    """`provider/name`; None for the model that the deployment configures."""
    temperature: Annotated[float, Field(ge=0, le=2, strict=False)] | None = None
    max_tokens: Annotated[int, Field(ge=1, le=8192)] | None = None
    extract: dict[str, dict[str, Json]] = Field(default_factory=dict)
    """Variable -> the JSON schema of the value that the model extracts for it."""
    until: Expression | None = None
    """Ends the conversation when its result is true. None for a single reply."""
    max_turns: Annotated[int, Field(ge=1, le=200)] = 20
    """Replies of the model after which the flow leaves the node."""
    speak: bool = True
    """Whether the caller hears the model's reply."""
    fallback: Template = ""
    """Said if the model fails."""
    timeout_seconds: Seconds = 10.0
    no_input_seconds: Seconds = DEFAULT_NO_INPUT_SECONDS
    interruptible: bool = True
    """Whether the caller may speak before the model's words end."""


class Condition(_AuthoredModel):
    """One condition of a decision, and the exit that it opens."""

    id: Annotated[str, Field(min_length=1, max_length=200)]
    expression: Expression
    label: str | None = None


class DecisionData(Data):
    """The data of a node that chooses an exit by conditions."""

    conditions: Annotated[list[Condition], Field(max_length=100)]


class RequestTemplate(_AuthoredModel):
    """The HTTP request of a tool. Its texts are templates."""

    method: Literal["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"] = "GET"
    url: Annotated[str, Field(min_length=1, max_length=4000)]
    headers: dict[str, str] = Field(default_factory=dict)
    query: dict[str, str | int | float | bool] = Field(default_factory=dict)
    body: Json = None


class ToolData(Data):
    """The data of a node that calls an HTTP API."""

    request: RequestTemplate
    timeout_seconds: Seconds = 10.0
    retries: Annotated[int, Field(ge=0, le=5)] = 2
    """Further attempts after the first one fails."""
    message: Template = ""
    """Spoken while the tool runs."""


class TransferData(Data):
    """The data of a node that transfers the call."""

    to: Annotated[str, Field(min_length=1, max_length=500)]
    """A template of an E.164 number or a SIP URI."""
    mode: Literal["cold"] = "cold"
    message: Template = ""


class EndData(Data):
    """The data of a node that ends the call."""

    message: Template = ""
    outcome: str | None = None
    """The result of the session, for the author's statistics."""


class Position(_AuthoredModel):
    """Where the editor draws a node."""

    x: Annotated[float, Field(strict=False)] = 0
    y: Annotated[float, Field(strict=False)] = 0


Id: TypeAlias = Annotated[str, Field(min_length=1, max_length=200)]
"""The id of a node or an edge."""


class _Node(_AuthoredModel):
    # An editor stores fields of its own here (width, selected, …): check/fields/editor_fields.py lists them.
    model_config = ConfigDict(extra="ignore")

    id: Id
    position: Position = Position()
    exits: ClassVar[tuple[str, ...]]
    """The exits of the node. "default" needs an edge. Another exit that is no failure follows the edge of "default"."""
    failures: ClassVar[tuple[str, ...]] = ()
    """The exits for a failure. Without an edge they lead to the flow's `onFailure`, never to the node after success."""


class StartNode(_Node):
    """Greets the caller. A call begins here."""

    type: Literal["start"]
    data: StartData = StartData()
    exits = ("default",)


class MessageNode(_Node):
    """Says something and goes on."""

    type: Literal["message"]
    data: MessageData
    exits = ("default",)


class ElicitationNode(_Node):
    """Asks for a value until the answer fits or the attempts are used up."""

    type: Literal["elicitation"]
    data: ElicitationData
    exits = ("default", "noMatch", "noInput")
    failures = ("noMatch", "noInput")


class FormNode(_Node):
    """Asks for several values, and takes those that one answer has together."""

    type: Literal["form"]
    data: FormData
    exits = ("default", "noMatch", "noInput")
    failures = ("noMatch", "noInput")


class LlmNode(_Node):
    """Lets a language model speak, once or until a condition is true."""

    type: Literal["llm"]
    data: LlmData
    exits = ("default", "error", "maxTurns")
    failures = ("error", "maxTurns")


class DecisionNode(_Node):
    """Leaves by the first condition that is true."""

    type: Literal["decision"]
    data: DecisionData
    exits = ("default",)


class ToolNode(_Node):
    """Calls an HTTP API."""

    type: Literal["tool"]
    data: ToolData
    exits = ("default", "error")
    failures = ("error",)


class TransferNode(_Node):
    """Transfers the caller to a person."""

    type: Literal["transfer"]
    data: TransferData
    exits = ("failed",)
    failures = ("failed",)


class EndNode(_Node):
    """Says goodbye and ends the call."""

    type: Literal["end"]
    data: EndData = EndData()
    exits = ()


NodeType: TypeAlias = Literal["start", "message", "elicitation", "form", "llm", "decision", "tool", "transfer", "end"]
"""The `type` of each kind of node."""

Node: TypeAlias = Annotated[
    StartNode | MessageNode | ElicitationNode | FormNode | LlmNode | DecisionNode | ToolNode | TransferNode | EndNode,
    Field(discriminator="type"),
]
"""A node of any type."""


def exits_of(node: Node) -> tuple[str, ...]:
    """Return the names of all exits of a node, in the order in which they are tried."""
    if isinstance(node, DecisionNode):
        return (*(condition.id for condition in node.data.conditions), *node.exits)
    if isinstance(node, ElicitationNode) and node.data.optional:
        return (*node.exits, "declined")
    return node.exits


class Edge(_AuthoredModel):
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


class Variable(_AuthoredModel):
    """A variable that the author declares."""

    type: VariableType = "any"
    default: Json = None
    """The value at the beginning of a session; None for no value."""
    description: str | None = None


class Flow(_AuthoredModel):
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
            asked = (node.data,) if isinstance(node, ElicitationNode) else ()
            for data in node.data.slots if isinstance(node, FormNode) else asked:
                types.setdefault(data.variable, set()).add(data.value_type)
        return {variable: found.pop() for variable, found in types.items() if len(found) == 1}

    @cached_property
    def rules(self) -> int:
        """The number of the rules that the flow runs by, 1 to RULES."""
        return RULES

    def under(self, rules: int) -> Flow:
        """Return the flow as it runs by the rules of an earlier release."""
        copied = self.model_copy()
        copied.__dict__["rules"] = rules  # As cached_property does it: no field, so no document can set it.
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
        return exit in self.nodes_by_id[node_id].failures

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
        return names
