"""Flows with handlers, for the tests of this folder."""

from __future__ import annotations

from itertools import pairwise

from flow_core.json import Json
from testing.flows import Document, edge, flow, node
from tests.flow_core.conversations import Conversation
from tests.flow_core.fake_evaluate import Answer

PERSON: Document = {"id": "person", "phrases": ["a person, please", "an operator"], "target": "desk"}
HOURS: Document = {"id": "hours", "phrases": ["what time do you close?"], "target": "hours", "resume": True}
REFUND: Document = {"id": "refund", "when": "the caller wants the money back", "target": "refund", "resume": True}
LATE: Document = {"id": "late", "expression": "value === 'I am late'", "target": "desk"}


def with_handlers(
    *asked: Document, handlers: list[Document] | None = None, answers: dict[str, Answer] | None = None, **fields: Json
) -> Conversation:
    """Build a flow with some nodes in a line, and behind the handlers: `desk`, `hours`, `refund`, `which`, `more`."""
    chain = [node("start"), *asked, node("end")]
    nodes = [
        *chain,
        node("transfer", "desk"),
        node("end", "hours", message="We close at six.", outcome="resume"),
        node("end", "refund", message="Refunds take a week.", outcome="resume"),
        node("elicitation", "which", prompt="Which shop?", variable="shop", valueType="name"),
        node("end", "more", message="{{ shop }} closes at six.", outcome="resume"),
    ]
    edges = [edge(str(one["id"]), str(other["id"])) for one, other in pairwise(chain)]
    edges.append(edge("which", "more"))
    some: list[Json] = [PERSON, HOURS, REFUND, LATE] if handlers is None else [*handlers]
    document = flow(nodes, edges, onFailure="end", handlers=some, **fields)
    return Conversation(document, answers or {})


def asks(**data: Json) -> Document:
    """Return a question for a number."""
    question: Document = {"prompt": "How many?", "variable": "count", "valueType": "integer", "reprompts": ["Pardon?"]}
    return node("elicitation", "ask", **{**question, **data})
