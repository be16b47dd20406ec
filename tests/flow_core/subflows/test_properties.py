"""Properties of every family of flows and every order of events. check_step of conversations.py runs each time."""

from __future__ import annotations

from hypothesis import given, settings
from pydantic import TypeAdapter

from flow_core.events import Event
from flow_core.flow import MAX_NODES_IN_TURN
from flow_core.state import Continue, Listen, State
from flow_core.step import fold
from flow_core.subflows.frames import current_node, innermost, variables_by_path
from flow_core.subflows.frozen import MAX_DEPTH
from testing.flows import Document
from tests.flow_core.conversations import STATE, Conversation, session
from tests.flow_core.fake_evaluate import FakeEvaluate
from tests.flow_core.random_flows import AUTHORS_SECRET, VARIABLES
from tests.flow_core.subflows.random_families import answer, families, played

_EVENTS: TypeAdapter[list[Event]] = TypeAdapter(list[Event])


@settings(max_examples=80, deadline=None)
@given(played())
def test_folding_the_events_again_gives_the_same_steps(talk: Conversation) -> None:
    events = _EVENTS.validate_json(_EVENTS.dump_json(talk.events))
    assert fold(talk.flow, State(session()), events, FakeEvaluate()) == talk.steps


@settings(max_examples=80, deadline=None)
@given(played())
def test_a_state_names_a_node_that_exists_and_no_more_flows_than_may_run(talk: Conversation) -> None:
    for result in talk.steps:
        frames = result.state.frames
        assert len(frames) <= MAX_DEPTH
        assert current_node(talk.flow, result.state) is not None
        assert [each.depth for each in result.state.interrupted] == sorted(
            each.depth for each in result.state.interrupted
        )
        assert all(each.depth <= len(frames) for each in result.state.interrupted)
        assert result.state.progress.nodes_run <= MAX_NODES_IN_TURN
        flow = innermost(talk.flow, frames)
        assert set(result.state.variables) <= set(flow.unset) | set(VARIABLES)
        assert {name.rpartition("/")[2] for name in variables_by_path(result.state)} <= set(VARIABLES)
        assert AUTHORS_SECRET not in STATE.dump_json(result.state).decode()


@settings(max_examples=80, deadline=None)
@given(played())
def test_each_run_of_the_trace_names_its_flow(talk: Conversation) -> None:
    for result in talk.steps:
        for run in result.nodes:
            *callers, node_id = run.node_id.split("/")
            flow = talk.flow
            for caller in callers:
                flow = flow.inner[caller]
            assert (flow.node(node_id).type, flow.called) == (run.type, run.flow_id)


@settings(max_examples=80, deadline=None)
@given(families())
def test_every_family_listens_or_ends_without_input(family: tuple[Document, Document]) -> None:
    talk = Conversation(family[0], subflows=family[1])
    talk.begin()
    # Each of 50 nodes may take two events: its message and its result.
    for _ in range(100):
        if talk.state.awaiting is None and talk.state.action != Continue():
            break
        answer(talk)
    assert talk.state.status.ended or isinstance(talk.state.action, Listen)
