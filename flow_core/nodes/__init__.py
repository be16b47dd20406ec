"""The kinds of node, one file each, and which of them answers for what. A new kind is one file, and a line here.

A node is entered when the flow arrives at it, hears the caller while it listens, and receives the answer that it
asked for.
"""

from __future__ import annotations

from typing import assert_never

from flow_core.events import Answer, CallerKeyed, CallerSpoke, CallerStayedSilent, ModelFailed, ModelReplied
from flow_core.flow import (
    DecisionNode,
    ElicitationNode,
    EndNode,
    LlmNode,
    Node,
    StartNode,
    ToolNode,
    TransferNode,
)
from flow_core.nodes import decision, elicitation, end, llm, start, tool, transfer
from flow_core.scene import Outcome, Scene


def enter(node: Node, scene: Scene) -> Outcome:
    match node:
        case StartNode():
            return start.enter(node, scene)
        case ElicitationNode():
            return elicitation.enter(node, scene)
        case LlmNode():
            return llm.enter(node, scene)
        case DecisionNode():
            return decision.enter(node, scene)
        case ToolNode():
            return tool.enter(node, scene)
        case TransferNode():
            return transfer.enter(node, scene)
        case EndNode():
            return end.enter(node, scene)
        case _:
            assert_never(node)


def hear(node: Node, scene: Scene, event: CallerSpoke | CallerKeyed | CallerStayedSilent) -> Outcome | None:
    """None where the node does not listen."""
    match node:
        case ElicitationNode():
            return elicitation.hear(node, scene, event)
        case LlmNode():
            return llm.hear(node, scene)
        case StartNode() | DecisionNode() | ToolNode() | TransferNode() | EndNode():
            return None
        case _:
            assert_never(node)


def receive(node: Node, scene: Scene, answer: Answer) -> Outcome | None:
    """None where the node asks for no such thing."""
    match node:
        case ElicitationNode():
            return elicitation.receive(node, scene, answer) if isinstance(answer, ModelReplied | ModelFailed) else None
        case LlmNode():
            return llm.receive(node, scene, answer) if isinstance(answer, ModelReplied | ModelFailed) else None
        case ToolNode():
            return None if isinstance(answer, ModelReplied | ModelFailed) else tool.receive(node, scene, answer)
        case StartNode() | DecisionNode() | TransferNode() | EndNode():
            return None
        case _:
            assert_never(node)
