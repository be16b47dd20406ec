"""The nodes of a flow and their exits."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal, TypeAlias

from pydantic import ConfigDict, Field

from flow_core.authored.asked import Asked, ElicitationData, FormData
from flow_core.authored.base import AuthoredModel, Id
from flow_core.authored.data import DecisionData, EndData, LlmData, MessageData, StartData, ToolData, TransferData
from flow_core.authored.subflow import SubflowData


class Position(AuthoredModel):
    """Where the editor draws a node."""

    x: Annotated[float, Field(strict=False)] = 0
    y: Annotated[float, Field(strict=False)] = 0


class _Node(AuthoredModel):
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


class SubflowNode(_Node):
    """Runs another flow, and leaves by the `outcome` of the end that it reaches."""

    type: Literal["subflow"]
    data: SubflowData
    exits = ("default",)


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


NodeType: TypeAlias = Literal[
    "start", "message", "elicitation", "form", "llm", "decision", "tool", "subflow", "transfer", "end"
]
"""The `type` of each kind of node."""
Node: TypeAlias = Annotated[
    StartNode
    | MessageNode
    | ElicitationNode
    | FormNode
    | LlmNode
    | DecisionNode
    | ToolNode
    | SubflowNode
    | TransferNode
    | EndNode,
    Field(discriminator="type"),
]
"""A node of any type."""


def exits_of(node: Node) -> tuple[str, ...]:
    """Return the names of all exits of a node, in the order in which they are tried.

    Those of a subflow node without the outcomes of its flow, which the node does not know.
    """
    if isinstance(node, DecisionNode):
        return (*(condition.id for condition in node.data.conditions), *node.exits, *failures_of(node))
    if isinstance(node, ElicitationNode) and node.data.optional:
        return (*node.exits, "declined")
    return node.exits


def failures_of(node: Node) -> tuple[str, ...]:
    """Return the names of the exits of a node that are for a failure."""
    if isinstance(node, DecisionNode) and node.data.in_words:
        # The model that decides them may fail.
        return ("error",)
    return node.failures


def listens(node: Node) -> bool:
    """Return whether a call may wait at a node for the caller."""
    converses = isinstance(node, LlmNode) and node.data.until is not None
    return converses or isinstance(node, ElicitationNode | FormNode)


def questions_of(node: Node) -> tuple[Asked, ...]:
    """Return what a node asks the caller for."""
    if isinstance(node, ElicitationNode):
        return (node.data,)
    return tuple(node.data.slots) if isinstance(node, FormNode) else ()
