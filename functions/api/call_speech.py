"""What a worker can prepare for a call: the texts that are always the same, what is asked for, and who reads answers.

A text with a hole is never among them: it may hold what a caller said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import assert_never

from flow_core.authored.asked import Asked
from flow_core.authored.nodes import (
    DecisionNode,
    ElicitationNode,
    EndNode,
    FormNode,
    LlmNode,
    MessageNode,
    Node,
    StartNode,
    SubflowNode,
    ToolNode,
    TransferNode,
    questions_of,
)
from flow_core.flow import Flow
from flow_core.languages import locale_of
from flow_core.subflows.frames import SEPARATOR, every_flow
from flow_core.text import templates

MAX_TEXTS = 300
"""Texts in an answer, at most. Those of nodes that stand first in the flow come first."""
MAX_CHARACTERS = 40_000
"""Characters of all texts in an answer, at most."""
MAX_QUESTIONS = 1_000
"""Nodes in an answer, at most."""


def fixed_texts(flow: Flow, language: str | None) -> list[str]:
    """Return the texts that a call says, as they are written, without those that have a hole.

    Args:
        flow: The flow with its inner flows.
        language: The language of the session; None for that of the flow. The flow's own words are in it.

    Returns:
        Each text once, in the order of the nodes: at most `MAX_TEXTS`, and `MAX_CHARACTERS` together.
    """
    said = locale_of(language or flow.language).language.said
    own = (said.take_your_time, said.here, said.what_to_change, said.apology)
    drawn = (text for one in every_flow(flow) for node in one.nodes for text in _spoken_by(node))
    texts: list[str] = []
    left = MAX_CHARACTERS
    for text in dict.fromkeys(text.strip() for text in (*drawn, *own)):
        if len(texts) == MAX_TEXTS:
            break
        if text and len(text) <= left and templates.parse(text) == (text,):
            texts.append(text)
            left -= len(text)
    return texts


def asked_for(flow: Flow) -> dict[str, list[str]]:
    """Return the types of value that each node asks the caller for.

    Args:
        flow: The flow with its inner flows.

    Returns:
        Node id -> types, each once. The id of a node of an inner flow is its path, as in `currentNodeId` of a reply. At
        most `MAX_QUESTIONS` nodes.
    """
    asked = ((path, _types(questions_of(node))) for path, node, _ in _nodes(flow))
    return dict(islice(((path, types) for path, types in asked if types), MAX_QUESTIONS))


def read_by_model(flow: Flow) -> list[str]:
    """Return the ids of the nodes that put each answer to a model, as in `asked_for`: at most `MAX_QUESTIONS`.

    A node that asks a model only about answers that its rules do not understand is not among them.
    """
    return list(islice((path for path, node, one in _nodes(flow) if _asks_model(node, one)), MAX_QUESTIONS))


def _asks_model(node: Node, flow: Flow) -> bool:
    return isinstance(node, LlmNode) or any(flow.extraction(asked) == "llm" for asked in questions_of(node))


def _nodes(flow: Flow) -> Iterator[tuple[str, Node, Flow]]:
    """Yield the nodes of a flow and of its inner flows: the path, the node, and the flow to which it belongs."""
    ahead = [("", flow)]
    while ahead:
        prefix, one = ahead.pop()
        yield from ((prefix + node.id, node, one) for node in one.nodes)
        ahead.extend((f"{prefix}{node_id}{SEPARATOR}", inner) for node_id, inner in one.inner.items())


def _types(questions: Iterable[Asked]) -> list[str]:
    return list(dict.fromkeys(asked.value_type for asked in questions))


def _spoken_by(node: Node) -> Iterator[str]:
    """Yield the templates that a node says."""
    match node:
        case StartNode() | MessageNode() | EndNode() | TransferNode() | ToolNode():
            yield node.data.message
        case ElicitationNode():
            yield from _asked(node.data)
        case FormNode():
            yield node.data.prompt
            yield node.data.confirm or ""
            for slot in node.data.slots:
                yield from _asked(slot)
        case LlmNode():
            yield node.data.fallback
            yield node.data.message
            for tool in node.data.tools:
                yield tool.confirm or ""
                yield tool.message
        case DecisionNode() | SubflowNode():
            return
        case _:
            assert_never(node)


def _asked(asked: Asked) -> Iterator[str]:
    yield asked.prompt
    yield from asked.reprompts
    yield from asked.no_input_prompts
    yield asked.confirm or ""
