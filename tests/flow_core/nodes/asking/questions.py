"""Conversations that wait at a question."""

from __future__ import annotations

from typing import Literal

from flow_core.json import Json
from flow_core.state import Session, State
from testing.flows import Document, edge, flow, node
from tests.flow_core.conversations import STARTED_AT, Conversation

_DATA: Document = {"prompt": "How many?", "variable": "count", "reprompts": ["Once more?"]}
QUESTION = "Hello. How many?"
"""The flow's words before the caller's first answer."""


def asks(channel: Literal["chat", "phone"] = "phone", *, has_model: bool = False, **data: Json) -> Conversation:
    """Build a conversation that waits at an elicitation. Each of its exits has an edge."""
    nodes = [
        node("start"),
        node("elicitation", "ask", **{**_DATA, **data}),
        node("end"),
        node("end", "missed", message="No match."),
        node("end", "silent", message="No input."),
        node("end", "without", message="Without."),
    ]
    edges = [
        edge("start", "ask"),
        edge("ask", "end"),
        edge("ask", "missed", "noMatch"),
        edge("ask", "silent", "noInput"),
    ]
    if data.get("optional"):
        edges.append(edge("ask", "without", "declined"))
    talk = Conversation(flow(nodes, edges))
    talk.state = State(Session("session-1", channel, STARTED_AT))
    talk.begin(has_model=has_model)
    return talk
