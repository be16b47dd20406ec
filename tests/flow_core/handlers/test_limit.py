"""A handler that is chosen after fifty nodes without the caller ends the call."""

from __future__ import annotations

from dataclasses import replace

from flow_core.effects import CHOSEN
from flow_core.flow import MAX_NODES_IN_TURN
from flow_core.state import Listen, Status
from testing.flows import node
from tests.flow_core.handlers.flows import REFUND, asks, with_handlers


def test_a_handler_that_follows_too_many_nodes_ends_the_call() -> None:
    talk = with_handlers(asks(), handlers=[REFUND])
    talk.begin(has_model=True)
    talk.says("my money back")
    talk.state = replace(talk.state, progress=replace(talk.state.progress, nodes_run=MAX_NODES_IN_TURN))
    talk.replies("", **{CHOSEN: "refund"})
    assert talk.state.status is Status.FAILED
    assert talk.state.outcome == "more than 50 nodes ran without the caller"


def test_a_model_that_speaks_once_chooses_no_handler() -> None:
    talk = with_handlers(node("llm", "speak"), asks(), handlers=[REFUND])
    talk.begin(has_model=True)
    talk.replies("Hi.", **{CHOSEN: "refund"})
    assert isinstance(talk.last.then, Listen)
    assert talk.path == [("speak", "default"), ("ask", "listen")]
