"""A model that chooses a handler again and again without the caller comes to an end."""

from __future__ import annotations

from flow_core.handlers.choosing import KEY
from flow_core.json import Json
from flow_core.state import Status
from testing.flows import edge, flow, node
from tests.flow_core.conversations import Conversation


def test_handlers_that_follow_each_other_without_the_caller_end_the_call() -> None:
    nodes = [node("start"), node("llm", "chat"), node("end")]
    edges = [edge("start", "chat"), edge("chat", "end"), edge("chat", "end", "error")]
    handlers: Json = [{"id": "again", "when": "the caller wants to begin again", "target": "chat", "resume": False}]
    talk = Conversation(flow(nodes, edges, handlers=handlers))
    talk.begin(has_model=True)
    for _ in range(60):
        if talk.state.awaiting is None:
            break
        talk.replies("", **{KEY: "again"})
    assert talk.state.status is Status.FAILED
    assert talk.state.outcome == "more than 50 nodes ran without the caller"
