"""A recording is a flow and its events. Folded again, it gives the same steps with any engine."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import TypeAdapter

from flow_core.evaluate import Overran
from flow_core.events import Event
from flow_core.flow import Flow
from flow_core.json import Json
from flow_core.state import State
from flow_core.step import Step, fold
from testing.flows import edge, flow, node
from tests.flow_core.conversations import STATE, Conversation, session
from tests.flow_core.fake_evaluate import Answer, FakeEvaluate

_EVENTS: TypeAdapter[list[Event]] = TypeAdapter(list[Event])


def folded(talk: Conversation, answers: dict[str, Answer] | None = None) -> Sequence[Step]:
    """Fold the recording of a conversation again, from its JSON."""
    written = _EVENTS.dump_json(talk.events)
    document = Flow.model_validate_json(talk.flow.model_dump_json(by_alias=True))
    return fold(document, State(session()), _EVENTS.validate_json(written), FakeEvaluate(answers or {}))


def everything() -> Conversation:
    """Play a conversation through every type of node."""
    assign: Json = {"when": "Date.now()", "order": "response.body.id"}
    nodes = [
        node("start"),
        node("elicitation", extraction="llm", validation="slow"),
        node("decision", conditions=[{"id": "known", "expression": "name === 'Ann'"}]),
        node("tool", message="Let me look.", assign=assign),
        node("llm", until="topic !== null", extract={"topic": {"type": "string"}}),
        node("transfer"),
        node("end", message="Bye {{ name }}, {{ order }}."),
    ]
    edges = [
        edge("start", "elicitation"),
        edge("elicitation", "decision"),
        edge("decision", "tool", "known"),
        edge("decision", "end"),
        edge("tool", "llm"),
        edge("llm", "transfer"),
        edge("transfer", "end", "failed"),
    ]
    talk = Conversation(flow(nodes, edges), {"slow": True})
    talk.begin()
    talk.says("I am Ann")
    talk.replies("", name="Ann")
    talk.interrupts("t2", "Let me")
    talk.goes_on()
    talk.answers(200, {"id": 7})
    talk.replies("What is it about?")
    talk.replies("Too late.", "session-1:1")
    talk.silent()
    talk.replies("Are you there?")
    talk.misses(("user", "Hello?"))
    talk.keys("1")
    talk.replies("Billing, then.", topic="billing")
    talk.goes_on()
    talk.says("Bye")
    return talk


def test_a_recording_folds_again_to_the_same_steps() -> None:
    talk = everything()
    assert talk.spoken == []
    assert talk.steps[-2].messages[-1].content == "Bye Ann, 7."
    assert list(folded(talk, {"slow": True})) == talk.steps


def test_a_recording_can_be_folded_from_any_event_on() -> None:
    talk = everything()
    for index in range(1, len(talk.steps)):
        resting = STATE.validate_json(STATE.dump_json(talk.steps[index - 1].state))
        evaluate = FakeEvaluate({"slow": True})
        assert fold(talk.flow, resting, talk.events[index:], evaluate) == talk.steps[index:]


def test_a_recorded_overrun_occurs_again_on_a_faster_machine() -> None:
    nodes = [node("start"), node("elicitation", validation="slow"), node("end")]
    talk = Conversation(
        flow(nodes, [edge("start", "elicitation"), edge("elicitation", "end")]), {"slow": Overran("too long")}
    )
    talk.begin()
    assert talk.says("Ann").overran == (0,)
    assert talk.events[-1].overran == (0,)
    again = folded(talk, {"slow": True})
    assert [step.state for step in again] == [step.state for step in talk.steps]
    assert again[-1].overran == (0,)
    assert again[-1].decisions[0].value is False


def test_time_and_seed_come_from_the_event_only() -> None:
    nodes = [node("start", assign={"at": "now", "seed": "roll"}), node("end")]
    engine: dict[str, Answer] = {"now": lambda names, at, seed: at, "roll": lambda names, at, seed: seed}
    talk = Conversation(flow(nodes, [edge("start", "end")]), engine)
    talk.begin()
    assert talk.state.variables == {"at": talk.events[0].at, "seed": talk.events[0].seed + 1}
    assert list(folded(talk, engine)) == talk.steps


def test_no_events_give_no_steps() -> None:
    talk = everything()
    assert fold(talk.flow, State(session()), [], talk.evaluate) == []
