"""The kinds of node, one file each, and which of them answers for what. A new kind is one file, and a line here.

A node is entered when the flow arrives at it, hears the caller while it listens, and receives the answer that it
asked for.
"""

from __future__ import annotations

from typing import assert_never

from flow_core.events import Answer, CallerKeyed, CallerSpoke, CallerStayedSilent, ModelFailed, ModelReplied
from flow_core.flow import Node
from flow_core.nodes import decision, elicitation, end, llm, start, tool, transfer
from flow_core.scene import Outcome, Scene


def enter(node: Node, scene: Scene) -> Outcome:
    match node.type:
        case "start":
            return start.enter(node, scene)
        case "elicitation":
            return elicitation.enter(node, scene)
        case "llm":
            return llm.enter(node, scene)
        case "decision":
            return decision.enter(node, scene)
        case "tool":
            return tool.enter(node, scene)
        case "transfer":
            return transfer.enter(node, scene)
        case "end":
            return end.enter(node, scene)
        case _:
            assert_never(node)


def hear(node: Node, scene: Scene, event: CallerSpoke | CallerKeyed | CallerStayedSilent) -> Outcome | None:
    """None where the node does not listen."""
    match node.type:
        case "elicitation":
            return elicitation.hear(node, scene, event)
        case "llm":
            return llm.hear(node, scene)
        case "start" | "decision" | "tool" | "transfer" | "end":
            return None
        case _:
            assert_never(node)


def receive(node: Node, scene: Scene, answer: Answer) -> Outcome | None:
    """None where the node asks for no such thing."""
    match node.type:
        case "elicitation":
            return elicitation.receive(node, scene, answer) if isinstance(answer, ModelReplied | ModelFailed) else None
        case "llm":
            return llm.receive(node, scene, answer) if isinstance(answer, ModelReplied | ModelFailed) else None
        case "tool":
            return None if isinstance(answer, ModelReplied | ModelFailed) else tool.receive(node, scene, answer)
        case "start" | "decision" | "transfer" | "end":
            return None
        case _:
            assert_never(node)
